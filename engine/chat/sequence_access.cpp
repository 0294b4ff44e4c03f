// SPDX-License-Identifier: Apache-2.0
#include "chat/access.h"
#include "chat/iterators.h"
#include "chat/runtime.h"
#include "chat/text.h"

namespace fe::chat {
namespace {

/// Positions start, start + step ... of a slice, `count` of them.
struct Positions {
    std::int64_t start = 0;
    std::int64_t step = 1;
    std::int64_t count = 0;
};

std::optional<std::int64_t> indexOf(Runtime& runtime, const Value& value)
{
    if (value.isMissing() || value.isNone()) {
        return std::nullopt;
    }
    if (!value.isInteger()) {
        runtime.fail("slice indices must be integers or None");
    }
    return value.integer();
}

/// Python's rules: negative indices count from the end, indices outside are moved to the ends.
Positions resolve(Runtime& runtime, const SliceBounds& bounds, std::int64_t length)
{
    const std::int64_t step = indexOf(runtime, bounds.step).value_or(1);
    if (step == 0) {
        runtime.fail("slice step cannot be zero");
    }
    const bool backwards = step < 0;
    const std::int64_t low = backwards ? -1 : 0;
    const std::int64_t high = backwards ? length - 1 : length;
    const auto placed = [&](const Value& bound, std::int64_t otherwise) {
        const auto index = indexOf(runtime, bound);
        if (!index) {
            return otherwise;
        }
        return *index < 0 ? std::max(*index + length, low) : std::min(*index, high);
    };
    const std::int64_t start = placed(bounds.start, backwards ? high : low);
    const std::int64_t stop = placed(bounds.stop, backwards ? low : high);
    const std::int64_t distance = backwards ? start - stop : stop - start;
    if (distance <= 0) {
        return { start, step, 0 };
    }
    // The step may be the smallest integer, whose negation does not exist.
    const auto stride
        = backwards ? 0 - static_cast<std::uint64_t>(step) : static_cast<std::uint64_t>(step);
    const auto count
        = static_cast<std::int64_t>((static_cast<std::uint64_t>(distance) - 1) / stride + 1);
    return { start, count > 1 ? step : 1, count };
}

Value sliceText(Runtime& runtime, const Text& text, const Positions& positions)
{
    const auto start = static_cast<std::size_t>(positions.start);
    const auto count = static_cast<std::size_t>(positions.count);
    if (count == 0) {
        return runtime.text("", text.markup);
    }
    runtime.chargeBytes(text.ascii ? count : text.bytes.size());
    if (positions.step == 1) {
        const std::size_t begin = byteOf(text, start);
        const std::size_t end
            = text.ascii ? begin + count : begin + byteOf(Text(text.bytes.substr(begin)), count);
        return runtime.text(text.bytes.substr(begin, end - begin), text.markup);
    }
    const std::vector<std::string_view> points = codePoints(text.bytes);
    std::string out;
    for (std::int64_t i = 0, at = positions.start; i < positions.count; ++i, at += positions.step) {
        out += points[static_cast<std::size_t>(at)];
    }
    return runtime.text(std::move(out), text.markup);
}

Value sliceList(Runtime& runtime, const List& list, const Positions& positions)
{
    Values items;
    for (std::int64_t i = 0, at = positions.start; i < positions.count; ++i, at += positions.step) {
        items.push_back(list.items[static_cast<std::size_t>(at)]);
    }
    return list.isTuple ? runtime.tuple(std::move(items)) : runtime.list(std::move(items));
}

} // namespace

std::optional<std::int64_t> lengthOf(Runtime& runtime, const Value& value)
{
    if (const Text* text = value.text()) {
        if (!text->ascii) {
            runtime.chargeBytes(text->bytes.size());
        }
        return static_cast<std::int64_t>(codePointCount(*text));
    }
    if (const List* list = value.list()) {
        return static_cast<std::int64_t>(list->items.size());
    }
    if (const Dict* dict = value.dict()) {
        return static_cast<std::int64_t>(dict->entries.size());
    }
    if (Object* object = value.object()) {
        return object->length(runtime);
    }
    return value.undefined() != nullptr ? std::optional<std::int64_t>(0) : std::nullopt;
}

Iterator* tryIterate(Runtime& runtime, const Value& value)
{
    if (const Text* text = value.text()) {
        return &runtime.make<TextIterator>(*text);
    }
    if (const List* list = value.list()) {
        return &runtime.make<ListIterator>(*list, false);
    }
    if (const Dict* dict = value.dict()) {
        return &runtime.make<DictIterator>(*dict, DictPart::Key, false);
    }
    if (Object* object = value.object()) {
        return object->iterate(runtime);
    }
    return value.undefined() != nullptr ? &runtime.make<EmptyIterator>() : nullptr;
}

Iterator& iterate(Runtime& runtime, const Value& value)
{
    Iterator* iterator = tryIterate(runtime, value);
    if (iterator == nullptr) {
        runtime.fail("'" + std::string(typeName(value)) + "' object is not iterable");
    }
    return *iterator;
}

Iterator* tryReverse(Runtime& runtime, const Value& value)
{
    if (const Text* text = value.text()) {
        runtime.charge(text->bytes.size());
        Values items;
        for (const std::string_view point : codePoints(text->bytes)) {
            items.push_back(runtime.text(std::string(point)));
        }
        const Value list = runtime.list(std::move(items));
        return &runtime.make<ListIterator>(*list.list(), true);
    }
    if (const List* list = value.list()) {
        return &runtime.make<ListIterator>(*list, true);
    }
    if (const Dict* dict = value.dict()) {
        return &runtime.make<DictIterator>(*dict, DictPart::Key, true);
    }
    if (Object* object = value.object()) {
        return object->reversed(runtime);
    }
    return value.undefined() != nullptr ? &runtime.make<EmptyIterator>() : nullptr;
}

Values elementsOf(Runtime& runtime, const Value& value)
{
    Iterator& iterator = iterate(runtime, value);
    Values items;
    for (Value item; iterator.next(runtime, item);) {
        runtime.charge(1);
        items.push_back(item);
    }
    return items;
}

Value getSlice(Runtime& runtime, const Value& value, const SliceBounds& bounds)
{
    runtime.charge(1);
    if (const Undefined* undefined = value.undefined()) {
        runtime.fail(undefined->message);
    }
    auto* range = value.objectAs<RangeObject>();
    if (value.text() == nullptr && value.list() == nullptr && range == nullptr) {
        runtime.fail("'" + std::string(typeName(value)) + "' object cannot be sliced");
    }
    const Positions positions = resolve(runtime, bounds, *lengthOf(runtime, value));
    if (const Text* text = value.text()) {
        return sliceText(runtime, *text, positions);
    }
    if (const List* list = value.list()) {
        return sliceList(runtime, *list, positions);
    }
    Object* part = &range->slice(runtime, positions.start, positions.step, positions.count);
    return part;
}

} // namespace fe::chat
