// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "chat/value.h"

#include <functional>

namespace fe::chat {

/// The elements of a list or tuple, forwards or backwards.
class ListIterator final : public Iterator
{
public:
    ListIterator(const List& list, bool backwards) : m_list(list), m_backwards(backwards) { }
    bool next(Runtime& runtime, Value& item) override;

private:
    const List& m_list;
    bool m_backwards;
    std::size_t m_done = 0;
};

/// The code points of a text.
class TextIterator final : public Iterator
{
public:
    explicit TextIterator(const Text& text) : m_text(text) { }
    bool next(Runtime& runtime, Value& item) override;

private:
    const Text& m_text;
    std::size_t m_position = 0;
};

enum class DictPart { Key, Value, Pair };

class DictIterator final : public Iterator
{
public:
    DictIterator(const Dict& dict, DictPart part, bool backwards)
        : m_dict(dict), m_part(part), m_backwards(backwards)
    {
    }
    bool next(Runtime& runtime, Value& item) override;

private:
    const Dict& m_dict;
    DictPart m_part;
    bool m_backwards;
    std::size_t m_done = 0;
};

class EmptyIterator final : public Iterator
{
public:
    bool next(Runtime&, Value&) override { return false; }
};

/// Draws from another iterator through a function: false at the end.
class LazyIterator final : public Iterator
{
public:
    using Next = std::function<bool(Runtime&, Iterator& source, Value& item)>;

    LazyIterator(Iterator& source, Next next) : m_source(source), m_next(std::move(next)) { }
    bool next(Runtime& runtime, Value& item) override;

private:
    Iterator& m_source;
    Next m_next;
};

/// dict.keys(), dict.values(), dict.items().
class DictView final : public Object
{
public:
    DictView(const Dict& dict, DictPart part) : m_dict(dict), m_part(part) { }
    [[nodiscard]] std::string_view typeName() const override;
    [[nodiscard]] bool truth(Runtime&) override { return !m_dict.entries.empty(); }
    [[nodiscard]] std::optional<std::int64_t> length(Runtime&) override;
    [[nodiscard]] Iterator* iterate(Runtime& runtime) override;
    [[nodiscard]] Iterator* reversed(Runtime& runtime) override;
    void appendText(Runtime& runtime, std::string& out, int depth) override;

private:
    const Dict& m_dict;
    DictPart m_part;
};

/// range(start, stop, step); the step is not 0 and no number reaches 2^62.
class RangeObject final : public Object
{
public:
    RangeObject(std::int64_t start, std::int64_t stop, std::int64_t step);
    [[nodiscard]] std::string_view typeName() const override { return "range"; }
    [[nodiscard]] bool truth(Runtime&) override { return m_count > 0; }
    [[nodiscard]] std::optional<std::int64_t> length(Runtime&) override { return m_count; }
    [[nodiscard]] Iterator* iterate(Runtime& runtime) override;
    [[nodiscard]] Iterator* reversed(Runtime& runtime) override;
    [[nodiscard]] bool isSequence() const override { return true; }
    [[nodiscard]] Value element(Runtime&, std::int64_t index) override
    {
        return m_start + index * m_step;
    }
    void appendText(Runtime& runtime, std::string& out, int depth) override;
    [[nodiscard]] RangeObject& slice(Runtime& runtime, std::int64_t from, std::int64_t step,
                                     std::int64_t count) const;

private:
    std::int64_t m_start;
    std::int64_t m_stop;
    std::int64_t m_step;
    std::int64_t m_count;
};

/// A generator: iterating it again goes on where it stood.
class Generator final : public Object
{
public:
    explicit Generator(Iterator& iterator) : m_iterator(iterator) { }
    [[nodiscard]] std::string_view typeName() const override { return "generator"; }
    [[nodiscard]] Iterator* iterate(Runtime&) override { return &m_iterator; }

private:
    Iterator& m_iterator;
};

/// A generator over the elements of `source`.
[[nodiscard]] Value makeGenerator(Runtime& runtime, Iterator& source, LazyIterator::Next next);

} // namespace fe::chat
