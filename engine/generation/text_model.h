// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "base/progress.h"
#include "base/result.h"
#include "generation/generation.h"
#include "models/language_model.h"
#include "tokenizers/tokenizer.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace fe::generation {

/// What a text model can give. What it cannot give is refused as Unsupported or left out, and never
/// guessed.
struct TextModelAbilities {
    bool logProbs = false; ///< Step::logProb of generated tokens; without it they are NaN
    std::int32_t mostAlternatives = 0; ///< most entries of Step::top; 0: none; INT32_MAX: any
    bool seed = false; ///< the same seed gives the same text
    bool scores = false; ///< score()
    bool tokenizes = false; ///< tokenize()
    bool completes = false; ///< plain prompts
    bool chats = false; ///< messages
    std::int64_t context = 0; ///< tokens; 0: unknown
};

/// One message of a chat.
struct TextMessage {
    std::string role; ///< "system", "user" or "assistant"
    std::string content; ///< UTF-8
};

/// What is to be continued or answered.
struct TextRequest {
    std::string prompt {}; ///< UTF-8; empty for a chat
    std::vector<TextMessage> messages {}; ///< not empty: a chat
    /// `stopIds` may stay empty: a model ends at its own.
    GenerationOptions options {};
};

/// Log-likelihood of one continuation.
struct TextScore {
    double sum = 0; ///< natural log p(continuation | prompt)
    std::int64_t tokens = 0; ///< of the continuation
    std::int64_t bytes = 0; ///< of its UTF-8

    [[nodiscard]] double perToken() const; ///< NaN if there is none
    [[nodiscard]] double perByte() const; ///< NaN if there is none
    friend bool operator==(const TextScore&, const TextScore&) = default;
};

/// How a text is turned into tokens.
enum class TextPart {
    Prompt, ///< with the special tokens that the model begins (or ends) a text with
    Continuation, ///< by itself, without them
};

/// Something that continues texts: a loaded model, or the model of an endpoint. One thread at a
/// time.
class TextModel
{
public:
    virtual ~TextModel() = default;

    /// As people know it.
    [[nodiscard]] virtual const std::string& name() const = 0;
    [[nodiscard]] virtual const TextModelAbilities& abilities() const = 0;

    /// As Generator::run(): cancel gives the partial text with StopReason::Cancelled.
    /// InvalidArgument if the request holds neither prompt nor messages, or both; Unsupported for
    /// what abilities() does not offer.
    /// @param observer may be null; borrowed for the call.
    [[nodiscard]] virtual base::Result<Generation> generate(const TextRequest& request,
                                                            GenerationObserver* observer,
                                                            const base::CancelToken& cancel,
                                                            base::Progress& progress)
        = 0;
    /// Text of an id in Step and Alternative, for people: its bytes if they are UTF-8, else each
    /// byte as "<0xED>". An endpoint gives numbers of its own to the tokens it has seen.
    [[nodiscard]] virtual std::string label(TokenId id) const = 0;

    /// Log-likelihood of each continuation after `prompt`, as `fexp score` gives it: a continuation
    /// is turned into tokens by itself and follows the prompt's. What the texts share is read once.
    /// An empty continuation has the sum 0 and no tokens. Cancelled has no partial result.
    [[nodiscard]] virtual base::Result<std::vector<TextScore>> score(
        const std::string& prompt, const std::vector<std::string>& continuations,
        const base::CancelToken& cancel, base::Progress& progress)
        = 0;

    /// Ids of a text. Unsupported unless abilities().tokenizes.
    [[nodiscard]] virtual base::Result<std::vector<TokenId>> tokenize(const std::string& text,
                                                                      TextPart part) const = 0;
    /// Tokens read so far, prompts and continuations together: what the work cost. A beginning that
    /// was already in the cache does not count; what an endpoint reports is taken as it is.
    [[nodiscard]] virtual std::int64_t tokensRead() const = 0;
};

/// A loaded model as a text model: scores, any number of alternatives, seeds. It keeps one session;
/// of each prompt only what differs from the tokens read last is read, for scoring and generating
/// alike (longest common prefix), so that texts in lexicographic order cost each shared beginning
/// once. Encoder-decoders read a source once as long as it stays the same. Chats need a chat
/// template; in a message, special tokens count as the template's own.
/// @param model, tokenizer not null, made for each other.
[[nodiscard]] std::unique_ptr<TextModel> localTextModel(models::LanguageModelPtr model,
                                                        tokenizers::TokenizerPtr tokenizer,
                                                        std::string name);

} // namespace fe::generation
