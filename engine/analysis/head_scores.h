// SPDX-License-Identifier: Apache-2.0
//
// One number a head: what kind of head it is.
#pragma once

#include "models/attention_capture.h"
#include "models/patch_vectors.h"

#include <cstdint>
#include <optional>
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

/// Patches in rows from the top left, behind the class and register tokens.
struct PatchPlaces {
    models::PatchGrid grid;
    std::int64_t size = 0; ///< pixels each side
};

/// What scores ask about the tokens. Empty members: nothing of the kind is known.
struct ScoredTokens {
    std::vector<std::int64_t> earlier; ///< by query: last place of the same token before it, or -1
    std::vector<std::int64_t> delimiters; ///< places of keys
    std::optional<PatchPlaces> patches; ///< distances are then pixels between patches
};

/// By place: where the same token stood last before, or -1. O(n log n).
[[nodiscard]] std::vector<std::int64_t> earlierOccurrences(std::span<const models::TokenId> ids);

/// Means over the queries of one head; NaN where there is no query to ask.
struct HeadScores {
    double entropy = 0; ///< nats, over every query
    /// Sum over keys of weight x |query - key| (Vig & Belinkov 2019, arXiv:1906.04284), tokens. Of
    /// pictures: Euclidean, pixels between patches alone, rows renormalised (Dosovitskiy et al.
    /// 2021, arXiv:2010.11929, D.7).
    double meanDistance = 0;
    double previousToken = 0; ///< weight of query - 1, of queries from the second on
    /// Weight of the token after the last earlier occurrence of the query's own, of queries that
    /// have one (Olsson et al. 2022, arXiv:2209.11895).
    double induction = 0;
    double duplicateToken = 0; ///< weight of that occurrence itself
    double sink = 0; ///< weight of the first token, of queries from the second on
    double delimiter = 0; ///< summed weight of the delimiters
};

/// @param weights [queries, keys], rows sum to 1. O(queries x keys).
[[nodiscard]] HeadScores scoreHead(std::span<const float> weights, std::int64_t queries,
                                   std::int64_t keys, const ScoredTokens& tokens);

} // namespace fe::analysis
