// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace fe::tokenizers {

/// Unicode's White_Space.
[[nodiscard]] bool isWhitespace(char32_t codePoint);
/// General category N: decimal digits, letter numbers and others ("½").
[[nodiscard]] bool isNumeric(char32_t codePoint);
/// General category P, or one of ASCII's symbols, which count as punctuation here.
[[nodiscard]] bool isPunctuation(char32_t codePoint);
/// Alphabetic, mark, decimal digit, connector punctuation or join control (UTS #18, Annex C).
[[nodiscard]] bool isWordCharacter(char32_t codePoint);

} // namespace fe::tokenizers
