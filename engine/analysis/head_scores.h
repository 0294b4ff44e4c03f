// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace fe::analysis {

/// Mean entropy of each head's attention over its queries, nats (Clark et al. 2019,
/// arXiv:1906.04341).
/// @param attention [heads, queries, keys], rows sum to 1. @param queries how many of the rows
/// count, from the first; the rest is padding.
/// @return [heads]. O(heads x queries x keys).
[[nodiscard]] std::vector<double> meanEntropy(std::span<const float> attention, std::int64_t heads,
                                              std::int64_t rows, std::int64_t queries);

} // namespace fe::analysis
