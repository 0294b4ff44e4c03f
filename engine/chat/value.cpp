// SPDX-License-Identifier: Apache-2.0
#include "chat/value.h"

#include "chat/operators.h"
#include "chat/runtime.h"

#include <algorithm>

namespace fe::chat {

std::optional<std::int64_t> Value::integer() const
{
    if (const bool* flag = std::get_if<bool>(&m_value)) {
        return *flag ? 1 : 0;
    }
    if (const std::int64_t* number = std::get_if<std::int64_t>(&m_value)) {
        return *number;
    }
    return std::nullopt;
}

std::optional<double> Value::number() const
{
    if (const double* number = std::get_if<double>(&m_value)) {
        return *number;
    }
    if (const auto number = integer()) {
        return static_cast<double>(*number);
    }
    return std::nullopt;
}

Text::Text(std::string content, bool isMarkup)
    : bytes(std::move(content)),
      ascii(std::all_of(bytes.begin(), bytes.end(),
                        [](char c) { return static_cast<unsigned char>(c) < 0x80; })),
      markup(isMarkup)
{
}

void Dict::set(Runtime& runtime, const Value& key, const Value& value)
{
    depth = std::max({ depth, runtime.depthAround(key), runtime.depthAround(value) });
    runtime.charge(1);
    if (const Text* text = key.text()) {
        const auto [position, isNew] = m_texts.try_emplace(text->bytes, entries.size());
        if (!isNew) {
            entries[position->second].second = value;
            return;
        }
    } else {
        for (Entry& entry : entries) {
            runtime.charge(1);
            if (entry.first.text() == nullptr && equals(runtime, entry.first, key)) {
                entry.second = value;
                return;
            }
        }
    }
    entries.emplace_back(key, value);
}

Value Dict::find(Runtime& runtime, const Value& key) const
{
    if (const Text* text = key.text()) {
        return find(text->bytes);
    }
    for (const Entry& entry : entries) {
        runtime.charge(1);
        if (entry.first.text() == nullptr && equals(runtime, entry.first, key)) {
            return entry.second;
        }
    }
    return {};
}

Value Dict::find(std::string_view key) const
{
    const auto found = m_texts.find(std::string(key));
    return found != m_texts.end() ? entries[found->second].second : Value();
}

Value Object::call(Runtime& runtime, const Arguments&)
{
    runtime.fail("'" + std::string(typeName()) + "' object is not callable");
}

void Object::appendText(Runtime&, std::string& out, int)
{
    out += "<" + std::string(typeName()) + " object>";
}

} // namespace fe::chat
