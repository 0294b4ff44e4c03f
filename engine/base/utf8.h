// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace fe::base {

/// One decoded code point. `length` is 0 at the end of the text; an invalid sequence has
/// `codePoint` U+FFFD, `valid` false and covers the bytes that Unicode's "maximal subpart" rule
/// replaces by one U+FFFD.
struct CodePoint {
    char32_t codePoint = 0;
    std::uint8_t length = 0;
    bool valid = true;
};

/// The code point that begins at `position`.
[[nodiscard]] CodePoint decodeUtf8(std::string_view text, std::size_t position);

[[nodiscard]] bool isValidUtf8(std::string_view text);

/// Every invalid sequence replaced by U+FFFD (maximal subparts, as Python and browsers do).
[[nodiscard]] std::string toValidUtf8(std::string_view text);

/// Length of the longest prefix that does not end inside a code point which more bytes could
/// still complete. Streaming holds back the rest.
[[nodiscard]] std::size_t completeUtf8Prefix(std::string_view text);

void appendUtf8(std::string& text, char32_t codePoint);

} // namespace fe::base
