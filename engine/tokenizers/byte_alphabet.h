// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace fe::tokenizers {

/// The 256 printable characters in which byte-level vocabularies spell bytes: a byte that is a
/// printable Latin-1 character is itself, the others are U+0100, U+0101 ... in rising order.
[[nodiscard]] std::string_view byteSpelling(unsigned char byte);

/// The byte that the character spells; nothing if it is none of the 256.
[[nodiscard]] std::optional<unsigned char> spelledByte(char32_t character);

/// The bytes of a token spelled in the alphabet; nothing if a character is outside it.
[[nodiscard]] std::optional<std::string> spelledBytes(std::string_view token);

/// The value of a byte token, "<0x0A>"; nothing if the token is none.
[[nodiscard]] std::optional<unsigned char> fallbackByte(std::string_view token);
/// "<0x0A>" for 10.
[[nodiscard]] std::string fallbackToken(unsigned char byte);

} // namespace fe::tokenizers
