// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evaluation/prompt_builder.h"
#include "prompting/prompt_encoding.h"

#include <vector>

namespace fe::prompting {

/// A part of a prompt as tokens: the instruction, an example, the query.
struct TokenPart {
    evaluation::PromptSpan::Kind kind = evaluation::PromptSpan::Kind::Query;
    int example = 0; ///< from 0, if it is one
    int first = 0; ///< tokens [first, last] of promptTokens(), gaps included
    int last = 0;
    friend bool operator==(const TokenPart&, const TokenPart&) = default;
};

/// Where the spans of a text lie among its tokens. A token that reaches over the border of two
/// spans, or begins in the separator before one, counts to the later of them. A span without any
/// token of its own is left out.
/// @param prompt whose text the spans are of, @param tokens its promptTokens().
[[nodiscard]] std::vector<TokenPart> tokenParts(const std::vector<evaluation::PromptSpan>& spans,
                                                const EncodedPrompt& prompt,
                                                const std::vector<PromptToken>& tokens);

} // namespace fe::prompting
