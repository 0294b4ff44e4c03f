// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace fe::tokenizers {

/// Standard alphabet with padding (RFC 4648).
[[nodiscard]] std::string toBase64(std::string_view bytes);
/// Nothing if the text has a character outside the alphabet, or an impossible length.
[[nodiscard]] std::optional<std::string> fromBase64(std::string_view text);

} // namespace fe::tokenizers
