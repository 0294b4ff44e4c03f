// SPDX-License-Identifier: Apache-2.0
#include "chat/failure.h"
#include "chat/limits.h"
#include "chat/parser.h"

#include <algorithm>
#include <array>

namespace fe::chat {

using Kind = Expression::Kind;

namespace {

struct OperatorRow {
    std::string_view spelling;
    Operator op;
};

constexpr std::array kComparisons = {
    OperatorRow { "==", Operator::Equal },  OperatorRow { "!=", Operator::NotEqual },
    OperatorRow { "<", Operator::Less },    OperatorRow { "<=", Operator::LessEqual },
    OperatorRow { ">", Operator::Greater }, OperatorRow { ">=", Operator::GreaterEqual },
};
constexpr std::array kSums
    = { OperatorRow { "+", Operator::Add }, OperatorRow { "-", Operator::Subtract } };
constexpr std::array kProducts = {
    OperatorRow { "*", Operator::Multiply },
    OperatorRow { "/", Operator::Divide },
    OperatorRow { "//", Operator::FloorDivide },
    OperatorRow { "%", Operator::Modulo },
};

template<typename Table>
const OperatorRow* currentIn(const Table& table, const TokenStream& tokens)
{
    const auto found = std::find_if(table.begin(), table.end(), [&tokens](const OperatorRow& row) {
        return tokens.isOperator(row.spelling);
    });
    return found != table.end() ? &*found : nullptr;
}

} // namespace

ExpressionPtr ExpressionParser::make(Kind kind, int line, Parts parts) const
{
    auto made = std::make_unique<Expression>();
    made->kind = kind;
    made->line = line;
    for (const ExpressionPtr& part : parts) {
        made->height = std::max(made->height, part != nullptr ? part->height + 1 : 1);
    }
    if (made->height > kMaxTreeHeight) {
        throw Failure { Failure::Kind::Limit,
                        "an expression chains more than " + std::to_string(kMaxTreeHeight)
                            + " operations",
                        line };
    }
    made->parts = std::move(parts);
    return made;
}

ExpressionPtr ExpressionParser::constant(Value value, int line) const
{
    ExpressionPtr made = make(Kind::Constant, line);
    made->constant = value;
    return made;
}

Value ExpressionParser::textConstant(std::string text) const
{
    const Text& made = m_constants.make<Text>(std::move(text));
    return &made;
}

ExpressionPtr ExpressionParser::expression(Conditions conditions)
{
    const Nesting nesting(m_nesting, m_tokens);
    return conditions == Conditions::Allowed ? conditional() : disjunction();
}

ExpressionPtr ExpressionParser::conditional()
{
    int line = m_tokens.current().line;
    ExpressionPtr value = disjunction();
    while (m_tokens.skipName("if")) {
        ExpressionPtr test = disjunction();
        ExpressionPtr otherwise;
        if (m_tokens.skipName("else")) {
            const Nesting nesting(m_nesting, m_tokens);
            otherwise = conditional();
        }
        value = makeOf(Kind::Conditional, line, std::move(test), std::move(value),
                       std::move(otherwise));
        line = m_tokens.current().line;
    }
    return value;
}

ExpressionPtr ExpressionParser::disjunction()
{
    const int line = m_tokens.current().line;
    ExpressionPtr left = conjunction();
    while (m_tokens.skipName("or")) {
        left = makeOf(Kind::Or, line, std::move(left), conjunction());
    }
    return left;
}

ExpressionPtr ExpressionParser::conjunction()
{
    const int line = m_tokens.current().line;
    ExpressionPtr left = negation();
    while (m_tokens.skipName("and")) {
        left = makeOf(Kind::And, line, std::move(left), negation());
    }
    return left;
}

ExpressionPtr ExpressionParser::negation()
{
    const int line = m_tokens.current().line;
    if (m_tokens.skipName("not")) {
        const Nesting nesting(m_nesting, m_tokens);
        return makeOf(Kind::Not, line, negation());
    }
    return comparison();
}

ExpressionPtr ExpressionParser::comparison()
{
    const int line = m_tokens.current().line;
    Parts parts;
    parts.push_back(sum());
    std::vector<Operator> operators;
    while (true) {
        if (const OperatorRow* row = currentIn(kComparisons, m_tokens)) {
            m_tokens.next();
            operators.push_back(row->op);
        } else if (m_tokens.skipName("in")) {
            operators.push_back(Operator::In);
        } else if (m_tokens.isName("not") && m_tokens.ahead().type == TokenType::Name
                   && m_tokens.ahead().text == "in") {
            m_tokens.next();
            m_tokens.next();
            operators.push_back(Operator::NotIn);
        } else {
            break;
        }
        parts.push_back(sum());
    }
    if (operators.empty()) {
        return std::move(parts.front());
    }
    ExpressionPtr made = make(Kind::Compare, line, std::move(parts));
    made->operators = std::move(operators);
    return made;
}

ExpressionPtr ExpressionParser::sum()
{
    const int line = m_tokens.current().line;
    ExpressionPtr left = concatenation();
    while (const OperatorRow* row = currentIn(kSums, m_tokens)) {
        m_tokens.next();
        left = makeOf(Kind::Arithmetic, line, std::move(left), concatenation());
        left->operators = { row->op };
    }
    return left;
}

ExpressionPtr ExpressionParser::concatenation()
{
    const int line = m_tokens.current().line;
    Parts parts;
    parts.push_back(product());
    while (m_tokens.skipOperator("~")) {
        parts.push_back(product());
    }
    return parts.size() == 1 ? std::move(parts.front())
                             : make(Kind::Concat, line, std::move(parts));
}

ExpressionPtr ExpressionParser::product()
{
    const int line = m_tokens.current().line;
    ExpressionPtr left = power();
    while (const OperatorRow* row = currentIn(kProducts, m_tokens)) {
        m_tokens.next();
        left = makeOf(Kind::Arithmetic, line, std::move(left), power());
        left->operators = { row->op };
    }
    return left;
}

ExpressionPtr ExpressionParser::power()
{
    const int line = m_tokens.current().line;
    ExpressionPtr left = unary(true);
    // Left to right, unlike Python.
    while (m_tokens.skipOperator("**")) {
        left = makeOf(Kind::Arithmetic, line, std::move(left), unary(true));
        left->operators = { Operator::Power };
    }
    return left;
}

ExpressionPtr ExpressionParser::unary(bool withFilters)
{
    const Nesting nesting(m_nesting, m_tokens);
    const int line = m_tokens.current().line;
    ExpressionPtr node;
    if (m_tokens.skipOperator("-")) {
        node = makeOf(Kind::Negate, line, unary(false));
    } else if (m_tokens.skipOperator("+")) {
        node = makeOf(Kind::Plus, line, unary(false));
    } else {
        node = primary();
    }
    node = postfixes(std::move(node));
    return withFilters ? filtersAndTests(std::move(node)) : std::move(node);
}

} // namespace fe::chat
