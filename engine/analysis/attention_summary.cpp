// SPDX-License-Identifier: Apache-2.0
#include "analysis/attention_summary.h"

#include "base/rng.h"

#include <algorithm>
#include <limits>

namespace fe::analysis {

using base::Result;

AttentionSummary::AttentionSummary(std::vector<models::AttentionInfo> attentions,
                                   std::vector<ScoredTokens> tokens)
    : m_tokens(std::move(tokens)), m_rollouts(attentions.size())
{
    constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    m_tokens.resize(attentions.size());
    for (models::AttentionInfo& info : attentions) {
        AttentionScores scores;
        scores.heads.assign(static_cast<std::size_t>(info.layers * info.heads),
                            { kNone, kNone, kNone, kNone, kNone, kNone, kNone });
        scores.info = std::move(info);
        m_scores.push_back(std::move(scores));
    }
}

Result<void> AttentionSummary::add(const models::AttentionLayer& layer,
                                   const base::CancelToken& cancel)
{
    const auto found
        = std::find_if(m_scores.begin(), m_scores.end(), [&layer](const AttentionScores& scores) {
              return scores.info.stack == layer.info.stack && scores.info.kind == layer.info.kind;
          });
    if (found == m_scores.end()) {
        return base::internalError("attention summary", "an attention that was not announced");
    }
    const auto index = static_cast<std::size_t>(found - m_scores.begin());
    const models::AttentionInfo& info = found->info;
    for (std::int64_t head = 0; head < info.heads; ++head) {
        if (cancel.isCancelled()) {
            return base::cancelled();
        }
        const auto weights = layer.weights.subspan(static_cast<std::size_t>(head) * info.headSize(),
                                                   info.headSize());
        found->heads[static_cast<std::size_t>(layer.layer * info.heads + head)]
            = scoreHead(weights, info.queries, info.keys, m_tokens[index]);
        if (info.kind == models::AttentionKind::Cross) { // places of two texts
            HeadScores& scores
                = found->heads[static_cast<std::size_t>(layer.layer * info.heads + head)];
            scores.meanDistance = scores.previousToken = scores.sink
                = std::numeric_limits<double>::quiet_NaN();
        }
    }
    if (info.kind == models::AttentionKind::Self) {
        if (!m_rollouts[index]) { // not before the pass was found to fit
            m_rollouts[index].emplace(info.queries, info.causal);
        }
        FE_CHECK(m_rollouts[index]->add(layer.weights, cancel));
        const auto matrix = m_rollouts[index]->matrix();
        found->rollout.assign(matrix.begin(), matrix.end());
    }
    return {};
}

namespace {

/// Ids whose attentionMask is not 0.
std::vector<models::TokenId> countedIds(const models::ForwardInput& input)
{
    std::vector<models::TokenId> ids;
    for (std::size_t i = 0; !input.ids.empty() && i < input.ids.front().size(); ++i) {
        if (input.attentionMask.empty() || input.attentionMask.front()[i] != 0) {
            ids.push_back(input.ids.front()[i]);
        }
    }
    return ids;
}

ScoredTokens textTokens(std::span<const models::TokenId> queries,
                        std::span<const models::TokenId> keys,
                        const tokenizers::Tokenizer* tokenizer, bool cross)
{
    ScoredTokens tokens;
    if (!cross) {
        tokens.earlier = earlierOccurrences(queries);
    }
    if (tokenizer != nullptr) {
        tokens.delimiters = delimiterPlaces(keys, *tokenizer);
    }
    return tokens;
}

bool isPunctuation(std::string_view bytes)
{
    bool some = false;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        const bool punctuation = (byte >= '!' && byte <= '/') || (byte >= ':' && byte <= '@')
            || (byte >= '[' && byte <= '`') || (byte >= '{' && byte <= '~');
        if (!punctuation && byte != ' ' && byte != '\n' && byte != '\r') {
            return false;
        }
        some = some || (punctuation || byte == '\n');
    }
    return some;
}

} // namespace

std::vector<ScoredTokens> scoredTokens(const models::Model& model,
                                       const models::ForwardInput& input,
                                       const tokenizers::Tokenizer* tokenizer)
{
    const auto source = countedIds(input);
    const auto answer
        = input.decoderIds.empty() ? std::vector<models::TokenId>() : input.decoderIds.front();
    std::vector<ScoredTokens> result;
    for (const models::AttentionInfo& info : models::attentionsOf(model, input)) {
        const bool cross = info.kind == models::AttentionKind::Cross;
        if (info.stack == "vision" || model.info().kind == "vision") {
            result.emplace_back().patches
                = PatchPlaces { models::patchGrid(model.info(), input.pixels),
                                model.info().picture.patchSize };
        } else if (info.stack == "decoder") {
            result.push_back(textTokens(answer, cross ? source : answer, tokenizer, cross));
        } else {
            result.push_back(textTokens(source, source, tokenizer, false));
        }
    }
    return result;
}

std::vector<std::int64_t> delimiterPlaces(std::span<const models::TokenId> ids,
                                          const tokenizers::Tokenizer& tokenizer)
{
    std::vector<std::int64_t> places;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const bool special = tokenizer.isSpecial(ids[i]);
        if (special ? i > 0 : isPunctuation(tokenizer.tokenBytes(ids[i]))) {
            places.push_back(static_cast<std::int64_t>(i));
        }
    }
    return places;
}

Result<std::vector<models::TokenId>> repeatedRandomTokens(const tokenizers::Tokenizer* tokenizer,
                                                          std::int64_t vocabulary,
                                                          std::int64_t count, std::uint64_t seed)
{
    std::vector<models::TokenId> ordinary;
    for (std::int64_t id = 0; id < vocabulary; ++id) {
        const auto token = static_cast<models::TokenId>(id);
        if (tokenizer == nullptr
            || (!tokenizer->isSpecial(token) && !tokenizer->token(token).empty())) {
            ordinary.push_back(token);
        }
    }
    if (count < 1 || ordinary.empty()) {
        return base::invalidArgument("cannot make a random text",
                                     count < 1 ? "it needs a token or more"
                                               : "the model has no ordinary tokens");
    }
    base::Rng rng(seed);
    std::vector<models::TokenId> ids;
    for (std::size_t left = 0; ids.size() < static_cast<std::size_t>(count); --left) {
        left = left == 0 ? ordinary.size() : left;
        const std::size_t drawn = rng.below(left); // a shuffle that stops when it has enough
        std::swap(ordinary[drawn], ordinary[left - 1]);
        ids.push_back(ordinary[left - 1]);
    }
    const std::vector<models::TokenId> again = ids;
    ids.insert(ids.end(), again.begin(), again.end());
    return ids;
}

} // namespace fe::analysis
