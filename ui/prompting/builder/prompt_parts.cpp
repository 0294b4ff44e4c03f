// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/builder/prompt_parts.h"

#include <algorithm>

namespace fe::prompting {

namespace {

/// Bytes [begin, end) of the prompt's text that each shown token stands for. Special tokens that
/// the tokenizer adds stand for none.
std::vector<tokenizers::ByteRange> shownRanges(const EncodedPrompt& prompt,
                                               const std::vector<PromptToken>& tokens)
{
    std::vector<tokenizers::ByteRange> ranges;
    std::size_t at = 0;
    std::size_t index = 0; // of the encoding
    for (const PromptToken& token : tokens) {
        bool added = false;
        if (!token.gap) {
            const tokenizers::ByteRange& own = prompt.encoding.ranges[index++];
            added = own.begin == own.end;
        }
        const std::size_t length = added ? 0 : token.text.size();
        ranges.push_back({ at, at + length });
        at += length;
    }
    return ranges;
}

} // namespace

std::vector<TokenPart> tokenParts(const std::vector<evaluation::PromptSpan>& spans,
                                  const EncodedPrompt& prompt,
                                  const std::vector<PromptToken>& tokens)
{
    const std::vector<tokenizers::ByteRange> ranges = shownRanges(prompt, tokens);
    std::vector<TokenPart> parts;
    for (const evaluation::PromptSpan& span : spans) {
        TokenPart part { span.kind, static_cast<int>(span.example), -1, -1 };
        for (std::size_t i = 0; i < ranges.size(); ++i) {
            if (ranges[i].begin < ranges[i].end && ranges[i].begin < span.end
                && ranges[i].end > span.begin) {
                part.first = part.first < 0 ? static_cast<int>(i) : part.first;
                part.last = static_cast<int>(i);
            }
        }
        if (part.first < 0) {
            continue;
        }
        if (!parts.empty() && parts.back().last >= part.first) {
            parts.back().last = part.first - 1; // the token of the border
            if (parts.back().last < parts.back().first) {
                parts.pop_back();
            }
        }
        parts.push_back(part);
    }
    return parts;
}

} // namespace fe::prompting
