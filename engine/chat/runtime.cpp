// SPDX-License-Identifier: Apache-2.0
#include "chat/runtime.h"

#include "chat/access.h"

#include <algorithm>

namespace fe::chat {

void Runtime::charge(std::size_t steps)
{
    if (steps > m_stepsLeft) {
        m_stepsLeft = 0;
        failLimit("the template works longer than " + base::grouped(kMaxSteps) + " steps");
    }
    m_stepsLeft -= steps;
}

void Runtime::fail(std::string why) const
{
    throw Failure { Failure::Kind::Wrong, std::move(why) };
}

void Runtime::failUnsupported(std::string why) const
{
    throw Failure { Failure::Kind::Unsupported, std::move(why) };
}

void Runtime::failLimit(std::string why) const
{
    throw Failure { Failure::Kind::Limit, std::move(why) };
}

void Runtime::requireTextSize(std::size_t bytes) const
{
    if (bytes > kMaxTextBytes) {
        failLimit("a text grows over " + base::bytesText(kMaxTextBytes));
    }
}

Value Runtime::text(std::string bytes, bool markup)
{
    requireTextSize(bytes.size());
    chargeBytes(bytes.size());
    const Text& made = make<Text>(std::move(bytes), markup);
    return &made;
}

Value Runtime::undefined(std::string message)
{
    const Undefined& made = make<Undefined>(std::move(message));
    return &made;
}

Value Runtime::sequence(Values items, bool isTuple)
{
    charge(items.size());
    int depth = 1;
    for (const Value& item : items) {
        depth = std::max(depth, depthAround(item));
    }
    const List& made = make<List>(std::move(items), isTuple, depth);
    return &made;
}

int Runtime::depthAround(const Value& value) const
{
    int depth = 1;
    if (const List* list = value.list()) {
        depth = list->depth + 1;
    } else if (const Dict* dict = value.dict()) {
        depth = dict->depth + 1;
    }
    if (depth > kMaxValueDepth) {
        failLimit("lists and mappings nest deeper than " + std::to_string(kMaxValueDepth));
    }
    return depth;
}

void Runtime::requireHashable(const Value& value) const
{
    const List* list = value.list();
    if ((list != nullptr && !list->isTuple) || value.dict() != nullptr) {
        fail("unhashable type: '" + std::string(typeName(value)) + "'");
    }
    if (list != nullptr) {
        for (const Value& item : list->items) {
            requireHashable(item);
        }
    }
}

Runtime::Active::Active(Runtime& runtime) : m_runtime(runtime)
{
    if (runtime.m_active >= kMaxActive) {
        runtime.failLimit("expressions and macro calls nest deeper than "
                          + std::to_string(kMaxActive));
    }
    ++runtime.m_active;
}

} // namespace fe::chat
