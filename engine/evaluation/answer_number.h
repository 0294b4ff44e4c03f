// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace fe::evaluation {

/// The last number of a text in its plain spelling ("1,234.50" is "1234.5"); see
/// AnswerRule::LastNumber. Digits of any length stay exact.
[[nodiscard]] std::optional<std::string> lastNumber(std::string_view text);

} // namespace fe::evaluation
