// SPDX-License-Identifier: Apache-2.0
#include "base/guarded.h"
#include "base/utf8.h"
#include "generation/distribution.h"
#include "generation/generation.h"
#include "generation/sampler_chain.h"
#include "generation/stop_matcher.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace fe::generation {
namespace {

using Clock = std::chrono::steady_clock;

/// A session is opened larger than one run needs, so that the next turns of a chat still fit and
/// find what was read.
constexpr std::int64_t kSmallestSession = 1024;

double secondsSince(Clock::time_point begin)
{
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

base::Result<void> checkIds(std::span<const TokenId> ids, const models::ModelInfo& info)
{
    for (const TokenId id : ids) {
        if (id < 0 || id >= info.vocabSize) {
            return base::invalidArgument(
                "cannot read token " + std::to_string(id),
                "the model's vocabulary has "
                    + base::grouped(static_cast<std::uint64_t>(info.vocabSize)) + " tokens");
        }
    }
    return {};
}

/// What the model reads before it writes.
struct Reading {
    std::vector<TokenId>
        ids; ///< prompt (or an encoder-decoder's start) and GenerationOptions::begin
    std::size_t promptLength = 0; ///< of ids
    std::span<const Step> begin; ///< up to a stop id
    bool ended = false; ///< by a stop id in GenerationOptions::begin
};

Reading readingOf(std::span<const TokenId> prompt, const GenerationOptions& options)
{
    Reading reading { { prompt.begin(), prompt.end() }, prompt.size(), options.begin, false };
    const auto& stops = options.stopIds;
    const auto last = std::ranges::find_if(options.begin, [&](const Step& step) {
        return std::ranges::find(stops, step.id) != stops.end();
    });
    reading.ended = last != options.begin.end();
    reading.begin = reading.begin.first(static_cast<std::size_t>(last - options.begin.begin()));
    for (const Step& step : reading.begin) {
        reading.ids.push_back(step.id);
    }
    return reading;
}

base::Result<void> checkLength(const Reading& reading, const models::ModelInfo& info)
{
    if (static_cast<std::int64_t>(reading.ids.size()) <= info.context) {
        return {};
    }
    const bool branch = !reading.begin.empty();
    return base::Error { base::ErrorCode::LimitExceeded,
                         branch ? "the text before the branch is too long"
                                : "the prompt is too long",
                         {},
                         {},
                         "it has " + base::grouped(reading.ids.size())
                             + " tokens, but the model's context holds "
                             + base::grouped(static_cast<std::uint64_t>(info.context)),
                         branch ? "branch earlier" : "shorten the prompt" };
}

base::Result<void> checkRequest(std::span<const TokenId> prompt, const GenerationOptions& options,
                                const models::ModelInfo& info)
{
    if (prompt.empty()) {
        return base::invalidArgument("cannot generate after an empty prompt",
                                     "the model needs at least one token to begin with");
    }
    FE_CHECK(checkIds(prompt, info));
    if (options.maxTokens < 0 || options.topAlternatives < 0) {
        return base::invalidArgument("cannot generate", "a number of tokens is negative");
    }
    for (const std::string& stop : options.stop) {
        if (stop.empty() || !base::isValidUtf8(stop)) {
            return base::invalidArgument("cannot use a stop string",
                                         "it is empty or not valid UTF-8");
        }
    }
    return {};
}

/// The tokens and the text of one run while it grows.
class Draft
{
public:
    Draft(const tokenizers::TokenizerPtr& tokenizer, const GenerationOptions& options,
          GenerationObserver* observer)
        : m_decoder(tokenizer, {}), m_matcher(options.stop), m_observer(observer)
    {
    }

    void add(Step step)
    {
        const std::size_t begin = m_matcher.text().size();
        m_matcher.push(m_decoder.push(step.id));
        step.textBegin = std::min(begin, m_matcher.text().size());
        step.textEnd = m_matcher.text().size();
        m_steps.push_back(std::move(step));
        if (m_observer != nullptr) {
            m_observer->onToken(m_steps.back(), m_matcher.takeCertain());
        }
    }

    [[nodiscard]] bool stopped() const { return m_matcher.stopped(); }

    [[nodiscard]] Generation finish(StopReason reason, const Timings& timings)
    {
        if (!m_matcher.stopped() && !m_steps.empty()) {
            m_matcher.push(m_decoder.finish());
            m_steps.back().textEnd = m_matcher.text().size();
        }
        if (m_matcher.stopped() && reason != StopReason::Cancelled) {
            reason = StopReason::Stop; // it may have come with the text that the decoder held back
        }
        // A stop string that began in earlier tokens took their text away again.
        for (Step& step : m_steps) {
            step.textBegin = std::min(step.textBegin, m_matcher.text().size());
            step.textEnd = std::min(step.textEnd, m_matcher.text().size());
        }
        if (m_observer != nullptr) {
            m_observer->onEnd(reason, m_matcher.takeRest());
        }
        return Generation { m_matcher.text(), std::move(m_steps), reason, timings };
    }

private:
    tokenizers::StreamDecoder m_decoder;
    StopMatcher m_matcher;
    std::vector<Step> m_steps;
    GenerationObserver* m_observer;
};

/// Draws the next token and describes it by the model's own distribution.
base::Result<Step> drawStep(SamplerChain& chain, models::Logits logits, std::int32_t alternatives)
{
    FE_TRY(const LogitSummary summary, summarise(logits));
    FE_TRY(const TokenId id, chain.next(logits));
    Step step;
    step.id = id;
    step.logProb = static_cast<float>(logits[static_cast<std::size_t>(id)] - summary.logNormaliser);
    step.rank = rankOf(logits, id);
    step.entropy = static_cast<float>(summary.entropy);
    step.top = likeliest(logits, summary, alternatives);
    return step;
}

/// What the tokens of one run are drawn with and where they go.
struct Decoding {
    const Reading& reading;
    SamplerChain& chain;
    Draft& draft;
    const GenerationOptions& options;
    std::int64_t limit; ///< most tokens
    Timings& timings;
};

/// Draws and reads tokens until one of the reasons to stop; cancel comes back as an Error.
/// @param logits after what was read. @param read reads one id and gives the logits after it.
template<typename Read>
base::Result<StopReason> decode(models::Logits logits, const Decoding& run, const Read& read,
                                const base::CancelToken& cancel, base::Progress& progress)
{
    for (const Step& step : run.reading.begin) {
        run.draft.add(step);
    }
    if (run.reading.ended || run.draft.stopped()) {
        return run.reading.ended ? StopReason::Eos : StopReason::Stop;
    }
    const std::vector<TokenId>& stopIds = run.options.stopIds;
    for (std::int64_t count = 1; count <= run.limit; ++count) {
        if (cancel.isCancelled()) {
            return base::cancelled();
        }
        FE_TRY(Step step, drawStep(run.chain, logits, run.options.topAlternatives));
        const TokenId id = step.id;
        if (std::find(stopIds.begin(), stopIds.end(), id) != stopIds.end()) {
            return StopReason::Eos;
        }
        run.draft.add(std::move(step));
        progress.advance();
        if (run.draft.stopped()) {
            return StopReason::Stop;
        }
        if (count < run.limit) {
            FE_TRY(logits, read(id));
            ++run.timings.decodeTokens;
        }
    }
    return StopReason::Length;
}

} // namespace

Generator::Generator(models::LanguageModelPtr model, tokenizers::TokenizerPtr tokenizer)
    : m_model(std::move(model)), m_tokenizer(std::move(tokenizer))
{
}

base::Result<Generation> Generator::run(std::span<const TokenId> prompt,
                                        const GenerationOptions& options,
                                        GenerationObserver* observer,
                                        const base::CancelToken& cancel, base::Progress& progress)
{
    auto result = base::guarded(
        "Generator::run", [&] { return generate(prompt, options, observer, cancel, progress); });
    if (!result) {
        forget();
    }
    return result;
}

void Generator::forget()
{
    m_session.reset();
    m_cached.clear();
    m_source.clear();
}

/// Afterwards the session holds a beginning of `text`, all but at least its last token, and has
/// room for the run.
base::Result<void> Generator::prepareSession(std::span<const TokenId> text, std::int64_t maxTokens)
{
    const std::int64_t context = m_model->info().context;
    const auto length = static_cast<std::int64_t>(text.size());
    const std::int64_t needed = length + std::min(maxTokens, context - length);
    if (m_session == nullptr || m_session->capacity() < needed) {
        forget();
        const std::int64_t roomy = std::min(context, std::max(kSmallestSession, 2 * needed));
        auto session = m_model->newSession(roomy);
        if (!session && session.error().code == base::ErrorCode::OutOfMemory) {
            session = m_model->newSession(needed);
        }
        if (!session) {
            return session.error();
        }
        m_session = *std::move(session);
        return {};
    }
    const auto differs
        = std::mismatch(m_cached.begin(), m_cached.end(), text.begin(), text.end() - 1);
    m_cached.erase(differs.first, m_cached.end());
    return m_session->truncate(static_cast<std::int64_t>(m_cached.size()));
}

/// Afterwards the session answers `source` and holds nothing; the encoder reads a source once.
base::Result<void> Generator::prepareAnswer(std::span<const TokenId> source,
                                            const base::CancelToken& cancel,
                                            base::Progress& progress)
{
    if (m_session != nullptr && std::ranges::equal(m_source, source)) {
        m_cached.clear();
        return m_session->truncate(0);
    }
    forget();
    FE_TRY(m_session, m_model->newAnswerSession(source, m_model->info().context, cancel, progress));
    m_source.assign(source.begin(), source.end());
    return {};
}

base::Result<Generation> Generator::generate(std::span<const TokenId> prompt,
                                             const GenerationOptions& options,
                                             GenerationObserver* observer,
                                             const base::CancelToken& cancel,
                                             base::Progress& progress)
{
    const models::ModelInfo& info = m_model->info();
    FE_CHECK(checkRequest(prompt, options, info));
    // An encoder-decoder reads the prompt with its encoder and writes from its start token on.
    const bool answers = m_model->hasEncoder();
    const std::array start { info.decoderStart };
    const Reading reading = readingOf(answers ? std::span<const TokenId>(start) : prompt, options);
    const std::span<const TokenId> text = reading.ids;
    FE_CHECK(checkIds(text, info));
    FE_CHECK(checkLength(answers ? readingOf(prompt, {}) : reading, info));
    FE_TRY(auto chain,
           SamplerChain::make(options.sampling, text.first(reading.promptLength),
                              static_cast<std::size_t>(info.vocabSize)));
    for (const TokenId id : text.subspan(reading.promptLength)) {
        chain.accept(id);
    }
    Timings timings;
    const auto promptBegin = Clock::now();
    if (answers) {
        const bool known = m_session != nullptr && std::ranges::equal(m_source, prompt);
        progress.begin("Reading the prompt", prompt.size());
        const auto prepared = prepareAnswer(prompt, cancel, progress);
        if (!prepared && prepared.error().code == base::ErrorCode::Cancelled) {
            return Draft(m_tokenizer, options, observer).finish(StopReason::Cancelled, timings);
        }
        FE_CHECK(prepared);
        timings.promptTokens = known ? 0 : static_cast<std::int64_t>(prompt.size());
    } else {
        FE_CHECK(prepareSession(text, options.maxTokens));
    }

    // A cancelled call leaves the session where it was, so m_cached stays true throughout.
    const auto read = [&](std::span<const TokenId> ids,
                          base::Progress& counter) -> base::Result<models::Logits> {
        auto logits = m_session->append(ids, cancel, counter);
        if (logits) {
            m_cached.insert(m_cached.end(), ids.begin(), ids.end());
        }
        return logits;
    };
    Draft draft(m_tokenizer, options, observer);
    const auto unread = text.subspan(m_cached.size());
    progress.begin("Reading the prompt", unread.size());
    const auto logits = read(unread, progress);
    timings.promptSeconds = secondsSince(promptBegin);
    base::Result<StopReason> reason = StopReason::Cancelled;
    if (logits) {
        timings.promptTokens += answers ? 0 : static_cast<std::int64_t>(unread.size());
        if (observer != nullptr) {
            observer->onPromptRead();
        }
        const auto limit
            = std::min(options.maxTokens, info.context - static_cast<std::int64_t>(text.size()));
        progress.begin("Generating", static_cast<std::uint64_t>(limit));
        base::Progress unwatched; // the session counts what it reads, the run what it generated
        const auto decodeBegin = Clock::now();
        reason = decode(
            *logits, Decoding { reading, chain, draft, options, limit, timings },
            [&](TokenId id) { return read(std::span(&id, 1), unwatched); }, cancel, progress);
        timings.decodeSeconds = secondsSince(decodeBegin);
    }
    const base::Error* failure = !logits ? &logits.error() : !reason ? &reason.error() : nullptr;
    if (failure != nullptr && failure->code != base::ErrorCode::Cancelled) {
        return *failure;
    }
    return draft.finish(failure == nullptr ? *reason : StopReason::Cancelled, timings);
}

} // namespace fe::generation
