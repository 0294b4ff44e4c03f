// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "chat/value.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace fe::chat {

/// int(text, base): spaces around, a sign, prefixes and single underscores allowed; nothing if it
/// is no integer. Throws Failure for a base that does not exist and for more than 64 bits.
[[nodiscard]] std::optional<std::int64_t> readInteger(Runtime& runtime, std::string_view text,
                                                      std::int64_t base);

/// A float in digits, whatever the locale of the process; infinity or 0 where it does not fit.
[[nodiscard]] double parseDouble(std::string_view digits);

/// float(text), with inf and nan; nothing if it is no number.
[[nodiscard]] std::optional<double> readFloat(std::string_view text);

} // namespace fe::chat
