// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/chart_data.h"

#include <limits>

namespace fe::charts {

/// A measurement and how far it may be off.
struct LinePoint {
    double x = 0;
    double y = 0;
    double low = std::numeric_limits<double>::quiet_NaN(); ///< NaN: no interval
    double high = std::numeric_limits<double>::quiet_NaN();
    QString note = {}; ///< shown in addition to the numbers: "n = 200", a source
};

struct LineSeries {
    QString name; ///< tells it from the others
    QVector<LinePoint> points; ///< rising x; where y is not finite the line is broken
    int color = -1; ///< of the theme's series; -1: by its place in the list
    bool joined = true; ///< false: points alone
};

/// How intervals are drawn.
enum class IntervalMark {
    Band, ///< a tinted strip along the line; bars where the points are not joined
    Bars, ///< a bar at every point
};

/// Values against a number: accuracy by shots, loss by parameters.
struct LineData {
    ChartText text;
    Axis x;
    Axis y; ///< Percent: the axis never leaves [0, 1]
    /// The x values lie side by side at equal distances, however far apart they are: for a few
    /// settings such as 0, 1, 2, 4, 8 shots, of which a logarithm cannot show all.
    bool evenlySpaced = false;
    QVector<double> steps {}; ///< x values that have their place before any point has them
    QVector<LineSeries> series;
    IntervalMark intervals = IntervalMark::Band;
    /// A dashed line across the plot at this y: chance, a baseline.
    std::optional<double> reference;
    QString referenceName = {};
    QString intervalName = {}; ///< what low and high are: "95 % interval (Wilson)"
};

/// One line a point, all series: series, x, y, low, high, note.
[[nodiscard]] QByteArray csvOf(const LineData& data);

} // namespace fe::charts
