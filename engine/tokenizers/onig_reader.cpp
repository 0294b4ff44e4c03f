// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/onig_reader.h"

#include "base/utf8.h"

#include <array>
#include <cctype>
#include <cstdio>

namespace fe::tokenizers {
namespace {

constexpr std::size_t kDeepestClass = 50;

bool isHex(char c)
{
    return std::isxdigit(static_cast<unsigned char>(c)) != 0;
}

void joinIntersection(CharacterSet& set, CharacterSet& part, bool hasIntersection)
{
    if (hasIntersection) {
        set.intersect(part);
    } else {
        set = std::move(part);
    }
    part = CharacterSet();
}

} // namespace

base::Error OnigReader::malformed(const std::string& why) const
{
    return base::malformed(m_file, m_field, "not a regular expression: " + why);
}

base::Error OnigReader::unsupported(const std::string& what) const
{
    return base::unsupported(m_file, m_field, "the regular expression uses " + what);
}

base::Result<CharacterSet> OnigReader::readProperty()
{
    bool isNegated = m_in[m_at + 1] == 'P';
    m_at += 2;
    std::string name(1, peek());
    if (peek() == '{') {
        const std::size_t end = m_in.find('}', m_at);
        if (end == std::string::npos) {
            return malformed("a property name does not end");
        }
        name = m_in.substr(m_at + 1, end - m_at - 1);
        m_at = end + 1;
    } else {
        return malformed("a property name needs braces");
    }
    if (name.starts_with('^')) {
        isNegated = !isNegated;
        name.erase(0, 1);
    }
    auto set = propertySet(name, m_range);
    if (!set) {
        return unsupported("the character property \"" + name + "\"");
    }
    if (isNegated) {
        set->negate();
    }
    return *std::move(set);
}

base::Result<char32_t> OnigReader::readHex(std::size_t most)
{
    char32_t value = 0;
    std::size_t digits = 0;
    for (; digits < most && isHex(peek()); ++digits, ++m_at) {
        value = value * 16 + static_cast<char32_t>(std::stoi(std::string(1, peek()), nullptr, 16));
    }
    if (digits == 0 || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) {
        return malformed("a character code is wrong");
    }
    return value;
}

base::Result<char32_t> OnigReader::readEscapedCharacter()
{
    const char letter = peek(1);
    constexpr std::string_view kLetters = "tnrfvae";
    constexpr std::string_view kValues = "\t\n\r\f\v\a\x1B";
    if (letter == '\0' && m_at + 1 >= m_in.size()) {
        return malformed("it ends with a backslash");
    }
    if (const std::size_t index = kLetters.find(letter); index != std::string_view::npos) {
        m_at += 2;
        return static_cast<char32_t>(kValues[index]);
    }
    if ((letter == 'x' && peek(2) == '{') || (letter == 'u' && peek(2) == '{')) {
        m_at += 3;
        FE_TRY(const char32_t value, readHex(8));
        if (peek() != '}') {
            return malformed("a character code does not end");
        }
        ++m_at;
        return value;
    }
    if (letter == 'x' || letter == 'u') {
        m_at += 2;
        return readHex(letter == 'x' ? 2 : 4);
    }
    if (std::isalnum(static_cast<unsigned char>(letter)) != 0) {
        return unsupported(std::string("the escape \\") + letter);
    }
    ++m_at;
    const base::CodePoint point = base::decodeUtf8(m_in, m_at);
    m_at += point.length;
    return point.codePoint;
}

base::Result<CharacterSet> OnigReader::readClass(std::size_t depth)
{
    if (depth > kDeepestClass) {
        return malformed("character classes are nested too deeply");
    }
    ++m_at;
    const bool isNegated = peek() == '^';
    m_at += isNegated ? 1 : 0;
    CharacterSet set;
    CharacterSet part;
    bool hasIntersection = false;
    bool isFirst = true;
    while (isFirst || peek() != ']') {
        if (m_at >= m_in.size()) {
            return malformed("a character class does not end");
        }
        if (startsWith("&&")) {
            m_at += 2;
            joinIntersection(set, part, hasIntersection);
            hasIntersection = true;
        } else {
            FE_TRY(const CharacterSet item, readClassItem(depth));
            part.add(item);
        }
        isFirst = false;
    }
    ++m_at;
    joinIntersection(set, part, hasIntersection);
    if (isNegated) {
        set.negate();
    }
    return set;
}

base::Result<CharacterSet> OnigReader::readClassItem(std::size_t depth)
{
    if (startsWith("[:")) {
        const std::size_t end = m_in.find(":]", m_at + 2);
        if (end != std::string::npos) {
            return readPosix(end);
        }
    }
    if (peek() == '[') {
        return readClass(depth + 1);
    }
    if (peek() == '\\') {
        if (auto set
            = peek(1) == 'w' || peek(1) == 'W' ? posixSet("word", m_range) : shorthand(peek(1))) {
            if (peek(1) == 'W') {
                set->negate();
            }
            m_at += 2;
            return *std::move(set);
        }
        if (peek(1) == 'p' || peek(1) == 'P') {
            return readProperty();
        }
    }
    return readRange();
}

base::Result<CharacterSet> OnigReader::readRange()
{
    FE_TRY(const char32_t low, readClassCharacter());
    if (peek() != '-' || peek(1) == ']' || peek(1) == '[' || m_at + 1 >= m_in.size()) {
        return CharacterSet::ofItems(spelledCodePoint(low));
    }
    if (peek(1) == '\\' && (shorthand(peek(2)) || peek(2) == 'p' || peek(2) == 'P')) {
        return CharacterSet::ofItems(spelledCodePoint(low)); // the hyphen is read next, as itself
    }
    ++m_at;
    FE_TRY(const char32_t high, readClassCharacter());
    if (high < low) {
        return malformed("a character range is empty");
    }
    return CharacterSet::ofItems(spelledCodePoint(low) + "-" + spelledCodePoint(high));
}

base::Result<CharacterSet> OnigReader::readPosix(std::size_t end)
{
    std::string name = m_in.substr(m_at + 2, end - m_at - 2);
    const bool isNegated = name.starts_with('^');
    name.erase(0, isNegated ? 1 : 0);
    auto set = posixSet(name, m_range);
    if (!set) {
        return unsupported("the bracket [:" + name + ":]");
    }
    if (isNegated) {
        set->negate();
    }
    m_at = end + 2;
    return *std::move(set);
}

base::Result<char32_t> OnigReader::readClassCharacter()
{
    if (peek() == '\\') {
        if (peek(1) == 'b') {
            m_at += 2;
            return char32_t { '\b' };
        }
        return readEscapedCharacter();
    }
    const base::CodePoint point = base::decodeUtf8(m_in, m_at);
    m_at += point.length;
    return point.codePoint;
}

std::string spelledCodePoint(char32_t character)
{
    std::array<char, 16> text {};
    std::snprintf(text.data(), text.size(), "\\x{%X}", static_cast<unsigned>(character));
    return text.data();
}

} // namespace fe::tokenizers
