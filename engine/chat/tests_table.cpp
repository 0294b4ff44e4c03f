// SPDX-License-Identifier: Apache-2.0
#include "chat/access.h"
#include "chat/native.h"
#include "chat/operators.h"
#include "chat/print.h"
#include "chat/text_predicates.h"

#include <array>

namespace fe::chat {
namespace {

bool dividesBy(NativeCall& call, std::int64_t divisor, std::int64_t remainder)
{
    const Value rest = arithmetic(call.runtime, Operator::Modulo, call.subject, divisor);
    return equals(call.runtime, rest, remainder);
}

Value odd(NativeCall& call)
{
    return dividesBy(call, 2, 1);
}

Value even(NativeCall& call)
{
    return dividesBy(call, 2, 0);
}

Value divisibleBy(NativeCall& call)
{
    const Value rest = arithmetic(call.runtime, Operator::Modulo, call.subject, call[0]);
    return equals(call.runtime, rest, std::int64_t { 0 });
}

Value sequence(NativeCall& call)
{
    const Value& value = call.subject;
    return value.text() != nullptr || value.list() != nullptr || value.dict() != nullptr
        || value.undefined() != nullptr
        || (value.object() != nullptr && value.object()->isSequence());
}

template<Operator Op>
Value compared(NativeCall& call)
{
    return compare(call.runtime, Op, call.subject, call[0]);
}

Value isFilter(NativeCall& call)
{
    call.runtime.requireHashable(call.subject);
    const Text* name = call.subject.text();
    return name != nullptr
        && (findFilter(name->bytes) != nullptr || isUnsupportedFilter(name->bytes));
}

Value isTest(NativeCall& call)
{
    call.runtime.requireHashable(call.subject);
    const Text* name = call.subject.text();
    return name != nullptr && findTest(name->bytes) != nullptr;
}

constexpr std::array kTests = {
    NativeRow { "odd", "", 0, odd },
    NativeRow { "even", "", 0, even },
    NativeRow { "divisibleby", "num", 1, divisibleBy },
    NativeRow { "defined", "", 0,
                [](NativeCall& call) -> Value { return call.subject.undefined() == nullptr; } },
    NativeRow { "undefined", "", 0,
                [](NativeCall& call) -> Value { return call.subject.undefined() != nullptr; } },
    NativeRow { "filter", "", 0, isFilter },
    NativeRow { "test", "", 0, isTest },
    NativeRow { "none", "", 0, [](NativeCall& call) -> Value { return call.subject.isNone(); } },
    NativeRow { "boolean", "", 0, [](NativeCall& call) -> Value { return call.subject.isBool(); } },
    NativeRow { "false", "", 0, [](NativeCall& call) -> Value { return call.subject.isFalse(); } },
    NativeRow { "true", "", 0, [](NativeCall& call) -> Value { return call.subject.isTrue(); } },
    NativeRow { "integer", "", 0,
                [](NativeCall& call) -> Value {
                    return call.subject.isInteger() && !call.subject.isBool();
                } },
    NativeRow { "float", "", 0, [](NativeCall& call) -> Value { return call.subject.isFloat(); } },
    NativeRow { "number", "", 0,
                [](NativeCall& call) -> Value { return call.subject.isNumber(); } },
    NativeRow {
        "lower", "", 0,
        [](NativeCall& call) -> Value { return isLowerText(toStr(call.runtime, call.subject)); } },
    NativeRow {
        "upper", "", 0,
        [](NativeCall& call) -> Value { return isUpperText(toStr(call.runtime, call.subject)); } },
    NativeRow { "string", "", 0,
                [](NativeCall& call) -> Value { return call.subject.text() != nullptr; } },
    NativeRow { "mapping", "", 0,
                [](NativeCall& call) -> Value { return call.subject.dict() != nullptr; } },
    NativeRow { "sequence", "", 0, sequence },
    NativeRow { "iterable", "", 0,
                [](NativeCall& call) -> Value {
                    return tryIterate(call.runtime, call.subject) != nullptr;
                } },
    NativeRow { "callable", "/", 0,
                [](NativeCall& call) -> Value { return isCallable(call.subject); } },
    NativeRow { "sameas", "other", 1,
                [](NativeCall& call) -> Value { return call.subject.isSameAs(call[0]); } },
    NativeRow { "escaped", "", 0,
                [](NativeCall& call) -> Value {
                    return call.subject.text() != nullptr && call.subject.text()->markup;
                } },
    NativeRow {
        "in", "seq", 1,
        [](NativeCall& call) -> Value { return contains(call.runtime, call[0], call.subject); } },
    NativeRow { "==", "/other", 1, compared<Operator::Equal> },
    NativeRow { "eq", "/other", 1, compared<Operator::Equal> },
    NativeRow { "equalto", "/other", 1, compared<Operator::Equal> },
    NativeRow { "!=", "/other", 1, compared<Operator::NotEqual> },
    NativeRow { "ne", "/other", 1, compared<Operator::NotEqual> },
    NativeRow { ">", "/other", 1, compared<Operator::Greater> },
    NativeRow { "gt", "/other", 1, compared<Operator::Greater> },
    NativeRow { "greaterthan", "/other", 1, compared<Operator::Greater> },
    NativeRow { ">=", "/other", 1, compared<Operator::GreaterEqual> },
    NativeRow { "ge", "/other", 1, compared<Operator::GreaterEqual> },
    NativeRow { "<", "/other", 1, compared<Operator::Less> },
    NativeRow { "lt", "/other", 1, compared<Operator::Less> },
    NativeRow { "lessthan", "/other", 1, compared<Operator::Less> },
    NativeRow { "<=", "/other", 1, compared<Operator::LessEqual> },
    NativeRow { "le", "/other", 1, compared<Operator::LessEqual> },
};

} // namespace

const NativeRow* findTest(std::string_view name)
{
    return findRow(kTests, name);
}

} // namespace fe::chat
