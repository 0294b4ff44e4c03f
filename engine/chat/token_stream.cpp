// SPDX-License-Identifier: Apache-2.0
#include "chat/failure.h"
#include "chat/limits.h"
#include "chat/parser.h"

#include <algorithm>

namespace fe::chat {
namespace {

std::string describe(const Token& token)
{
    switch (token.type) {
    case TokenType::End:
        return "the end of the template";
    case TokenType::BlockBegin:
    case TokenType::VariableBegin:
    case TokenType::Data:
        return "text";
    case TokenType::BlockEnd:
        return "the end of the statement";
    case TokenType::VariableEnd:
        return "the end of the print statement";
    case TokenType::Integer:
    case TokenType::Float:
        return "a number";
    default:
        return "'" + token.text + "'";
    }
}

} // namespace

const Token& TokenStream::next()
{
    const Token& token = current();
    m_at = std::min(m_at + 1, m_tokens.size() - 1);
    return token;
}

bool TokenStream::isName(std::string_view name) const
{
    return current().type == TokenType::Name && current().text == name;
}

bool TokenStream::isOperator(std::string_view spelling) const
{
    return current().type == TokenType::Operator && current().text == spelling;
}

bool TokenStream::skipName(std::string_view name)
{
    const bool found = isName(name);
    m_at += found ? 1 : 0;
    return found;
}

bool TokenStream::skipOperator(std::string_view spelling)
{
    const bool found = isOperator(spelling);
    m_at += found ? 1 : 0;
    return found;
}

void TokenStream::expectOperator(std::string_view spelling)
{
    if (!skipOperator(spelling)) {
        fail("expected '" + std::string(spelling) + "'");
    }
}

void TokenStream::expect(TokenType type)
{
    if (current().type != type) {
        fail(type == TokenType::BlockEnd ? "expected the end of the statement"
                                         : "expected the end of the print statement");
    }
    next();
}

std::string TokenStream::expectName()
{
    if (current().type != TokenType::Name) {
        fail("expected a name");
    }
    return next().text;
}

void TokenStream::fail(const std::string& why) const
{
    throw Failure { Failure::Kind::Wrong, why + ", found " + describe(current()), current().line };
}

Nesting::Nesting(int& depth, const TokenStream& tokens) : m_depth(depth)
{
    if (depth >= kMaxNesting) {
        throw Failure { Failure::Kind::Limit, "blocks and brackets nest too deep",
                        tokens.current().line };
    }
    ++m_depth;
}

} // namespace fe::chat
