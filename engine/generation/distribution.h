// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "generation/generation.h"
#include "models/language_model.h"

#include <cstdint>
#include <vector>

namespace fe::generation {

/// What one row of logits says about its softmax, without ever storing the softmax. Sums are
/// double: with 256k tokens, float sums would lose the fourth digit of the entropy.
struct LogitSummary {
    double logNormaliser = 0; ///< log sum exp(logit): log p(i) = logit[i] - logNormaliser
    double entropy = 0; ///< nats, >= 0
};

/// One pass over memory. Logits may be -infinity (a token that cannot come), but not all of them.
/// Malformed if one is NaN or +infinity: damaged weights, or an overflow in a narrow number type.
[[nodiscard]] base::Result<LogitSummary> summarise(models::Logits logits);

/// 1 + the number of tokens before `id` in falling order of logits, ties to the lower id.
[[nodiscard]] std::int32_t rankOf(models::Logits logits, TokenId id);

/// The `count` likeliest (or all), falling, ties to the lower id. O(n + k log k) for small counts.
[[nodiscard]] std::vector<Alternative> likeliest(models::Logits logits, const LogitSummary& summary,
                                                 std::int32_t count);

/// Index of the largest, ties to the lower id. Not for NaN.
[[nodiscard]] TokenId argmax(models::Logits logits);

} // namespace fe::generation
