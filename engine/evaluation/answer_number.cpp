// SPDX-License-Identifier: Apache-2.0
#include "evaluation/answer_number.h"

#include <algorithm>

namespace fe::evaluation {
namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isDigitAt(std::string_view text, std::size_t at)
{
    return at < text.size() && isDigit(text[at]);
}

std::size_t digitsFrom(std::string_view text, std::size_t at)
{
    std::size_t end = at;
    while (isDigitAt(text, end)) {
        ++end;
    }
    return end - at;
}

/// A minus sign right before `at` that is none of "3-4" or "A-5".
bool isNegative(std::string_view text, std::size_t at)
{
    constexpr std::string_view kMinus = "\xE2\x88\x92"; // U+2212
    std::size_t before = at;
    if (at > 0 && text[at - 1] == '-') {
        before = at - 1;
    } else if (text.substr(0, at).ends_with(kMinus)) {
        before = at - kMinus.size();
    } else {
        return false;
    }
    const char c = before > 0 ? text[before - 1] : ' ';
    return !isDigit(c) && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && c != '.';
}

/// Digits of the whole part that begins at `at`, thousands separators left out; moves `at` behind.
std::string wholePart(std::string_view text, std::size_t& at)
{
    std::size_t length = digitsFrom(text, at);
    std::string digits(text.substr(at, length));
    at += length;
    while (length <= 3 && at < text.size() && text[at] == ',' && digitsFrom(text, at + 1) == 3) {
        digits += text.substr(at + 1, 3);
        at += 4;
        length = 3;
    }
    return digits;
}

std::string plainSpelling(bool negative, std::string whole, std::string decimals)
{
    whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size()));
    decimals.erase(decimals.find_last_not_of('0') + 1);
    if (whole.empty() && decimals.empty()) {
        return "0";
    }
    return (negative ? "-" : "") + (whole.empty() ? "0" : whole)
        + (decimals.empty() ? "" : '.' + decimals);
}

} // namespace

std::optional<std::string> lastNumber(std::string_view text)
{
    std::optional<std::string> last;
    for (std::size_t at = 0; at < text.size();) {
        const bool bare = text[at] == '.' && isDigitAt(text, at + 1); // ".5"
        if (!bare && !isDigit(text[at])) {
            ++at;
            continue;
        }
        const bool negative = isNegative(text, at);
        std::string whole = bare ? "" : wholePart(text, at);
        std::string decimals;
        if (at < text.size() && text[at] == '.' && isDigitAt(text, at + 1)) {
            const std::size_t length = digitsFrom(text, at + 1);
            decimals = text.substr(at + 1, length);
            at += 1 + length;
        }
        last = plainSpelling(negative, std::move(whole), std::move(decimals));
    }
    return last;
}

} // namespace fe::evaluation
