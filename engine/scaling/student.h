// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

namespace fe::scaling {

/// F's 95 % quantile with (numerator, denominator) degrees of freedom; numerator is 1 or more.
[[nodiscard]] double fisher95(std::size_t numerator, std::size_t denominator);

/// Linear interpolation between order statistics, as numpy.percentile. @param sorted not empty.
/// @param share 0..1.
[[nodiscard]] double quantile(std::span<const double> sorted, double share);

} // namespace fe::scaling
