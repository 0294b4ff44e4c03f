// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/plot_data.h"

namespace fe::charts {

/// Something that happens at a place of an axis, known to lie between two measurements.
struct StripRow {
    QString label;
    double at = kNothing; ///< first place where it is seen; not finite: nowhere
    double after = kNothing; ///< last place where it is not; not finite: unknown
    int series = 0;
    QString verdict = {}; ///< stands in the plot where there is no place
    QString note = {}; ///< shown in addition to the numbers
};

/// A row each, in the order in which they are shown.
struct StripData {
    ChartText text;
    Axis labels; ///< only the name
    Axis x;
    QStringList series; ///< who says so
    QVector<StripRow> rows;
};

/// The places on the axis, from the least to the greatest with a margin.
[[nodiscard]] ValueRange stripRange(const StripData& data);

/// A line a row: label, series, last place without, first place with it, verdict, note.
[[nodiscard]] QByteArray csvOf(const StripData& data);

} // namespace fe::charts
