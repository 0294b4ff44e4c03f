// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/attention_gradients.h"

#include <cstdint>
#include <span>
#include <vector>

namespace fe::analysis {

/// How much each token tells the token that is read out, followed through all layers.
///
/// Both rules multiply matrices of all layers, of which one row is wanted: it is carried from the
/// last layer to the first, which takes O(layers x heads x tokens^2) and no matrix is kept.
class AttentionFlow
{
public:
    enum class Rule {
        /// Chefer, Gur & Wolf 2021 (arXiv:2103.15679), eq. 5 and 6: R += A R, where A is the mean
        /// over heads of the positive part of gradient x attention.
        Relevance,
        /// Abnar & Zuidema 2020 (arXiv:2005.00928): R = (A + I) / 2 R, A the mean over heads.
        Rollout,
    };

    /// Token `from` of `tokens` is read out, unless a pooling head is added first.
    AttentionFlow(Rule rule, std::int64_t tokens, std::int64_t from = 0);

    /// The next step towards the input. A pooling head starts the row anew; Relevance needs the
    /// step's gradient.
    void add(const models::AttentionStep& step);

    [[nodiscard]] std::span<const double> row() const { return m_row; } ///< [tokens]

private:
    Rule m_rule;
    std::vector<double> m_row;
};

} // namespace fe::analysis
