// SPDX-License-Identifier: Apache-2.0
#include "chat/access.h"
#include "chat/attribute_path.h"
#include "chat/iterators.h"
#include "chat/native.h"
#include "chat/operators.h"
#include "chat/print.h"
#include "chat/text.h"

#include <algorithm>
#include <array>

namespace fe::chat {
namespace {

Value join(NativeCall& call)
{
    Runtime& runtime = call.runtime;
    const AttributePath path(runtime, call[1]);
    const std::string separator = toStr(runtime, call[0]);
    Iterator& iterator = iterate(runtime, call.subject);
    std::string out;
    std::string buffer;
    bool isFirst = true;
    for (Value item; iterator.next(runtime, item); isFirst = false) {
        const Value part = call.isGiven(1) ? path.get(runtime, item) : item;
        out += isFirst ? std::string_view() : std::string_view(separator);
        out += strView(runtime, part, buffer);
        runtime.requireTextSize(out.size());
        runtime.chargeBytes(separator.size());
    }
    return runtime.text(std::move(out));
}

Value first(NativeCall& call)
{
    Value item;
    return iterate(call.runtime, call.subject).next(call.runtime, item)
        ? item
        : call.runtime.undefined("No first item, sequence was empty.");
}

Value last(NativeCall& call)
{
    Iterator* iterator = tryReverse(call.runtime, call.subject);
    if (iterator == nullptr) {
        call.runtime.fail("'" + std::string(typeName(call.subject)) + "' object is not reversible");
    }
    Value item;
    return iterator->next(call.runtime, item)
        ? item
        : call.runtime.undefined("No last item, sequence was empty.");
}

Value list(NativeCall& call)
{
    return call.runtime.list(elementsOf(call.runtime, call.subject));
}

Value reverse(NativeCall& call)
{
    if (const Text* text = call.subject.text()) {
        std::vector<std::string_view> points = codePoints(text->bytes);
        call.runtime.charge(points.size());
        std::string out;
        std::for_each(points.rbegin(), points.rend(),
                      [&out](std::string_view point) { out += point; });
        return call.runtime.text(std::move(out));
    }
    if (Iterator* iterator = tryReverse(call.runtime, call.subject)) {
        Object* generator = &call.runtime.make<Generator>(*iterator);
        return generator;
    }
    Values items = elementsOf(call.runtime, call.subject);
    std::reverse(items.begin(), items.end());
    return call.runtime.list(std::move(items));
}

Value items(NativeCall& call)
{
    Runtime& runtime = call.runtime;
    Iterator* iterator = nullptr;
    if (const Dict* dict = call.subject.dict()) {
        iterator = &runtime.make<DictIterator>(*dict, DictPart::Pair, false);
    } else if (call.subject.undefined() != nullptr) {
        iterator = &runtime.make<EmptyIterator>();
    } else {
        // A generator fails when it is drawn from, not when it is made.
        return makeGenerator(runtime, runtime.make<EmptyIterator>(),
                             [](Runtime& owner, Iterator&, Value&) -> bool {
                                 owner.fail("Can only get item pairs from a mapping.");
                             });
    }
    Object* generator = &runtime.make<Generator>(*iterator);
    return generator;
}

Value inOrder(const Values& items, const std::vector<std::size_t>& order, Runtime& runtime)
{
    Values sorted;
    sorted.reserve(items.size());
    for (const std::size_t position : order) {
        sorted.push_back(items[position]);
    }
    return runtime.list(std::move(sorted));
}

Value dictSort(NativeCall& call)
{
    Runtime& runtime = call.runtime;
    const std::string_view by = call.textAt(1, "key");
    if (by != "key" && by != "value") {
        runtime.fail("You can only sort by either \"key\" or \"value\"");
    }
    if (call.subject.dict() == nullptr) {
        runtime.fail("dictsort wants a mapping, not " + std::string(typeName(call.subject)));
    }
    const bool caseSensitive = call.flagAt(0, false);
    Values pairs;
    Values keys;
    for (const auto& [key, value] : call.subject.dict()->entries) {
        pairs.push_back(runtime.tuple({ key, value }));
        keys.push_back(caseSensitive ? (by == "key" ? key : value)
                                     : ignoringCase(runtime, by == "key" ? key : value));
    }
    return inOrder(pairs, sortedOrder(runtime, keys, call.flagAt(2, false)), runtime);
}

Value sort(NativeCall& call)
{
    Runtime& runtime = call.runtime;
    const bool caseSensitive = call.flagAt(1, false);
    std::vector<AttributePath> paths;
    if (const Text* text = call[2].text()) {
        for (const std::string_view part : splitAt(text->bytes, ",", -1, Side::Left)) {
            paths.emplace_back(runtime, runtime.text(std::string(part)));
        }
    } else {
        paths.emplace_back(runtime, call[2]);
    }
    const Values all = elementsOf(runtime, call.subject);
    Values keys;
    for (const Value& item : all) {
        Values parts;
        for (const AttributePath& path : paths) {
            const Value part = path.get(runtime, item);
            parts.push_back(caseSensitive ? part : ignoringCase(runtime, part));
        }
        keys.push_back(runtime.list(std::move(parts)));
    }
    return inOrder(all, sortedOrder(runtime, keys, call.flagAt(0, false)), runtime);
}

template<bool Largest>
Value extreme(NativeCall& call)
{
    Runtime& runtime = call.runtime;
    const bool caseSensitive = call.flagAt(0, false);
    const AttributePath path(runtime, call[1]);
    Value best;
    Value bestKey;
    for (const Value& item : elementsOf(runtime, call.subject)) {
        const Value raw = path.get(runtime, item);
        const Value key = caseSensitive ? raw : ignoringCase(runtime, raw);
        const bool better = best.isMissing()
            || (Largest ? compare(runtime, Operator::Greater, key, bestKey)
                        : isLess(runtime, key, bestKey));
        if (better) {
            best = item;
            bestKey = key;
        }
    }
    return best.isMissing() ? runtime.undefined("No aggregated item, sequence was empty.") : best;
}

Value sum(NativeCall& call)
{
    Runtime& runtime = call.runtime;
    const AttributePath path(runtime, call[0]);
    Value total = call[1].isMissing() ? Value(std::int64_t { 0 }) : call[1];
    if (total.text() != nullptr) {
        runtime.fail("sum() can't sum strings");
    }
    Iterator& iterator = iterate(runtime, call.subject);
    for (Value item; iterator.next(runtime, item);) {
        total = arithmetic(runtime, Operator::Add, total, path.get(runtime, item));
    }
    return total;
}

/// A generator over a list that is complete already.
Value generatorOf(Runtime& runtime, Values elements)
{
    const Value made = runtime.list(std::move(elements));
    Object* generator = &runtime.make<Generator>(runtime.make<ListIterator>(*made.list(), false));
    return generator;
}

Value batch(NativeCall& call)
{
    Runtime& runtime = call.runtime;
    const std::int64_t size = call.integerAt(0, 0);
    Values rows;
    Values row;
    for (const Value& item : elementsOf(runtime, call.subject)) {
        if (static_cast<std::int64_t>(row.size()) == size) {
            rows.push_back(runtime.list(std::move(row)));
            row = {};
        }
        row.push_back(item);
    }
    if (!row.empty()) {
        while (call.isGiven(1) && static_cast<std::int64_t>(row.size()) < size) {
            runtime.charge(1);
            row.push_back(call[1]);
        }
        rows.push_back(runtime.list(std::move(row)));
    }
    return generatorOf(runtime, std::move(rows));
}

Value slice(NativeCall& call)
{
    Runtime& runtime = call.runtime;
    const std::int64_t slices = call.integerAt(0, 0);
    if (slices == 0) {
        runtime.fail("integer division or modulo by zero");
    }
    const Values all = elementsOf(runtime, call.subject);
    const auto length = static_cast<std::int64_t>(all.size());
    Values columns;
    std::int64_t at = 0;
    for (std::int64_t i = 0; i < slices; ++i) {
        const bool extra = i < length % slices;
        const std::int64_t end = at + length / slices + (extra ? 1 : 0);
        Values column(all.begin() + at, all.begin() + end);
        if (call.isGiven(1) && !extra) {
            column.push_back(call[1]);
        }
        columns.push_back(runtime.list(std::move(column)));
        at = end;
    }
    return generatorOf(runtime, std::move(columns));
}

constexpr std::array kFilters = {
    NativeRow { "join", "d attribute", 0, join },
    NativeRow { "first", "", 0, first },
    NativeRow { "last", "", 0, last },
    NativeRow { "list", "", 0, list },
    NativeRow { "reverse", "", 0, reverse },
    NativeRow { "items", "", 0, items },
    NativeRow { "dictsort", "case_sensitive by reverse", 0, dictSort },
    NativeRow { "sort", "reverse case_sensitive attribute", 0, sort },
    NativeRow { "min", "case_sensitive attribute", 0, extreme<false> },
    NativeRow { "max", "case_sensitive attribute", 0, extreme<true> },
    NativeRow { "sum", "attribute start", 0, sum },
    NativeRow { "batch", "linecount fill_with", 1, batch },
    NativeRow { "slice", "slices fill_with", 1, slice },
};

} // namespace

std::span<const NativeRow> sequenceFilters()
{
    return kFilters;
}

} // namespace fe::chat
