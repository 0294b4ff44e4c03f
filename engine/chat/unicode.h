// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

/// What Python's str knows about code points and case. Texts are valid UTF-8.
namespace fe::chat {

[[nodiscard]] bool isSpace(char32_t c);
[[nodiscard]] bool isPrintable(char32_t c);
[[nodiscard]] bool isAlpha(char32_t c);
[[nodiscard]] bool isDecimal(char32_t c);
[[nodiscard]] bool isDigit(char32_t c);
[[nodiscard]] bool isNumeric(char32_t c);
[[nodiscard]] bool isUpper(char32_t c);
[[nodiscard]] bool isLower(char32_t c);
[[nodiscard]] bool isTitle(char32_t c);
[[nodiscard]] inline bool isAlnum(char32_t c)
{
    return isAlpha(c) || isNumeric(c);
}
[[nodiscard]] inline bool isCased(char32_t c)
{
    return isUpper(c) || isLower(c) || isTitle(c);
}

[[nodiscard]] std::string toUpper(std::string_view text);
/// With the rule for the Greek final sigma.
[[nodiscard]] std::string toLower(std::string_view text);
/// str.title: the first letter of each run of cased letters.
[[nodiscard]] std::string toTitle(std::string_view text);
/// str.capitalize: the first code point in title case, the rest lower.
[[nodiscard]] std::string toCapitalized(std::string_view text);
[[nodiscard]] std::string swapCase(std::string_view text);

} // namespace fe::chat
