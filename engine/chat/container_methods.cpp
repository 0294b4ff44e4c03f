// SPDX-License-Identifier: Apache-2.0
#include "chat/iterators.h"
#include "chat/native.h"
#include "chat/operators.h"
#include "chat/print.h"

#include <array>

namespace fe::chat {
namespace {

Value count(NativeCall& call)
{
    std::int64_t found = 0;
    for (const Value& item : call.subject.list()->items) {
        found += equals(call.runtime, item, call[0]) ? 1 : 0;
    }
    return found;
}

Value index(NativeCall& call)
{
    const Values& items = call.subject.list()->items;
    const auto length = static_cast<std::int64_t>(items.size());
    const auto placed = [length](std::int64_t at) {
        return at < 0 ? std::max<std::int64_t>(0, at + length) : at;
    };
    const std::int64_t end = std::min(length, placed(call.integerAt(2, length)));
    for (std::int64_t at = placed(call.integerAt(1, 0)); at < end; ++at) {
        if (equals(call.runtime, items[static_cast<std::size_t>(at)], call[0])) {
            return at;
        }
    }
    call.runtime.fail(toRepr(call.runtime, call[0]) + " is not in list");
}

Value copy(NativeCall& call)
{
    if (const List* list = call.subject.list()) {
        return call.runtime.list(list->items);
    }
    const Dict& dict = *call.subject.dict();
    Dict& made = call.runtime.make<Dict>();
    for (const auto& [key, value] : dict.entries) {
        made.set(call.runtime, key, value);
    }
    return static_cast<const Dict*>(&made);
}

template<DictPart Part>
Value view(NativeCall& call)
{
    Object* made = &call.runtime.make<DictView>(*call.subject.dict(), Part);
    return made;
}

Value get(NativeCall& call)
{
    call.runtime.requireHashable(call[0]);
    const Value found = call.subject.dict()->find(call.runtime, call[0]);
    if (!found.isMissing()) {
        return found;
    }
    return call[1].isMissing() ? Value(None {}) : call[1];
}

constexpr std::array kListMethods = {
    NativeRow { "count", "/value", 1, count },
    NativeRow { "index", "/value start stop", 1, index },
    NativeRow { "copy", "/", 0, copy },
};

constexpr std::array kDictMethods = {
    NativeRow { "items", "/", 0, view<DictPart::Pair> },
    NativeRow { "keys", "/", 0, view<DictPart::Key> },
    NativeRow { "values", "/", 0, view<DictPart::Value> },
    NativeRow { "get", "/key default", 1, get },
    NativeRow { "copy", "/", 0, copy },
};

} // namespace

std::span<const NativeRow> listMethods()
{
    return kListMethods;
}

std::span<const NativeRow> tupleMethods()
{
    return listMethods().first(2);
}

std::span<const NativeRow> dictMethods()
{
    return kDictMethods;
}

} // namespace fe::chat
