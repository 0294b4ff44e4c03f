// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "chat/value.h"

/// Reading values as Python and the sandbox of jinja2 do. All may throw Failure.
namespace fe::chat {

[[nodiscard]] std::string_view typeName(const Value& value);
[[nodiscard]] bool truth(Runtime& runtime, const Value& value);
/// len(): nothing if the type has none.
[[nodiscard]] std::optional<std::int64_t> lengthOf(Runtime& runtime, const Value& value);
/// iter(): null if the type cannot be iterated.
[[nodiscard]] Iterator* tryIterate(Runtime& runtime, const Value& value);
[[nodiscard]] Iterator& iterate(Runtime& runtime, const Value& value);
/// reversed(): null if the type cannot.
[[nodiscard]] Iterator* tryReverse(Runtime& runtime, const Value& value);
/// All elements of an iterable.
[[nodiscard]] Values elementsOf(Runtime& runtime, const Value& value);

/// `value.name`: the attribute, else the element of that name, else undefined.
[[nodiscard]] Value getAttribute(Runtime& runtime, const Value& value, std::string_view name);
/// `value[key]`: the element, else the attribute of that name, else undefined.
[[nodiscard]] Value getItem(Runtime& runtime, const Value& value, const Value& key);
/// A method or attribute alone; missing if the type has none of that name.
[[nodiscard]] Value findAttribute(Runtime& runtime, const Value& value, std::string_view name);

struct SliceBounds {
    Value start; ///< missing or None: from the end that the step begins at
    Value stop;
    Value step;
};
[[nodiscard]] Value getSlice(Runtime& runtime, const Value& value, const SliceBounds& bounds);

[[nodiscard]] bool isCallable(const Value& value);
[[nodiscard]] Value callValue(Runtime& runtime, const Value& callee, const Arguments& arguments);

} // namespace fe::chat
