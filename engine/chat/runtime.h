// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "chat/failure.h"
#include "chat/limits.h"
#include "chat/value.h"

#include <string>

namespace fe::chat {

/// What every operation needs during one render: where values live, what may still be spent, and
/// which line is to blame. Knows nothing of syntax.
class Runtime
{
public:
    explicit Runtime(Heap& heap) : m_heap(heap) { }

    /// Takes steps from the budget of the render; throws Failure when it is spent.
    void charge(std::size_t steps);
    void chargeBytes(std::size_t bytes) { charge(1 + bytes / kBytesPerStep); }

    [[noreturn]] void fail(std::string why) const;
    [[noreturn]] void failUnsupported(std::string why) const;
    [[noreturn]] void failLimit(std::string why) const;

    template<typename T, typename... More>
    T& make(More&&... more)
    {
        charge(2);
        return m_heap.make<T>(std::forward<More>(more)...);
    }
    [[nodiscard]] Value text(std::string bytes, bool markup = false);
    [[nodiscard]] Value list(Values items) { return sequence(std::move(items), false); }
    [[nodiscard]] Value tuple(Values items) { return sequence(std::move(items), true); }
    [[nodiscard]] Value undefined(std::string message);
    /// Refuses a text that would be too large before it is built.
    void requireTextSize(std::size_t bytes) const;

    /// Depth of a container that holds `value`; throws Failure over the limit.
    [[nodiscard]] int depthAround(const Value& value) const;
    /// Throws Failure unless the value may be a key.
    void requireHashable(const Value& value) const;

    [[nodiscard]] int line() const { return m_line; }
    void setLine(int line) { m_line = line; }

    /// Counts one more statement, expression or call under evaluation while it lives.
    class Active
    {
    public:
        explicit Active(Runtime& runtime);
        Active(const Active&) = delete;
        Active& operator=(const Active&) = delete;
        ~Active() { --m_runtime.m_active; }

    private:
        Runtime& m_runtime;
    };

private:
    [[nodiscard]] Value sequence(Values items, bool isTuple);

    Heap& m_heap;
    std::size_t m_stepsLeft = kMaxSteps;
    int m_active = 0;
    int m_line = 1;
};

} // namespace fe::chat
