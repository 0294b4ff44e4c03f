// SPDX-License-Identifier: Apache-2.0
#include "chat/macro.h"

#include <algorithm>
#include <utility>

namespace fe::chat {
namespace {

/// Removes a named argument and returns it, missing if there is none.
Value take(Arguments& arguments, std::string_view name)
{
    const auto found
        = std::find_if(arguments.named.begin(), arguments.named.end(),
                       [name](const auto& argument) { return argument.first == name; });
    if (found == arguments.named.end()) {
        return {};
    }
    const Value value = found->second;
    arguments.named.erase(found);
    return value;
}

} // namespace

Value Macro::attribute(Runtime& runtime, std::string_view name)
{
    if (name == "name") {
        return m_node.name.empty() ? Value(None {}) : runtime.text(m_node.name);
    }
    if (name == "caller") {
        return m_node.callerSlot >= 0;
    }
    if (name == "catch_kwargs") {
        return m_node.namedSlot >= 0;
    }
    if (name == "catch_varargs") {
        return m_node.restSlot >= 0;
    }
    if (name == "arguments") {
        Values names;
        for (const ExpressionPtr& parameter : m_node.parameters) {
            names.push_back(runtime.text(parameter->text));
        }
        return runtime.tuple(std::move(names));
    }
    return {};
}

void Interpreter::bindArguments(const MacroNode& macro, Frame& frame, const Arguments& given)
{
    Arguments left = given;
    const std::size_t byPosition = std::min(given.positional.size(), macro.parameters.size());
    const auto slot
        = [&frame](int index) -> Value& { return frame.values[static_cast<std::size_t>(index)]; };
    for (std::size_t i = 0; i < macro.parameters.size(); ++i) {
        const Expression& parameter = *macro.parameters[i];
        slot(parameter.slot.index)
            = i < byPosition ? given.positional[i] : take(left, parameter.text);
    }
    if (macro.callerSlot >= 0) {
        const Value caller = take(left, "caller");
        const bool isGiven = !caller.isMissing() && !caller.isNone();
        slot(macro.callerSlot) = isGiven ? caller : m_runtime.undefined("No caller defined");
    }
    if (macro.namedSlot >= 0) {
        Dict& rest = m_runtime.make<Dict>();
        for (const auto& [name, value] : left.named) {
            rest.set(m_runtime, m_runtime.text(name), value);
        }
        slot(macro.namedSlot) = static_cast<const Dict*>(&rest);
    } else if (!left.named.empty()) {
        m_runtime.fail("macro '" + macro.name + "' takes no keyword argument '"
                       + left.named.front().first + "'");
    }
    Values rest(given.positional.begin() + static_cast<std::ptrdiff_t>(byPosition),
                given.positional.end());
    if (macro.restSlot >= 0) {
        slot(macro.restSlot) = m_runtime.tuple(std::move(rest));
    } else if (!rest.empty()) {
        m_runtime.fail("macro '" + macro.name + "' takes not more than "
                       + std::to_string(macro.parameters.size()) + " argument(s)");
    }
}

Value Interpreter::callMacro(const MacroNode& macro, Frame& closure, const Arguments& arguments)
{
    Frame& frame = newFrame(macro.layout, &closure);
    bindArguments(macro, frame, arguments);
    enter(macro.layout, frame);
    const Entered entered(*this, frame);
    const std::size_t plain = macro.parameters.size() - macro.defaults.size();
    for (std::size_t i = 0; i < macro.parameters.size(); ++i) {
        const Expression& parameter = *macro.parameters[i];
        Value& value = slotOf(frame, parameter.slot);
        if (value.isMissing()) {
            value = i < plain
                ? m_runtime.undefined("parameter '" + parameter.text + "' was not provided")
                : evaluate(*macro.defaults[i - plain]);
        }
    }
    const Value outerText = std::exchange(m_blockText, Value());
    Flow flow = Flow::Next;
    std::string text = captured(macro.body, flow);
    m_blockText = outerText;
    return m_runtime.text(std::move(text));
}

} // namespace fe::chat
