// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "scaling/problem.h"

#include <optional>
#include <span>

namespace fe::scaling {

/// Where a descent ended.
struct Solution {
    Vector theta;
    double objective = 0; ///< half the sum of squares, or the sum of Huber's loss
};

struct Descent {
    std::optional<double> huberDelta {};
    std::vector<Index> pinned {}; ///< inner parameters that keep their start value
    int evaluations = 2'000; ///< at most
};

/// Sum of Huber's loss of weighted residuals: r^2/2 up to delta, delta (|r| - delta/2) above it;
/// without a delta half the sum of squares. Infinite for what is not finite.
[[nodiscard]] double lossOf(const Vector& residuals, std::optional<double> huberDelta);

/// Levenberg and Marquardt's method from one start. Huber's loss is written as half the square of
/// sign(r) sqrt(2 rho(r)), which has a continuous derivative, so that one method serves both. Ends
/// early where it is cancelled: the caller looks.
[[nodiscard]] Solution descend(const Problem& problem, const Vector& start, const Descent& descent,
                               const base::CancelToken& cancel);

/// The best of several starts. @param starts not empty.
[[nodiscard]] Solution bestOf(const Problem& problem, std::span<const Vector> starts,
                              const Descent& descent, const base::CancelToken& cancel);

/// Coefficients of a weighted linear least-squares fit (those that nothing fixes are 0).
[[nodiscard]] Vector linearFit(const Matrix& columns, const Vector& target, const Vector& weight);

} // namespace fe::scaling
