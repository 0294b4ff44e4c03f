// SPDX-License-Identifier: Apache-2.0
#include "chat/format_text.h"
#include "chat/print.h"
#include "chat/runtime.h"
#include "chat/text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>

namespace fe::chat {
namespace {

/// Groups the whole digits before a point or exponent: by three, or by four for other bases.
std::string grouped(const std::string& digits, char mark, std::size_t size)
{
    const std::size_t whole
        = std::min(digits.find_first_not_of("0123456789abcdefABCDEF"), digits.size());
    std::string out = digits;
    for (std::size_t position = whole; position > size;) {
        position -= size;
        out.insert(position, 1, mark);
    }
    return out;
}

std::string padded(Runtime& runtime, const std::string& prefix, const std::string& body,
                   const FormatSpec& spec, char defaultAlign)
{
    const std::size_t length
        = codePointCount(std::string_view(prefix)) + codePointCount(std::string_view(body));
    if (length >= spec.width) {
        return prefix + body;
    }
    const std::size_t missing = spec.width - length;
    runtime.requireTextSize(missing * spec.fill.size());
    runtime.chargeBytes(missing * spec.fill.size());
    const auto fill = [&spec](std::size_t count) {
        std::string out;
        for (std::size_t i = 0; i < count; ++i) {
            out += spec.fill;
        }
        return out;
    };
    switch (spec.align == 0 ? defaultAlign : spec.align) {
    case '<':
        return prefix + body + fill(missing);
    case '^':
        return fill(missing / 2) + prefix + body + fill(missing - missing / 2);
    case '=':
        return prefix + fill(missing) + body;
    default:
        return fill(missing) + prefix + body;
    }
}

std::string signOf(bool negative, char style)
{
    return negative ? "-" : style == '-' ? "" : std::string(1, style);
}

/// As printf, but with a point in every locale.
std::string printed(Runtime& runtime, double number, char type, int precision)
{
    constexpr int kMaxPrecision = 1000;
    if (precision > kMaxPrecision) {
        runtime.failLimit("more than " + std::to_string(kMaxPrecision) + " decimals");
    }
    const char lower = type >= 'A' && type <= 'Z' ? static_cast<char>(type - 'A' + 'a') : type;
    const std::chars_format format = lower == 'e' ? std::chars_format::scientific
        : lower == 'g'                            ? std::chars_format::general
                                                  : std::chars_format::fixed;
    std::array<char, 1500> buffer {};
    const char* end
        = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, format, precision)
              .ptr;
    std::string text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
    if (lower != type) {
        std::replace(text.begin(), text.end(), 'e', 'E');
    }
    return text;
}

} // namespace

std::string formatText(Runtime& runtime, std::string_view text, const FormatSpec& spec)
{
    std::string body(text);
    if (spec.precision >= 0) {
        const Text whole(body);
        body.resize(byteOf(whole, static_cast<std::size_t>(spec.precision)));
    }
    return padded(runtime, "", body, spec, '<');
}

std::string formatInteger(Runtime& runtime, std::int64_t number, const FormatSpec& spec,
                          std::size_t minDigits)
{
    const bool negative = number < 0;
    const std::uint64_t magnitude
        = negative ? 0 - static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number);
    const int base = spec.type == 'x' || spec.type == 'X' ? 16
        : spec.type == 'o'                                ? 8
        : spec.type == 'b'                                ? 2
                                                          : 10;
    std::array<char, 72> buffer {};
    const char* end
        = std::to_chars(buffer.data(), buffer.data() + buffer.size(), magnitude, base).ptr;
    std::string digits(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
    if (minDigits > digits.size()) {
        runtime.requireTextSize(minDigits);
        digits.insert(0, minDigits - digits.size(), '0');
    }
    if (spec.group != 0) {
        digits = grouped(digits, spec.group, base == 10 ? 3 : 4);
    }
    std::string prefix = signOf(negative, spec.sign);
    if (spec.alternate && base != 10) {
        prefix += std::string("0") + (base == 16 ? "x" : base == 8 ? "o" : "b");
    }
    if (spec.type == 'X') {
        const auto upper = [](unsigned char c) { return static_cast<char>(std::toupper(c)); };
        std::transform(digits.begin(), digits.end(), digits.begin(), upper);
        std::transform(prefix.begin(), prefix.end(), prefix.begin(), upper);
    }
    return padded(runtime, prefix, digits, spec, '>');
}

std::string formatFloat(Runtime& runtime, double number, const FormatSpec& spec)
{
    const double magnitude = std::fabs(number);
    std::string body;
    if (!std::isfinite(number)) {
        body = std::isnan(number) ? "nan" : "inf";
        if (std::isupper(static_cast<unsigned char>(spec.type)) != 0) {
            body = std::isnan(number) ? "NAN" : "INF";
        }
    } else if (spec.type == 0 && spec.precision < 0) {
        body = floatText(magnitude);
    } else if (spec.type == '%') {
        body
            = printed(runtime, magnitude * 100, 'f', spec.precision < 0 ? 6 : spec.precision) + "%";
    } else {
        body = printed(runtime, magnitude, spec.type == 0 ? 'g' : spec.type,
                       spec.precision < 0 ? 6 : spec.precision);
        if (spec.type == 0 && body.find_first_of(".e") == std::string::npos) {
            body += ".0";
        }
    }
    if (spec.group != 0) {
        body = grouped(body, spec.group, 3);
    }
    const bool negative = std::signbit(number) && !std::isnan(number);
    return padded(runtime, signOf(negative, spec.sign), body, spec, '>');
}

} // namespace fe::chat
