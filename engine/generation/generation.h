// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "base/progress.h"
#include "base/result.h"
#include "models/language_model.h"
#include "tokenizers/tokenizer.h"

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fe::generation {

using models::TokenId;

/// How the next token is drawn. Order: bias and penalties on the logits, top-k, typical, top-p,
/// min-p on the distribution, temperature last, one draw: llama.cpp's order (transformers puts the
/// temperature before the truncations). Defaults leave the model's own distribution. Greedy takes
/// the largest logit after bias and penalties, as transformers does; truncations cannot change it.
struct SamplingOptions {
    double temperature = 1.0; ///< 0: greedy, ties to the lower id
    std::int32_t topK = 0; ///< keep the K likeliest; 0: all
    double topP
        = 1.0; ///< nucleus (Holtzman et al. 2019, arXiv:1904.09751); 1: all; 0: the likeliest
    double minP = 0.0; ///< keep p >= minP * max p (Nguyen et al. 2024, arXiv:2407.01082); 0: all
    double typicalP = 1.0; ///< locally typical (Meister et al. 2022, arXiv:2202.00666); 1: all
    double repetitionPenalty
        = 1.0; ///< Keskar et al. 2019 (arXiv:1909.05858), prompt included; 1: none
    double frequencyPenalty
        = 0.0; ///< subtracted once per occurrence in the generated text; 0: none
    double presencePenalty = 0.0; ///< subtracted once if it occurred in the generated text; 0: none
    std::map<TokenId, double> logitBias {}; ///< added to the logits; -infinity bans a token
    std::uint64_t seed = 0; ///< same seed, same tokens (on the same machine and weights)
};

struct Alternative {
    TokenId id = 0;
    float logProb = 0; ///< natural logarithm
};

/// What the model thought at one generated token: its own distribution, before penalties,
/// truncation and temperature.
struct Step {
    TokenId id = 0;
    float logProb = 0; ///< natural logarithm
    std::int32_t rank = 1; ///< 1: the likeliest
    float entropy = 0; ///< nats
    std::vector<Alternative> top {}; ///< falling, ties to the lower id
    std::size_t textBegin = 0; ///< bytes of Generation::text that this token gave: [begin, end);
    std::size_t textEnd = 0; ///< empty while it holds only part of a code point
};

struct GenerationOptions {
    SamplingOptions sampling;
    std::int64_t maxTokens = 256;
    std::vector<std::string> stop; ///< not empty, UTF-8; they end the text and are not part of it
    std::vector<TokenId> stopIds; ///< ids that end it (the tokenizer's stopIds())
    std::int32_t topAlternatives = 5; ///< entries of Step::top; 0: none
    /// What the answer begins with, read after the prompt as if it had just been generated: a
    /// branch of an earlier answer. Its steps come back as they are (their text ranges anew); they
    /// count for the penalties and the stop strings, not for maxTokens. One that is a stop id ends
    /// the answer there.
    std::vector<Step> begin {};
};

enum class StopReason { Length, Stop, Eos, Cancelled };
/// "length", "stop", "eos", "cancelled".
[[nodiscard]] const char* stopReasonName(StopReason reason);

struct Timings {
    double promptSeconds = 0;
    double decodeSeconds = 0;
    std::int64_t promptTokens = 0; ///< read in this run (a cached beginning does not count)
    std::int64_t decodeTokens = 0; ///< forward passes of one token
};

/// A finished run. `text` is valid UTF-8 and ends before the stop string; `steps` are the tokens
/// generated (with a stop string, those that spelled it too), without the EOS that ended them.
struct Generation {
    std::string text;
    std::vector<Step> steps;
    StopReason reason = StopReason::Length;
    Timings timings;
};

/// Told about a run while it runs, on the run's thread.
class GenerationObserver
{
public:
    virtual ~GenerationObserver() = default;
    /// After each token. `text` is the text that became certain with it: complete code points, and
    /// nothing that may yet turn out to belong to a stop string.
    virtual void onToken(const Step& step, std::string_view text) = 0;
    /// Once, after the prompt was read and before the first token.
    virtual void onPromptRead() { }
    /// Once, at the end of every run that gives a Generation. `text` was held back and turned out
    /// to belong to the text after all (often empty): all texts together equal Generation::text.
    virtual void onEnd(StopReason /*reason*/, std::string_view /*text*/) { }
};

/// Generates texts with one model, one at a time. It keeps its session between runs: of the next
/// prompt only what differs from the tokens read so far is read, so a chat turn costs its new
/// tokens alone.
class Generator
{
public:
    /// @param model, tokenizer not null, made for each other.
    Generator(models::LanguageModelPtr model, tokenizers::TokenizerPtr tokenizer);

    /// Generates after `prompt`, or with an encoder-decoder the answer to it (ids, not empty;
    /// InvalidArgument if one is outside the vocabulary). Ends with Length after maxTokens or when
    /// prompt and text fill the model's context; a prompt longer than the context is LimitExceeded.
    /// Cancel ends it within one token, with the partial text (none, if the prompt was still being
    /// read) and StopReason::Cancelled. Logits that are NaN are an Error. After an Error the next
    /// run begins with a fresh session.
    /// @param observer may be null; borrowed for the call.
    [[nodiscard]] base::Result<Generation> run(std::span<const TokenId> prompt,
                                               const GenerationOptions& options,
                                               GenerationObserver* observer,
                                               const base::CancelToken& cancel,
                                               base::Progress& progress);

private:
    [[nodiscard]] base::Result<Generation> generate(std::span<const TokenId> prompt,
                                                    const GenerationOptions& options,
                                                    GenerationObserver* observer,
                                                    const base::CancelToken& cancel,
                                                    base::Progress& progress);
    [[nodiscard]] base::Result<void> prepareSession(std::span<const TokenId> text,
                                                    std::int64_t maxTokens);
    [[nodiscard]] base::Result<void> prepareAnswer(std::span<const TokenId> source,
                                                   const base::CancelToken& cancel,
                                                   base::Progress& progress);
    void forget();

    models::LanguageModelPtr m_model;
    tokenizers::TokenizerPtr m_tokenizer;
    std::unique_ptr<models::Session> m_session;
    std::vector<TokenId> m_cached; ///< ids that m_session holds
    std::vector<TokenId> m_source; ///< encoder-decoders: what m_session answers
};

} // namespace fe::generation
