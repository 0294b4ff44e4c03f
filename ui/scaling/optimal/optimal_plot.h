// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/plot_data.h"
#include "scaling/data_source.h"
#include "scaling/optimal/optimum_table.h"

#include <optional>

namespace fe::scaling_tab {

/// What the plane of parameters and tokens shows.
struct OptimalPlotRequest {
    LawOptima optima;
    std::size_t law = 0; ///< whose contours are drawn, of optima
    std::optional<double> flops {}; ///< the budget
    TablePtr runs {}; ///< table chinchilla_points; null: not read yet
};

/// Training runs by parameters and tokens, coloured by loss; contours of equal loss of one law,
/// each through the cheapest model of its loss at a decade of compute; curves of equal compute;
/// the frontier of every law with the budget's optimum on it. Log-log.
[[nodiscard]] charts::PlotData optimalPlot(const OptimalPlotRequest& request);

/// What is known of a place in the plane: N, D, FLOPs, tokens a parameter, loss of every law.
[[nodiscard]] QString placeText(const LawOptima& optima, double params, double tokens);

} // namespace fe::scaling_tab
