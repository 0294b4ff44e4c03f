// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/plot_data.h"
#include "scaling/series_fit.h"

#include <optional>
#include <utility>

namespace fe::scaling_tab {

/// How curves are drawn.
struct CurveOptions {
    bool dates = false; ///< x are years: a decade of a logarithm means nothing
    double decades = 0; ///< beyond the data; of dates: as many times ten years
};

/// The law with its band from the least x to beyond the greatest. Empty where there is no fit to
/// draw: of Chinchilla's law, which has two sizes, and where the data do not fix it.
[[nodiscard]] charts::PlotCurve curveOf(const SeriesFit& fit, const CurveOptions& options);

/// Chinchilla's law for models of one size over compute, C = 6 N D.
/// @param flops that were measured, > 0; the curve goes on for some decades.
[[nodiscard]] charts::PlotCurve isoSizeCurve(const scaling::Fit& fit, double params,
                                             std::pair<double, double> flops, double decades);

/// A midpoint or a break with its name, if the law has one and the data fix it.
[[nodiscard]] std::optional<double> transitionOf(const scaling::Fit& fit);

} // namespace fe::scaling_tab
