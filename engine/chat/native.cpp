// SPDX-License-Identifier: Apache-2.0
#include "chat/native.h"

#include "chat/access.h"

#include <algorithm>
#include <array>

namespace fe::chat {
namespace {

class FunctionObject final : public Object
{
public:
    FunctionObject(const NativeRow& row, const Value& subject) : m_row(row), m_subject(subject) { }
    [[nodiscard]] std::string_view typeName() const override
    {
        return "builtin_function_or_method";
    }
    [[nodiscard]] bool isCallable() const override { return true; }
    Value call(Runtime& runtime, const Arguments& arguments) override
    {
        return callNative(runtime, m_row, m_subject, arguments);
    }
    void appendText(Runtime&, std::string& out, int) override
    {
        out += "<built-in function " + std::string(m_row.name) + ">";
    }

private:
    const NativeRow& m_row;
    Value m_subject;
};

std::vector<std::string_view> namesOf(std::string_view parameters)
{
    std::vector<std::string_view> names;
    while (!parameters.empty()) {
        const std::size_t end = std::min(parameters.find(' '), parameters.size());
        names.push_back(parameters.substr(0, end));
        parameters.remove_prefix(std::min(end + 1, parameters.size()));
    }
    return names;
}

Values bind(Runtime& runtime, const NativeRow& row, const Arguments& arguments)
{
    const std::string callee = std::string(row.name) + "()";
    const bool positionOnly = row.parameters.starts_with('/');
    const std::vector<std::string_view> names
        = namesOf(row.parameters.substr(positionOnly ? 1 : 0));
    if (arguments.positional.size() > names.size()) {
        runtime.fail(callee + " takes at most " + std::to_string(names.size()) + " arguments, "
                     + std::to_string(arguments.positional.size()) + " are given");
    }
    Values bound = arguments.positional;
    bound.resize(names.size());
    for (const auto& [name, value] : arguments.named) {
        const auto found = std::find(names.begin(), names.end(), name);
        if (found == names.end() || positionOnly) {
            runtime.fail(callee + " got an unexpected keyword argument '" + name + "'");
        }
        Value& place = bound[static_cast<std::size_t>(found - names.begin())];
        if (!place.isMissing()) {
            runtime.fail(callee + " got multiple values for argument '" + name + "'");
        }
        place = value;
    }
    for (std::size_t i = 0; i < row.required; ++i) {
        if (bound[i].isMissing()) {
            runtime.fail(callee + " misses the argument '" + std::string(names[i]) + "'");
        }
    }
    return bound;
}

constexpr std::array<std::string_view, 9> kUnsupportedFilters
    = { "attr",      "filesizeformat", "groupby",  "pprint", "random",
        "striptags", "urlize",         "wordwrap", "xmlattr" };

} // namespace

std::string_view NativeCall::textAt(std::size_t index) const
{
    const Text* text = m_bound[index].text();
    if (text == nullptr) {
        runtime.fail("expected str, got " + std::string(typeName(m_bound[index])));
    }
    return text->bytes;
}

std::string_view NativeCall::textAt(std::size_t index, std::string_view otherwise) const
{
    return isGiven(index) ? textAt(index) : otherwise;
}

std::int64_t NativeCall::integerAt(std::size_t index, std::int64_t otherwise) const
{
    const Value& value = m_bound[index];
    if (!isGiven(index)) {
        return otherwise;
    }
    const auto number = value.integer();
    if (!number) {
        runtime.fail(value.undefined() != nullptr ? value.undefined()->message
                                                  : "'" + std::string(typeName(value))
                             + "' object cannot be interpreted as an integer");
    }
    return *number;
}

bool NativeCall::flagAt(std::size_t index, bool otherwise) const
{
    return m_bound[index].isMissing() ? otherwise : truth(runtime, m_bound[index]);
}

const NativeRow* findRow(std::span<const NativeRow> table, std::string_view name)
{
    const auto found = std::find_if(table.begin(), table.end(),
                                    [name](const NativeRow& row) { return row.name == name; });
    return found != table.end() ? &*found : nullptr;
}

Value callNative(Runtime& runtime, const NativeRow& row, const Value& subject,
                 const Arguments& arguments)
{
    runtime.charge(1);
    NativeCall call(runtime, subject, arguments,
                    row.parameters == "*" ? Values() : bind(runtime, row, arguments));
    return row.function(call);
}

Value makeFunction(Runtime& runtime, const NativeRow& row, const Value& subject)
{
    Object* function = &runtime.make<FunctionObject>(row, subject);
    return function;
}

const NativeRow* findFilter(std::string_view name)
{
    for (const auto table :
         { textFilters(), valueFilters(), sequenceFilters(), selectionFilters() }) {
        if (const NativeRow* row = findRow(table, name)) {
            return row;
        }
    }
    return nullptr;
}

bool isUnsupportedFilter(std::string_view name)
{
    return std::find(kUnsupportedFilters.begin(), kUnsupportedFilters.end(), name)
        != kUnsupportedFilters.end();
}

} // namespace fe::chat
