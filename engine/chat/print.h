// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "chat/value.h"

#include <string>

/// Values as Python prints them.
namespace fe::chat {

/// str(value)
[[nodiscard]] std::string toStr(Runtime& runtime, const Value& value);
/// str(value) without a copy where the value is a text; `buffer` holds it otherwise.
[[nodiscard]] std::string_view strView(Runtime& runtime, const Value& value, std::string& buffer);
/// repr(value)
[[nodiscard]] std::string toRepr(Runtime& runtime, const Value& value);
/// repr inside a container; `depth` counts them, since a namespace can hold itself.
void appendRepr(Runtime& runtime, std::string& out, const Value& value, int depth);
/// repr(str)
void appendQuoted(std::string& out, std::string_view text);
/// repr(float): the shortest digits that read back the same.
[[nodiscard]] std::string floatText(double number);

struct JsonStyle {
    bool ensureAscii = false;
    bool sortKeys = false;
    bool isIndented = false;
    std::string indent; ///< one level
    std::string itemSeparator = ", ";
    std::string keySeparator = ": ";
};
/// json.dumps(value)
[[nodiscard]] std::string toJson(Runtime& runtime, const Value& value, const JsonStyle& style);

} // namespace fe::chat
