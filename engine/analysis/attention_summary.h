// SPDX-License-Identifier: Apache-2.0
//
// What is said of every head while a pass runs, from float32 weights that are not kept.
#pragma once

#include "analysis/head_scores.h"
#include "analysis/rollout.h"
#include "base/cancel.h"
#include "base/result.h"
#include "models/attention_capture.h"
#include "tokenizers/tokenizer.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace fe::analysis {

/// What there is to say of one attention.
struct AttentionScores {
    models::AttentionInfo info;
    std::vector<HeadScores> heads; ///< [layers, heads]; all NaN for a layer that is switched off
    std::vector<float> rollout; ///< [tokens, tokens] after the last layer; empty: cross

    [[nodiscard]] const HeadScores& at(std::int64_t layer, std::int64_t head) const
    {
        return heads[static_cast<std::size_t>(layer * info.heads + head)];
    }
};

/// A sink for captureAttention that scores heads and rolls out as layers come.
class AttentionSummary
{
public:
    /// @param tokens by attention, as attentionsOf() lists them (of the queries for `earlier`, of
    /// the keys for `delimiters`).
    AttentionSummary(std::vector<models::AttentionInfo> attentions,
                     std::vector<ScoredTokens> tokens);

    /// Cancel is checked between heads and blocks of rows.
    [[nodiscard]] base::Result<void> add(const models::AttentionLayer& layer,
                                         const base::CancelToken& cancel);
    /// So far, in the order of the attentions.
    [[nodiscard]] const std::vector<AttentionScores>& scores() const { return m_scores; }

private:
    std::vector<ScoredTokens> m_tokens;
    std::vector<AttentionScores> m_scores;
    std::vector<std::optional<Rollout>> m_rollouts;
};

/// What scores ask about the attentions of `input`.
/// @param tokenizer null: no delimiters are known.
[[nodiscard]] std::vector<ScoredTokens> scoredTokens(const models::Model& model,
                                                     const models::ForwardInput& input,
                                                     const tokenizers::Tokenizer* tokenizer);

/// Places of special tokens after the first token, and of tokens that are punctuation or line ends
/// and nothing else.
[[nodiscard]] std::vector<std::int64_t> delimiterPlaces(std::span<const models::TokenId> ids,
                                                        const tokenizers::Tokenizer& tokenizer);

/// `count` random tokens, said twice: what induction heads are found by (Olsson et al. 2022,
/// arXiv:2209.11895). Special tokens are left out, and no token comes twice in one half while there
/// are enough. The same seed gives the same ids.
/// InvalidArgument if count < 1 or the vocabulary has no ordinary token.
[[nodiscard]] base::Result<std::vector<models::TokenId>> repeatedRandomTokens(
    const tokenizers::Tokenizer* tokenizer, std::int64_t vocabulary, std::int64_t count,
    std::uint64_t seed);

} // namespace fe::analysis
