// SPDX-License-Identifier: Apache-2.0
#include "chat/unicode.h"

#include "base/utf8.h"
#include "chat/unicode_tables.h"

#include <algorithm>

namespace fe::chat {
namespace {

using base::appendUtf8;
using base::decodeUtf8;

/// The entry of a sorted table whose range holds `c`, or null.
template<typename Entry>
const Entry* findRange(std::span<const Entry> table, char32_t c)
{
    const auto next
        = std::upper_bound(table.begin(), table.end(), c,
                           [](char32_t point, const Entry& entry) { return point < entry.first; });
    if (next == table.begin()) {
        return nullptr;
    }
    const Entry& entry = *std::prev(next);
    return c <= entry.last && (c - entry.first) % entry.stride == 0 ? &entry : nullptr;
}

bool contains(std::span<const Range> table, char32_t c)
{
    return findRange(table, c) != nullptr;
}

const Expansion* findExpansion(std::span<const Expansion> table, char32_t c)
{
    const auto found = std::lower_bound(
        table.begin(), table.end(), c,
        [](const Expansion& entry, char32_t point) { return entry.from < point; });
    return found != table.end() && found->from == c ? &*found : nullptr;
}

void appendMapped(std::string& out, char32_t c, std::span<const CaseRun> runs,
                  std::span<const Expansion> expansions)
{
    if (const Expansion* expansion = findExpansion(expansions, c)) {
        for (const char32_t point : expansion->to) {
            if (point != 0) {
                appendUtf8(out, point);
            }
        }
        return;
    }
    const CaseRun* run = findRange(runs, c);
    appendUtf8(
        out, run != nullptr ? static_cast<char32_t>(static_cast<std::int64_t>(c) + run->delta) : c);
}

void appendUpper(std::string& out, char32_t c)
{
    appendMapped(out, c, characterTables().toUpper, characterTables().upperExpansion);
}

void appendTitle(std::string& out, char32_t c)
{
    const CharacterTables& tables = characterTables();
    const bool own = findRange(tables.toTitle, c) != nullptr
        || findExpansion(tables.titleExpansion, c) != nullptr;
    appendMapped(out, c, own ? tables.toTitle : tables.toUpper, tables.titleExpansion);
}

bool isIgnorable(char32_t c)
{
    return contains(characterTables().caseIgnorable, c);
}

/// A capital sigma ends a word if the nearest cased letter stands before it and none after it.
bool isFinalSigma(std::string_view text, std::size_t position)
{
    std::size_t before = position;
    bool casedBefore = false;
    while (before > 0) {
        do {
            --before;
        } while (before > 0 && (static_cast<unsigned char>(text[before]) & 0xC0U) == 0x80U);
        const char32_t c = decodeUtf8(text, before).codePoint;
        if (!isIgnorable(c)) {
            casedBefore = isCased(c);
            break;
        }
    }
    std::size_t after = position + 2;
    while (after < text.size()) {
        const base::CodePoint point = decodeUtf8(text, after);
        if (!isIgnorable(point.codePoint)) {
            return casedBefore && !isCased(point.codePoint);
        }
        after += point.length;
    }
    return casedBefore;
}

void appendLower(std::string& out, char32_t c, std::string_view text, std::size_t position)
{
    constexpr char32_t kCapitalSigma = 0x3A3;
    constexpr char32_t kFinalSigma = 0x3C2;
    if (c == kCapitalSigma && isFinalSigma(text, position)) {
        appendUtf8(out, kFinalSigma);
        return;
    }
    appendMapped(out, c, characterTables().toLower, characterTables().lowerExpansion);
}

template<typename Append>
std::string mapEach(std::string_view text, Append append)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t position = 0; position < text.size();) {
        const base::CodePoint point = decodeUtf8(text, position);
        append(out, point.codePoint, position);
        position += point.length;
    }
    return out;
}

} // namespace

bool isSpace(char32_t c)
{
    return (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x20) || c == 0x85 || c == 0xA0
        || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F
        || c == 0x205F || c == 0x3000;
}

bool isPrintable(char32_t c)
{
    return !contains(characterTables().unprintable, c);
}

bool isAlpha(char32_t c)
{
    return contains(characterTables().alphabetic, c);
}

bool isDecimal(char32_t c)
{
    return contains(characterTables().decimal, c);
}

bool isDigit(char32_t c)
{
    return isDecimal(c) || contains(characterTables().digit, c);
}

bool isNumeric(char32_t c)
{
    return isDigit(c) || contains(characterTables().numeric, c);
}

bool isUpper(char32_t c)
{
    return contains(characterTables().upper, c);
}

bool isLower(char32_t c)
{
    return contains(characterTables().lower, c);
}

bool isTitle(char32_t c)
{
    return contains(characterTables().title, c);
}

std::string toUpper(std::string_view text)
{
    return mapEach(text, [](std::string& out, char32_t c, std::size_t) { appendUpper(out, c); });
}

std::string toLower(std::string_view text)
{
    return mapEach(text, [text](std::string& out, char32_t c, std::size_t at) {
        appendLower(out, c, text, at);
    });
}

std::string toTitle(std::string_view text)
{
    bool inWord = false;
    return mapEach(text, [text, &inWord](std::string& out, char32_t c, std::size_t at) {
        if (inWord) {
            appendLower(out, c, text, at);
        } else {
            appendTitle(out, c);
        }
        inWord = isCased(c);
    });
}

std::string toCapitalized(std::string_view text)
{
    return mapEach(text, [text](std::string& out, char32_t c, std::size_t at) {
        if (at == 0) {
            appendTitle(out, c);
        } else {
            appendLower(out, c, text, at);
        }
    });
}

std::string swapCase(std::string_view text)
{
    return mapEach(text, [text](std::string& out, char32_t c, std::size_t at) {
        if (isUpper(c)) {
            appendLower(out, c, text, at);
        } else if (isLower(c)) {
            appendUpper(out, c);
        } else {
            appendUtf8(out, c);
        }
    });
}

} // namespace fe::chat
