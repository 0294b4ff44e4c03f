// SPDX-License-Identifier: Apache-2.0
#include "chat/access.h"
#include "chat/interpreter.h"
#include "chat/iterators.h"
#include "chat/loop.h"
#include "chat/macro.h"
#include "chat/print.h"

#include <utility>

namespace fe::chat {

std::string Interpreter::run()
{
    Frame& root = newFrame(m_template.layout, nullptr);
    enter(m_template.layout, root);
    const Entered entered(*this, root);
    Flow flow = Flow::Next;
    return captured(m_template.body, flow);
}

void Interpreter::write(std::string_view text)
{
    m_runtime.requireTextSize(m_out->size() + text.size());
    m_runtime.chargeBytes(text.size());
    m_out->append(text);
}

std::string Interpreter::captured(const Block& block, Flow& flow)
{
    std::string text;
    std::string* const before = std::exchange(m_out, &text);
    flow = runBlock(block);
    m_out = before;
    return text;
}

Interpreter::Flow Interpreter::runBlock(const Block& block)
{
    const Runtime::Active active(m_runtime);
    for (const StatementPtr& statement : block) {
        m_runtime.charge(1);
        m_runtime.setLine(statement->line);
        const Flow flow = runStatement(*statement);
        if (flow != Flow::Next) {
            return flow;
        }
    }
    return Flow::Next;
}

Interpreter::Flow Interpreter::runStatement(const Statement& statement)
{
    switch (statement.kind) {
    case Statement::Kind::Data:
        write(statement.text);
        break;
    case Statement::Kind::Print: {
        std::string buffer;
        for (const ExpressionPtr& expression : statement.expressions) {
            write(strView(m_runtime, evaluate(*expression), buffer));
        }
        break;
    }
    case Statement::Kind::If:
        return runIf(statement);
    case Statement::Kind::For:
        return runFor(statement);
    case Statement::Kind::Set:
        runSet(statement);
        break;
    case Statement::Kind::Macro: {
        Object* macro = &m_runtime.make<Macro>(*this, *statement.macro, *m_frame);
        assign(*statement.target, macro);
        break;
    }
    case Statement::Kind::CallBlock:
        runCallBlock(statement);
        break;
    case Statement::Kind::SetBlock:
    case Statement::Kind::FilterBlock:
    case Statement::Kind::Generation:
        return runCaptured(statement);
    case Statement::Kind::With:
        return runWith(statement);
    case Statement::Kind::Break:
        return Flow::Break;
    case Statement::Kind::Continue:
        return Flow::Continue;
    }
    return Flow::Next;
}

Interpreter::Flow Interpreter::runIf(const Statement& statement)
{
    for (std::size_t i = 0; i < statement.expressions.size(); ++i) {
        if (truth(m_runtime, evaluate(*statement.expressions[i]))) {
            return runBlock(statement.blocks[i]);
        }
    }
    const bool hasElse = statement.blocks.size() > statement.expressions.size();
    return hasElse ? runBlock(statement.blocks.back()) : Flow::Next;
}

Interpreter::Flow Interpreter::runFor(const Statement& statement)
{
    const Value iterable = evaluate(*statement.expressions[0]);
    if (statement.recursive) {
        const Value text = recurse(statement, *m_frame, iterable, 0);
        write(text.text()->bytes);
        return Flow::Next;
    }
    return runLoop(statement, *m_frame, iterable, 0);
}

Value Interpreter::recurse(const Statement& loop, Frame& closure, const Value& iterable,
                           std::int64_t depth)
{
    const Runtime::Active active(m_runtime);
    std::string text;
    std::string* const before = std::exchange(m_out, &text);
    runLoop(loop, closure, iterable, depth);
    m_out = before;
    return m_runtime.text(std::move(text));
}

Interpreter::Flow Interpreter::runLoop(const Statement& statement, Frame& outer,
                                       const Value& iterable, std::int64_t depth)
{
    Iterator* source = &iterate(m_runtime, iterable);
    const bool isTested = statement.expressions[1] != nullptr;
    if (isTested) {
        Frame& tested = newFrame(statement.testLayout, &outer);
        enter(statement.testLayout, tested);
        source = &m_runtime.make<LazyIterator>(
            *source, [this, &statement, &tested](Runtime&, Iterator& from, Value& item) {
                return nextTested(statement, tested, from, item);
            });
    }
    // A filtered loop has no length of its own, whatever it draws from.
    const Value counted = isTested ? Value(None {}) : iterable;
    Loop& loop
        = m_runtime.make<Loop>(Loop::Place { *this, statement, outer }, counted, *source, depth);
    Frame& frame = newFrame(statement.layout, &outer);
    bool isComplete = false;
    for (Value item; loop.advance(m_runtime, item);) {
        const Entered entered(*this, frame);
        m_runtime.charge(1 + frame.values.size());
        enter(statement.layout, frame);
        frame.values[static_cast<std::size_t>(statement.loopSlot)] = static_cast<Object*>(&loop);
        assign(*statement.target, item);
        const Flow flow = runBlock(statement.blocks[0]);
        if (flow == Flow::Break) {
            break;
        }
        // As in jinja2, a pass that ends in continue does not keep the else from running.
        isComplete = isComplete || flow == Flow::Next;
    }
    frame.values.assign(frame.values.size(), Value());
    return isComplete || statement.blocks[1].empty() ? Flow::Next : runElse(statement, outer);
}

Interpreter::Flow Interpreter::runElse(const Statement& statement, Frame& outer)
{
    Frame& frame = newFrame(statement.elseLayout, &outer);
    enter(statement.elseLayout, frame);
    const Entered entered(*this, frame);
    return runBlock(statement.blocks[1]);
}

bool Interpreter::nextTested(const Statement& loop, Frame& frame, Iterator& source, Value& item)
{
    const Entered entered(*this, frame);
    while (source.next(m_runtime, item)) {
        assign(*loop.target, item);
        if (truth(m_runtime, evaluate(*loop.expressions[1]))) {
            if (loop.target->kind == Expression::Kind::Tuple) {
                // jinja2 packs what it has unpacked again: the element is a tuple from here on.
                item = evaluate(*loop.target);
            }
            return true;
        }
    }
    return false;
}

/// A block whose text goes through a filter, into a variable, or nowhere special.
Interpreter::Flow Interpreter::runCaptured(const Statement& statement)
{
    Frame& frame = newFrame(statement.layout, m_frame);
    enter(statement.layout, frame);
    Value result;
    {
        const Entered entered(*this, frame);
        Flow flow = Flow::Next;
        result = m_runtime.text(captured(statement.blocks[0], flow));
        if (flow != Flow::Next) {
            return flow;
        }
        if (!statement.expressions.empty() && statement.expressions[0] != nullptr) {
            const Value before = std::exchange(m_blockText, result);
            result = evaluate(*statement.expressions[0]);
            m_blockText = before;
        }
    }
    if (statement.kind == Statement::Kind::SetBlock) {
        requireNamespaces(*statement.target);
        assign(*statement.target, result);
    } else {
        write(toStr(m_runtime, result));
    }
    return Flow::Next;
}

Interpreter::Flow Interpreter::runWith(const Statement& statement)
{
    Frame& frame = newFrame(statement.layout, m_frame);
    enter(statement.layout, frame);
    for (std::size_t i = 0; i < statement.targets.size(); ++i) {
        const Value value = evaluate(*statement.expressions[i]);
        const Entered entered(*this, frame);
        assign(*statement.targets[i], value);
    }
    const Entered entered(*this, frame);
    return runBlock(statement.blocks[0]);
}

void Interpreter::runSet(const Statement& statement)
{
    requireNamespaces(*statement.target);
    assign(*statement.target, evaluate(*statement.expressions[0]));
}

void Interpreter::runCallBlock(const Statement& statement)
{
    Object* caller = &m_runtime.make<Macro>(*this, *statement.macro, *m_frame);
    write(toStr(m_runtime, call(*statement.expressions[0], caller)));
}

} // namespace fe::chat
