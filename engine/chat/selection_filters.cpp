// SPDX-License-Identifier: Apache-2.0
#include "chat/access.h"
#include "chat/attribute_path.h"
#include "chat/iterators.h"
#include "chat/native.h"
#include "chat/read_number.h"
#include "chat/text.h"
#include "chat/text_predicates.h"
#include "chat/unicode.h"

#include <array>

namespace fe::chat {
namespace {

/// A generator that draws from the subject. Like Python's, it complains only when drawn from.
Value lazily(NativeCall& call, LazyIterator::Next next)
{
    Runtime& runtime = call.runtime;
    if (!truth(runtime, call.subject)) {
        return makeGenerator(runtime, runtime.make<EmptyIterator>(),
                             [](Runtime&, Iterator&, Value&) { return false; });
    }
    if (Iterator* source = tryIterate(runtime, call.subject)) {
        return makeGenerator(runtime, *source, std::move(next));
    }
    const std::string why = "'" + std::string(typeName(call.subject)) + "' object is not iterable";
    return makeGenerator(runtime, runtime.make<EmptyIterator>(),
                         [why](Runtime& owner, Iterator&, Value&) -> bool { owner.fail(why); });
}

Value failing(Runtime& runtime, const std::string& why)
{
    return makeGenerator(runtime, runtime.make<EmptyIterator>(),
                         [why](Runtime& owner, Iterator&, Value&) -> bool { owner.fail(why); });
}

const Value* findNamed(const Arguments& arguments, std::string_view name)
{
    for (const auto& [key, value] : arguments.named) {
        if (key == name) {
            return &value;
        }
    }
    return nullptr;
}

/// What follows the first `count` positional arguments.
Arguments without(const Arguments& arguments, std::size_t count)
{
    Arguments rest = arguments;
    const auto begin = rest.positional.begin();
    rest.positional.erase(
        begin, begin + static_cast<std::ptrdiff_t>(std::min(count, rest.positional.size())));
    return rest;
}

std::string nameOf(const Value& value)
{
    return value.text() != nullptr ? value.text()->bytes : std::string(typeName(value));
}

Value mapAttribute(NativeCall& call, const Value& attribute)
{
    for (const auto& [name, value] : call.given.named) {
        if (name != "attribute" && name != "default") {
            return failing(call.runtime, "Unexpected keyword argument '" + name + "'");
        }
    }
    const Value* otherwise = findNamed(call.given, "default");
    return lazily(call,
                  [path = AttributePath(call.runtime, attribute),
                   other = otherwise != nullptr ? *otherwise : Value()](
                      Runtime& runtime, Iterator& source, Value& item) {
                      if (!source.next(runtime, item)) {
                          return false;
                      }
                      item = path.get(runtime, item, other);
                      return true;
                  });
}

Value map(NativeCall& call)
{
    const Value* attribute = findNamed(call.given, "attribute");
    if (call.given.positional.empty()) {
        return attribute != nullptr ? mapAttribute(call, *attribute)
                                    : failing(call.runtime, "map requires a filter argument");
    }
    const std::string name = nameOf(call.given.positional[0]);
    return lazily(call,
                  [row = findFilter(name), name, arguments = without(call.given, 1)](
                      Runtime& runtime, Iterator& source, Value& item) {
                      if (!source.next(runtime, item)) {
                          return false;
                      }
                      if (row == nullptr) {
                          runtime.fail("No filter named '" + name + "'.");
                      }
                      item = callNative(runtime, *row, item, arguments);
                      return true;
                  });
}

/// select, reject, selectattr and rejectattr: one test, of the element or of an attribute of it.
template<bool Wanted, bool ByAttribute>
Value choose(NativeCall& call)
{
    constexpr std::size_t kTestAt = ByAttribute ? 1 : 0;
    const Values& positional = call.given.positional;
    if (positional.size() < kTestAt) {
        return failing(call.runtime, "Missing parameter for attribute name");
    }
    const bool hasTest = positional.size() > kTestAt;
    const std::string name = hasTest ? nameOf(positional[kTestAt]) : "";
    return lazily(call,
                  [path = AttributePath(call.runtime, ByAttribute ? positional[0] : Value()),
                   hasTest, name, row = hasTest ? findTest(name) : nullptr,
                   arguments = without(call.given, kTestAt + 1)](Runtime& runtime, Iterator& source,
                                                                 Value& item) {
                      while (source.next(runtime, item)) {
                          const Value tested = path.get(runtime, item);
                          if (hasTest && row == nullptr) {
                              runtime.fail("No test named '" + name + "'.");
                          }
                          const Value verdict
                              = hasTest ? callNative(runtime, *row, tested, arguments) : tested;
                          if (truth(runtime, verdict) == Wanted) {
                              return true;
                          }
                      }
                      return false;
                  });
}

Value unique(NativeCall& call)
{
    const bool caseSensitive = call.flagAt(0, false);
    Dict& seen = call.runtime.make<Dict>();
    Iterator* source = tryIterate(call.runtime, call.subject);
    if (source == nullptr) {
        return failing(call.runtime,
                       "'" + std::string(typeName(call.subject)) + "' object is not iterable");
    }
    return makeGenerator(call.runtime, *source,
                         [path = AttributePath(call.runtime, call[1]), caseSensitive,
                          &seen](Runtime& runtime, Iterator& from, Value& item) {
                             while (from.next(runtime, item)) {
                                 const Value raw = path.get(runtime, item);
                                 const Value key = caseSensitive ? raw : ignoringCase(runtime, raw);
                                 runtime.requireHashable(key);
                                 if (seen.find(runtime, key).isMissing()) {
                                     seen.set(runtime, key, true);
                                     return true;
                                 }
                             }
                             return false;
                         });
}

constexpr std::array kFilters = {
    NativeRow { "map", "*", 0, map },
    NativeRow { "select", "*", 0, choose<true, false> },
    NativeRow { "reject", "*", 0, choose<false, false> },
    NativeRow { "selectattr", "*", 0, choose<true, true> },
    NativeRow { "rejectattr", "*", 0, choose<false, true> },
    NativeRow { "unique", "case_sensitive attribute", 0, unique },
};

} // namespace

AttributePath::AttributePath(Runtime& runtime, const Value& attribute)
{
    if (attribute.isMissing() || attribute.isNone()) {
        return;
    }
    const Text* text = attribute.text();
    if (text == nullptr) {
        m_steps.push_back(attribute);
        return;
    }
    for (const std::string_view part : splitAt(text->bytes, ".", -1, Side::Left)) {
        const auto index = isDigitText(part) ? readInteger(runtime, part, 10) : std::nullopt;
        m_steps.push_back(index ? Value(*index) : runtime.text(std::string(part)));
    }
}

Value AttributePath::get(Runtime& runtime, const Value& item, const Value& otherwise) const
{
    Value found = item;
    for (const Value& step : m_steps) {
        found = getItem(runtime, found, step);
        if (found.undefined() != nullptr && !otherwise.isMissing() && !otherwise.isNone()) {
            found = otherwise;
        }
    }
    return found;
}

Value ignoringCase(Runtime& runtime, const Value& value)
{
    return value.text() != nullptr ? runtime.text(toLower(value.text()->bytes)) : value;
}

std::span<const NativeRow> selectionFilters()
{
    return kFilters;
}

} // namespace fe::chat
