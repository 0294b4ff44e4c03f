// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/unicode.h"

#include "tokenizers/unicode_additions.h"

#include <unicode/uchar.h>

#include <cstdint>

namespace fe::tokenizers {
namespace {

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

bool isNumeric(char32_t codePoint)
{
    return hasCategory(codePoint, U_GC_N_MASK) || additionCategory(codePoint).starts_with('N');
}

bool isPunctuation(char32_t codePoint)
{
    if (codePoint < 0x80) {
        return u_ispunct(icu(codePoint)) != 0 || hasCategory(codePoint, U_GC_S_MASK);
    }
    return hasCategory(codePoint, U_GC_P_MASK) || additionCategory(codePoint).starts_with('P');
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
