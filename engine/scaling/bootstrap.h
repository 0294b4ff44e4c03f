// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "base/progress.h"
#include "base/result.h"
#include "scaling/fit.h"

#include <cstdint>
#include <span>
#include <vector>

namespace fe::scaling {

/// Curves fitted to points drawn with replacement.
struct Bootstrap {
    std::uint64_t seed = 0;
    std::size_t begin = 0; ///< number of the first replicate
    std::vector<Curve> curves;
};

/// Replicates begin..end-1. Every replicate draws from its own generator, seeded by (seed, number),
/// so ranges may be computed on any threads and put together in order: the curves are the same.
/// @param fit of `data` itself: the start. Cancelled.
[[nodiscard]] base::Result<Bootstrap> bootstrapRange(const FitData& data, const Fit& fit,
                                                     std::uint64_t seed, std::size_t begin,
                                                     std::size_t end,
                                                     const base::CancelToken& cancel,
                                                     base::Progress& progress);

/// Puts standard errors (spread of the replicates) and 95 % percentiles into the parameters.
/// Parameters that are not identified or fixed stay as they are. Nothing changes below 2 curves.
void applyBootstrap(Fit& fit, std::span<const Curve> curves);

/// A place on the x axis to predict at.
struct Place {
    double x = 0;
    double x2 = 0; ///< Chinchilla alone
};

struct BandPoint {
    double value = 0;
    double low = 0; ///< 95 %; NaN where it does not exist
    double high = 0;
};

/// Confidence band of the curve (not of single observations) by the delta method with Student's
/// quantile; for laws in ln y it is symmetric there.
[[nodiscard]] std::vector<BandPoint> deltaBand(const Fit& fit, std::span<const Place> places);
/// The same from percentiles of the replicates.
[[nodiscard]] std::vector<BandPoint> bootstrapBand(const Fit& fit, std::span<const Curve> curves,
                                                   std::span<const Place> places);

/// Quantile of Student's t, two-sided 95 %: 12.706 for one degree of freedom.
[[nodiscard]] double student95(std::size_t degreesOfFreedom);

} // namespace fe::scaling
