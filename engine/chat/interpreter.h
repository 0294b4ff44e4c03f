// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "chat/ast.h"
#include "chat/runtime.h"

#include <string>
#include <unordered_map>

namespace fe::chat {

/// Variables by name that a render starts with.
using Context = std::unordered_map<std::string, Value>;

/// The variables of one scope while it runs. Macros keep the frame that they were defined in.
struct Frame : HeapItem {
    Frame(Frame* parent, std::size_t slots) : outer(parent), values(slots) { }
    Frame* outer;
    Values values; ///< missing: not set
};

/// Evaluates one template once.
class Interpreter
{
public:
    Interpreter(Runtime& runtime, const Template& compiled, const Context& context)
        : m_runtime(runtime), m_template(compiled), m_context(context)
    {
    }

    /// The text of the whole template. Throws Failure.
    [[nodiscard]] std::string run();

    /// Calls a macro defined in `closure`.
    [[nodiscard]] Value callMacro(const MacroNode& macro, Frame& closure,
                                  const Arguments& arguments);
    /// Runs a recursive loop over another iterable.
    [[nodiscard]] Value recurse(const Statement& loop, Frame& closure, const Value& iterable,
                                std::int64_t depth);
    /// The next element of a loop whose test holds.
    [[nodiscard]] bool nextTested(const Statement& loop, Frame& frame, Iterator& source,
                                  Value& item);

private:
    enum class Flow { Next, Break, Continue };

    /// Evaluation inside another frame while it lives.
    class Entered
    {
    public:
        Entered(Interpreter& interpreter, Frame& frame)
            : m_interpreter(interpreter), m_before(interpreter.m_frame)
        {
            interpreter.m_frame = &frame;
        }
        Entered(const Entered&) = delete;
        Entered& operator=(const Entered&) = delete;
        ~Entered() { m_interpreter.m_frame = m_before; }

    private:
        Interpreter& m_interpreter;
        Frame* m_before;
    };

    // Statements
    Flow runBlock(const Block& block);
    Flow runStatement(const Statement& statement);
    Flow runIf(const Statement& statement);
    Flow runFor(const Statement& statement);
    Flow runLoop(const Statement& statement, Frame& outer, const Value& iterable,
                 std::int64_t depth);
    Flow runElse(const Statement& statement, Frame& outer);
    Flow runCaptured(const Statement& statement);
    Flow runWith(const Statement& statement);
    void runSet(const Statement& statement);
    void runCallBlock(const Statement& statement);
    void assign(const Expression& target, const Value& value);
    void requireNamespaces(const Expression& target);
    /// Runs a block and returns what it writes.
    std::string captured(const Block& block, Flow& flow);
    void write(std::string_view text);

    // Frames
    Frame& newFrame(const FrameLayout& layout, Frame* outer);
    void enter(const FrameLayout& layout, Frame& frame);
    [[nodiscard]] static Value& slotOf(Frame& frame, const Slot& slot);
    void bindArguments(const MacroNode& macro, Frame& frame, const Arguments& arguments);
    [[nodiscard]] Value takeCaller(const MacroNode& macro, Arguments& arguments);

    // Expressions
    [[nodiscard]] Value evaluate(const Expression& expression);
    [[nodiscard]] Value evaluateNow(const Expression& expression);
    [[nodiscard]] Value variable(const Expression& expression);
    [[nodiscard]] Value conditional(const Expression& expression);
    [[nodiscard]] Value comparison(const Expression& expression);
    [[nodiscard]] Value concatenation(const Expression& expression);
    [[nodiscard]] Value dict(const Expression& expression);
    [[nodiscard]] Value slice(const Expression& expression);
    [[nodiscard]] Value call(const Expression& expression, const Value& caller);
    [[nodiscard]] Value applied(const Expression& expression);
    [[nodiscard]] Values evaluateAll(const Expression& expression);
    [[nodiscard]] Arguments argumentsOf(const Expression& expression);
    void spreadNamed(const Value& value, Arguments& arguments);

    Runtime& m_runtime;
    const Template& m_template;
    const Context& m_context;
    Frame* m_frame = nullptr;
    std::string* m_out = nullptr;
    Value m_blockText; ///< what a filter without a subject applies to
};

} // namespace fe::chat
