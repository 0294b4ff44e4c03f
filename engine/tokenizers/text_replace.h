// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace fe::tokenizers {

/// Every occurrence of `from`, left to right, becomes `to`; an empty `from` changes nothing.
[[nodiscard]] std::string replaceAll(std::string_view text, std::string_view from,
                                     std::string_view to);

/// Takes the spaces out that joining word pieces put before punctuation and English contractions.
[[nodiscard]] std::string cleanUpSpaces(std::string text);

} // namespace fe::tokenizers
