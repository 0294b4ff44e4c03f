// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "chat/ast.h"
#include "chat/lexer.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace fe::chat {

/// Tokens one after the other; the End token repeats.
class TokenStream
{
public:
    explicit TokenStream(std::vector<Token> tokens) : m_tokens(std::move(tokens)) { }

    [[nodiscard]] const Token& current() const { return m_tokens[m_at]; }
    [[nodiscard]] const Token& ahead() const
    {
        return m_tokens[std::min(m_at + 1, m_tokens.size() - 1)];
    }
    const Token& next();
    [[nodiscard]] bool isName(std::string_view name) const;
    [[nodiscard]] bool isOperator(std::string_view spelling) const;
    bool skipName(std::string_view name);
    bool skipOperator(std::string_view spelling);
    void expectOperator(std::string_view spelling);
    void expect(TokenType type);
    /// Any name.
    std::string expectName();
    [[noreturn]] void fail(const std::string& why) const;

private:
    std::vector<Token> m_tokens;
    std::size_t m_at = 0;
};

/// Counts how deep parentheses and blocks stand in each other.
class Nesting
{
public:
    Nesting(int& depth, const TokenStream& tokens);
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;
    ~Nesting() { --m_depth; }

private:
    int& m_depth;
};

/// Expressions, lowest precedence first; the grammar is jinja2's with its oddities.
class ExpressionParser
{
public:
    ExpressionParser(TokenStream& tokens, Heap& constants)
        : m_tokens(tokens), m_constants(constants)
    {
    }

    enum class Conditions { Allowed, Excluded };

    [[nodiscard]] ExpressionPtr expression(Conditions conditions = Conditions::Allowed);
    /// One expression, or several with commas that make a tuple. @param stopName a name that ends
    /// it.
    [[nodiscard]] ExpressionPtr tuple(Conditions conditions = Conditions::Allowed,
                                      std::string_view stopName = {});
    /// What an assignment can write to. @param namespaces allows `ns.attribute`.
    [[nodiscard]] ExpressionPtr target(bool namespaces, std::string_view stopName = {});
    /// A chain of filters behind `subject`; `inline`: the first has no "|".
    [[nodiscard]] ExpressionPtr filters(ExpressionPtr subject, bool firstInline);
    [[nodiscard]] ExpressionPtr name();
    int& nesting() { return m_nesting; }

private:
    using Parts = std::vector<ExpressionPtr>;
    [[nodiscard]] ExpressionPtr make(Expression::Kind kind, int line, Parts parts = {}) const;
    template<typename... More>
    [[nodiscard]] ExpressionPtr makeOf(Expression::Kind kind, int line, More... more) const
    {
        Parts parts;
        (parts.push_back(std::move(more)), ...);
        return make(kind, line, std::move(parts));
    }
    [[nodiscard]] ExpressionPtr constant(Value value, int line) const;
    [[nodiscard]] Value textConstant(std::string text) const;
    [[nodiscard]] bool isTupleEnd(std::string_view stopName) const;

    [[nodiscard]] ExpressionPtr conditional();
    [[nodiscard]] ExpressionPtr disjunction();
    [[nodiscard]] ExpressionPtr conjunction();
    [[nodiscard]] ExpressionPtr negation();
    [[nodiscard]] ExpressionPtr comparison();
    [[nodiscard]] ExpressionPtr sum();
    [[nodiscard]] ExpressionPtr concatenation();
    [[nodiscard]] ExpressionPtr product();
    [[nodiscard]] ExpressionPtr power();
    [[nodiscard]] ExpressionPtr unary(bool withFilters);
    [[nodiscard]] ExpressionPtr primary();
    [[nodiscard]] ExpressionPtr parenthesized();
    [[nodiscard]] ExpressionPtr list();
    [[nodiscard]] ExpressionPtr dict();
    [[nodiscard]] ExpressionPtr targetTuple(bool namespaces, std::string_view stopName,
                                            bool inParentheses);

    [[nodiscard]] ExpressionPtr postfixes(ExpressionPtr subject);
    [[nodiscard]] ExpressionPtr filtersAndTests(ExpressionPtr subject);
    [[nodiscard]] ExpressionPtr attribute(ExpressionPtr subject);
    [[nodiscard]] ExpressionPtr subscript(ExpressionPtr subject);
    [[nodiscard]] ExpressionPtr call(ExpressionPtr subject);
    [[nodiscard]] ExpressionPtr test(ExpressionPtr subject);
    [[nodiscard]] std::string dottedName();
    [[nodiscard]] std::vector<ArgumentNode> arguments();
    void attach(Expression& expression, std::vector<ArgumentNode> arguments) const;

    TokenStream& m_tokens;
    Heap& m_constants;
    int m_nesting = 0;
};

/// Parses a whole template; names are not bound yet. Throws Failure with the line.
void parseTemplate(std::string_view source, Template& compiled);

} // namespace fe::chat
