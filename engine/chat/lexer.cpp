// SPDX-License-Identifier: Apache-2.0
#include "chat/lexer.h"

#include "base/utf8.h"
#include "chat/failure.h"
#include "chat/lex_number.h"
#include "chat/text.h"
#include "chat/unicode.h"

#include <algorithm>
#include <array>

namespace fe::chat {
namespace {

[[noreturn]] void fail(int line, std::string why)
{
    throw Failure { Failure::Kind::Wrong, std::move(why), line };
}

class Lexer
{
public:
    explicit Lexer(std::string_view source) : m_source(source) { }

    std::vector<Token> run()
    {
        while (m_at < m_source.size()) {
            readData();
        }
        add(TokenType::End, "");
        return std::move(m_tokens);
    }

private:
    [[nodiscard]] std::string_view rest() const { return m_source.substr(m_at); }

    void add(TokenType type, std::string text)
    {
        m_tokens.push_back({ type, std::move(text), 0, 0, m_line });
    }

    void advance(std::size_t count)
    {
        const std::string_view passed = m_source.substr(m_at, count);
        m_line += static_cast<int>(std::count(passed.begin(), passed.end(), '\n'));
        m_at += passed.size();
        m_startsLine = passed.ends_with('\n');
    }

    /// Whitespace at `from`, in bytes.
    [[nodiscard]] std::size_t spaceAt(std::size_t from) const
    {
        const std::string_view text = m_source.substr(from);
        return text.size() - stripped(text, Side::Left).size();
    }

    /// Length of `{% raw %}` at `from`, 0 if there is none; `sign` is its whitespace control.
    [[nodiscard]] std::size_t rawTagAt(std::size_t from, std::string_view word, char& sign) const
    {
        std::size_t at = from + 2;
        sign = at < m_source.size() && (m_source[at] == '-' || m_source[at] == '+') ? m_source[at]
                                                                                    : '\0';
        at += sign != 0 ? 1 : 0;
        at += spaceAt(at);
        if (!m_source.substr(at).starts_with(word)) {
            return 0;
        }
        at += word.size();
        return at + spaceAt(at) - from;
    }

    /// The end of a tag at `from` in bytes with what it swallows, 0 if there is none: "-}" takes
    /// the whitespace behind it, a plain end one newline if `trims`, "+" nothing.
    [[nodiscard]] std::size_t tagEndAt(std::size_t from, std::string_view mark, bool plusAllowed,
                                       bool trims) const
    {
        const std::string_view text = m_source.substr(from);
        if (text.starts_with('-') && text.substr(1).starts_with(mark)) {
            return 1 + mark.size() + spaceAt(from + 1 + mark.size());
        }
        if (plusAllowed && text.starts_with('+') && text.substr(1).starts_with(mark)) {
            return 1 + mark.size();
        }
        if (!text.starts_with(mark)) {
            return 0;
        }
        return mark.size() + (trims && text.substr(mark.size()).starts_with('\n') ? 1 : 0);
    }

    /// Text up to a tag, with the whitespace before it removed as the tag asks.
    [[nodiscard]] std::string_view beforeTag(std::string_view text, char sign,
                                             bool isVariable) const
    {
        if (sign == '-') {
            return stripped(text, Side::Right);
        }
        if (sign == '+' || isVariable) {
            return text;
        }
        const std::size_t newline = text.rfind('\n');
        const std::size_t lineBegin = newline == std::string_view::npos ? 0 : newline + 1;
        const bool blank = stripped(text.substr(lineBegin), Side::Left).empty();
        return (lineBegin > 0 || m_startsLine) && blank ? text.substr(0, lineBegin) : text;
    }

    void addData(std::string_view text)
    {
        if (!text.empty()) {
            add(TokenType::Data, std::string(text));
        }
    }

    void readData()
    {
        std::size_t tag = m_at;
        do {
            tag = m_source.find('{', tag);
            if (tag == std::string_view::npos || tag + 1 >= m_source.size()) {
                addData(rest());
                advance(m_source.size() - m_at);
                return;
            }
            ++tag;
        } while (std::string_view("%{#").find(m_source[tag]) == std::string_view::npos);
        const char kind = m_source[tag];
        --tag;

        char sign = '\0';
        if (kind == '%') {
            if (const std::size_t length = rawTagAt(tag, "raw", sign); length > 0) {
                // The end of {% raw %} trims no newline, unlike those of other blocks.
                if (const std::size_t end = tagEndAt(tag + length, "%}", false, false); end > 0) {
                    addData(beforeTag(m_source.substr(m_at, tag - m_at), sign, false));
                    advance(tag + length + end - m_at);
                    readRaw();
                    return;
                }
            }
        }
        const char next = tag + 2 < m_source.size() ? m_source[tag + 2] : '\0';
        sign = next == '-' || next == '+' ? next : '\0';
        addData(beforeTag(m_source.substr(m_at, tag - m_at), sign, kind == '{'));
        advance(tag + (sign != 0 ? 3 : 2) - m_at);
        if (kind == '#') {
            skipComment();
        } else {
            readTag(kind == '{');
        }
    }

    void readRaw()
    {
        for (std::size_t at = m_source.find("{%", m_at); at != std::string_view::npos;
             at = m_source.find("{%", at + 1)) {
            char sign = '\0';
            const std::size_t length = rawTagAt(at, "endraw", sign);
            const std::size_t end = length > 0 ? tagEndAt(at + length, "%}", true, true) : 0;
            if (end > 0) {
                addData(beforeTag(m_source.substr(m_at, at - m_at), sign, false));
                advance(at + length + end - m_at);
                return;
            }
        }
        fail(m_line, "missing end of raw directive");
    }

    void skipComment()
    {
        const std::size_t mark = m_source.find("#}", m_at);
        if (mark == std::string_view::npos) {
            fail(m_line, "missing end of comment tag");
        }
        const bool isSigned
            = mark > m_at && (m_source[mark - 1] == '-' || m_source[mark - 1] == '+');
        const std::size_t begin = isSigned ? mark - 1 : mark;
        advance(begin + tagEndAt(begin, "#}", true, true) - m_at);
    }

    void readTag(bool isVariable)
    {
        add(isVariable ? TokenType::VariableBegin : TokenType::BlockBegin, "");
        m_open.clear();
        while (m_at < m_source.size()) {
            if (m_open.empty()) {
                const std::size_t end = isVariable ? tagEndAt(m_at, "}}", false, false)
                                                   : tagEndAt(m_at, "%}", true, true);
                if (end > 0) {
                    add(isVariable ? TokenType::VariableEnd : TokenType::BlockEnd, "");
                    advance(end);
                    return;
                }
            }
            if (const std::size_t space = spaceAt(m_at); space > 0) {
                advance(space);
            } else {
                readToken();
            }
        }
    }

    void readToken()
    {
        const bool afterDot = m_at > 0 && m_source[m_at - 1] == '.';
        if (const NumberToken number = lexNumber(rest(), afterDot, m_line); number.length > 0) {
            m_tokens.push_back({ number.isFloat ? TokenType::Float : TokenType::Integer, "",
                                 number.integer, number.number, m_line });
            advance(number.length);
        } else if (const std::size_t name = nameLength(); name > 0) {
            add(TokenType::Name, std::string(rest().substr(0, name)));
            advance(name);
        } else if (const std::size_t string = stringLength(); string > 0) {
            add(TokenType::String, unescaped(rest().substr(1, string - 2), m_line));
            advance(string);
        } else {
            readOperator();
        }
    }

    [[nodiscard]] std::size_t nameLength() const
    {
        std::size_t length = 0;
        while (m_at + length < m_source.size()) {
            const base::CodePoint point = base::decodeUtf8(m_source, m_at + length);
            if (point.codePoint != '_' && !isAlnum(point.codePoint)) {
                break;
            }
            length += point.length;
        }
        return length;
    }

    /// With both quotes; 0 if no string begins here or it has no end.
    [[nodiscard]] std::size_t stringLength() const
    {
        const char quote = m_source[m_at];
        if (quote != '\'' && quote != '"') {
            return 0;
        }
        for (std::size_t at = m_at + 1; at < m_source.size(); ++at) {
            if (m_source[at] == '\\') {
                ++at;
            } else if (m_source[at] == quote) {
                return at + 1 - m_at;
            }
        }
        return 0;
    }

    void readOperator()
    {
        constexpr std::array<std::string_view, 26> kOperators
            = { "//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[",
                "]",  "(",  ")",  "{",  "}",  ">",  "<", "=", ".", ":", "|", ",", ";" };
        const auto found
            = std::find_if(kOperators.begin(), kOperators.end(),
                           [this](std::string_view text) { return rest().starts_with(text); });
        if (found == kOperators.end()) {
            const std::size_t length = base::decodeUtf8(m_source, m_at).length;
            fail(m_line, "unexpected character '" + std::string(rest().substr(0, length)) + "'");
        }
        const char c = found->front();
        if (c == '(' || c == '[' || c == '{') {
            m_open.push_back(c == '(' ? ')' : c == '[' ? ']' : '}');
        } else if (c == ')' || c == ']' || c == '}') {
            if (m_open.empty()) {
                fail(m_line, std::string("unexpected '") + c + "'");
            }
            if (m_open.back() != c) {
                fail(m_line,
                     std::string("unexpected '") + c + "', expected '" + m_open.back() + "'");
            }
            m_open.pop_back();
        }
        add(TokenType::Operator, std::string(*found));
        advance(found->size());
    }

    std::string_view m_source;
    std::size_t m_at = 0;
    int m_line = 1;
    bool m_startsLine = true; ///< what was read last ended with a newline
    std::string m_open; ///< closing brackets that are due: tags end only outside of them
    std::vector<Token> m_tokens;
};

} // namespace

std::vector<Token> tokenize(std::string_view source)
{
    const std::string text = normalized(source);
    return Lexer(text).run();
}

} // namespace fe::chat
