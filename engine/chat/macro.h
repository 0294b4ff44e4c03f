// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "chat/interpreter.h"
#include "chat/print.h"

namespace fe::chat {

/// A macro with the frame that it was defined in.
class Macro final : public Object
{
public:
    Macro(Interpreter& interpreter, const MacroNode& node, Frame& closure)
        : m_interpreter(interpreter), m_node(node), m_closure(closure)
    {
    }
    [[nodiscard]] std::string_view typeName() const override { return "Macro"; }
    [[nodiscard]] bool isCallable() const override { return true; }
    Value call(Runtime&, const Arguments& arguments) override
    {
        return m_interpreter.callMacro(m_node, m_closure, arguments);
    }
    [[nodiscard]] Value attribute(Runtime& runtime, std::string_view name) override;
    void appendText(Runtime&, std::string& out, int) override
    {
        out += "<Macro ";
        if (m_node.name.empty()) {
            out += "anonymous";
        } else {
            appendQuoted(out, m_node.name);
        }
        out += ">";
    }

private:
    Interpreter& m_interpreter;
    const MacroNode& m_node;
    Frame& m_closure;
};

} // namespace fe::chat
