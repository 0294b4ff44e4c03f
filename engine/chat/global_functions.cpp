// SPDX-License-Identifier: Apache-2.0
#include "chat/access.h"
#include "chat/iterators.h"
#include "chat/namespace.h"
#include "chat/native.h"
#include "chat/print.h"

#include <array>
#include <chrono>
#include <ctime>
#include <iomanip>
#include <sstream>

namespace fe::chat {
namespace {

Value range(NativeCall& call)
{
    constexpr std::int64_t kLargest = std::int64_t { 1 } << 61;
    Runtime& runtime = call.runtime;
    std::array<std::int64_t, 3> bounds = { 0, 0, 1 };
    for (std::size_t i = 0; i < bounds.size() && !call[i].isMissing(); ++i) {
        if (!call[i].isInteger()) {
            runtime.fail(call[i].undefined() != nullptr ? call[i].undefined()->message
                                                        : "'" + std::string(typeName(call[i]))
                                 + "' object cannot be interpreted as an integer");
        }
        bounds[i] = *call[i].integer();
        if (bounds[i] > kLargest || bounds[i] < -kLargest) {
            runtime.failLimit("the bounds of a range are too large");
        }
    }
    if (call[1].isMissing()) {
        std::swap(bounds[0], bounds[1]);
    }
    if (bounds[2] == 0) {
        runtime.fail("range() arg 3 must not be zero");
    }
    auto& made = runtime.make<RangeObject>(bounds[0], bounds[1], bounds[2]);
    if (*made.length(runtime) > kMaxRange) {
        runtime.failLimit("a range has more than " + std::to_string(kMaxRange) + " elements");
    }
    return static_cast<Object*>(&made);
}

/// dict(mapping or pairs, name=value ...)
void fill(NativeCall& call, Dict& dict)
{
    Runtime& runtime = call.runtime;
    if (call.given.positional.size() > 1) {
        runtime.fail("dict expected at most 1 argument");
    }
    for (const Value& source : call.given.positional) {
        if (source.dict() != nullptr) {
            for (const auto& [key, value] : source.dict()->entries) {
                dict.set(runtime, key, value);
            }
            continue;
        }
        for (const Value& pair : elementsOf(runtime, source)) {
            const Values parts = elementsOf(runtime, pair);
            if (parts.size() != 2) {
                runtime.fail("dictionary update sequence element has length "
                             + std::to_string(parts.size()) + "; 2 is required");
            }
            runtime.requireHashable(parts[0]);
            dict.set(runtime, parts[0], parts[1]);
        }
    }
    for (const auto& [name, value] : call.given.named) {
        dict.set(runtime, runtime.text(name), value);
    }
}

Value dict(NativeCall& call)
{
    Dict& made = call.runtime.make<Dict>();
    fill(call, made);
    return static_cast<const Dict*>(&made);
}

Value makeNamespace(NativeCall& call)
{
    Dict& attributes = call.runtime.make<Dict>();
    fill(call, attributes);
    return static_cast<Object*>(&call.runtime.make<Namespace>(attributes));
}

Value raiseException(NativeCall& call)
{
    throw Failure { Failure::Kind::Refused, toStr(call.runtime, call[0]) };
}

Value strftimeNow(NativeCall& call)
{
    constexpr std::size_t kLongest = 256;
    const std::string format(call.textAt(0));
    if (format.size() > kLongest) {
        call.runtime.failLimit("the format of a date is longer than " + std::to_string(kLongest)
                               + " bytes");
    }
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm parts {};
#ifdef _WIN32
    localtime_s(&parts, &now);
#else
    localtime_r(&now, &parts);
#endif
    // English names whatever the locale of the process, as in Python.
    std::ostringstream text;
    text.imbue(std::locale::classic());
    text << std::put_time(&parts, format.c_str());
    return call.runtime.text(text.str());
}

/// cycler(...): next() goes round its items.
class Cycler final : public Object
{
public:
    explicit Cycler(Values items) : m_items(std::move(items)) { }
    [[nodiscard]] std::string_view typeName() const override { return "Cycler"; }
    [[nodiscard]] Value attribute(Runtime& runtime, std::string_view name) override;
    [[nodiscard]] Value current() const { return m_items[m_position]; }
    void advance() { m_position = (m_position + 1) % m_items.size(); }
    void reset() { m_position = 0; }

private:
    Values m_items;
    std::size_t m_position = 0;
};

Value cyclerNext(NativeCall& call)
{
    auto& cycler = *call.subject.objectAs<Cycler>();
    const Value item = cycler.current();
    cycler.advance();
    return item;
}

Value cyclerReset(NativeCall& call)
{
    call.subject.objectAs<Cycler>()->reset();
    return None {};
}

constexpr std::array kCyclerMethods = {
    NativeRow { "next", "/", 0, cyclerNext },
    NativeRow { "reset", "/", 0, cyclerReset },
};

Value Cycler::attribute(Runtime& runtime, std::string_view name)
{
    if (name == "current") {
        return current();
    }
    const NativeRow* row = findRow(kCyclerMethods, name);
    return row != nullptr ? makeFunction(runtime, *row, static_cast<Object*>(this)) : Value();
}

Value makeCycler(NativeCall& call)
{
    if (call.given.positional.empty() || !call.given.named.empty()) {
        call.runtime.fail("cycler() wants at least one item");
    }
    return static_cast<Object*>(&call.runtime.make<Cycler>(call.given.positional));
}

/// joiner(sep): empty at the first call, then sep.
class Joiner final : public Object
{
public:
    explicit Joiner(const Value& separator) : m_separator(separator) { }
    [[nodiscard]] std::string_view typeName() const override { return "Joiner"; }
    [[nodiscard]] bool isCallable() const override { return true; }
    Value call(Runtime& runtime, const Arguments&) override
    {
        return std::exchange(m_used, true) ? m_separator : runtime.text("");
    }

private:
    Value m_separator;
    bool m_used = false;
};

Value makeJoiner(NativeCall& call)
{
    const Value separator = call[0].isMissing() ? call.runtime.text(", ") : call[0];
    return static_cast<Object*>(&call.runtime.make<Joiner>(separator));
}

Value lipsum(NativeCall& call)
{
    call.runtime.failUnsupported("lipsum() is random and not supported");
}

constexpr std::array kFunctions = {
    NativeRow { "range", "/start stop step", 1, range },
    NativeRow { "dict", "*", 0, dict },
    NativeRow { "namespace", "*", 0, makeNamespace },
    NativeRow { "raise_exception", "message", 1, raiseException },
    NativeRow { "strftime_now", "format", 1, strftimeNow },
    NativeRow { "cycler", "*", 0, makeCycler },
    NativeRow { "joiner", "sep", 0, makeJoiner },
    NativeRow { "lipsum", "*", 0, lipsum },
};

} // namespace

std::span<const NativeRow> globalFunctions()
{
    return kFunctions;
}

} // namespace fe::chat
