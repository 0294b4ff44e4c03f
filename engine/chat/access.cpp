// SPDX-License-Identifier: Apache-2.0
#include "chat/access.h"

#include "chat/iterators.h"
#include "chat/native.h"
#include "chat/print.h"
#include "chat/runtime.h"

#include <algorithm>
#include <array>

namespace fe::chat {
namespace {

/// Methods that change their object: the immutable sandbox hides them.
constexpr std::array<std::string_view, 8> kListMutators
    = { "append", "clear", "pop", "reverse", "insert", "sort", "extend", "remove" };
constexpr std::array<std::string_view, 5> kDictMutators
    = { "clear", "pop", "popitem", "setdefault", "update" };

bool isUnsafe(const Value& value, std::string_view name)
{
    const auto within = [name](const auto& names) {
        return std::find(names.begin(), names.end(), name) != names.end();
    };
    if (value.list() != nullptr && !value.list()->isTuple && within(kListMutators)) {
        return true;
    }
    if (value.dict() != nullptr && within(kDictMutators)) {
        return true;
    }
    return name.starts_with("__") && value.object() == nullptr;
}

Value unsafeAttribute(Runtime& runtime, const Value& value, std::string_view name)
{
    return runtime.undefined("access to attribute '" + std::string(name) + "' of '"
                             + std::string(typeName(value)) + "' object is unsafe.");
}

std::string describe(const Value& value)
{
    if (value.isNone()) {
        return "None";
    }
    const std::string_view name = typeName(value);
    return (name == "Namespace" ? "jinja2.utils." : "") + std::string(name) + " object";
}

Value noSuch(Runtime& runtime, const Value& value, const Value& key)
{
    if (key.text() == nullptr) {
        return runtime.undefined(describe(value) + " has no element " + toRepr(runtime, key));
    }
    return runtime.undefined("'" + describe(value) + "' has no attribute " + toRepr(runtime, key));
}

/// value[key] by position or key alone; missing if there is none.
Value findElement(Runtime& runtime, const Value& value, const Value& key)
{
    if (const Dict* dict = value.dict()) {
        const bool hashable
            = (key.list() == nullptr || key.list()->isTuple) && key.dict() == nullptr;
        return hashable ? dict->find(runtime, key) : Value();
    }
    const auto index = key.integer();
    const bool isSequence = value.text() != nullptr || value.list() != nullptr
        || (value.object() != nullptr && value.object()->isSequence());
    if (!index || !isSequence) {
        return {};
    }
    const std::int64_t length = *lengthOf(runtime, value);
    const std::int64_t position = *index < 0 ? *index + length : *index;
    if (position < 0 || position >= length) {
        return {};
    }
    if (value.text() != nullptr) {
        return getSlice(runtime, value, { position, position + 1, {} });
    }
    return value.list() != nullptr ? value.list()->items[static_cast<std::size_t>(position)]
                                   : value.object()->element(runtime, position);
}

} // namespace

std::string_view typeName(const Value& value)
{
    if (value.text() != nullptr) {
        return value.text()->markup ? "Markup" : "str";
    }
    if (const List* list = value.list()) {
        return list->isTuple ? "tuple" : "list";
    }
    if (value.dict() != nullptr) {
        return "dict";
    }
    if (value.object() != nullptr) {
        return value.object()->typeName();
    }
    if (value.isNone()) {
        return "NoneType";
    }
    if (value.isFloat()) {
        return "float";
    }
    return value.isBool() ? "bool" : value.isInteger() ? "int" : "Undefined";
}

bool truth(Runtime& runtime, const Value& value)
{
    if (const Text* text = value.text()) {
        return !text->bytes.empty();
    }
    if (const List* list = value.list()) {
        return !list->items.empty();
    }
    if (const Dict* dict = value.dict()) {
        return !dict->entries.empty();
    }
    if (Object* object = value.object()) {
        return object->truth(runtime);
    }
    const auto number = value.number();
    return number && *number != 0.0;
}

Value findAttribute(Runtime& runtime, const Value& value, std::string_view name)
{
    if (Object* object = value.object()) {
        return object->attribute(runtime, name);
    }
    std::span<const NativeRow> methods;
    if (value.text() != nullptr) {
        methods = textMethods();
    } else if (const List* list = value.list()) {
        methods = list->isTuple ? tupleMethods() : listMethods();
    } else if (value.dict() != nullptr) {
        methods = dictMethods();
    }
    const NativeRow* row = findRow(methods, name);
    return row != nullptr ? makeFunction(runtime, *row, value) : Value();
}

Value getAttribute(Runtime& runtime, const Value& value, std::string_view name)
{
    runtime.charge(1);
    if (const Undefined* undefined = value.undefined()) {
        runtime.fail(undefined->message);
    }
    if (const bool unsafe = isUnsafe(value, name); !unsafe || value.dict() != nullptr) {
        const Value attribute = unsafe ? Value() : findAttribute(runtime, value, name);
        if (!attribute.isMissing()) {
            return attribute;
        }
        if (const Dict* dict = value.dict();
            dict != nullptr && (!unsafe || name.starts_with("__"))) {
            const Value element = dict->find(name);
            if (!element.isMissing()) {
                return element;
            }
        }
    }
    if (isUnsafe(value, name)) {
        return unsafeAttribute(runtime, value, name);
    }
    return noSuch(runtime, value, runtime.text(std::string(name)));
}

Value getItem(Runtime& runtime, const Value& value, const Value& key)
{
    runtime.charge(1);
    if (const Undefined* undefined = value.undefined()) {
        runtime.fail(undefined->message);
    }
    const Value element = findElement(runtime, value, key);
    if (!element.isMissing()) {
        return element;
    }
    if (const Text* name = key.text()) {
        if (isUnsafe(value, name->bytes)) {
            return unsafeAttribute(runtime, value, name->bytes);
        }
        const Value attribute = findAttribute(runtime, value, name->bytes);
        if (!attribute.isMissing()) {
            return attribute;
        }
    }
    return noSuch(runtime, value, key);
}

bool isCallable(const Value& value)
{
    // Undefined has a __call__, which fails.
    return value.undefined() != nullptr
        || (value.object() != nullptr && value.object()->isCallable());
}

Value callValue(Runtime& runtime, const Value& callee, const Arguments& arguments)
{
    runtime.charge(1 + arguments.positional.size() + arguments.named.size());
    if (const Undefined* undefined = callee.undefined()) {
        runtime.fail(undefined->message);
    }
    if (!isCallable(callee)) {
        runtime.fail("'" + std::string(typeName(callee)) + "' object is not callable");
    }
    const Runtime::Active active(runtime);
    return callee.object()->call(runtime, arguments);
}

} // namespace fe::chat
