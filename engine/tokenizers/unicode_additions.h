// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace fe::tokenizers {

/// Code points that Unicode assigned after version 14, up to 16. The libraries on the machine may
/// not know them; which letters there are must not depend on that.
struct UnicodeAddition {
    char32_t first;
    char32_t last;
    std::string_view category; ///< "Lo"
};

/// Sorted by code point.
[[nodiscard]] std::span<const UnicodeAddition> unicodeAdditions();
/// The category if the code point is an addition, else empty.
[[nodiscard]] std::string_view additionCategory(char32_t codePoint);
/// Whether the text holds an addition. Fast for text that does not.
[[nodiscard]] bool holdsAddition(std::string_view text);
/// The additions whose category begins with `prefix`, as items of a character class:
/// "\x{10D40}-\x{10D49}...".
[[nodiscard]] std::string additionItems(std::string_view prefix);

} // namespace fe::tokenizers
