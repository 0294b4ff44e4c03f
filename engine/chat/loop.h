// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "chat/interpreter.h"

namespace fe::chat {

/// The variable `loop`. It looks one element ahead when asked for what comes next.
class Loop final : public Object
{
public:
    struct Place {
        Interpreter& interpreter;
        const Statement& statement;
        Frame& outer;
    };

    /// @param iterable what is looped over, for its length. @param depth 0: not inside a recursion.
    Loop(const Place& place, const Value& iterable, Iterator& source, std::int64_t depth)
        : m_place(place), m_iterable(iterable), m_source(source), m_depth(depth)
    {
    }

    /// Moves on; false at the end.
    bool advance(Runtime& runtime, Value& item);

    [[nodiscard]] std::string_view typeName() const override { return "LoopContext"; }
    [[nodiscard]] std::optional<std::int64_t> length(Runtime& runtime) override;
    [[nodiscard]] bool truth(Runtime& runtime) override { return *length(runtime) != 0; }
    [[nodiscard]] Value attribute(Runtime& runtime, std::string_view name) override;
    [[nodiscard]] bool isCallable() const override { return true; }
    Value call(Runtime& runtime, const Arguments& arguments) override;
    void appendText(Runtime& runtime, std::string& out, int depth) override;

    [[nodiscard]] std::int64_t index0() const { return m_index; }
    /// Whether the values differ from those of the last call.
    [[nodiscard]] bool changed(Runtime& runtime, const Values& values);

private:
    bool peek(Runtime& runtime);

    Place m_place;
    Value m_iterable;
    Iterator& m_source;
    std::int64_t m_depth;
    std::int64_t m_index = -1;
    std::optional<std::int64_t> m_length;
    Values m_ahead; ///< drawn but not yet looped over
    std::size_t m_aheadUsed = 0;
    Value m_before;
    Value m_current;
    std::optional<Values> m_lastChanged;
};

} // namespace fe::chat
