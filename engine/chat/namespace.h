// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "chat/print.h"
#include "chat/value.h"

namespace fe::chat {

/// namespace(...): the one object whose attributes a template may set.
class Namespace final : public Object
{
public:
    explicit Namespace(Dict& attributes) : m_attributes(attributes) { }
    [[nodiscard]] std::string_view typeName() const override { return "Namespace"; }
    [[nodiscard]] Value attribute(Runtime&, std::string_view name) override
    {
        return m_attributes.find(name);
    }
    void set(Runtime& runtime, const Value& name, const Value& value)
    {
        m_attributes.set(runtime, name, value);
    }
    void appendText(Runtime& runtime, std::string& out, int depth) override
    {
        out += "<Namespace ";
        appendRepr(runtime, out, static_cast<const Dict*>(&m_attributes), depth);
        out += ">";
    }

private:
    Dict& m_attributes;
};

} // namespace fe::chat
