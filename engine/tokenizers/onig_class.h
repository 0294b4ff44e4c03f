// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fe::tokenizers {

/// A set of characters as PCRE2 writes it, so that sets can be joined, intersected and negated,
/// which PCRE2 10.42 cannot do inside brackets.
class CharacterSet
{
public:
    /// A set given by what stands between brackets: "a-z", "\\p{L}".
    [[nodiscard]] static CharacterSet ofItems(std::string items);
    void add(const CharacterSet& other);
    void intersect(const CharacterSet& other);
    void negate();
    /// An atom that matches one character of the set.
    [[nodiscard]] std::string atom() const;

private:
    std::string m_items; ///< part of the union that brackets can hold
    std::vector<std::string> m_atoms; ///< part of the union that they cannot
    bool m_isNegated = false;
};

/// Which Unicode a pattern knows. The extended one needs large classes, which are slow, so it is
/// for texts that hold such characters.
enum class UnicodeRange {
    Library, ///< PCRE2's own
    Extended, ///< with the code points of unicode_additions.h
};

/// \s, \w, \d, \h and their opposites as Oniguruma defines them outside brackets (inside them \w
/// is [:word:]); nothing for another letter.
[[nodiscard]] std::optional<CharacterSet> shorthandSet(char letter, UnicodeRange range);
/// [:alpha:] and the like; nothing if unknown.
[[nodiscard]] std::optional<CharacterSet> posixSet(std::string_view name, UnicodeRange range);
/// The set of \p{name}: general categories, scripts and binary properties; nothing if unknown.
[[nodiscard]] std::optional<CharacterSet> propertySet(std::string_view name, UnicodeRange range);

} // namespace fe::tokenizers
