// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"
#include "chat/failure.h"
#include "chat/lex_number.h"
#include "chat/lexer.h"
#include "chat/read_number.h"

#include <array>
#include <charconv>
#include <cstdio>

namespace fe::chat {
namespace {

[[noreturn]] void fail(int line, std::string why)
{
    throw Failure { Failure::Kind::Wrong, std::move(why), line };
}

bool isDigitOf(char c, int base)
{
    const int value = c >= '0' && c <= '9' ? c - '0'
        : c >= 'a' && c <= 'f'             ? c - 'a' + 10
        : c >= 'A' && c <= 'F'             ? c - 'A' + 10
                                           : 99;
    return value < base;
}

/// Digits from `at`, single underscores between them; `leading`: one may stand before the first.
std::size_t digitsEnd(std::string_view text, std::size_t at, int base, bool leading)
{
    std::size_t end = at;
    bool separable = leading;
    while (end < text.size()) {
        if (isDigitOf(text[end], base)) {
            separable = true;
            ++end;
        } else if (text[end] == '_' && separable && end + 1 < text.size()
                   && isDigitOf(text[end + 1], base)) {
            ++end;
        } else {
            break;
        }
    }
    return end;
}

std::string plain(std::string_view text)
{
    std::string digits(text);
    std::erase(digits, '_');
    return digits;
}

/// End of a float at the beginning of the text, or 0: it needs a fraction or an exponent.
std::size_t floatEnd(std::string_view text)
{
    const std::size_t whole = digitsEnd(text, 0, 10, false);
    if (whole == 0) {
        return 0;
    }
    std::size_t end = whole;
    if (end + 1 < text.size() && text[end] == '.' && isDigitOf(text[end + 1], 10)) {
        end = digitsEnd(text, end + 1, 10, false);
    }
    if (end < text.size() && (text[end] == 'e' || text[end] == 'E')) {
        std::size_t digits = end + 1;
        digits += digits < text.size() && (text[digits] == '+' || text[digits] == '-') ? 1U : 0U;
        if (digits < text.size() && isDigitOf(text[digits], 10)) {
            return digitsEnd(text, digits, 10, false);
        }
    }
    return end > whole ? end : 0;
}

NumberToken integerToken(std::string_view text, int line)
{
    constexpr std::string_view kPrefixes = "xXoObB";
    constexpr std::array kBases = { 16, 8, 2 };
    int base = 10;
    std::size_t begin = 0;
    std::size_t end = 0;
    if (text.size() > 2 && text[0] == '0' && kPrefixes.find(text[1]) != std::string_view::npos) {
        base = kBases[kPrefixes.find(text[1]) / 2];
        end = digitsEnd(text, 2, base, true);
        begin = end > 2 ? 2 : 0;
    }
    if (begin == 0) {
        base = 10;
        // A decimal does not begin with zeros: "007" is 00 and then 7.
        end = text.front() == '0' ? digitsEnd(text, 0, 1, false) : digitsEnd(text, 0, 10, false);
    }
    if (end == 0) {
        return {};
    }
    const std::string digits = plain(text.substr(begin, end - begin));
    std::int64_t value = 0;
    if (std::from_chars(digits.data(), digits.data() + digits.size(), value, base).ec
        != std::errc()) {
        throw Failure { Failure::Kind::Limit, "an integer is over 64 bits", line };
    }
    return { end, false, value, 0 };
}

/// Reads `count` hexadecimal digits of an escape.
char32_t hexValue(std::string_view text, std::size_t at, std::size_t count, int line)
{
    char32_t value = 0;
    for (std::size_t i = at; i < at + count; ++i) {
        if (i >= text.size() || !isDigitOf(text[i], 16)) {
            fail(line, "truncated \\x, \\u or \\U escape in a string");
        }
        const char digit = text[i];
        value = value * 16
            + static_cast<char32_t>(digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
    }
    return value;
}

void appendPoint(std::string& out, char32_t c, int line)
{
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) {
        fail(line, "an escape in a string is no character");
    }
    base::appendUtf8(out, c);
}

/// Python turns other characters into escapes before it undoes the escapes, so a backslash before
/// one of them leaves the escape's letters.
void appendEscapeName(std::string& out, char32_t c)
{
    std::array<char, 16> text {};
    const char* format = c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x";
    std::snprintf(text.data(), text.size(), format, static_cast<unsigned>(c));
    out += text.data();
}

} // namespace

NumberToken lexNumber(std::string_view text, bool afterDot, int line)
{
    if (text.empty() || !isDigitOf(text.front(), 10)) {
        return {};
    }
    const std::size_t end = afterDot ? 0 : floatEnd(text);
    if (end > 0) {
        return { end, true, 0, parseDouble(plain(text.substr(0, end))) };
    }
    return integerToken(text, line);
}

std::string normalized(std::string_view source)
{
    std::string out;
    out.reserve(source.size());
    for (std::size_t i = 0; i < source.size(); ++i) {
        if (source[i] == '\r') {
            out += '\n';
            i += i + 1 < source.size() && source[i + 1] == '\n' ? 1U : 0U;
        } else {
            out += source[i];
        }
    }
    if (out.ends_with('\n')) {
        out.pop_back();
    }
    return out;
}

std::string unescaped(std::string_view literal, int line)
{
    constexpr std::string_view kLetters = "nrtbfva\\'\"";
    constexpr std::string_view kValues = "\n\r\t\b\f\v\a\\'\"";
    std::string out;
    for (std::size_t at = 0; at < literal.size();) {
        if (literal[at] != '\\') {
            out += literal[at++];
            continue;
        }
        const base::CodePoint next = base::decodeUtf8(literal, at + 1);
        const char c = next.codePoint < 0x80 ? static_cast<char>(next.codePoint) : '\0';
        at += 1 + next.length;
        const std::size_t simple = kLetters.find(c);
        if (next.codePoint >= 0x80) {
            appendEscapeName(out, next.codePoint);
        } else if (c != '\0' && simple != std::string_view::npos) {
            out += kValues[simple];
        } else if (c == 'x' || c == 'u' || c == 'U') {
            const std::size_t count = c == 'x' ? 2 : c == 'u' ? 4 : 8;
            appendPoint(out, hexValue(literal, at, count, line), line);
            at += count;
        } else if (c >= '0' && c <= '7') {
            char32_t value = static_cast<char32_t>(c - '0');
            for (int i = 0; i < 2 && at < literal.size() && isDigitOf(literal[at], 8); ++i) {
                value = value * 8 + static_cast<char32_t>(literal[at++] - '0');
            }
            appendPoint(out, value, line);
        } else if (c == 'N') {
            throw Failure { Failure::Kind::Unsupported, "\\N escapes in strings are not supported",
                            line };
        } else if (c != '\n') {
            out += '\\';
            out += c;
        }
    }
    return out;
}

} // namespace fe::chat
