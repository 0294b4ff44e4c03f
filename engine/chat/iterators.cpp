// SPDX-License-Identifier: Apache-2.0
#include "chat/iterators.h"

#include "base/utf8.h"
#include "chat/print.h"
#include "chat/runtime.h"

#include <algorithm>

namespace fe::chat {
namespace {

class RangeIterator final : public Iterator
{
public:
    RangeIterator(std::int64_t first, std::int64_t step, std::int64_t count)
        : m_next(first), m_step(step), m_left(count)
    {
    }
    bool next(Runtime& runtime, Value& item) override
    {
        if (m_left == 0) {
            return false;
        }
        runtime.charge(1);
        item = m_next;
        if (--m_left > 0) {
            m_next += m_step;
        }
        return true;
    }

private:
    std::int64_t m_next;
    std::int64_t m_step;
    std::int64_t m_left;
};

} // namespace

bool ListIterator::next(Runtime& runtime, Value& item)
{
    const std::size_t count = m_list.items.size();
    if (m_done >= count) {
        return false;
    }
    runtime.charge(1);
    item = m_list.items[m_backwards ? count - 1 - m_done : m_done];
    ++m_done;
    return true;
}

bool TextIterator::next(Runtime& runtime, Value& item)
{
    const base::CodePoint point = base::decodeUtf8(m_text.bytes, m_position);
    if (point.length == 0) {
        return false;
    }
    item = runtime.text(m_text.bytes.substr(m_position, point.length));
    m_position += point.length;
    return true;
}

bool DictIterator::next(Runtime& runtime, Value& item)
{
    const std::size_t count = m_dict.entries.size();
    if (m_done >= count) {
        return false;
    }
    runtime.charge(1);
    const auto& [key, value] = m_dict.entries[m_backwards ? count - 1 - m_done : m_done];
    ++m_done;
    switch (m_part) {
    case DictPart::Key:
        item = key;
        break;
    case DictPart::Value:
        item = value;
        break;
    case DictPart::Pair:
        item = runtime.tuple({ key, value });
        break;
    }
    return true;
}

bool LazyIterator::next(Runtime& runtime, Value& item)
{
    const Runtime::Active active(runtime);
    return m_next(runtime, m_source, item);
}

std::string_view DictView::typeName() const
{
    switch (m_part) {
    case DictPart::Key:
        return "dict_keys";
    case DictPart::Value:
        return "dict_values";
    case DictPart::Pair:
        break;
    }
    return "dict_items";
}

std::optional<std::int64_t> DictView::length(Runtime&)
{
    return static_cast<std::int64_t>(m_dict.entries.size());
}

Iterator* DictView::iterate(Runtime& runtime)
{
    return &runtime.make<DictIterator>(m_dict, m_part, false);
}

Iterator* DictView::reversed(Runtime& runtime)
{
    return &runtime.make<DictIterator>(m_dict, m_part, true);
}

void DictView::appendText(Runtime& runtime, std::string& out, int depth)
{
    out += std::string(typeName()) + "([";
    DictIterator iterator(m_dict, m_part, false);
    std::string_view separator;
    for (Value item; iterator.next(runtime, item); separator = ", ") {
        out += separator;
        appendRepr(runtime, out, item, depth);
    }
    out += "])";
}

RangeObject::RangeObject(std::int64_t start, std::int64_t stop, std::int64_t step)
    : m_start(start), m_stop(stop), m_step(step), m_count(0)
{
    // Unsigned differences do not overflow.
    const auto distance = [](std::int64_t low, std::int64_t high) {
        return static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low);
    };
    std::uint64_t count = 0;
    if (step > 0 && start < stop) {
        count = (distance(start, stop) - 1) / static_cast<std::uint64_t>(step) + 1;
    } else if (step < 0 && start > stop) {
        count = (distance(stop, start) - 1) / distance(step, 0) + 1;
    }
    m_count = static_cast<std::int64_t>(std::min<std::uint64_t>(count, INT64_MAX));
}

Iterator* RangeObject::iterate(Runtime& runtime)
{
    return &runtime.make<RangeIterator>(m_start, m_step, m_count);
}

Iterator* RangeObject::reversed(Runtime& runtime)
{
    const std::int64_t last = m_count > 0 ? m_start + (m_count - 1) * m_step : m_start;
    return &runtime.make<RangeIterator>(last, -m_step, m_count);
}

void RangeObject::appendText(Runtime&, std::string& out, int)
{
    out += "range(" + std::to_string(m_start) + ", " + std::to_string(m_stop);
    if (m_step != 1) {
        out += ", " + std::to_string(m_step);
    }
    out += ")";
}

RangeObject& RangeObject::slice(Runtime& runtime, std::int64_t from, std::int64_t step,
                                std::int64_t count) const
{
    if (count == 0) {
        return runtime.make<RangeObject>(m_start, m_start, 1);
    }
    const std::int64_t start = m_start + from * m_step;
    const std::int64_t stride = m_step * step;
    return runtime.make<RangeObject>(start, start + count * stride, stride);
}

Value makeGenerator(Runtime& runtime, Iterator& source, LazyIterator::Next next)
{
    Iterator& lazy = runtime.make<LazyIterator>(source, std::move(next));
    Object* generator = &runtime.make<Generator>(lazy);
    return generator;
}

} // namespace fe::chat
