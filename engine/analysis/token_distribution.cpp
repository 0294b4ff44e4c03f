// SPDX-License-Identifier: Apache-2.0
#include "analysis/token_distribution.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace fe::analysis {

base::Result<TokenDistribution> TokenDistribution::of(models::Logits logits)
{
    TokenDistribution result;
    float largest = -std::numeric_limits<float>::infinity();
    bool sound = true;
    for (const float logit : logits) {
        sound = sound && !std::isnan(logit);
        largest = std::max(largest, logit);
    }
    if (!sound || !std::isfinite(largest)) {
        return base::Error { base::ErrorCode::Malformed,
                             "cannot read the model's scores",
                             {},
                             {},
                             "they are no finite numbers: the weights are damaged or too large for "
                             "their type",
                             "download the model again, or run it with float32 weights" };
    }
    result.m_largest = static_cast<double>(largest);
    result.m_logits.assign(logits.begin(), logits.end());
    result.m_weights.resize(logits.size());
    for (std::size_t i = 0; i < logits.size(); ++i) {
        const float weight = std::exp(logits[i] - largest);
        result.m_weights[i] = weight;
        result.m_sum += static_cast<double>(weight);
        if (weight > 0) { // as in divergence(), so that of itself it is 0
            result.m_meanLogit += static_cast<double>(weight)
                * (static_cast<double>(logits[i]) - result.m_largest);
        }
    }
    result.m_meanLogit /= result.m_sum;
    return result;
}

double TokenDistribution::logProbability(models::TokenId id) const
{
    return static_cast<double>(logit(id)) - m_largest - std::log(m_sum);
}

double TokenDistribution::probability(models::TokenId id) const
{
    return static_cast<double>(m_weights[static_cast<std::size_t>(id)]) / m_sum;
}

double TokenDistribution::entropy() const
{
    return std::max(0.0, std::log(m_sum) - m_meanLogit);
}

double TokenDistribution::divergence(const TokenDistribution& other) const
{
    double expected = 0; // of the other's logit - largest
    for (std::size_t i = 0; i < m_weights.size(); ++i) {
        if (m_weights[i] > 0) {
            expected += static_cast<double>(m_weights[i])
                * (static_cast<double>(other.m_logits[i]) - other.m_largest);
        }
    }
    expected /= m_sum;
    return std::max(0.0, m_meanLogit - std::log(m_sum) - expected + std::log(other.m_sum));
}

std::vector<models::TokenId> TokenDistribution::likeliest(std::size_t count) const
{
    std::vector<models::TokenId> order;
    const auto before = [this](models::TokenId a, models::TokenId b) {
        return logit(a) > logit(b) || (logit(a) == logit(b) && a < b);
    };
    // A heap of the best so far, the worst of them on top: one pass over a large vocabulary.
    for (std::size_t i = 0; i < m_logits.size() && count > 0; ++i) {
        const auto id = static_cast<models::TokenId>(i);
        if (order.size() == count) {
            if (m_logits[i] <= logit(order.front())) {
                continue; // of equals the earlier stays
            }
            std::pop_heap(order.begin(), order.end(), before);
            order.pop_back();
        }
        order.push_back(id);
        std::push_heap(order.begin(), order.end(), before);
    }
    std::sort_heap(order.begin(), order.end(), before);
    return order;
}

std::int64_t TokenDistribution::rank(models::TokenId id) const
{
    const float own = logit(id);
    std::int64_t rank = 0;
    for (std::size_t i = 0; i < m_logits.size(); ++i) {
        const bool before
            = m_logits[i] > own || (m_logits[i] == own && i < static_cast<std::size_t>(id));
        rank += before ? 1 : 0;
    }
    return rank;
}

} // namespace fe::analysis
