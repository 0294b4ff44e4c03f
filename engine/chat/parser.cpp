// SPDX-License-Identifier: Apache-2.0
#include "chat/parser.h"

#include "chat/failure.h"
#include "chat/limits.h"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace fe::chat {

using Kind = Statement::Kind;

namespace {

/// Statements. `loops` counts the for loops that break and continue can reach.
class StatementParser
{
public:
    StatementParser(TokenStream& tokens, Heap& constants)
        : m_tokens(tokens), m_expressions(tokens, constants)
    {
    }

    /// Up to one of the names, which stays current, or to the end of the template if there are
    /// none.
    Block block(std::initializer_list<std::string_view> ends)
    {
        const Nesting nesting(m_expressions.nesting(), m_tokens);
        Block body;
        while (m_tokens.current().type != TokenType::End) {
            const Token token = m_tokens.next();
            if (token.type == TokenType::Data) {
                body.push_back(make(Kind::Data, token.line));
                body.back()->text = token.text;
            } else if (token.type == TokenType::VariableBegin) {
                body.push_back(make(Kind::Print, token.line));
                body.back()->expressions.push_back(m_expressions.tuple());
                m_tokens.expect(TokenType::VariableEnd);
            } else {
                if (std::any_of(ends.begin(), ends.end(),
                                [this](std::string_view end) { return m_tokens.isName(end); })) {
                    return body;
                }
                body.push_back(statement());
                m_tokens.expect(TokenType::BlockEnd);
            }
        }
        if (ends.size() > 0) {
            m_tokens.fail("unexpected end of template, looking for '"
                          + std::string(*(ends.end() - 1)) + "'");
        }
        return body;
    }

private:
    static StatementPtr make(Kind kind, int line)
    {
        auto made = std::make_unique<Statement>();
        made->kind = kind;
        made->line = line;
        return made;
    }

    /// The body of a statement: the end of its tag, statements, and one of the end names.
    Block body(std::initializer_list<std::string_view> ends)
    {
        m_tokens.skipOperator(":");
        m_tokens.expect(TokenType::BlockEnd);
        return block(ends);
    }

    Block lastBody(std::string_view end)
    {
        Block statements = body({ end });
        m_tokens.next();
        return statements;
    }

    StatementPtr statement()
    {
        using Parse = StatementPtr (StatementParser::*)(int);
        struct Row {
            std::string_view name;
            Parse parse;
        };
        static constexpr std::array kStatements = {
            Row { "if", &StatementParser::ifStatement },
            Row { "for", &StatementParser::forStatement },
            Row { "set", &StatementParser::setStatement },
            Row { "macro", &StatementParser::macroStatement },
            Row { "call", &StatementParser::callStatement },
            Row { "filter", &StatementParser::filterStatement },
            Row { "with", &StatementParser::withStatement },
            Row { "print", &StatementParser::printStatement },
            Row { "break", &StatementParser::jumpStatement },
            Row { "continue", &StatementParser::jumpStatement },
            Row { "generation", &StatementParser::generation },
        };
        constexpr std::array<std::string_view, 6> kUnsupported
            = { "block", "extends", "include", "import", "from", "autoescape" };
        const Token& token = m_tokens.current();
        if (token.type != TokenType::Name) {
            m_tokens.fail("tag name expected");
        }
        for (const Row& row : kStatements) {
            if (row.name == token.text) {
                return (this->*row.parse)(token.line);
            }
        }
        if (std::find(kUnsupported.begin(), kUnsupported.end(), token.text) != kUnsupported.end()) {
            throw Failure { Failure::Kind::Unsupported, "{% " + token.text + " %} is not supported",
                            token.line };
        }
        m_tokens.fail("unknown tag '" + token.text + "'");
    }

    StatementPtr ifStatement(int line)
    {
        StatementPtr made = make(Kind::If, line);
        do {
            m_tokens.next();
            made->expressions.push_back(
                m_expressions.tuple(ExpressionParser::Conditions::Excluded));
            made->blocks.push_back(body({ "elif", "else", "endif" }));
        } while (m_tokens.isName("elif"));
        if (m_tokens.next().text == "else") {
            made->blocks.push_back(lastBody("endif"));
        }
        return made;
    }

    StatementPtr forStatement(int line)
    {
        StatementPtr made = make(Kind::For, line);
        m_tokens.next();
        made->target = m_expressions.target(false, "in");
        if (!m_tokens.skipName("in")) {
            m_tokens.fail("'in' is missing");
        }
        made->expressions.push_back(
            m_expressions.tuple(ExpressionParser::Conditions::Excluded, "recursive"));
        made->expressions.push_back(m_tokens.skipName("if") ? m_expressions.expression() : nullptr);
        made->recursive = m_tokens.skipName("recursive");
        ++m_loops;
        made->blocks.push_back(body({ "endfor", "else" }));
        --m_loops;
        const bool hasElse = m_tokens.next().text == "else";
        made->blocks.push_back(hasElse ? lastBody("endfor") : Block());
        return made;
    }

    StatementPtr setStatement(int line)
    {
        m_tokens.next();
        ExpressionPtr target = m_expressions.target(true);
        StatementPtr made = make(Kind::Set, line);
        if (m_tokens.skipOperator("=")) {
            made->expressions.push_back(m_expressions.tuple());
        } else {
            made->kind = Kind::SetBlock;
            made->expressions.push_back(m_expressions.filters(nullptr, false));
            made->blocks.push_back(lastBody("endset"));
        }
        made->target = std::move(target);
        return made;
    }

    void signature(MacroNode& macro)
    {
        m_tokens.expectOperator("(");
        while (!m_tokens.isOperator(")")) {
            macro.parameters.push_back(plainName());
            if (m_tokens.skipOperator("=")) {
                macro.defaults.push_back(m_expressions.expression());
            } else if (!macro.defaults.empty()) {
                m_tokens.fail("non-default argument follows default argument");
            }
            if (!m_tokens.skipOperator(",")) {
                break;
            }
        }
        m_tokens.expectOperator(")");
    }

    ExpressionPtr plainName()
    {
        if (m_tokens.current().type != TokenType::Name) {
            m_tokens.fail("a name is missing");
        }
        ExpressionPtr made = m_expressions.name();
        if (made->kind != Expression::Kind::Name) {
            m_tokens.fail("cannot assign to this expression");
        }
        return made;
    }

    /// A body that runs on its own: break and continue do not reach the loops around it.
    Block closedBody(std::string_view end)
    {
        const int loops = std::exchange(m_loops, 0);
        Block statements = lastBody(end);
        m_loops = loops;
        return statements;
    }

    StatementPtr macroStatement(int line)
    {
        m_tokens.next();
        StatementPtr made = make(Kind::Macro, line);
        made->macro = std::make_unique<MacroNode>();
        made->target = plainName();
        made->macro->name = made->target->text;
        signature(*made->macro);
        made->macro->body = closedBody("endmacro");
        return made;
    }

    StatementPtr callStatement(int line)
    {
        m_tokens.next();
        StatementPtr made = make(Kind::CallBlock, line);
        made->macro = std::make_unique<MacroNode>();
        if (m_tokens.isOperator("(")) {
            signature(*made->macro);
        }
        made->expressions.push_back(m_expressions.expression());
        if (made->expressions.front()->kind != Expression::Kind::Call) {
            m_tokens.fail("expected call");
        }
        made->macro->body = closedBody("endcall");
        return made;
    }

    StatementPtr filterStatement(int line)
    {
        m_tokens.next();
        StatementPtr made = make(Kind::FilterBlock, line);
        made->expressions.push_back(m_expressions.filters(nullptr, true));
        made->blocks.push_back(lastBody("endfilter"));
        return made;
    }

    StatementPtr withStatement(int line)
    {
        m_tokens.next();
        StatementPtr made = make(Kind::With, line);
        while (m_tokens.current().type != TokenType::BlockEnd) {
            if (!made->targets.empty()) {
                m_tokens.expectOperator(",");
            }
            made->targets.push_back(m_expressions.target(false));
            m_tokens.expectOperator("=");
            made->expressions.push_back(m_expressions.expression());
        }
        made->blocks.push_back(lastBody("endwith"));
        return made;
    }

    StatementPtr printStatement(int line)
    {
        m_tokens.next();
        StatementPtr made = make(Kind::Print, line);
        while (m_tokens.current().type != TokenType::BlockEnd) {
            if (!made->expressions.empty()) {
                m_tokens.expectOperator(",");
            }
            made->expressions.push_back(m_expressions.expression());
        }
        return made;
    }

    StatementPtr jumpStatement(int line)
    {
        const std::string word = m_tokens.next().text;
        if (m_loops == 0) {
            m_tokens.fail("'" + word + "' outside of a loop");
        }
        return make(word == "break" ? Kind::Break : Kind::Continue, line);
    }

    StatementPtr generation(int line)
    {
        m_tokens.next();
        StatementPtr made = make(Kind::Generation, line);
        made->blocks.push_back(closedBody("endgeneration"));
        return made;
    }

    TokenStream& m_tokens;
    ExpressionParser m_expressions;
    int m_loops = 0;
};

} // namespace

void parseTemplate(std::string_view source, Template& compiled)
{
    TokenStream tokens(tokenize(source));
    compiled.body = StatementParser(tokens, compiled.constants).block({});
}

} // namespace fe::chat
