// SPDX-License-Identifier: Apache-2.0
#include "chat/loop.h"

#include "chat/access.h"
#include "chat/native.h"
#include "chat/operators.h"

#include <array>

namespace fe::chat {
namespace {

Value cycle(NativeCall& call)
{
    const Values& items = call.given.positional;
    if (items.empty()) {
        call.runtime.fail("no items for cycling given");
    }
    const auto index = static_cast<std::size_t>(call.subject.objectAs<Loop>()->index0());
    return items[index % items.size()];
}

Value changed(NativeCall& call)
{
    return call.subject.objectAs<Loop>()->changed(call.runtime, call.given.positional);
}

constexpr std::array kMethods = {
    NativeRow { "cycle", "*", 0, cycle },
    NativeRow { "changed", "*", 0, changed },
};

} // namespace

bool Loop::peek(Runtime& runtime)
{
    if (m_aheadUsed < m_ahead.size()) {
        return true;
    }
    Value item;
    if (!m_source.next(runtime, item)) {
        return false;
    }
    m_ahead = { item };
    m_aheadUsed = 0;
    return true;
}

bool Loop::advance(Runtime& runtime, Value& item)
{
    if (!peek(runtime)) {
        return false;
    }
    ++m_index;
    m_before = m_current;
    m_current = m_ahead[m_aheadUsed++];
    item = m_current;
    return true;
}

std::optional<std::int64_t> Loop::length(Runtime& runtime)
{
    if (!m_length) {
        m_length = lengthOf(runtime, m_iterable);
    }
    if (!m_length) {
        // No len(): what is left is drawn now and kept.
        Values left(m_ahead.begin() + static_cast<std::ptrdiff_t>(m_aheadUsed), m_ahead.end());
        for (Value item; m_source.next(runtime, item);) {
            left.push_back(item);
        }
        m_ahead = std::move(left);
        m_aheadUsed = 0;
        m_length = m_index + 1 + static_cast<std::int64_t>(m_ahead.size());
    }
    return m_length;
}

Value Loop::attribute(Runtime& runtime, std::string_view name)
{
    if (name == "index") {
        return m_index + 1;
    }
    if (name == "index0") {
        return m_index;
    }
    if (name == "first") {
        return m_index == 0;
    }
    if (name == "last") {
        return !peek(runtime);
    }
    if (name == "length") {
        return *length(runtime);
    }
    if (name == "revindex") {
        return *length(runtime) - m_index;
    }
    if (name == "revindex0") {
        return *length(runtime) - m_index - 1;
    }
    if (name == "previtem") {
        return m_index == 0 ? runtime.undefined("there is no previous item") : m_before;
    }
    if (name == "nextitem") {
        return peek(runtime) ? m_ahead[m_aheadUsed] : runtime.undefined("there is no next item");
    }
    if (name == "depth") {
        return m_depth + 1;
    }
    if (name == "depth0") {
        return m_depth;
    }
    const NativeRow* row = findRow(kMethods, name);
    return row != nullptr ? makeFunction(runtime, *row, static_cast<Object*>(this)) : Value();
}

Value Loop::call(Runtime& runtime, const Arguments& arguments)
{
    if (!m_place.statement.recursive) {
        runtime.fail("the loop must have the 'recursive' marker to be called recursively");
    }
    if (arguments.positional.size() != 1 || !arguments.named.empty()) {
        runtime.fail("loop() takes one iterable");
    }
    return m_place.interpreter.recurse(m_place.statement, m_place.outer,
                                       arguments.positional.front(), m_depth + 1);
}

bool Loop::changed(Runtime& runtime, const Values& values)
{
    bool same = m_lastChanged && m_lastChanged->size() == values.size();
    for (std::size_t i = 0; same && i < values.size(); ++i) {
        same = equals(runtime, (*m_lastChanged)[i], values[i]);
    }
    if (!same) {
        m_lastChanged = values;
    }
    return !same;
}

void Loop::appendText(Runtime& runtime, std::string& out, int)
{
    out += "<LoopContext " + std::to_string(m_index + 1) + "/" + std::to_string(*length(runtime))
        + ">";
}

} // namespace fe::chat
