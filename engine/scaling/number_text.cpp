// SPDX-License-Identifier: Apache-2.0
#include "scaling/number_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace fe::scaling {
namespace {

// Longer ones are no numbers that anybody wrote, and every digit is copied once.
constexpr std::size_t kLongestNumber = 512;
constexpr std::size_t kLongestUnit = 16;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 128;
}

bool equalsIgnoringCase(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
               const auto lower
                   = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
               return lower(x) == lower(y);
           });
}

/// Bytes of a blank that a number may hold between groups: U+00A0, U+2009, U+202F or a space.
std::size_t blankLength(std::string_view text)
{
    for (const std::string_view blank : { " ", "\xC2\xA0", "\xE2\x80\x89", "\xE2\x80\xAF" }) {
        if (text.starts_with(blank)) {
            return blank.size();
        }
    }
    return text.starts_with('\t') ? 1 : 0;
}

/// Walks over a number and writes it down as C does.
class Walker
{
public:
    Walker(std::string_view text, char decimalMark) : m_rest(text), m_decimalMark(decimalMark) { }

    [[nodiscard]] bool walk()
    {
        sign();
        if (!whole()) {
            return false;
        }
        exponent();
        return true;
    }
    [[nodiscard]] const std::string& plain() const { return m_plain; }
    [[nodiscard]] std::string_view rest() const { return m_rest; }

private:
    void sign()
    {
        constexpr std::string_view kMinus = "\xE2\x88\x92";
        if (m_rest.starts_with('-') || m_rest.starts_with(kMinus)) {
            m_plain += '-';
            m_rest.remove_prefix(m_rest.front() == '-' ? 1 : kMinus.size());
        } else if (m_rest.starts_with('+')) {
            m_rest.remove_prefix(1);
        }
    }
    std::size_t digits()
    {
        std::size_t count = 0;
        while (count < m_rest.size() && isDigit(m_rest[count])) {
            ++count;
        }
        m_plain += m_rest.substr(0, count);
        m_rest.remove_prefix(count);
        return count;
    }
    /// Length of a mark between groups of digits, if three digits and no fourth follow it.
    [[nodiscard]] std::size_t groupMark() const
    {
        std::size_t mark = blankLength(m_rest);
        const char other = m_decimalMark == '.' ? ',' : '.';
        if (mark == 0 && !m_rest.empty()
            && (m_rest.front() == other || m_rest.front() == '\'' || m_rest.front() == '_')) {
            mark = 1;
        }
        const std::string_view after = m_rest.substr(std::min(mark, m_rest.size()));
        const bool three
            = after.size() >= 3 && std::all_of(after.begin(), after.begin() + 3, isDigit);
        return mark > 0 && three && (after.size() == 3 || !isDigit(after[3])) ? mark : 0;
    }
    bool whole()
    {
        const std::size_t first = digits();
        // 0,123 is no group of a number that begins with nought.
        if (first >= 1 && first <= 3 && m_plain[m_plain.size() - first] != '0') {
            std::string_view used {};
            for (std::size_t mark = groupMark(); mark > 0; mark = groupMark()) {
                const std::string_view found = m_rest.substr(0, mark);
                if (!used.empty() && found != used) {
                    return false;
                }
                used = found;
                m_rest.remove_prefix(mark);
                (void)digits();
            }
        }
        std::size_t fraction = 0;
        if (m_rest.starts_with(m_decimalMark)) {
            m_rest.remove_prefix(1);
            m_plain += '.';
            fraction = digits();
        }
        return first + fraction > 0;
    }
    void exponent()
    {
        if (m_rest.empty() || (m_rest.front() != 'e' && m_rest.front() != 'E')) {
            return;
        }
        const std::string_view rest = m_rest;
        const std::string plain = m_plain;
        m_plain += 'e';
        m_rest.remove_prefix(1);
        sign();
        if (digits() == 0) {
            m_rest = rest; // a unit that begins with e
            m_plain = plain;
        }
    }

    std::string_view m_rest;
    char m_decimalMark;
    std::string m_plain;
};

/// Whether a number that no double holds is below 1: as "0.00...1" and "12e-400" are.
bool isTiny(std::string_view plain)
{
    const std::size_t mark = std::min(plain.find('e'), plain.size());
    const std::string_view digits = plain.substr(0, mark);
    const auto point = static_cast<std::ptrdiff_t>(std::min(digits.find('.'), digits.size()));
    const auto first = static_cast<std::ptrdiff_t>(digits.find_first_of("123456789"));
    std::int64_t exponent = 0;
    if (mark < plain.size()) {
        const std::string_view text = plain.substr(mark + 1);
        const auto read = std::from_chars(text.data(), text.data() + text.size(), exponent);
        if (read.ec != std::errc()) {
            return text.starts_with('-');
        }
    }
    return exponent < first - point; // a cell is short: no overflow
}

double valueOf(const std::string& plain)
{
    double value = 0;
    const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), value);
    if (error == std::errc::result_out_of_range) {
        // from_chars leaves the value: too large, or too small to tell from nought.
        return isTiny(plain) ? 0 : std::numeric_limits<double>::infinity();
    }
    return value;
}

/// A power of a thousand behind a number, or 0.
double multiplier(std::string_view unit)
{
    constexpr std::array<std::pair<std::string_view, double>, 6> kLetters { {
        { "K", 1e3 },
        { "k", 1e3 },
        { "M", 1e6 },
        { "B", 1e9 },
        { "G", 1e9 },
        { "T", 1e12 },
    } };
    for (const auto& [letter, times] : kLetters) {
        if (unit == letter) {
            return times;
        }
    }
    return 0;
}

bool isWrittenInfinite(std::string_view cell)
{
    if (!cell.empty() && (cell.front() == '-' || cell.front() == '+')) {
        cell.remove_prefix(1);
    }
    return equalsIgnoringCase(cell, "inf") || equalsIgnoringCase(cell, "infinity")
        || cell == "\xE2\x88\x9E";
}

} // namespace

std::string_view trimmed(std::string_view text)
{
    for (std::size_t blank = blankLength(text); blank > 0; blank = blankLength(text)) {
        text.remove_prefix(blank);
    }
    for (;;) {
        const std::size_t size = text.size();
        for (const std::size_t length : { 1U, 2U, 3U }) {
            if (text.size() >= length && blankLength(text.substr(text.size() - length)) == length) {
                text.remove_suffix(length);
                break;
            }
        }
        if (text.size() == size) {
            return text;
        }
    }
}

std::optional<NumberText> readNumber(std::string_view cell, char decimalMark)
{
    cell = trimmed(cell);
    if (cell.empty() || cell.size() > kLongestNumber) {
        return {};
    }
    if (isWrittenInfinite(cell)) {
        return NumberText { std::numeric_limits<double>::infinity(), {} };
    }
    Walker walker(cell, decimalMark);
    if (!walker.walk()) {
        return {};
    }
    NumberText number { valueOf(walker.plain()), trimmed(walker.rest()) };
    if (number.unit == "%") {
        number.value /= 100;
    } else if (const double times = multiplier(number.unit); times > 0) {
        number.value *= times;
        number.unit = {};
    } else if (!number.unit.empty()
               && (!isLetter(number.unit.front()) || number.unit.size() > kLongestUnit)) {
        return {};
    }
    return number;
}

bool isMissingText(std::string_view cell)
{
    cell = trimmed(cell);
    constexpr std::array<std::string_view, 9> kMissing { "",     "NA", "N/A", "NaN",         "null",
                                                         "none", "-",  "?",   "\xE2\x80\x93" };
    return std::any_of(kMissing.begin(), kMissing.end(),
                       [cell](std::string_view text) { return equalsIgnoringCase(cell, text); });
}

std::string shortest(double value)
{
    std::array<char, 32> text {};
    const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value);
    return { text.data(), end };
}

} // namespace fe::scaling
