// SPDX-License-Identifier: Apache-2.0
#include "chat/read_number.h"

#include "chat/runtime.h"
#include "chat/text.h"

#include <cctype>
#include <charconv>
#include <limits>
#include <string>

namespace fe::chat {
namespace {

bool isDigitChar(char c)
{
    return c >= '0' && c <= '9';
}

/// Without underscores, each of which must stand between two digits; nothing if one does not.
std::optional<std::string> withoutUnderscores(std::string_view text, bool afterPrefix)
{
    std::string digits;
    bool separable = afterPrefix;
    for (const char c : text) {
        if (c == '_') {
            if (!separable) {
                return std::nullopt;
            }
            separable = false;
        } else {
            digits += c;
            separable = std::isalnum(static_cast<unsigned char>(c)) != 0;
        }
    }
    return text.empty() || text.back() == '_' ? std::nullopt : std::optional(digits);
}

int prefixBase(std::string_view text)
{
    if (text.size() < 2 || text[0] != '0') {
        return 0;
    }
    switch (text[1]) {
    case 'x':
    case 'X':
        return 16;
    case 'o':
    case 'O':
        return 8;
    case 'b':
    case 'B':
        return 2;
    default:
        return 0;
    }
}

} // namespace

std::optional<std::int64_t> readInteger(Runtime& runtime, std::string_view text, std::int64_t base)
{
    if (base != 0 && (base < 2 || base > 36)) {
        return std::nullopt;
    }
    text = stripped(text, Side::Both);
    const bool negative = text.starts_with('-');
    text.remove_prefix(negative || text.starts_with('+') ? 1 : 0);
    const int prefix = prefixBase(text);
    const bool prefixed = prefix != 0 && (base == 0 || base == prefix);
    text.remove_prefix(prefixed ? 2 : 0);
    const int radix = prefixed ? prefix : base == 0 ? 10 : static_cast<int>(base);
    const auto digits = withoutUnderscores(text, prefixed);
    if (!digits || digits->front() == '-') {
        return std::nullopt;
    }
    if (base == 0 && !prefixed && digits->front() == '0'
        && digits->find_first_not_of('0') != std::string::npos) {
        return std::nullopt;
    }
    std::uint64_t magnitude = 0;
    const char* end = digits->data() + digits->size();
    const auto [stop, error] = std::from_chars(digits->data(), end, magnitude, radix);
    if (stop != end) {
        return std::nullopt;
    }
    if (error != std::errc()
        || magnitude > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
        runtime.failLimit("an integer grows over 64 bits");
    }
    const auto number = static_cast<std::int64_t>(magnitude);
    return negative ? -number : number;
}

double parseDouble(std::string_view digits)
{
    double number = 0;
    if (std::from_chars(digits.data(), digits.data() + digits.size(), number).ec
        == std::errc::result_out_of_range) {
        const bool tiny = digits.find("e-") != std::string_view::npos
            || digits.find("E-") != std::string_view::npos || digits.starts_with("0.");
        return tiny ? 0.0 : std::numeric_limits<double>::infinity();
    }
    return number;
}

std::optional<double> readFloat(std::string_view text)
{
    text = stripped(text, Side::Both);
    const bool negative = text.starts_with('-');
    text.remove_prefix(negative || text.starts_with('+') ? 1 : 0);
    std::string lower(text);
    for (char& c : lower) {
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    const double sign = negative ? -1.0 : 1.0;
    if (lower == "inf" || lower == "infinity") {
        return sign * std::numeric_limits<double>::infinity();
    }
    if (lower == "nan") {
        return std::numeric_limits<double>::quiet_NaN();
    }
    const auto digits = withoutUnderscores(lower, false);
    if (!digits || !(isDigitChar(digits->front()) || digits->front() == '.')) {
        return std::nullopt;
    }
    double number = 0;
    const char* end = digits->data() + digits->size();
    if (std::from_chars(digits->data(), end, number).ptr != end) {
        return std::nullopt;
    }
    return sign * parseDouble(*digits);
}

} // namespace fe::chat
