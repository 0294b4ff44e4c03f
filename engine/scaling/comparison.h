// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "base/progress.h"
#include "base/result.h"
#include "scaling/fit.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace fe::scaling {

/// One law beside others on the same points.
struct ComparedLaw {
    Law law = Law::Power;
    std::optional<Fit> fit {};
    std::string why {}; ///< without a fit
    /// Of y, for laws in ln y too (their likelihood is changed back: -2 ln L + 2 sum ln y), so
    /// that all rows may be compared. NaN where they do not exist.
    double aicc = 0;
    double bic = 0;
    /// Akaike's weight among the rows with an aicc.
    double weight = 0;
    /// Leave-one-out: root mean square of what each point differs from the curve that was fitted
    /// without it, in y. NaN for less than 3 or more than 2,000 points, or if it is not finite.
    double leaveOneOut = 0;
};

/// Fits every law in turn. Chinchilla is left out unless there is x2; laws in ln y unless every y
/// is > 0 (`why` says so). O(laws * points) fits. Cancelled.
[[nodiscard]] base::Result<std::vector<ComparedLaw>> compareLaws(const FitData& data,
                                                                 const FitOptions& options,
                                                                 std::span<const Law> laws,
                                                                 const base::CancelToken& cancel,
                                                                 base::Progress& progress);

} // namespace fe::scaling
