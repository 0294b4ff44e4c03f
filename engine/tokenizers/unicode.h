// SPDX-License-Identifier: Apache-2.0
#pragma once

// Which letters, marks and spaces there are decides ids, so these follow the reference library to
// the code point, whose tables come from several versions of Unicode.
namespace fe::tokenizers {

/// Unicode's White_Space.
[[nodiscard]] bool isWhitespace(char32_t codePoint);
/// General category L.
[[nodiscard]] bool isLetter(char32_t codePoint);
/// General category N: decimal digits, letter numbers and others ("½").
[[nodiscard]] bool isNumeric(char32_t codePoint);
/// General category P as of Unicode 8, or one of ASCII's symbols, which count as punctuation here.
[[nodiscard]] bool isPunctuation(char32_t codePoint);
/// General category Cc, Cf or Co as of Unicode 8, but for tab and the two line ends.
[[nodiscard]] bool isControl(char32_t codePoint);
/// General category Mn as of Unicode 8.
[[nodiscard]] bool isNonspacingMark(char32_t codePoint);
/// General category M as of Unicode 9.
[[nodiscard]] bool isCombiningMark(char32_t codePoint);
/// One or two code points; `second` is 0 if there is one.
struct Lowercased {
    char32_t first = 0;
    char32_t second = 0;
};
/// The full mapping without context, as of Unicode 17.
[[nodiscard]] Lowercased lowercased(char32_t codePoint);

/// Whether the code point was assigned in that version of Unicode or before. Tables of older
/// versions are rebuilt with it: what a code point is rarely changes once it is assigned.
[[nodiscard]] bool isAssignedBy(char32_t codePoint, unsigned version);

/// Alphabetic, mark, decimal digit, connector punctuation or join control (UTS #18, Annex C).
[[nodiscard]] bool isWordCharacter(char32_t codePoint);

} // namespace fe::tokenizers
