// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/chart_data.h"

#include <functional>
#include <limits>

namespace fe::charts {

inline constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

/// A measurement.
struct PlotPoint {
    double x = 0;
    double y = 0;
    double low = kNothing; ///< interval of y
    double high = kNothing;
    qint64 id = -1; ///< whoever made the data knows the point by it; -1: by nothing
};

struct PlotSeries {
    QString name;
    QVector<PlotPoint> points; ///< in any order; joined from left to right
    bool joined = false;
    double shade = kNothing; ///< 0..1: its colour is taken from the map of magnitudes
};

/// A law through the points of a series.
struct PlotCurve {
    int series = 0; ///< whose colour it has, and with which it is hidden
    QVector<PlotPoint> points; ///< rising x; low and high make a band
    double measuredFrom = -std::numeric_limits<double>::infinity();
    double measuredTo = std::numeric_limits<double>::infinity(); ///< dashed outside of these
};

/// A line across the plot: chance, a ceiling.
struct PlotLine {
    double y = 0;
    QString name;
    int series = -1; ///< -1: of no series
};

/// A line from bottom to top at x: a midpoint.
struct PlotMark {
    double x = 0;
    QString name;
    int series = -1;
};

/// Thousands of measurements against a number or a date, and what is said about them.
struct PlotData {
    ChartText text;
    Axis x;
    Axis y; ///< Percent and linear: unless zoomed, the axis shows no more than [0, 1]
    bool datesX = false; ///< x are years with a fraction
    QVector<PlotSeries> series;
    QVector<PlotCurve> curves;
    QVector<PlotLine> lines;
    QVector<PlotMark> marks;
    QVector<double> alsoX = {}; ///< the axis shows these, too: as of a plot that stands beside
    QString intervalName = {}; ///< what low and high of points are
    bool labels = false; ///< points carry their names, where there is room
    /// Name of a point (may be empty), and what else hovering tells of it. Null: nothing.
    std::function<QString(qint64 id)> label = {};
    std::function<QString(qint64 id)> note = {};
};

/// A line a point of series, then of curves: kind, series, x, y, low, high, label, note.
[[nodiscard]] QByteArray csvOf(const PlotData& data);

} // namespace fe::charts
