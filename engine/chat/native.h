// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "chat/runtime.h"
#include "chat/value.h"

#include <span>

/// Functions written here instead of in the template: methods, filters, tests, global functions.
/// Adding one is one function and one row in its table.
namespace fe::chat {

/// One call of a native function, its arguments in the order of the row's parameters.
class NativeCall
{
public:
    NativeCall(Runtime& owner, const Value& on, const Arguments& all, Values inOrder)
        : runtime(owner), subject(on), given(all), m_bound(std::move(inOrder))
    {
    }

    Runtime& runtime;
    const Value& subject; ///< what the method, filter or test applies to
    const Arguments& given; ///< as written, for functions that take anything

    /// Missing if not given.
    [[nodiscard]] const Value& operator[](std::size_t index) const { return m_bound[index]; }
    [[nodiscard]] bool isGiven(std::size_t index) const
    {
        return !m_bound[index].isMissing() && !m_bound[index].isNone();
    }
    /// The str of an argument; throws Failure if it is something else.
    [[nodiscard]] std::string_view textAt(std::size_t index) const;
    [[nodiscard]] std::string_view textAt(std::size_t index, std::string_view otherwise) const;
    [[nodiscard]] std::int64_t integerAt(std::size_t index, std::int64_t otherwise) const;
    /// Truth of any argument.
    [[nodiscard]] bool flagAt(std::size_t index, bool otherwise) const;

private:
    Values m_bound;
};

using NativeFunction = Value (*)(NativeCall& call);

struct NativeRow {
    std::string_view name;
    /// Names of the parameters apart by a space; "/" first: by position only; "*": anything goes.
    std::string_view parameters;
    std::size_t required;
    NativeFunction function;
};

[[nodiscard]] const NativeRow* findRow(std::span<const NativeRow> table, std::string_view name);
[[nodiscard]] Value callNative(Runtime& runtime, const NativeRow& row, const Value& subject,
                               const Arguments& arguments);
/// A function value: a method bound to its subject, or a global function.
[[nodiscard]] Value makeFunction(Runtime& runtime, const NativeRow& row, const Value& subject);

/// Null if there is no such filter or test.
[[nodiscard]] const NativeRow* findFilter(std::string_view name);
[[nodiscard]] const NativeRow* findTest(std::string_view name);
/// A filter of jinja2 that this interpreter lacks.
[[nodiscard]] bool isUnsupportedFilter(std::string_view name);

[[nodiscard]] std::span<const NativeRow> textMethods();
[[nodiscard]] std::span<const NativeRow> listMethods();
[[nodiscard]] std::span<const NativeRow> tupleMethods();
[[nodiscard]] std::span<const NativeRow> dictMethods();
[[nodiscard]] std::span<const NativeRow> globalFunctions();

// The tables of filters, a file each.
[[nodiscard]] std::span<const NativeRow> textFilters();
[[nodiscard]] std::span<const NativeRow> valueFilters();
[[nodiscard]] std::span<const NativeRow> sequenceFilters();
[[nodiscard]] std::span<const NativeRow> selectionFilters();

} // namespace fe::chat
