// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/plot_data.h"
#include "scaling/catalogue.h"
#include "scaling/data_table.h"

namespace fe::scaling_tab {

class ScalingState;

/// What the plot shows: points of the shown series, curves of fits to the same data, chance and
/// ceiling, midpoints. PlotPoint::id is the row.
[[nodiscard]] charts::PlotData plotData(const ScalingState& state);

/// Residuals of the fits against x: observed minus predicted. Empty without fits of this data.
[[nodiscard]] charts::PlotData residualData(const ScalingState& state);

/// Name of a column for an axis, with its unit.
[[nodiscard]] charts::Axis axisOf(const ScalingState& state, const std::string& column);

/// What a table tells of a row besides the numbers: notes and the line in the file.
/// @param dataset null: a user's table.
[[nodiscard]] QString rowNote(const scaling::DataTable& table, const scaling::Dataset* dataset,
                              std::size_t row);

} // namespace fe::scaling_tab
