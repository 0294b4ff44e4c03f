// SPDX-License-Identifier: Apache-2.0
#include "generation/continuation_scores.h"

#include "generation/distribution.h"
#include "generation/scoring_check.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace fe::generation {
namespace {

/// Continuations as a prefix tree that is walked depth first: in lexicographic order those with a
/// common beginning are neighbours, and every row of scores serves all that share it.
class TreeWalk
{
public:
    explicit TreeWalk(const std::vector<std::vector<TokenId>>& continuations)
        : m_continuations(continuations), m_scores(continuations.size()),
          m_order(continuations.size())
    {
        std::iota(m_order.begin(), m_order.end(), std::size_t { 0 });
        std::sort(m_order.begin(), m_order.end(), [&](std::size_t a, std::size_t b) {
            return continuations[a] < continuations[b];
        });
    }

    [[nodiscard]] std::size_t size() const { return m_order.size(); }
    [[nodiscard]] const std::vector<TokenId>& ids(std::size_t place) const
    {
        return m_continuations[m_order[place]];
    }
    /// Tokens of the continuation at this place in the order that have their log-probability.
    [[nodiscard]] std::size_t known(std::size_t place) const
    {
        return m_scores[m_order[place]].size();
    }
    /// Takes the scores after the first `depth` tokens of the continuation at `place`, for it and
    /// for those behind it that begin so.
    base::Result<void> take(std::size_t place, std::size_t depth, models::Logits logits)
    {
        FE_TRY(const LogitSummary summary, summarise(logits));
        const auto begin = ids(place).begin();
        const auto end = begin + static_cast<std::ptrdiff_t>(depth);
        for (std::size_t i = place; i < size(); ++i) {
            const std::vector<TokenId>& other = ids(i);
            if (other.size() < depth || !std::equal(begin, end, other.begin())) {
                break;
            }
            if (other.size() > depth) {
                const double logit = logits[static_cast<std::size_t>(other[depth])];
                m_scores[m_order[i]].push_back(static_cast<float>(logit - summary.logNormaliser));
            }
        }
        return {};
    }
    [[nodiscard]] std::vector<std::vector<float>> takeScores() { return std::move(m_scores); }

private:
    const std::vector<std::vector<TokenId>>& m_continuations;
    std::vector<std::vector<float>> m_scores;
    std::vector<std::size_t> m_order;
};

/// Reads what is still needed of one continuation: all but its last token.
base::Result<void> readRest(TreeWalk& walk, std::size_t place, PrefixCache& cache,
                            std::span<const TokenId> before, const base::CancelToken& cancel,
                            base::Progress& progress)
{
    const std::vector<TokenId>& ids = walk.ids(place);
    const std::size_t known = walk.known(place);
    if (known == ids.size()) {
        return {};
    }
    std::vector<TokenId> text(before.begin(), before.end());
    text.insert(text.end(), ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(known - 1));
    const auto more = std::span(ids).subspan(known - 1, ids.size() - known);
    std::size_t depth = known;
    base::Result<void> failure;
    const auto sink = [&](std::size_t /*position*/, models::Logits logits) {
        failure = walk.take(place, depth++, logits);
        return failure.hasValue();
    };
    FE_CHECK(cache.readScored(text, more, sink, cancel, progress));
    FE_CHECK(failure);
    if (walk.known(place) != ids.size()) {
        return base::internalError("scoreThroughCache",
                                   "the model gave fewer rows of logits than it read tokens");
    }
    return {};
}

} // namespace

base::Result<std::vector<std::vector<float>>> scoreThroughCache(
    PrefixCache& cache, std::span<const TokenId> prompt,
    const std::vector<std::vector<TokenId>>& continuations, const base::CancelToken& cancel,
    base::Progress& progress)
{
    const models::ModelInfo& info = cache.model().info();
    FE_CHECK(checkContinuations(info, prompt, continuations));
    const bool answers = cache.model().hasEncoder();
    const std::array start { info.decoderStart };
    const std::span<const TokenId> before = answers ? std::span<const TokenId>(start) : prompt;
    TreeWalk walk(continuations);
    std::size_t longest = 0;
    for (const auto& continuation : continuations) {
        longest = std::max(longest, continuation.size());
    }
    progress.begin("Scoring", prompt.size());
    if (answers) {
        FE_CHECK(cache.setSource(prompt, cancel, progress));
    }
    const auto needed = static_cast<std::int64_t>(before.size() + longest);
    FE_CHECK(cache.reserve(needed, cache.roomyFor(needed)));
    FE_TRY(const models::Logits logits, cache.read(before, cancel, progress));
    if (walk.size() > 0) {
        // Empty continuations come first and need nothing.
        const auto first = [&] {
            std::size_t place = 0;
            while (place < walk.size() && walk.ids(place).empty()) {
                ++place;
            }
            return place;
        }();
        if (first < walk.size()) {
            FE_CHECK(walk.take(first, 0, logits));
        }
    }
    for (std::size_t place = 0; place < walk.size(); ++place) {
        if (cancel.isCancelled()) {
            return base::cancelled();
        }
        FE_CHECK(readRest(walk, place, cache, before, cancel, progress));
    }
    return walk.takeScores();
}

} // namespace fe::generation
