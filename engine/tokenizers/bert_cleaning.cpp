// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/bert_cleaning.h"

#include "base/utf8.h"
#include "tokenizers/char_changes.h"
#include "tokenizers/normal_form.h"
#include "tokenizers/unicode.h"

#include <algorithm>

namespace fe::tokenizers {
namespace {

bool isAscii(char c)
{
    return static_cast<unsigned char>(c) < 0x80;
}

bool isKept(char32_t codePoint)
{
    return codePoint != 0 && codePoint != 0xFFFD && !isControl(codePoint);
}

char32_t plainSpace(char32_t codePoint)
{
    return isWhitespace(codePoint) ? U' ' : codePoint;
}

bool isChinese(char32_t codePoint)
{
    struct Block {
        char32_t first;
        char32_t last;
    };
    constexpr std::array kBlocks
        = { Block { 0x4E00, 0x9FFF },   Block { 0x3400, 0x4DBF },   Block { 0x20000, 0x2A6DF },
            Block { 0x2A700, 0x2B73F }, Block { 0x2B740, 0x2B81F }, Block { 0x2B920, 0x2CEAF },
            Block { 0xF900, 0xFAFF },   Block { 0x2F800, 0x2FA1F } };
    return std::any_of(kBlocks.begin(), kBlocks.end(), [codePoint](const Block& block) {
        return codePoint >= block.first && codePoint <= block.last;
    });
}

void appendWithSpacesAroundChinese(const TextView& source, AlignedText& out)
{
    std::vector<CharChange> changes;
    changes.reserve(source.text.size());
    for (std::size_t position = 0; position < source.text.size();) {
        const base::CodePoint point = base::decodeUtf8(source.text, position);
        position += point.length;
        if (isChinese(point.codePoint)) {
            changes.insert(changes.end(), { { U' ', 0 }, { point.codePoint, 1 }, { U' ', 1 } });
        } else {
            changes.push_back({ point.codePoint, 0 });
        }
    }
    applyChanges(source, changes, 0, out);
}

} // namespace

void appendBertSteps(const TextView& source, const BertOptions& options, AlignedText& out)
{
    AlignedText current;
    current.append(source, 0, source.text.size());
    const auto apply = [&](const auto& step) {
        AlignedText next;
        TextView view = current.view();
        view.originalBegin = source.originalBegin;
        step(view, next);
        current = std::move(next);
    };
    if (options.cleanText) {
        apply([](const TextView& text, AlignedText& to) { keepCodePoints(text, &isKept, to); });
        apply([](const TextView& text, AlignedText& to) { mapCodePoints(text, &plainSpace, to); });
    }
    if (options.spacesAroundChinese) {
        apply(appendWithSpacesAroundChinese);
    }
    if (options.stripAccents) {
        apply([](const TextView& text, AlignedText& to) {
            appendNormalForm(text, NormalForm::D, to);
        });
        apply([](const TextView& text, AlignedText& to) {
            keepCodePoints(
                text, [](char32_t c) { return !isNonspacingMark(c); }, to);
        });
    }
    if (options.lowercase) {
        apply(appendLowercased);
    }
    out.append(current.view(), 0, current.text.size());
}

BertCleaner::BertCleaner(const BertOptions& options) : m_options(options)
{
    for (char32_t c = 0; c < m_ascii.size(); ++c) {
        char32_t result = options.cleanText ? plainSpace(c) : c;
        result = options.lowercase ? lowercased(result).first : result;
        m_ascii[c] = options.cleanText && !isKept(c) ? kDropped : static_cast<char>(result);
    }
}

void BertCleaner::append(const TextView& source, AlignedText& out) const
{
    const auto at = [&source](std::size_t position) {
        return source.text.begin() + static_cast<std::ptrdiff_t>(position);
    };
    for (std::size_t begin = 0; begin < source.text.size();) {
        const bool ascii = isAscii(source.text[begin]);
        const auto found = std::find_if(at(begin), source.text.end(),
                                        [ascii](char c) { return isAscii(c) != ascii; });
        const auto end = static_cast<std::size_t>(found - source.text.begin());
        if (ascii) {
            appendAscii(source, begin, end, out);
        } else {
            appendBertSteps(source.slice(begin, end), m_options, out);
        }
        begin = end;
    }
}

void BertCleaner::appendAscii(const TextView& source, std::size_t begin, std::size_t end,
                              AlignedText& out) const
{
    while (begin < end) {
        std::size_t kept = begin;
        while (kept < end && m_ascii[static_cast<unsigned char>(source.text[kept])] != kDropped) {
            ++kept;
        }
        std::size_t position = out.text.size();
        out.append(source, begin, kept);
        for (; position < out.text.size(); ++position) {
            out.text[position] = m_ascii[static_cast<unsigned char>(out.text[position])];
        }
        begin = kept + 1;
    }
}

} // namespace fe::tokenizers
