// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "chat/heap.h"

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

namespace fe::chat {

class Runtime;
class Value;
struct Undefined;
struct Text;
struct List;
struct Dict;
class Object;

struct Missing {
    friend bool operator==(Missing, Missing) { return true; }
};
struct None {
    friend bool operator==(None, None) { return true; }
};

template<typename T>
concept ValueAlternative = std::same_as<T, None> || std::same_as<T, bool> || std::same_as<
    T, std::int64_t> || std::same_as<T, double> || std::same_as<T, const Undefined*> || std::
    same_as<T, const Text*> || std::same_as<T, const List*> || std::same_as<
        T, const Dict*> || std::same_as<T, Object*>;

/// A Python value: 16 bytes, freely copied; what it points to lives in a Heap and, but for
/// Objects, never changes. "Missing" is no Python value: an argument or variable not given.
class Value
{
public:
    Value() = default;
    template<ValueAlternative T>
    Value(T value) : m_value(value)
    {
    }

    [[nodiscard]] bool isMissing() const { return std::holds_alternative<Missing>(m_value); }
    [[nodiscard]] bool isNone() const { return std::holds_alternative<None>(m_value); }
    [[nodiscard]] bool isBool() const { return std::holds_alternative<bool>(m_value); }
    [[nodiscard]] bool isFloat() const { return std::holds_alternative<double>(m_value); }
    /// bool or int, as in Python.
    [[nodiscard]] bool isInteger() const { return integer().has_value(); }
    [[nodiscard]] bool isNumber() const { return isInteger() || isFloat(); }
    [[nodiscard]] bool isTrue() const { return m_value == Storage(true); }
    [[nodiscard]] bool isFalse() const { return m_value == Storage(false); }

    /// The value of a bool or int.
    [[nodiscard]] std::optional<std::int64_t> integer() const;
    /// The value of a bool, int or float.
    [[nodiscard]] std::optional<double> number() const;
    [[nodiscard]] const Undefined* undefined() const { return pointer<const Undefined*>(); }
    [[nodiscard]] const Text* text() const { return pointer<const Text*>(); }
    [[nodiscard]] const List* list() const { return pointer<const List*>(); }
    [[nodiscard]] const Dict* dict() const { return pointer<const Dict*>(); }
    [[nodiscard]] Object* object() const { return pointer<Object*>(); }
    /// As an object of a certain class, or null.
    template<typename T>
    [[nodiscard]] T* objectAs() const
    {
        return dynamic_cast<T*>(object());
    }

    /// Python's `is`.
    [[nodiscard]] bool isSameAs(const Value& other) const { return m_value == other.m_value; }

private:
    using Storage = std::variant<Missing, None, bool, std::int64_t, double, const Undefined*,
                                 const Text*, const List*, const Dict*, Object*>;

    template<typename T>
    [[nodiscard]] T pointer() const
    {
        const T* held = std::get_if<T>(&m_value);
        return held != nullptr ? *held : nullptr;
    }

    Storage m_value;
};

using Values = std::vector<Value>;

/// What jinja2 calls Undefined: empty, false, and an error as soon as it is used.
struct Undefined : HeapItem {
    explicit Undefined(std::string why) : message(std::move(why)) { }
    std::string message;
};

/// A str. Valid UTF-8; positions are code points.
struct Text : HeapItem {
    explicit Text(std::string content, bool isMarkup = false);
    std::string bytes;
    bool ascii; ///< code points are bytes
    bool markup; ///< marked by `safe` or `escape`
};

/// A list or tuple.
struct List : HeapItem {
    List(Values elements, bool tuple, int height)
        : items(std::move(elements)), isTuple(tuple), depth(height)
    {
    }
    Values items;
    bool isTuple;
    int depth; ///< lists and mappings inside each other, this one included
};

/// A dict in insertion order.
struct Dict : HeapItem {
    using Entry = std::pair<Value, Value>;

    /// Adds or replaces. The key must be hashable (Runtime::requireHashable).
    void set(Runtime& runtime, const Value& key, const Value& value);
    /// Missing if there is no such key.
    [[nodiscard]] Value find(Runtime& runtime, const Value& key) const;
    [[nodiscard]] Value find(std::string_view key) const;

    std::vector<Entry> entries;
    int depth = 1;

private:
    std::unordered_map<std::string, std::size_t> m_texts; ///< positions of the str keys
};

/// Arguments as a call gives them.
struct Arguments {
    Values positional;
    std::vector<std::pair<std::string, Value>> named;
};

/// Delivers the elements of an iterable one by one.
class Iterator : public HeapItem
{
public:
    /// False at the end.
    virtual bool next(Runtime& runtime, Value& item) = 0;
};

/// Every other kind of value: ranges, views, generators, namespaces, functions, loops.
class Object : public HeapItem
{
public:
    [[nodiscard]] virtual std::string_view typeName() const = 0;
    [[nodiscard]] virtual bool truth(Runtime&) { return true; }
    [[nodiscard]] virtual std::optional<std::int64_t> length(Runtime&) { return std::nullopt; }
    /// Null if it cannot be iterated.
    [[nodiscard]] virtual Iterator* iterate(Runtime&) { return nullptr; }
    [[nodiscard]] virtual Iterator* reversed(Runtime&) { return nullptr; }
    /// Missing if there is no such attribute.
    [[nodiscard]] virtual Value attribute(Runtime&, std::string_view) { return {}; }
    /// obj[index]: only ranges have it.
    [[nodiscard]] virtual bool isSequence() const { return false; }
    [[nodiscard]] virtual Value element(Runtime&, std::int64_t) { return {}; }
    [[nodiscard]] virtual bool isCallable() const { return false; }
    virtual Value call(Runtime& runtime, const Arguments& arguments);
    virtual void appendText(Runtime& runtime, std::string& out, int depth);
};

} // namespace fe::chat
