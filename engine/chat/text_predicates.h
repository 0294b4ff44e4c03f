// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "chat/native.h"

#include <string_view>

/// Questions that str answers about itself, and searches in it.
namespace fe::chat {

[[nodiscard]] bool isAlphaText(std::string_view text);
[[nodiscard]] bool isAlnumText(std::string_view text);
[[nodiscard]] bool isDigitText(std::string_view text);
[[nodiscard]] bool isDecimalText(std::string_view text);
[[nodiscard]] bool isNumericText(std::string_view text);
[[nodiscard]] bool isSpaceText(std::string_view text);
[[nodiscard]] bool isAsciiText(std::string_view text);
[[nodiscard]] bool isPrintableText(std::string_view text);
[[nodiscard]] bool isIdentifier(std::string_view text);
[[nodiscard]] bool isLowerText(std::string_view text);
[[nodiscard]] bool isUpperText(std::string_view text);
[[nodiscard]] bool isTitleText(std::string_view text);

// Methods with (part, start, end) in code points.
[[nodiscard]] Value startsWith(NativeCall& call);
[[nodiscard]] Value endsWith(NativeCall& call);
[[nodiscard]] Value findMethod(NativeCall& call);
[[nodiscard]] Value rfindMethod(NativeCall& call);
[[nodiscard]] Value indexMethod(NativeCall& call);
[[nodiscard]] Value rindexMethod(NativeCall& call);
[[nodiscard]] Value countMethod(NativeCall& call);

} // namespace fe::chat
