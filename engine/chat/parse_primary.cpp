// SPDX-License-Identifier: Apache-2.0
#include "chat/parser.h"

namespace fe::chat {

using Kind = Expression::Kind;

ExpressionPtr ExpressionParser::primary()
{
    const Token token = m_tokens.current();
    switch (token.type) {
    case TokenType::Name:
        return name();
    case TokenType::String: {
        std::string text;
        while (m_tokens.current().type == TokenType::String) {
            text += m_tokens.next().text;
        }
        return constant(textConstant(std::move(text)), token.line);
    }
    case TokenType::Integer:
        m_tokens.next();
        return constant(token.integer, token.line);
    case TokenType::Float:
        m_tokens.next();
        return constant(token.number, token.line);
    default:
        break;
    }
    if (m_tokens.isOperator("(")) {
        return parenthesized();
    }
    if (m_tokens.isOperator("[")) {
        return list();
    }
    if (m_tokens.isOperator("{")) {
        return dict();
    }
    m_tokens.fail("an expression is missing");
}

ExpressionPtr ExpressionParser::name()
{
    const Token token = m_tokens.next();
    if (token.text == "true" || token.text == "True" || token.text == "false"
        || token.text == "False") {
        return constant(token.text == "true" || token.text == "True", token.line);
    }
    if (token.text == "none" || token.text == "None") {
        return constant(None {}, token.line);
    }
    ExpressionPtr made = make(Kind::Name, token.line);
    made->text = token.text;
    return made;
}

bool ExpressionParser::isTupleEnd(std::string_view stopName) const
{
    const TokenType type = m_tokens.current().type;
    return type == TokenType::VariableEnd || type == TokenType::BlockEnd || m_tokens.isOperator(")")
        || (!stopName.empty() && m_tokens.isName(stopName));
}

ExpressionPtr ExpressionParser::tuple(Conditions conditions, std::string_view stopName)
{
    const int line = m_tokens.current().line;
    Parts parts;
    bool isTuple = false;
    while (!isTupleEnd(stopName)) {
        parts.push_back(expression(conditions));
        if (!m_tokens.skipOperator(",")) {
            break;
        }
        isTuple = true;
    }
    if (!isTuple && parts.empty()) {
        m_tokens.fail("an expression is missing");
    }
    return isTuple ? make(Kind::Tuple, line, std::move(parts)) : std::move(parts.front());
}

ExpressionPtr ExpressionParser::parenthesized()
{
    const int line = m_tokens.next().line;
    ExpressionPtr inner = m_tokens.isOperator(")") ? make(Kind::Tuple, line) : tuple();
    m_tokens.expectOperator(")");
    return inner;
}

ExpressionPtr ExpressionParser::list()
{
    const int line = m_tokens.next().line;
    Parts parts;
    while (!m_tokens.isOperator("]")) {
        parts.push_back(expression());
        if (!m_tokens.skipOperator(",")) {
            break;
        }
    }
    m_tokens.expectOperator("]");
    return make(Kind::List, line, std::move(parts));
}

ExpressionPtr ExpressionParser::dict()
{
    const int line = m_tokens.next().line;
    Parts parts;
    while (!m_tokens.isOperator("}")) {
        parts.push_back(expression());
        m_tokens.expectOperator(":");
        parts.push_back(expression());
        if (!m_tokens.skipOperator(",")) {
            break;
        }
    }
    m_tokens.expectOperator("}");
    return make(Kind::Dict, line, std::move(parts));
}

} // namespace fe::chat
