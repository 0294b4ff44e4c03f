// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/onig_pattern.h"

#include "base/utf8.h"
#include "tokenizers/onig_reader.h"

#include <vector>

namespace fe::tokenizers {
namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

class Translator : private OnigReader
{
public:
    using OnigReader::OnigReader;

    base::Result<std::string> translate()
    {
        while (m_at < m_in.size()) {
            FE_CHECK(translateNext());
        }
        return std::move(m_out);
    }

private:
    base::Result<void> translateNext()
    {
        switch (peek()) {
        case '\\':
            beginAtom();
            return translateEscape();
        case '[': {
            beginAtom();
            FE_TRY(const CharacterSet set, readClass());
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
        if (const auto set = shorthand(letter)) {
            m_at += 2;
            m_out += set->atom();
            return {};
        }
        if (letter == 'b' || letter == 'B') {
            m_at += 2;
            const std::string word = shorthand('w')->atom();
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
        m_out += spelledCodePoint(character);
        return {};
    }

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
