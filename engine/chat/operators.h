// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "chat/value.h"

/// Python's operators. All may throw Failure.
namespace fe::chat {

enum class Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    FloorDivide,
    Modulo,
    Power,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    In,
    NotIn,
};

[[nodiscard]] Value arithmetic(Runtime& runtime, Operator op, const Value& left,
                               const Value& right);
/// The operations of texts and lists; missing if there is none for these types.
[[nodiscard]] Value sequenceArithmetic(Runtime& runtime, Operator op, const Value& left,
                                       const Value& right);
[[nodiscard]] Value negate(Runtime& runtime, const Value& value);
[[nodiscard]] Value plus(Runtime& runtime, const Value& value);
[[nodiscard]] bool compare(Runtime& runtime, Operator op, const Value& left, const Value& right);
/// ==
[[nodiscard]] bool equals(Runtime& runtime, const Value& left, const Value& right);
/// <
[[nodiscard]] bool isLess(Runtime& runtime, const Value& left, const Value& right);
/// item in container
[[nodiscard]] bool contains(Runtime& runtime, const Value& container, const Value& item);

/// Positions of a stable sort by key, ascending or (still stable) descending.
[[nodiscard]] std::vector<std::size_t> sortedOrder(Runtime& runtime, const Values& keys,
                                                   bool descending);

} // namespace fe::chat
