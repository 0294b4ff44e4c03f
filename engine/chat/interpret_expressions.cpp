// SPDX-License-Identifier: Apache-2.0
#include "chat/access.h"
#include "chat/interpreter.h"
#include "chat/print.h"

namespace fe::chat {

using Kind = Expression::Kind;

Value Interpreter::evaluate(const Expression& expression)
{
    const Runtime::Active active(m_runtime);
    m_runtime.charge(1);
    const int line = m_runtime.line();
    m_runtime.setLine(expression.line);
    const Value value = evaluateNow(expression);
    m_runtime.setLine(line);
    return value;
}

Value Interpreter::evaluateNow(const Expression& expression)
{
    const auto part
        = [this, &expression](std::size_t index) { return evaluate(*expression.parts[index]); };
    switch (expression.kind) {
    case Kind::Constant:
        return expression.constant;
    case Kind::Name:
        return variable(expression);
    case Kind::NamespaceAttribute:
        break;
    case Kind::Tuple:
        return m_runtime.tuple(evaluateAll(expression));
    case Kind::List:
        return m_runtime.list(evaluateAll(expression));
    case Kind::Dict:
        return dict(expression);
    case Kind::Not:
        return !truth(m_runtime, part(0));
    case Kind::Negate:
        return negate(m_runtime, part(0));
    case Kind::Plus:
        return plus(m_runtime, part(0));
    case Kind::Arithmetic: {
        const Value left = part(0);
        return arithmetic(m_runtime, expression.operators[0], left, part(1));
    }
    case Kind::Compare:
        return comparison(expression);
    case Kind::And: {
        const Value left = part(0);
        return truth(m_runtime, left) ? part(1) : left;
    }
    case Kind::Or: {
        const Value left = part(0);
        return truth(m_runtime, left) ? left : part(1);
    }
    case Kind::Concat:
        return concatenation(expression);
    case Kind::Conditional:
        return conditional(expression);
    case Kind::Attribute:
        return getAttribute(m_runtime, part(0), expression.text);
    case Kind::Item: {
        const Value subject = part(0);
        return getItem(m_runtime, subject, part(1));
    }
    case Kind::Slice:
        return slice(expression);
    case Kind::Call:
        return call(expression, {});
    case Kind::Filter:
    case Kind::Test:
        return applied(expression);
    }
    m_runtime.fail("an assignment stands where a value is wanted");
}

Value Interpreter::variable(const Expression& expression)
{
    const Value value = slotOf(*m_frame, expression.slot);
    return value.isMissing() ? m_runtime.undefined("'" + expression.text + "' is undefined")
                             : value;
}

Values Interpreter::evaluateAll(const Expression& expression)
{
    Values values;
    values.reserve(expression.parts.size());
    for (const ExpressionPtr& part : expression.parts) {
        values.push_back(evaluate(*part));
    }
    return values;
}

Value Interpreter::conditional(const Expression& expression)
{
    if (truth(m_runtime, evaluate(*expression.parts[0]))) {
        return evaluate(*expression.parts[1]);
    }
    if (expression.parts[2] != nullptr) {
        return evaluate(*expression.parts[2]);
    }
    return m_runtime.undefined("the inline if-expression on line " + std::to_string(expression.line)
                               + " evaluated to false and no else section was defined.");
}

Value Interpreter::comparison(const Expression& expression)
{
    Value left = evaluate(*expression.parts[0]);
    for (std::size_t i = 0; i < expression.operators.size(); ++i) {
        const Value right = evaluate(*expression.parts[i + 1]);
        if (!compare(m_runtime, expression.operators[i], left, right)) {
            return false;
        }
        left = right;
    }
    return true;
}

Value Interpreter::concatenation(const Expression& expression)
{
    std::string text;
    std::string buffer;
    for (const Value& value : evaluateAll(expression)) {
        text += strView(m_runtime, value, buffer);
        m_runtime.requireTextSize(text.size());
    }
    return m_runtime.text(std::move(text));
}

Value Interpreter::dict(const Expression& expression)
{
    Dict& made = m_runtime.make<Dict>();
    for (std::size_t i = 0; i < expression.parts.size(); i += 2) {
        const Value key = evaluate(*expression.parts[i]);
        const Value value = evaluate(*expression.parts[i + 1]);
        m_runtime.requireHashable(key);
        made.set(m_runtime, key, value);
    }
    return static_cast<const Dict*>(&made);
}

Value Interpreter::slice(const Expression& expression)
{
    const Value subject = evaluate(*expression.parts[0]);
    const auto bound = [this, &expression](std::size_t index) {
        return expression.parts[index] != nullptr ? evaluate(*expression.parts[index]) : Value();
    };
    SliceBounds bounds;
    bounds.start = bound(1);
    bounds.stop = bound(2);
    bounds.step = bound(3);
    return getSlice(m_runtime, subject, bounds);
}

Value Interpreter::call(const Expression& expression, const Value& caller)
{
    const Value callee = evaluate(*expression.parts[0]);
    Arguments arguments = argumentsOf(expression);
    if (!caller.isMissing()) {
        arguments.named.emplace_back("caller", caller);
    }
    return callValue(m_runtime, callee, arguments);
}

/// A filter or test.
Value Interpreter::applied(const Expression& expression)
{
    const bool isFilter = expression.kind == Kind::Filter;
    if (expression.function == nullptr) {
        if (isFilter && isUnsupportedFilter(expression.text)) {
            m_runtime.failUnsupported("the filter '" + expression.text + "' is not supported");
        }
        m_runtime.fail((isFilter ? "no filter named '" : "no test named '") + expression.text
                       + "' found");
    }
    const Value subject
        = expression.parts[0] != nullptr ? evaluate(*expression.parts[0]) : m_blockText;
    return callNative(m_runtime, *expression.function, subject, argumentsOf(expression));
}

Arguments Interpreter::argumentsOf(const Expression& expression)
{
    Arguments arguments;
    for (const ArgumentNode& argument : expression.arguments) {
        const Value value = evaluate(*argument.value);
        switch (argument.kind) {
        case ArgumentKind::Positional:
            arguments.positional.push_back(value);
            break;
        case ArgumentKind::Named:
            arguments.named.emplace_back(argument.name, value);
            break;
        case ArgumentKind::Spread:
            for (const Value& item : elementsOf(m_runtime, value)) {
                arguments.positional.push_back(item);
            }
            break;
        case ArgumentKind::SpreadNamed:
            spreadNamed(value, arguments);
            break;
        }
    }
    return arguments;
}

void Interpreter::spreadNamed(const Value& value, Arguments& arguments)
{
    if (value.dict() == nullptr) {
        m_runtime.fail("argument after ** must be a mapping, not " + std::string(typeName(value)));
    }
    for (const auto& [key, item] : value.dict()->entries) {
        m_runtime.charge(1 + arguments.named.size());
        if (key.text() == nullptr) {
            m_runtime.fail("keywords must be strings");
        }
        for (const auto& [name, other] : arguments.named) {
            if (name == key.text()->bytes) {
                m_runtime.fail("got multiple values for keyword argument '" + name + "'");
            }
        }
        arguments.named.emplace_back(key.text()->bytes, item);
    }
}

} // namespace fe::chat
