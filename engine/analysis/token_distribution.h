// SPDX-License-Identifier: Apache-2.0
//
// One row of logits as a distribution over tokens, and what two of them have to do with each other.
#pragma once

#include "base/result.h"
#include "models/language_model.h"

#include <span>
#include <vector>

namespace fe::analysis {

/// softmax of a row of logits, kept as float with sums in double.
class TokenDistribution
{
public:
    /// Malformed if a logit is NaN or +infinity, or all are -infinity.
    [[nodiscard]] static base::Result<TokenDistribution> of(models::Logits logits);

    [[nodiscard]] float logit(models::TokenId id) const
    {
        return m_logits[static_cast<std::size_t>(id)];
    }
    [[nodiscard]] double logProbability(models::TokenId id) const;
    [[nodiscard]] double probability(models::TokenId id) const;
    [[nodiscard]] double entropy() const; ///< nats
    /// KL(this || other), nats, >= 0; of the same vocabulary.
    [[nodiscard]] double divergence(const TokenDistribution& other) const;
    /// The `count` likeliest (or all), falling, ties to the lower id.
    [[nodiscard]] std::vector<models::TokenId> likeliest(std::size_t count) const;
    /// Tokens before `id` in that order.
    [[nodiscard]] std::int64_t rank(models::TokenId id) const;
    [[nodiscard]] std::size_t size() const { return m_logits.size(); }

private:
    TokenDistribution() = default;

    std::vector<float> m_logits;
    std::vector<float> m_weights; ///< exp(logit - largest)
    double m_largest = 0; ///< logit
    double m_sum = 0; ///< of the weights
    double m_meanLogit = 0; ///< expected logit - largest
};

} // namespace fe::analysis
