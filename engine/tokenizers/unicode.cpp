// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/unicode.h"

#include "tokenizers/unicode_additions.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace fe::tokenizers {
namespace {

/// Of the reference's table of categories, and of its normal forms.
constexpr unsigned kCategoryVersion = 8;
constexpr unsigned kNormalizationVersion = 9;

/// Capital letters [first, last] that came after Unicode 14 and the distance to their small ones.
struct CaseAddition {
    char32_t first;
    char32_t last;
    std::int32_t distance;
};
// Made by tests/reference/tokenizer_unicode.py.
constexpr CaseAddition kCaseAdditions[] = {
    { 0x1C89, 0x1C89, 1 },    { 0xA7CB, 0xA7CB, -42343 }, { 0xA7CC, 0xA7CC, 1 },
    { 0xA7CE, 0xA7CE, 1 },    { 0xA7D2, 0xA7D2, 1 },      { 0xA7D4, 0xA7D4, 1 },
    { 0xA7DA, 0xA7DA, 1 },    { 0xA7DC, 0xA7DC, -42561 }, { 0x10D50, 0x10D65, 32 },
    { 0x16EA0, 0x16EB8, 27 },
};

char32_t lowercaseOfAddition(char32_t codePoint)
{
    const auto* row = std::find_if(std::begin(kCaseAdditions), std::end(kCaseAdditions),
                                   [codePoint](const CaseAddition& item) {
                                       return codePoint >= item.first && codePoint <= item.last;
                                   });
    return row == std::end(kCaseAdditions)
        ? 0
        : static_cast<char32_t>(static_cast<std::int32_t>(codePoint) + row->distance);
}

UChar32 icu(char32_t codePoint)
{
    return static_cast<UChar32>(codePoint);
}

bool hasCategory(char32_t codePoint, std::uint32_t mask)
{
    return (U_GET_GC_MASK(icu(codePoint)) & mask) != 0;
}

} // namespace

bool isWhitespace(char32_t codePoint)
{
    return u_isUWhiteSpace(icu(codePoint)) != 0;
}

bool isLetter(char32_t codePoint)
{
    return hasCategory(codePoint, U_GC_L_MASK) || additionCategory(codePoint).starts_with('L');
}

bool isNumeric(char32_t codePoint)
{
    return hasCategory(codePoint, U_GC_N_MASK) || additionCategory(codePoint).starts_with('N');
}

bool isAssignedBy(char32_t codePoint, unsigned version)
{
    UVersionInfo age;
    u_charAge(icu(codePoint), age);
    return age[0] != 0 && age[0] <= version;
}

bool isPunctuation(char32_t codePoint)
{
    if (codePoint < 0x80) {
        return u_ispunct(icu(codePoint)) != 0 || hasCategory(codePoint, U_GC_S_MASK);
    }
    if (codePoint == 0x166D || codePoint == 0x111C9) {
        return true; // became a symbol, a mark
    }
    return hasCategory(codePoint, U_GC_P_MASK) && isAssignedBy(codePoint, kCategoryVersion);
}

bool isControl(char32_t codePoint)
{
    if (codePoint < 0x80) {
        const bool isSpace = codePoint == '\t' || codePoint == '\n' || codePoint == '\r';
        return hasCategory(codePoint, U_GC_CC_MASK) && !isSpace;
    }
    return hasCategory(codePoint, U_GC_CC_MASK | U_GC_CF_MASK | U_GC_CO_MASK)
        && isAssignedBy(codePoint, kCategoryVersion);
}

bool isNonspacingMark(char32_t codePoint)
{
    if (codePoint == 0x1734 || codePoint == 0x1171E) {
        return true; // became spacing marks
    }
    const bool becameMark
        = codePoint == 0x111C9 || codePoint == 0x1885 || codePoint == 0x1886 || codePoint == 0xA9BD;
    return hasCategory(codePoint, U_GC_MN_MASK) && !becameMark
        && isAssignedBy(codePoint, kCategoryVersion);
}

bool isCombiningMark(char32_t codePoint)
{
    if (codePoint == 0x1CF2 || codePoint == 0x1CF3) {
        return true; // became letters
    }
    return hasCategory(codePoint, U_GC_M_MASK) && codePoint != 0x111C9
        && isAssignedBy(codePoint, kNormalizationVersion);
}

Lowercased lowercased(char32_t codePoint)
{
    if (codePoint < 0x80) {
        return { codePoint >= 'A' && codePoint <= 'Z' ? codePoint + 0x20 : codePoint };
    }
    if (codePoint == 0x130) {
        return { 'i', 0x307 };
    }
    if (const char32_t added = lowercaseOfAddition(codePoint)) {
        return { added };
    }
    return { static_cast<char32_t>(u_tolower(icu(codePoint))) };
}

bool isWordCharacter(char32_t codePoint)
{
    const std::string_view added = additionCategory(codePoint);
    if (added.starts_with('L') || added.starts_with('M') || added == "Nd" || added == "Pc") {
        return true;
    }
    return u_isUAlphabetic(icu(codePoint)) != 0
        || hasCategory(codePoint, U_GC_M_MASK | U_GC_ND_MASK | U_GC_PC_MASK)
        || u_hasBinaryProperty(icu(codePoint), UCHAR_JOIN_CONTROL) != 0;
}

} // namespace fe::tokenizers
