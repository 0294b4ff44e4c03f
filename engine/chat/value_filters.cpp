// SPDX-License-Identifier: Apache-2.0
#include "chat/access.h"
#include "chat/native.h"
#include "chat/print.h"
#include "chat/read_number.h"

#include <array>
#include <charconv>
#include <cmath>
#include <string>

namespace fe::chat {
namespace {

void requireDefined(NativeCall& call)
{
    if (call.subject.undefined() != nullptr) {
        call.runtime.fail(call.subject.undefined()->message);
    }
}

Value defaultFilter(NativeCall& call)
{
    const bool absent = call.subject.undefined() != nullptr
        || (call.flagAt(1, false) && !truth(call.runtime, call.subject));
    if (!absent) {
        return call.subject;
    }
    return call[0].isMissing() ? call.runtime.text("") : call[0];
}

/// int() of a float; nothing where Python raises ValueError.
std::optional<std::int64_t> truncated(Runtime& runtime, double number)
{
    constexpr double kTwo63 = 9223372036854775808.0;
    if (std::isnan(number)) {
        return std::nullopt;
    }
    if (std::isinf(number)) {
        runtime.fail("cannot convert float infinity to integer");
    }
    if (std::fabs(number) >= kTwo63) {
        runtime.failLimit("an integer grows over 64 bits");
    }
    return static_cast<std::int64_t>(number);
}

Value intFilter(NativeCall& call)
{
    requireDefined(call);
    const Value otherwise = call[0].isMissing() ? Value(std::int64_t { 0 }) : call[0];
    if (const auto number = call.subject.integer()) {
        return *number;
    }
    std::optional<std::int64_t> result;
    if (const Text* text = call.subject.text()) {
        call.runtime.chargeBytes(text->bytes.size());
        result = readInteger(call.runtime, text->bytes, call.integerAt(1, 10));
        const auto number = result ? std::nullopt : readFloat(text->bytes);
        if (number && std::isfinite(*number)) {
            result = truncated(call.runtime, *number);
        }
    } else if (call.subject.isFloat()) {
        result = truncated(call.runtime, *call.subject.number());
    }
    return result ? Value(*result) : otherwise;
}

Value floatFilter(NativeCall& call)
{
    requireDefined(call);
    std::optional<double> number = call.subject.number();
    if (const Text* text = call.subject.text()) {
        call.runtime.chargeBytes(text->bytes.size());
        number = readFloat(text->bytes);
    }
    if (number) {
        return *number;
    }
    return call[0].isMissing() ? Value(0.0) : call[0];
}

Value absolute(NativeCall& call)
{
    requireDefined(call);
    if (call.subject.isFloat()) {
        return std::fabs(*call.subject.number());
    }
    const auto number = call.subject.integer();
    if (!number) {
        call.runtime.fail("bad operand type for abs(): '" + std::string(typeName(call.subject))
                          + "'");
    }
    if (*number == INT64_MIN) {
        call.runtime.failLimit("an integer grows over 64 bits");
    }
    return *number < 0 ? -*number : *number;
}

/// Half to even, on the exact decimal value as Python does (to_chars rounds that way too).
double roundedHalfEven(double number, std::int64_t precision)
{
    if (!std::isfinite(number) || precision > 323) {
        return number;
    }
    if (precision < 0) {
        const double unit
            = std::pow(10.0, static_cast<double>(std::min<std::int64_t>(-precision, 400)));
        return std::isinf(unit) ? std::copysign(0.0, number) : std::nearbyint(number / unit) * unit;
    }
    std::array<char, 700> text {};
    const char* end = std::to_chars(text.data(), text.data() + text.size(), number,
                                    std::chars_format::fixed, static_cast<int>(precision))
                          .ptr;
    double rounded = 0;
    std::from_chars(text.data(), end, rounded);
    return rounded;
}

Value roundFilter(NativeCall& call)
{
    requireDefined(call);
    const std::int64_t precision = call.integerAt(0, 0);
    const std::string_view method = call.textAt(1, "common");
    const auto number = call.subject.number();
    if (!number) {
        call.runtime.fail("type " + std::string(typeName(call.subject))
                          + " doesn't define __round__ method");
    }
    if (method == "common") {
        if (call.subject.isInteger() && precision >= 0) {
            return *call.subject.integer();
        }
        const double rounded = roundedHalfEven(*number, precision);
        return call.subject.isInteger() ? Value(static_cast<std::int64_t>(rounded))
                                        : Value(rounded);
    }
    if (method != "ceil" && method != "floor") {
        call.runtime.fail("method must be common, ceil or floor");
    }
    const double scale = std::pow(10.0, static_cast<double>(precision));
    const double scaled = *number * scale;
    if (!std::isfinite(scaled)) {
        call.runtime.fail("cannot convert float to integer");
    }
    return (method == "ceil" ? std::ceil(scaled) : std::floor(scaled)) / scale;
}

Value length(NativeCall& call)
{
    const auto count = lengthOf(call.runtime, call.subject);
    if (!count) {
        call.runtime.fail("object of type '" + std::string(typeName(call.subject))
                          + "' has no len()");
    }
    return *count;
}

void readIndent(NativeCall& call, JsonStyle& style)
{
    if (!call.isGiven(1)) {
        return;
    }
    style.isIndented = true;
    style.itemSeparator = ",";
    if (const Text* text = call[1].text()) {
        style.indent = text->bytes;
    } else {
        const std::int64_t width = std::max<std::int64_t>(0, call.integerAt(1, 0));
        call.runtime.requireTextSize(static_cast<std::size_t>(width));
        style.indent.assign(static_cast<std::size_t>(width), ' ');
    }
}

/// The filter that transformers puts in place of jinja2's: json.dumps without HTML escapes.
Value toJsonFilter(NativeCall& call)
{
    JsonStyle style;
    style.ensureAscii = call.flagAt(0, false);
    readIndent(call, style);
    if (call.isGiven(2)) {
        const Values pair = elementsOf(call.runtime, call[2]);
        if (pair.size() != 2 || pair[0].text() == nullptr || pair[1].text() == nullptr) {
            call.runtime.fail("separators must be two str");
        }
        style.itemSeparator = pair[0].text()->bytes;
        style.keySeparator = pair[1].text()->bytes;
    }
    style.sortKeys = call.flagAt(3, false);
    return call.runtime.text(toJson(call.runtime, call.subject, style));
}

constexpr std::array kFilters = {
    NativeRow { "default", "default_value boolean", 0, defaultFilter },
    NativeRow { "d", "default_value boolean", 0, defaultFilter },
    NativeRow { "int", "default base", 0, intFilter },
    NativeRow { "float", "default", 0, floatFilter },
    NativeRow { "abs", "/", 0, absolute },
    NativeRow { "round", "precision method", 0, roundFilter },
    NativeRow { "length", "/", 0, length },
    NativeRow { "count", "/", 0, length },
    NativeRow { "tojson", "ensure_ascii indent separators sort_keys", 0, toJsonFilter },
};

} // namespace

std::span<const NativeRow> valueFilters()
{
    return kFilters;
}

} // namespace fe::chat
