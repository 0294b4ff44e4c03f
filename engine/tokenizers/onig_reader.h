// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "tokenizers/onig_class.h"

#include <string>
#include <string_view>

namespace fe::tokenizers {

/// Reads the parts of an Oniguruma expression that stand for characters: escapes, properties and
/// bracketed classes. A base of the translator, which reads the rest from the same position.
class OnigReader
{
public:
    OnigReader(const std::string& pattern, UnicodeRange range, const std::string& file,
               const std::string& field)
        : m_in(pattern), m_range(range), m_file(file), m_field(field)
    {
    }

protected:
    [[nodiscard]] char peek(std::size_t ahead = 0) const
    {
        return m_at + ahead < m_in.size() ? m_in[m_at + ahead] : '\0';
    }
    [[nodiscard]] bool startsWith(std::string_view text) const
    {
        return std::string_view(m_in).substr(m_at).starts_with(text);
    }

    [[nodiscard]] base::Error malformed(const std::string& why) const;
    [[nodiscard]] base::Error unsupported(const std::string& what) const;

    /// On "\p{": afterwards behind the brace.
    [[nodiscard]] base::Result<CharacterSet> readProperty();
    /// On the backslash of an escape that stands for one character.
    [[nodiscard]] base::Result<char32_t> readEscapedCharacter();
    /// On '[': afterwards behind its ']'.
    [[nodiscard]] base::Result<CharacterSet> readClass(std::size_t depth = 0);
    /// \s, \w ... outside brackets; nothing for another letter.
    [[nodiscard]] std::optional<CharacterSet> shorthand(char letter) const
    {
        return shorthandSet(letter, m_range);
    }

    const std::string& m_in;
    std::size_t m_at = 0;

private:
    [[nodiscard]] base::Result<char32_t> readHex(std::size_t most);
    [[nodiscard]] base::Result<CharacterSet> readClassItem(std::size_t depth);
    [[nodiscard]] base::Result<CharacterSet> readRange();
    [[nodiscard]] base::Result<CharacterSet> readPosix(std::size_t end);
    [[nodiscard]] base::Result<char32_t> readClassCharacter();

    UnicodeRange m_range;
    const std::string& m_file;
    const std::string& m_field;
};

/// \x{41}: safe inside and outside brackets.
[[nodiscard]] std::string spelledCodePoint(char32_t character);

} // namespace fe::tokenizers
