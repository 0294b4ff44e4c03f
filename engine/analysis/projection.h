// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "base/result.h"

#include <cstdint>
#include <span>
#include <vector>

namespace fe::analysis {

/// Principal components of row vectors (Pearson 1901; Jolliffe, Principal Component Analysis).
struct Projection {
    std::int64_t dimensions = 0; ///< of the rows that were given
    std::int64_t components = 0;
    std::vector<float> mean; ///< [dimensions]
    /// [components, dimensions], orthonormal, largest variance first. The entry of largest
    /// magnitude (the first of several) is positive, so that the same rows give the same picture.
    /// Zeros where the rows vary in fewer directions.
    std::vector<float> directions;
    std::vector<float> coordinates; ///< [rows, components]
    std::vector<double> explained; ///< [components], shares of the whole variance; sum at most 1
};

/// Of the smaller side of the rows' matrix: an eigenvalue problem of that size is solved.
inline constexpr std::int64_t kMostProjectionSide = 2048;
/// Values of the rows' matrix.
inline constexpr std::int64_t kMostProjectionValues = std::int64_t { 1 } << 28;

/// @param rows [count, dimensions], row-major, finite; at least one row.
/// @param components from 1 to `dimensions`.
/// InvalidArgument for what does not fit that, LimitExceeded above the limits. Cancel is checked
/// while the rows are multiplied, not while the eigenvalue problem is solved (3 s at its limit).
[[nodiscard]] base::Result<Projection> principalComponents(std::span<const float> rows,
                                                           std::int64_t dimensions,
                                                           std::int64_t components,
                                                           const base::CancelToken& cancel);

/// Coordinates [count, components] of other rows of the same dimensions.
[[nodiscard]] std::vector<float> project(const Projection& projection, std::span<const float> rows);

} // namespace fe::analysis
