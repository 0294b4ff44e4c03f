// SPDX-License-Identifier: Apache-2.0
#include "chat/format_text.h"
#include "chat/operators.h"
#include "chat/runtime.h"
#include "chat/text.h"

#include <algorithm>

namespace fe::chat {
namespace {

using Integer = std::int64_t;

/// str + str: if one is markup, the other is escaped.
Value joined(Runtime& runtime, const Text& left, const Text& right)
{
    runtime.requireTextSize(left.bytes.size() + right.bytes.size());
    if (!left.markup && !right.markup) {
        return runtime.text(left.bytes + right.bytes);
    }
    const auto safe
        = [](const Text& text) { return text.markup ? text.bytes : escapedHtml(text.bytes); };
    return runtime.text(safe(left) + safe(right), true);
}

Value repeated(Runtime& runtime, const Value& sequence, Integer count)
{
    const auto times = static_cast<std::size_t>(std::max<Integer>(count, 0));
    if (const Text* text = sequence.text()) {
        if (times > 0 && text->bytes.size() > kMaxTextBytes / times) {
            runtime.requireTextSize(kMaxTextBytes + 1);
        }
        std::string bytes;
        bytes.reserve(text->bytes.size() * times);
        for (std::size_t i = 0; i < times && !text->bytes.empty(); ++i) {
            bytes += text->bytes;
        }
        return runtime.text(std::move(bytes), text->markup);
    }
    const List& list = *sequence.list();
    Values items;
    for (std::size_t i = 0; i < times && !list.items.empty(); ++i) {
        runtime.charge(list.items.size());
        items.insert(items.end(), list.items.begin(), list.items.end());
    }
    return list.isTuple ? runtime.tuple(std::move(items)) : runtime.list(std::move(items));
}

} // namespace

Value sequenceArithmetic(Runtime& runtime, Operator op, const Value& left, const Value& right)
{
    const auto isSequence
        = [](const Value& value) { return value.text() != nullptr || value.list() != nullptr; };
    if (op == Operator::Multiply && isSequence(left) && right.isInteger()) {
        return repeated(runtime, left, *right.integer());
    }
    if (op == Operator::Multiply && isSequence(right) && left.isInteger()) {
        return repeated(runtime, right, *left.integer());
    }
    if (op == Operator::Add && left.text() != nullptr && right.text() != nullptr) {
        return joined(runtime, *left.text(), *right.text());
    }
    if (op == Operator::Modulo && left.text() != nullptr) {
        return percentFormat(runtime, left.text()->bytes, right);
    }
    const List* a = left.list();
    const List* b = right.list();
    if (op == Operator::Add && a != nullptr && b != nullptr && a->isTuple == b->isTuple) {
        Values items = a->items;
        items.insert(items.end(), b->items.begin(), b->items.end());
        return a->isTuple ? runtime.tuple(std::move(items)) : runtime.list(std::move(items));
    }
    return {};
}

} // namespace fe::chat
