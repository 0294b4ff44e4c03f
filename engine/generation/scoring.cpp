// SPDX-License-Identifier: Apache-2.0
#include "generation/scoring.h"

#include "base/guarded.h"
#include "generation/distribution.h"
#include "generation/scoring_check.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace fe::generation {
namespace {

base::Result<float> logProbability(models::Logits logits, TokenId id)
{
    FE_TRY(const LogitSummary summary, summarise(logits));
    return static_cast<float>(logits[static_cast<std::size_t>(id)] - summary.logNormaliser);
}

/// Reads `ids` but the last after what the session holds and calls `add` with the log-probability
/// of each of `ids` but the first.
template<typename Add>
base::Result<void> scoreFollowing(models::Session& session, std::span<const TokenId> ids,
                                  const Add& add, const base::CancelToken& cancel,
                                  base::Progress& progress)
{
    if (ids.size() < 2) {
        return {};
    }
    std::size_t next = 1;
    base::Result<void> failure;
    const auto sink = [&](std::size_t /*position*/, models::Logits logits) {
        const auto value = logProbability(logits, ids[next]);
        if (!value) {
            failure = value.error();
            return false;
        }
        add(*value);
        return ++next < ids.size();
    };
    FE_CHECK(session.appendScored(ids.first(ids.size() - 1), sink, cancel, progress));
    if (failure && next < ids.size()) {
        return base::internalError("scoreFollowing",
                                   "the model gave fewer rows of logits than it read tokens");
    }
    return failure;
}

base::Result<std::vector<std::vector<float>>> scoreAll(
    const models::LanguageModel& model, std::span<const TokenId> prompt,
    const std::vector<std::vector<TokenId>>& continuations, const base::CancelToken& cancel,
    base::Progress& progress)
{
    FE_CHECK(checkContinuations(model.info(), prompt, continuations));
    std::size_t longest = 0;
    std::uint64_t total = prompt.size();
    for (const auto& continuation : continuations) {
        longest = std::max(longest, continuation.size());
        total += continuation.empty() ? 0 : continuation.size() - 1;
    }
    progress.begin("Scoring", total);
    const std::array start { model.info().decoderStart };
    const std::span<const TokenId> before
        = model.hasEncoder() ? std::span<const TokenId>(start) : prompt;
    const auto promptLength = static_cast<std::int64_t>(before.size());
    const std::int64_t needed = promptLength + static_cast<std::int64_t>(longest);
    FE_TRY(auto session,
           model.hasEncoder() ? model.newAnswerSession(prompt, needed, cancel, progress)
                              : model.newSession(needed));
    FE_TRY(const models::Logits logits, session->append(before, cancel, progress));

    std::vector<std::vector<float>> scores(continuations.size());
    FE_TRY(const LogitSummary summary, summarise(logits));
    for (std::size_t i = 0; i < continuations.size(); ++i) {
        if (!continuations[i].empty()) {
            const double logit = logits[static_cast<std::size_t>(continuations[i].front())];
            scores[i].push_back(static_cast<float>(logit - summary.logNormaliser));
        }
    }
    for (std::size_t i = 0; i < continuations.size(); ++i) {
        if (cancel.isCancelled()) {
            return base::cancelled();
        }
        FE_CHECK(session->truncate(promptLength));
        const auto add = [&](float value) { scores[i].push_back(value); };
        FE_CHECK(scoreFollowing(*session, continuations[i], add, cancel, progress));
    }
    return scores;
}

struct Window {
    std::size_t begin = 0;
    std::size_t firstScored = 0; ///< > begin
    std::size_t end = 0;
};

/// Windows with something to score; see PerplexityOptions.
std::vector<Window> windowsOf(std::size_t tokens, std::size_t context, std::size_t stride)
{
    std::vector<Window> windows;
    std::size_t scored = 0; // everything before it was scored, or never will be
    for (std::size_t begin = 0; begin < tokens && scored < tokens; begin += stride) {
        const std::size_t end = std::min(tokens, begin + context);
        const std::size_t first = std::max(scored, begin + 1);
        if (first < end) {
            windows.push_back({ begin, first, end });
        }
        scored = end;
    }
    return windows;
}

base::Result<void> checkWindows(std::span<const TokenId> ids, std::int64_t context,
                                std::int64_t stride, const models::ModelInfo& info)
{
    if (ids.size() < 2) {
        return base::Error {
            base::ErrorCode::LimitExceeded,
            "the text is too short",
            {},
            {},
            "a token is scored by those before it, so at least 2 tokens are needed, not "
                + std::to_string(ids.size()),
            "give a longer text"
        };
    }
    if (context < 2 || context > info.context) {
        return base::invalidArgument("cannot use windows of " + std::to_string(context) + " tokens",
                                     "the model takes 2 to " + std::to_string(info.context));
    }
    if (stride < 1 || stride > context) {
        return base::invalidArgument("cannot use a stride of " + std::to_string(stride) + " tokens",
                                     "it must be between 1 and the window's "
                                         + std::to_string(context));
    }
    return checkIds(ids, info);
}

base::Result<Perplexity> measure(const models::LanguageModel& model, std::span<const TokenId> ids,
                                 const PerplexityOptions& options, const base::CancelToken& cancel,
                                 base::Progress& progress)
{
    if (model.hasEncoder()) {
        return base::Error { base::ErrorCode::Unsupported,
                             "cannot measure perplexity",
                             {},
                             {},
                             "an encoder-decoder answers a text and does not continue it",
                             "use a decoder, or score given answers" };
    }
    const std::int64_t context = options.context == 0 ? model.info().context : options.context;
    const std::int64_t stride = options.stride == 0 ? context : options.stride;
    FE_CHECK(checkWindows(ids, context, stride, model.info()));
    const auto windows = windowsOf(ids.size(), static_cast<std::size_t>(context),
                                   static_cast<std::size_t>(stride));
    std::uint64_t total = 0;
    for (const Window& window : windows) {
        total += window.end - window.begin - 1;
    }
    progress.begin("Perplexity", total);
    FE_TRY(auto session,
           model.newSession(std::min(context, static_cast<std::int64_t>(ids.size()))));
    Perplexity result;
    const auto add = [&](float logProbability) {
        result.nll -= static_cast<double>(logProbability);
        ++result.tokens;
    };
    for (const Window& window : windows) {
        session->reset();
        // Tokens that an earlier window scored are only read: rows of logits cost more than tokens.
        const std::size_t known = window.firstScored - 1 - window.begin;
        if (known > 0) {
            FE_CHECK(session->append(ids.subspan(window.begin, known), cancel, progress));
        }
        FE_CHECK(scoreFollowing(
            *session, ids.subspan(window.begin + known, window.end - window.begin - known), add,
            cancel, progress));
    }
    return result;
}

} // namespace

base::Result<std::vector<std::vector<float>>> scoreContinuations(
    const models::LanguageModel& model, std::span<const TokenId> prompt,
    const std::vector<std::vector<TokenId>>& continuations, const base::CancelToken& cancel,
    base::Progress& progress)
{
    return base::guarded("scoreContinuations",
                         [&] { return scoreAll(model, prompt, continuations, cancel, progress); });
}

double Perplexity::perToken() const
{
    return nll / static_cast<double>(tokens);
}

double Perplexity::perplexity() const
{
    return std::exp(perToken());
}

base::Result<Perplexity> perplexity(const models::LanguageModel& model,
                                    std::span<const TokenId> ids, const PerplexityOptions& options,
                                    const base::CancelToken& cancel, base::Progress& progress)
{
    return base::guarded("perplexity",
                         [&] { return measure(model, ids, options, cancel, progress); });
}

} // namespace fe::generation
