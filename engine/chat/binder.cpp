// SPDX-License-Identifier: Apache-2.0
#include "chat/failure.h"
#include "chat/scope.h"

#include <algorithm>

namespace fe::chat {

namespace {

/// Gives every name its slot and every filter and test its function, scope by scope. A scope's own
/// names are collected completely before anything in it is bound: a variable that is set further
/// down is already a variable of the scope above.
class Binder
{
public:
    void bindTemplate(Template& compiled)
    {
        Scope scope(nullptr, compiled.layout);
        scope.collect(compiled.body);
        scope.finish();
        bindBlock(compiled.body, scope, Condition::Outside);
    }

private:
    /// Whether an unknown filter is refused now, or only when it is reached.
    enum class Condition { Outside, Inside };

    void bindBlock(Block& block, Scope& scope, Condition condition)
    {
        for (const StatementPtr& statement : block) {
            bindStatement(*statement, scope, condition);
        }
    }

    void bindStatement(Statement& statement, Scope& scope, Condition condition)
    {
        switch (statement.kind) {
        case Statement::Kind::If:
            for (const ExpressionPtr& test : statement.expressions) {
                bind(test, scope, Condition::Inside);
            }
            for (Block& block : statement.blocks) {
                bindBlock(block, scope, Condition::Inside);
            }
            break;
        case Statement::Kind::For:
            bindFor(statement, scope, condition);
            break;
        case Statement::Kind::SetBlock:
        case Statement::Kind::FilterBlock:
        case Statement::Kind::Generation:
            bindScoped(statement, scope);
            break;
        case Statement::Kind::With:
            bindWith(statement, scope, condition);
            break;
        case Statement::Kind::Macro:
        case Statement::Kind::CallBlock:
            bindMacro(*statement.macro, scope, statement.line);
            bindTarget(statement.target, scope);
            bindAll(statement.expressions, scope, condition);
            break;
        default:
            bindTarget(statement.target, scope);
            bindAll(statement.expressions, scope, condition);
        }
    }

    void bindFor(Statement& statement, Scope& scope, Condition condition)
    {
        bind(statement.expressions[0], scope, condition);
        ++m_loops;
        if (statement.expressions[1] != nullptr) {
            Scope test(&scope, statement.testLayout);
            // In the place of `loop`, which the test does not see: the target has the same slots
            // here and in the body.
            test.declare("");
            test.declareTarget(*statement.target);
            test.collect(statement.expressions[1]);
            test.finish();
            bind(statement.expressions[1], test, Condition::Outside);
        }
        Scope body(&scope, statement.layout);
        statement.loopSlot = body.declare("loop");
        body.declareTarget(*statement.target);
        body.collect(statement.blocks[0]);
        body.finish();
        bindTarget(statement.target, body);
        bindBlock(statement.blocks[0], body, Condition::Outside);

        Scope otherwise(&scope, statement.elseLayout);
        otherwise.collect(statement.blocks[1]);
        otherwise.finish();
        bindBlock(statement.blocks[1], otherwise, Condition::Outside);
        --m_loops;
    }

    void bindScoped(Statement& statement, Scope& scope)
    {
        Scope body(&scope, statement.layout);
        body.collect(statement.blocks[0]);
        body.collectAll(statement.expressions);
        body.finish();
        bindBlock(statement.blocks[0], body, Condition::Outside);
        bindAll(statement.expressions, body, Condition::Outside);
        bindTarget(statement.target, scope);
    }

    void bindWith(Statement& statement, Scope& scope, Condition condition)
    {
        bindAll(statement.expressions, scope, condition);
        Scope body(&scope, statement.layout);
        for (const ExpressionPtr& target : statement.targets) {
            body.declareTarget(*target);
        }
        body.collect(statement.blocks[0]);
        body.finish();
        for (const ExpressionPtr& target : statement.targets) {
            bindTarget(target, body);
        }
        bindBlock(statement.blocks[0], body, Condition::Outside);
    }

    void bindMacro(MacroNode& macro, Scope& scope, int line)
    {
        Scope body(&scope, macro.layout);
        for (const ExpressionPtr& parameter : macro.parameters) {
            if (body.owns(parameter->text)) {
                throw Failure { Failure::Kind::Wrong,
                                "duplicate argument '" + parameter->text + "'", parameter->line };
            }
            body.declare(parameter->text);
        }
        macro.callerSlot = declareSpecial(macro, body, "caller");
        macro.namedSlot = declareSpecial(macro, body, "kwargs");
        macro.restSlot = declareSpecial(macro, body, "varargs");
        body.collectAll(macro.defaults);
        body.collect(macro.body);
        body.finish();
        const std::size_t plain = macro.parameters.size() - macro.defaults.size();
        for (std::size_t i = 0; i < plain; ++i) {
            if (macro.parameters[i]->text == "caller" && readsFirst(macro.body, "caller")) {
                throw Failure { Failure::Kind::Wrong, "the argument caller must have a default",
                                line };
            }
        }
        for (const ExpressionPtr& parameter : macro.parameters) {
            parameter->slot = body.find(parameter->text);
        }
        const int loops = std::exchange(m_loops, 0);
        bindAll(macro.defaults, body, Condition::Outside);
        bindBlock(macro.body, body, Condition::Outside);
        m_loops = loops;
    }

    static int declareSpecial(const MacroNode& macro, Scope& body, std::string_view name)
    {
        return !body.owns(name) && readsFirst(macro.body, name) ? body.declare(name) : -1;
    }

    void bindAll(const std::vector<ExpressionPtr>& expressions, Scope& scope, Condition condition)
    {
        for (const ExpressionPtr& expression : expressions) {
            bind(expression, scope, condition);
        }
    }

    void bindTarget(const ExpressionPtr& target, Scope& scope)
    {
        if (target == nullptr) {
            return;
        }
        if (target->kind == Expression::Kind::Name && target->text == "loop" && m_loops > 0) {
            throw Failure { Failure::Kind::Wrong, "cannot assign to the special variable loop",
                            target->line };
        }
        bind(target, scope, Condition::Outside);
        for (const ExpressionPtr& part : target->parts) {
            bindTarget(part, scope);
        }
    }

    void bind(const ExpressionPtr& expression, Scope& scope, Condition condition)
    {
        if (expression == nullptr) {
            return;
        }
        const Condition inner
            = expression->kind == Expression::Kind::Conditional ? Condition::Inside : condition;
        bindAll(expression->parts, scope, inner);
        for (const ArgumentNode& argument : expression->arguments) {
            bind(argument.value, scope, inner);
        }
        switch (expression->kind) {
        case Expression::Kind::Name:
        case Expression::Kind::NamespaceAttribute:
            expression->slot = scope.find(expression->text);
            break;
        case Expression::Kind::Filter:
            expression->function = findFilter(expression->text);
            requireKnown(*expression, condition, "filter", isUnsupportedFilter(expression->text));
            break;
        case Expression::Kind::Test:
            expression->function = findTest(expression->text);
            requireKnown(*expression, condition, "test", false);
            break;
        default:
            break;
        }
    }

    static void requireKnown(const Expression& expression, Condition condition,
                             const std::string& what, bool lacking)
    {
        if (expression.function == nullptr && condition == Condition::Outside && !lacking) {
            throw Failure { Failure::Kind::Wrong, "no " + what + " named '" + expression.text + "'",
                            expression.line };
        }
    }

    int m_loops = 0; ///< for loops around, up to the macro
};

} // namespace

void bindNames(Template& compiled)
{
    Binder().bindTemplate(compiled);
}

} // namespace fe::chat
