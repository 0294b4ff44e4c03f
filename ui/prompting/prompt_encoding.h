// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "prompting/prompt_document.h"
#include "tokenizers/tokenizer.h"
#include "workspace/workspace.h"

#include <cstddef>
#include <string>
#include <vector>

namespace fe::prompting {

/// What is sent to the model: the exact text and its tokens.
struct EncodedPrompt {
    std::string text; ///< UTF-8; without special tokens that the tokenizer adds by itself
    tokenizers::Encoding encoding; ///< ranges in `text`
};

/// A token of a prompt as it is shown.
struct PromptToken {
    std::string text; ///< empty while it is only a part of a character
    bool special = false;
    bool gap = false; ///< text that no token covers (the tokenizer drops it)
};

/// The text of every mode but chat, which needs a model's template.
[[nodiscard]] base::Result<std::string> plainText(const PromptDocument& document);

/// What an endpoint is sent: plainText(), or a chat's messages, each with its role before it.
[[nodiscard]] base::Result<std::string> sentText(const PromptDocument& document);

/// Free text and patterns: as `fexp tokenize` does, special tokens written in it included. Chat:
/// the template's rendering, in which only the template's own special tokens count, never what a
/// message spells. Thread-safe. An empty prompt (no token at all) is refused.
[[nodiscard]] base::Result<EncodedPrompt> encodePrompt(const workspace::LoadedModel& model,
                                                       const PromptDocument& document);

/// The tokens in order, together giving the text (and the special tokens that were added).
[[nodiscard]] std::vector<PromptToken> promptTokens(const EncodedPrompt& prompt,
                                                    const tokenizers::Tokenizer& tokenizer);

/// A token's text for people: its bytes if they are UTF-8, else each byte as "<0xED>".
[[nodiscard]] std::string tokenLabel(const tokenizers::Tokenizer& tokenizer,
                                     tokenizers::TokenId id);

} // namespace fe::prompting
