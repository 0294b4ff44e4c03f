// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace fe::chat {

struct NumberToken {
    std::size_t length = 0; ///< 0: no number begins here
    bool isFloat = false;
    std::int64_t integer = 0;
    double number = 0;
};

/// A number at the beginning of `text`, by jinja2's rules.
/// @param afterDot no float can begin after a dot: `x.1.2` is two elements.
[[nodiscard]] NumberToken lexNumber(std::string_view text, bool afterDot, int line);

} // namespace fe::chat
