// SPDX-License-Identifier: Apache-2.0
#include "chat/failure.h"
#include "chat/limits.h"
#include "chat/parser.h"

#include <algorithm>

namespace fe::chat {

using Kind = Expression::Kind;

ExpressionPtr ExpressionParser::postfixes(ExpressionPtr subject)
{
    while (true) {
        if (m_tokens.isOperator(".")) {
            subject = attribute(std::move(subject));
        } else if (m_tokens.isOperator("[")) {
            subject = subscript(std::move(subject));
        } else if (m_tokens.isOperator("(")) {
            subject = call(std::move(subject));
        } else {
            return subject;
        }
    }
}

ExpressionPtr ExpressionParser::filtersAndTests(ExpressionPtr subject)
{
    while (true) {
        if (m_tokens.isOperator("|")) {
            subject = filters(std::move(subject), false);
        } else if (m_tokens.isName("is")) {
            subject = test(std::move(subject));
        } else if (m_tokens.isOperator("(")) {
            subject = call(std::move(subject));
        } else {
            return subject;
        }
    }
}

ExpressionPtr ExpressionParser::attribute(ExpressionPtr subject)
{
    const int line = m_tokens.next().line;
    const Token token = m_tokens.next();
    if (token.type == TokenType::Integer) {
        return makeOf(Kind::Item, line, std::move(subject), constant(token.integer, token.line));
    }
    if (token.type != TokenType::Name) {
        throw Failure { Failure::Kind::Wrong, "expected name or number after '.'", token.line };
    }
    ExpressionPtr made = makeOf(Kind::Attribute, line, std::move(subject));
    made->text = token.text;
    return made;
}

ExpressionPtr ExpressionParser::subscript(ExpressionPtr subject)
{
    const int line = m_tokens.next().line;
    ExpressionPtr start;
    if (!m_tokens.isOperator(":")) {
        start = expression();
    }
    if (!m_tokens.skipOperator(":")) {
        if (m_tokens.isOperator(",")) {
            Parts keys;
            keys.push_back(std::move(start));
            while (m_tokens.skipOperator(",") && !m_tokens.isOperator("]")) {
                keys.push_back(expression());
            }
            start = make(Kind::Tuple, line, std::move(keys));
        }
        m_tokens.expectOperator("]");
        return makeOf(Kind::Item, line, std::move(subject), std::move(start));
    }
    ExpressionPtr stop;
    ExpressionPtr step;
    if (!m_tokens.isOperator(":") && !m_tokens.isOperator("]")) {
        stop = expression();
    }
    if (m_tokens.skipOperator(":") && !m_tokens.isOperator("]")) {
        step = expression();
    }
    m_tokens.expectOperator("]");
    return makeOf(Kind::Slice, line, std::move(subject), std::move(start), std::move(stop),
                  std::move(step));
}

ExpressionPtr ExpressionParser::call(ExpressionPtr subject)
{
    ExpressionPtr made = makeOf(Kind::Call, m_tokens.current().line, std::move(subject));
    attach(*made, arguments());
    return made;
}

std::string ExpressionParser::dottedName()
{
    std::string name = m_tokens.expectName();
    while (m_tokens.skipOperator(".")) {
        name += "." + m_tokens.expectName();
    }
    return name;
}

ExpressionPtr ExpressionParser::filters(ExpressionPtr subject, bool firstInline)
{
    while (firstInline || m_tokens.skipOperator("|")) {
        firstInline = false;
        ExpressionPtr made = makeOf(Kind::Filter, m_tokens.current().line, std::move(subject));
        made->text = dottedName();
        if (m_tokens.isOperator("(")) {
            attach(*made, arguments());
        }
        subject = std::move(made);
    }
    return subject;
}

ExpressionPtr ExpressionParser::test(ExpressionPtr subject)
{
    const int line = m_tokens.next().line;
    const bool negated = m_tokens.skipName("not");
    ExpressionPtr made = makeOf(Kind::Test, line, std::move(subject));
    made->text = dottedName();
    const TokenType type = m_tokens.current().type;
    const bool isValue = type == TokenType::Name || type == TokenType::String
        || type == TokenType::Integer || type == TokenType::Float || m_tokens.isOperator("[")
        || m_tokens.isOperator("{");
    if (m_tokens.isOperator("(")) {
        attach(*made, arguments());
    } else if (isValue && !m_tokens.isName("else") && !m_tokens.isName("or")
               && !m_tokens.isName("and")) {
        if (m_tokens.isName("is")) {
            m_tokens.fail("tests cannot be chained with is");
        }
        std::vector<ArgumentNode> single(1);
        single.front().value = postfixes(primary());
        attach(*made, std::move(single));
    }
    return negated ? makeOf(Kind::Not, line, std::move(made)) : std::move(made);
}

std::vector<ArgumentNode> ExpressionParser::arguments()
{
    m_tokens.expectOperator("(");
    std::vector<ArgumentNode> all;
    bool named = false;
    bool spread = false;
    bool spreadNamed = false;
    const auto require = [this](bool good) {
        if (!good) {
            m_tokens.fail("invalid order of the arguments of a call");
        }
    };
    while (!m_tokens.isOperator(")")) {
        ArgumentNode argument;
        if (m_tokens.skipOperator("*")) {
            require(!spread && !spreadNamed);
            spread = true;
            argument.kind = ArgumentKind::Spread;
        } else if (m_tokens.skipOperator("**")) {
            require(!spreadNamed);
            spreadNamed = true;
            argument.kind = ArgumentKind::SpreadNamed;
        } else if (m_tokens.current().type == TokenType::Name
                   && m_tokens.ahead().type == TokenType::Operator
                   && m_tokens.ahead().text == "=") {
            require(!spreadNamed);
            named = true;
            argument.kind = ArgumentKind::Named;
            argument.name = m_tokens.next().text;
            m_tokens.next();
        } else {
            require(!spread && !spreadNamed && !named);
        }
        argument.value = expression();
        const bool repeated
            = argument.kind == ArgumentKind::Named
            && std::any_of(all.begin(), all.end(), [&argument](const ArgumentNode& other) {
                   return other.kind == ArgumentKind::Named && other.name == argument.name;
               });
        if (repeated) {
            m_tokens.fail("keyword argument repeated: " + argument.name);
        }
        all.push_back(std::move(argument));
        if (!m_tokens.skipOperator(",")) {
            break;
        }
    }
    m_tokens.expectOperator(")");
    return all;
}

void ExpressionParser::attach(Expression& expression, std::vector<ArgumentNode> arguments) const
{
    for (const ArgumentNode& argument : arguments) {
        expression.height = std::max(expression.height, argument.value->height + 1);
    }
    if (expression.height > kMaxTreeHeight) {
        throw Failure { Failure::Kind::Limit,
                        "an expression chains more than " + std::to_string(kMaxTreeHeight)
                            + " operations",
                        expression.line };
    }
    expression.arguments = std::move(arguments);
}

ExpressionPtr ExpressionParser::target(bool namespaces, std::string_view stopName)
{
    return targetTuple(namespaces, stopName, false);
}

/// Names, `ns.attribute`, and tuples of them with or without parentheses.
ExpressionPtr ExpressionParser::targetTuple(bool namespaces, std::string_view stopName,
                                            bool inParentheses)
{
    const Nesting nesting(m_nesting, m_tokens);
    const int line = m_tokens.current().line;
    Parts parts;
    bool isTuple = false;
    while (!isTupleEnd(stopName)) {
        if (m_tokens.skipOperator("(")) {
            parts.push_back(targetTuple(namespaces, {}, true));
            m_tokens.expectOperator(")");
        } else {
            const Token token = m_tokens.current();
            ExpressionPtr single = token.type == TokenType::Name ? name() : nullptr;
            if (single == nullptr || single->kind != Kind::Name) {
                throw Failure { Failure::Kind::Wrong, "cannot assign to this expression",
                                token.line };
            }
            if (namespaces && !inParentheses && m_tokens.skipOperator(".")) {
                single->kind = Kind::NamespaceAttribute;
                single->constant = textConstant(m_tokens.expectName());
            }
            parts.push_back(std::move(single));
        }
        if (!m_tokens.skipOperator(",")) {
            break;
        }
        isTuple = true;
    }
    if (!isTuple && parts.empty() && !inParentheses) {
        m_tokens.fail("a name is missing");
    }
    const bool single = !isTuple && !parts.empty();
    return single ? std::move(parts.front()) : make(Kind::Tuple, line, std::move(parts));
}

} // namespace fe::chat
