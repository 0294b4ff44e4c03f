// SPDX-License-Identifier: Apache-2.0
#include "analysis/attention_flow.h"

#include <algorithm>

namespace fe::analysis {

AttentionFlow::AttentionFlow(Rule rule, std::int64_t tokens, std::int64_t from)
    : m_rule(rule), m_row(static_cast<std::size_t>(tokens), 0)
{
    m_row.at(static_cast<std::size_t>(from)) = 1;
}

void AttentionFlow::add(const models::AttentionStep& step)
{
    const auto keys = static_cast<std::size_t>(step.keys);
    const auto queries = static_cast<std::size_t>(step.queries);
    const bool pooling = !step.layer;
    const double share = 1.0 / static_cast<double>(step.heads);
    std::vector<double> through(keys, 0); // row x A
    for (std::size_t at = 0; at < step.weights.size(); at += keys) {
        const double weight = pooling ? share : share * m_row[at / keys % queries];
        if (weight == 0) {
            continue;
        }
        for (std::size_t key = 0; key < keys; ++key) {
            const double attention = step.weights[at + key];
            through[key] += weight
                * (m_rule == Rule::Rollout ? attention
                                           : std::max(0.0, attention * step.gradient[at + key]));
        }
    }
    if (pooling) {
        m_row = std::move(through);
        return;
    }
    for (std::size_t key = 0; key < keys; ++key) {
        m_row[key]
            = m_rule == Rule::Rollout ? (m_row[key] + through[key]) / 2 : m_row[key] + through[key];
    }
}

} // namespace fe::analysis
