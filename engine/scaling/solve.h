// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "scaling/least_squares.h"

#include <memory>
#include <span>

namespace fe::scaling {

/// A problem with its best solution.
struct Solved {
    std::unique_ptr<Problem> problem;
    Solution solution;
    /// A free top would pass 1: `problem` has it fixed there.
    bool topAtLimit = false;
};

/// Huber's delta that a law is fitted with: the one asked for, 1e-3 for Chinchilla, else nothing.
[[nodiscard]] std::optional<double> huberDeltaOf(const FitOptions& options);

/// @param near start of the search; null: the whole grid alone.
[[nodiscard]] Solved solve(const FitData& data, const FitOptions& options, const Curve* near,
                           const base::CancelToken& cancel);

/// InvalidArgument: what fitLaw() says.
[[nodiscard]] base::Result<void> checkData(const FitData& data, const FitOptions& options);

/// Numbers further out are refused: their squares would leave what a double holds.
inline constexpr double kLargest = 1e100;
inline constexpr double kSmallest = 1e-100;

} // namespace fe::scaling
