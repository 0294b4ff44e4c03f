// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "chat/value.h"

#include <string>
#include <string_view>

/// Python's two ways to fill in a format.
namespace fe::chat {

/// format % values
[[nodiscard]] Value percentFormat(Runtime& runtime, std::string_view format, const Value& values);
/// format.format(...): fields with attributes, elements, conversions and specifications.
[[nodiscard]] Value braceFormat(Runtime& runtime, std::string_view format,
                                const Arguments& arguments);

/// How one value is laid out; both ways of formatting read it from their own syntax.
struct FormatSpec {
    std::string fill = " ";
    char align = 0; ///< '<' '>' '^' '=' or 0: by type
    char sign = '-'; ///< '-' '+' ' '
    bool alternate = false; ///< prefixes 0x, 0o, 0b of integers
    std::size_t width = 0;
    char group = 0; ///< ',' '_' or 0
    int precision = -1; ///< -1: none
    char type = 0;
};

/// A text cut to the precision and padded to the width.
[[nodiscard]] std::string formatText(Runtime& runtime, std::string_view text,
                                     const FormatSpec& spec);
/// An int in base 10, 16, 8 or 2 by spec.type (d x X o b); `minDigits` zeros are put before.
[[nodiscard]] std::string formatInteger(Runtime& runtime, std::int64_t number,
                                        const FormatSpec& spec, std::size_t minDigits = 0);
/// A float by spec.type (e f g and capitals, %; 0: as repr).
[[nodiscard]] std::string formatFloat(Runtime& runtime, double number, const FormatSpec& spec);

} // namespace fe::chat
