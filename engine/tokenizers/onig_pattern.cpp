// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/onig_pattern.h"

#include "base/utf8.h"
#include "tokenizers/onig_class.h"

#include <array>
#include <cctype>
#include <cstdio>
#include <vector>

namespace fe::tokenizers {
namespace {

constexpr std::size_t kDeepestClass = 50;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isHex(char c)
{
    return std::isxdigit(static_cast<unsigned char>(c)) != 0;
}

class Translator
{
public:
    Translator(const std::string& pattern, UnicodeRange range, const std::string& file,
               const std::string& field)
        : m_in(pattern), m_range(range), m_file(file), m_field(field)
    {
    }

    base::Result<std::string> translate()
    {
        while (m_at < m_in.size()) {
            FE_CHECK(translateNext());
        }
        return std::move(m_out);
    }

private:
    [[nodiscard]] base::Error malformed(const std::string& why) const
    {
        return base::malformed(m_file, m_field, "not a regular expression: " + why);
    }
    [[nodiscard]] base::Error unsupported(const std::string& what) const
    {
        return base::unsupported(m_file, m_field, "the regular expression uses " + what);
    }
    [[nodiscard]] char peek(std::size_t ahead = 0) const
    {
        return m_at + ahead < m_in.size() ? m_in[m_at + ahead] : '\0';
    }
    [[nodiscard]] bool startsWith(std::string_view text) const
    {
        return std::string_view(m_in).substr(m_at).starts_with(text);
    }

    base::Result<void> translateNext()
    {
        switch (peek()) {
        case '\\':
            beginAtom();
            return translateEscape();
        case '[': {
            beginAtom();
            FE_TRY(const CharacterSet set, readClass(0));
            m_out += set.atom();
            return {};
        }
        case '(':
            return translateGroup();
        case ')':
            if (!m_groups.empty()) {
                m_atomBegin = m_groups.back();
                m_groups.pop_back();
            }
            m_out += m_in[m_at++];
            return {};
        case '{':
            return translateInterval();
        case '*':
        case '+':
        case '?':
            m_out += m_in[m_at++];
            return {};
        case '|':
            m_out += m_in[m_at++];
            m_atomBegin = m_out.size();
            return {};
        default:
            beginAtom();
            copyCodePoint();
            return {};
        }
    }

    void beginAtom() { m_atomBegin = m_out.size(); }
    void copyCodePoint()
    {
        const std::size_t length = base::decodeUtf8(m_in, m_at).length;
        m_out.append(m_in, m_at, length);
        m_at += length;
    }

    /// Inline flags: Ruby's m is PCRE2's s; its dialect has no other use of s.
    base::Result<void> translateGroup()
    {
        m_groups.push_back(m_out.size());
        m_out += m_in[m_at++];
        if (peek() == '*') {
            return unsupported("a verb (*...)");
        }
        if (peek() != '?') {
            return {};
        }
        if (startsWith("?~") || startsWith("?y") || startsWith("?@") || startsWith("?{")) {
            return unsupported("a group of the kind (" + m_in.substr(m_at, 2));
        }
        const std::size_t end = m_in.find_first_not_of("imx-", m_at + 1);
        if (end == std::string::npos || (m_in[end] != ':' && m_in[end] != ')') || end == m_at + 1) {
            m_out += m_in[m_at++];
            return {};
        }
        for (; m_at < end; ++m_at) {
            m_out += m_in[m_at] == 'm' ? 's' : m_in[m_at];
        }
        if (m_in[end] == ')') {
            // To Oniguruma "a(?i)b|c" is "a(?i:b|c)", to PCRE2 the flags reach to the group's end
            // as well, but an alternative stays outside.
            return translateOpenFlags(end);
        }
        m_out += m_in[m_at++];
        return {};
    }
    base::Result<void> translateOpenFlags(std::size_t end)
    {
        const bool isAtStart = m_groups.back() == 0;
        if (!isAtStart && m_in.find('|', end) != std::string::npos) {
            return unsupported("flags that begin inside an alternative");
        }
        m_groups.pop_back();
        m_out += m_in[m_at++];
        beginAtom();
        return {};
    }

    /// {n,m} after an atom. What follows it repeats the repetition, save a lone ? after a range.
    base::Result<void> translateInterval()
    {
        std::size_t end = m_at + 1;
        while (end < m_in.size() && (isDigit(m_in[end]) || m_in[end] == ',')) {
            ++end;
        }
        const std::string bounds = m_in.substr(m_at + 1, end - m_at - 1);
        const std::size_t comma = bounds.find(',');
        const bool isInterval = end < m_in.size() && m_in[end] == '}' && !bounds.empty()
            && bounds != ","
            && bounds.find(',', comma == std::string::npos ? 0 : comma + 1) == std::string::npos;
        if (!isInterval) {
            beginAtom();
            m_out += "\\{";
            ++m_at;
            return {};
        }
        m_at = end + 1;
        m_out += "{" + (comma == 0 ? "0" + bounds : bounds) + "}";
        const bool repeatsAgain = peek() == '+' || (peek() == '?' && comma == std::string::npos);
        if (repeatsAgain) {
            m_out.insert(m_atomBegin, "(?:");
            m_out += ")";
        }
        return {};
    }

    base::Result<void> translateEscape()
    {
        const char letter = peek(1);
        if (const auto set = shorthandSet(letter, m_range)) {
            m_at += 2;
            m_out += set->atom();
            return {};
        }
        if (letter == 'b' || letter == 'B') {
            m_at += 2;
            const std::string word = shorthandSet('w', m_range)->atom();
            const std::string ahead = letter == 'b' ? "(?!" : "(?=";
            const std::string notAhead = letter == 'b' ? "(?=" : "(?!";
            m_out += "(?:(?<=" + word + ")" + ahead + word + ")|(?<!" + word + ")" + notAhead + word
                + "))";
            return {};
        }
        if (letter == 'p' || letter == 'P') {
            FE_TRY(const CharacterSet set, readProperty());
            m_out += set.atom();
            return {};
        }
        constexpr std::string_view kShared = "AzZGKRXkg";
        if (kShared.find(letter) != std::string_view::npos || (isDigit(letter) && letter != '0')) {
            m_out.append(m_in, m_at, 2);
            m_at += 2;
            return {};
        }
        FE_TRY(const char32_t character, readEscapedCharacter());
        m_out += spelled(character);
        return {};
    }

    /// \x{..} form, safe inside and outside brackets.
    [[nodiscard]] static std::string spelled(char32_t character)
    {
        std::array<char, 16> text {};
        std::snprintf(text.data(), text.size(), "\\x{%X}", static_cast<unsigned>(character));
        return text.data();
    }

    base::Result<CharacterSet> readProperty()
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

    base::Result<char32_t> readHex(std::size_t most)
    {
        char32_t value = 0;
        std::size_t digits = 0;
        for (; digits < most && isHex(peek()); ++digits, ++m_at) {
            value = value * 16
                + static_cast<char32_t>(std::stoi(std::string(1, peek()), nullptr, 16));
        }
        if (digits == 0 || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) {
            return malformed("a character code is wrong");
        }
        return value;
    }

    base::Result<char32_t> readEscapedCharacter()
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

    /// m_at stands on '['; afterwards behind its ']'.
    base::Result<CharacterSet> readClass(std::size_t depth)
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
    static void joinIntersection(CharacterSet& set, CharacterSet& part, bool hasIntersection)
    {
        if (hasIntersection) {
            set.intersect(part);
        } else {
            set = std::move(part);
        }
        part = CharacterSet();
    }

    base::Result<CharacterSet> readClassItem(std::size_t depth)
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
            if (auto set = peek(1) == 'w' || peek(1) == 'W' ? posixSet("word", m_range)
                                                            : shorthandSet(peek(1), m_range)) {
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
        FE_TRY(const char32_t low, readClassCharacter());
        if (peek() != '-' || peek(1) == ']' || peek(1) == '[' || m_at + 1 >= m_in.size()) {
            return CharacterSet::ofItems(spelled(low));
        }
        if (peek(1) == '\\'
            && (shorthandSet(peek(2), m_range) || peek(2) == 'p' || peek(2) == 'P')) {
            return CharacterSet::ofItems(spelled(low)); // the hyphen is read next, as itself
        }
        ++m_at;
        FE_TRY(const char32_t high, readClassCharacter());
        if (high < low) {
            return malformed("a character range is empty");
        }
        return CharacterSet::ofItems(spelled(low) + "-" + spelled(high));
    }
    base::Result<CharacterSet> readPosix(std::size_t end)
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
    base::Result<char32_t> readClassCharacter()
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

    const std::string& m_in;
    UnicodeRange m_range;
    const std::string& m_file;
    const std::string& m_field;
    std::size_t m_at = 0;
    std::string m_out;
    std::size_t m_atomBegin = 0; ///< in m_out: what a quantifier would repeat
    std::vector<std::size_t> m_groups; ///< where the open groups begin in m_out
};

} // namespace

base::Result<std::string> translateOnigPattern(const std::string& pattern, UnicodeRange range,
                                               const std::string& file, const std::string& field)
{
    return Translator(pattern, range, file, field).translate();
}

} // namespace fe::tokenizers
