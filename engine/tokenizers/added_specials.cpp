// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/added_specials.h"

#include "base/utf8.h"
#include "tokenizers/byte_alphabet.h"
#include "tokenizers/unicode.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace fe::tokenizers {
namespace {

bool isContinuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

std::size_t forward(std::string_view text, std::size_t position, std::size_t codePoints)
{
    for (; codePoints > 0 && position < text.size(); --codePoints) {
        position += base::decodeUtf8(text, position).length;
    }
    return position;
}

/// Nothing if there are not that many code points before the position.
std::optional<std::size_t> backward(std::string_view text, std::size_t position,
                                    std::size_t codePoints)
{
    for (; codePoints > 0; --codePoints) {
        if (position == 0) {
            return std::nullopt;
        }
        do {
            --position;
        } while (position > 0 && isContinuation(text[position]));
    }
    return position;
}

struct SpacesAtEnds {
    std::size_t leading = 0;
    std::size_t trailing = 0;
};

void insertAt(Encoding& whole, std::ptrdiff_t at, Encoding part)
{
    const auto insert = [at](auto& into, auto& items) {
        into.insert(into.begin() + at, std::make_move_iterator(items.begin()),
                    std::make_move_iterator(items.end()));
    };
    insert(whole.ids, part.ids);
    insert(whole.tokens, part.tokens);
    insert(whole.ranges, part.ranges);
    insert(whole.typeIds, part.typeIds);
}

SpacesAtEnds spacesOf(std::string_view token)
{
    SpacesAtEnds spaces;
    bool sawOther = false;
    for (std::size_t position = 0; position < token.size();) {
        const base::CodePoint point = base::decodeUtf8(token, position);
        position += point.length;
        if (isWhitespace(point.codePoint)
            || spelledByte(point.codePoint) == static_cast<unsigned char>(' ')) {
            spaces.leading += sawOther ? 0 : 1;
            ++spaces.trailing;
        } else {
            sawOther = true;
            spaces.trailing = 0;
        }
    }
    return spaces;
}

} // namespace

void append(Encoding& whole, Encoding part)
{
    if (whole.ids.empty()) {
        whole = std::move(part);
        return;
    }
    // The few go to the many, wherever they belong.
    if (whole.ids.size() < part.ids.size()) {
        std::swap(whole, part);
        insertAt(whole, 0, std::move(part));
    } else {
        insertAt(whole, std::ssize(whole.ids), std::move(part));
    }
}

void surround(Encoding& encoding, std::span<const AddedSpecial> before,
              std::span<const AddedSpecial> after, std::int32_t typeId)
{
    Encoding whole;
    const auto add = [&whole, typeId](const AddedSpecial& special) {
        whole.ids.push_back(special.id);
        whole.tokens.push_back(special.token);
        whole.ranges.push_back({ 0, 0 });
        whole.typeIds.push_back(typeId);
    };
    whole.ids.reserve(encoding.ids.size() + before.size() + after.size());
    std::for_each(before.begin(), before.end(), add);
    append(whole, std::move(encoding));
    std::for_each(after.begin(), after.end(), add);
    encoding = std::move(whole);
}

base::Result<AddedSpecial> readAddedSpecial(const StageSpec& spec, std::string_view key)
{
    FE_TRY(const base::Json* value, spec.required(key));
    const auto* pair = value->asArray();
    if (pair == nullptr || pair->size() != 2 || (*pair)[0].asString() == nullptr) {
        return spec.malformed(key, "a token and its id expected");
    }
    FE_TRY(const TokenId id, readTokenId((*pair)[1], spec, key));
    return AddedSpecial { id, *(*pair)[0].asString() };
}

void trimSpaces(Encoding& encoding, std::string_view original, bool addPrefixSpace)
{
    for (std::size_t i = 0; i < encoding.ids.size(); ++i) {
        ByteRange& range = encoding.ranges[i];
        SpacesAtEnds spaces = spacesOf(encoding.tokens[i]);
        const bool isFirst = i == 0 || range.begin == 0;
        if (isFirst && addPrefixSpace && spaces.leading == 1) {
            spaces.leading = 0;
        }
        range.begin = std::min(forward(original, range.begin, spaces.leading), range.end);
        if (const auto end = backward(original, range.end, spaces.trailing)) {
            range.end = std::max(*end, range.begin);
        }
    }
}

} // namespace fe::tokenizers
