// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/char_changes.h"

#include "base/utf8.h"
#include "tokenizers/unicode.h"

#include <algorithm>

namespace fe::tokenizers {

void applyChanges(const TextView& source, std::span<const CharChange> changes,
                  std::size_t removedAtStart, AlignedText& out)
{
    std::size_t offset = 0;
    const auto skip = [&](std::size_t codePoints) {
        for (; codePoints > 0 && offset < source.text.size(); --codePoints) {
            offset += base::decodeUtf8(source.text, offset).length;
        }
    };
    skip(removedAtStart);
    std::string encoded;
    for (const CharChange& item : changes) {
        Span span { source.originalBegin, source.originalBegin };
        if (item.change <= 0 && !source.align.empty()) {
            span = source.align[std::min(offset, source.align.size() - 1)];
            skip(1 + static_cast<std::size_t>(-item.change));
        } else if (offset > 0) {
            span = source.align[offset - 1];
        }
        encoded.clear();
        base::appendUtf8(encoded, item.codePoint);
        out.append(encoded, span);
    }
}

void keepCodePoints(const TextView& source, bool (*keep)(char32_t), AlignedText& out)
{
    std::vector<CharChange> changes;
    changes.reserve(source.text.size());
    std::size_t removedAtStart = 0;
    std::int32_t removed = 0;
    for (std::size_t position = 0; position < source.text.size();) {
        const base::CodePoint point = base::decodeUtf8(source.text, position);
        position += point.length;
        if (!keep(point.codePoint)) {
            ++removed;
            continue;
        }
        if (changes.empty()) {
            removedAtStart = static_cast<std::size_t>(removed);
        } else {
            changes.back().change = -removed;
        }
        removed = 0;
        changes.push_back({ point.codePoint, 0 });
    }
    applyChanges(source, changes, removedAtStart, out);
}

void mapCodePoints(const TextView& source, char32_t (*map)(char32_t), AlignedText& out)
{
    std::vector<CharChange> changes;
    changes.reserve(source.text.size());
    for (std::size_t position = 0; position < source.text.size();) {
        const base::CodePoint point = base::decodeUtf8(source.text, position);
        position += point.length;
        changes.push_back({ map(point.codePoint), 0 });
    }
    applyChanges(source, changes, 0, out);
}

void appendLowercased(const TextView& source, AlignedText& out)
{
    std::vector<CharChange> changes;
    changes.reserve(source.text.size());
    for (std::size_t position = 0; position < source.text.size();) {
        const base::CodePoint point = base::decodeUtf8(source.text, position);
        position += point.length;
        const Lowercased lower = lowercased(point.codePoint);
        changes.push_back({ lower.first, 0 });
        if (lower.second != 0) {
            changes.push_back({ lower.second, 1 });
        }
    }
    applyChanges(source, changes, 0, out);
}

} // namespace fe::tokenizers
