// SPDX-License-Identifier: Apache-2.0
#include "evaluation/white_space.h"

#include "base/utf8.h"
#include "tokenizers/unicode.h"

namespace fe::evaluation {
namespace {

/// Where the code point that ends before `end` begins.
std::size_t previous(std::string_view text, std::size_t end)
{
    std::size_t begin = end - 1;
    while (begin > 0 && end - begin < 4
           && (static_cast<unsigned char>(text[begin]) & 0xC0U) == 0x80U) {
        --begin;
    }
    return begin;
}

} // namespace

std::size_t lengthWithoutSpace(std::string_view text)
{
    std::size_t length = text.size();
    while (length > 0) {
        const std::size_t begin = previous(text, length);
        const base::CodePoint last = base::decodeUtf8(text.substr(0, length), begin);
        if (!last.valid || !tokenizers::isWhitespace(last.codePoint)) {
            break;
        }
        length = begin;
    }
    return length;
}

std::string_view trimmed(std::string_view text)
{
    text = text.substr(0, lengthWithoutSpace(text));
    while (!text.empty()) {
        const base::CodePoint first = base::decodeUtf8(text, 0);
        if (!first.valid || !tokenizers::isWhitespace(first.codePoint)) {
            break;
        }
        text.remove_prefix(first.length);
    }
    return text;
}

} // namespace fe::evaluation
