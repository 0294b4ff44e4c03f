// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/onig_class.h"

#include "tokenizers/unicode_additions.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace fe::tokenizers {
namespace {

struct NamedItems {
    std::string_view name;
    std::string_view items;
    std::string_view added {}; ///< categories of the additions that belong to it: "L,Nd"
};

constexpr std::string_view kWord = "\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}";
/// To Oniguruma Latin-1's superscripts and fractions are word characters, but not inside brackets.
constexpr std::string_view kWordOutsideBrackets
    = "\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\xB2\\xB3\\xB9\\xBC-\\xBE";
constexpr std::string_view kWordAdded = "L,M,Nd,Pc";

constexpr std::array kPosix = {
    NamedItems { "alnum", "\\p{Alphabetic}\\p{Nd}", "L,Nd" },
    NamedItems { "alpha", "\\p{Alphabetic}", "L" },
    NamedItems { "ascii", "\\x00-\\x7F" },
    NamedItems { "blank", "\\p{Zs}\\t" },
    NamedItems { "cntrl", "\\p{Cc}" },
    NamedItems { "digit", "\\p{Nd}", "Nd" },
    NamedItems { "lower", "\\p{Lowercase}", "Ll" },
    NamedItems { "punct", "\\p{P}\\p{S}", "P,S" },
    NamedItems { "space", "\\p{White_Space}" },
    NamedItems { "upper", "\\p{Uppercase}", "Lu" },
    NamedItems { "word", kWord, kWordAdded },
    NamedItems { "xdigit", "0-9A-Fa-f" },
};

/// Long names of general categories, which PCRE2 knows by their letters alone.
constexpr std::array kCategories = {
    NamedItems { "letter", "L" },
    NamedItems { "casedletter", "L&" },
    NamedItems { "lc", "L&" },
    NamedItems { "uppercaseletter", "Lu" },
    NamedItems { "lowercaseletter", "Ll" },
    NamedItems { "titlecaseletter", "Lt" },
    NamedItems { "modifierletter", "Lm" },
    NamedItems { "otherletter", "Lo" },
    NamedItems { "mark", "M" },
    NamedItems { "nonspacingmark", "Mn" },
    NamedItems { "spacingmark", "Mc" },
    NamedItems { "enclosingmark", "Me" },
    NamedItems { "number", "N" },
    NamedItems { "decimalnumber", "Nd" },
    NamedItems { "letternumber", "Nl" },
    NamedItems { "othernumber", "No" },
    NamedItems { "punctuation", "P" },
    NamedItems { "connectorpunctuation", "Pc" },
    NamedItems { "dashpunctuation", "Pd" },
    NamedItems { "openpunctuation", "Ps" },
    NamedItems { "closepunctuation", "Pe" },
    NamedItems { "initialpunctuation", "Pi" },
    NamedItems { "finalpunctuation", "Pf" },
    NamedItems { "otherpunctuation", "Po" },
    NamedItems { "symbol", "S" },
    NamedItems { "mathsymbol", "Sm" },
    NamedItems { "currencysymbol", "Sc" },
    NamedItems { "modifiersymbol", "Sk" },
    NamedItems { "othersymbol", "So" },
    NamedItems { "separator", "Z" },
    NamedItems { "spaceseparator", "Zs" },
    NamedItems { "lineseparator", "Zl" },
    NamedItems { "paragraphseparator", "Zp" },
    NamedItems { "other", "C" },
    NamedItems { "control", "Cc" },
    NamedItems { "format", "Cf" },
    NamedItems { "surrogate", "Cs" },
    NamedItems { "privateuse", "Co" },
    NamedItems { "unassigned", "Cn" },
};

template<std::size_t N>
const NamedItems* rowOf(const std::array<NamedItems, N>& table, std::string_view name)
{
    const auto* row = std::find_if(table.begin(), table.end(),
                                   [&](const NamedItems& items) { return items.name == name; });
    return row == table.end() ? nullptr : row;
}

CharacterSet makeSet(std::string_view items, std::string_view added, UnicodeRange range)
{
    std::string all(items);
    while (range == UnicodeRange::Extended && !added.empty()) {
        const std::size_t comma = std::min(added.find(','), added.size());
        all += additionItems(added.substr(0, comma));
        added.remove_prefix(std::min(comma + 1, added.size()));
    }
    return CharacterSet::ofItems(std::move(all));
}

CharacterSet categorySet(std::string_view category, UnicodeRange range)
{
    const bool isAssigned = category != "C" && category != "Cn" && category != "L&";
    return makeSet("\\p{" + std::string(category) + "}", isAssigned ? category : "", range);
}

bool compiles(const std::string& pattern)
{
    int error = 0;
    PCRE2_SIZE offset = 0;
    pcre2_code* code = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(),
                                     PCRE2_UTF | PCRE2_UCP, &error, &offset, nullptr);
    pcre2_code_free(code);
    return code != nullptr;
}

/// Property names are compared without case, spaces, hyphens and underscores.
std::string looseName(std::string_view name)
{
    std::string loose;
    for (const char c : name) {
        if (c != ' ' && c != '-' && c != '_') {
            loose.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
        }
    }
    return loose;
}

bool isCategoryLetters(std::string_view loose)
{
    constexpr std::array<std::string_view, 7> kMembers
        = { "lultlmlo", "mnmcme", "ndnlno", "pcpdpspepipfpo", "smscskso", "zszlzp", "cccfcscocn" };
    const auto belongs = [loose](std::string_view members) {
        if (loose.size() == 1) {
            return members[0] == loose[0];
        }
        const std::size_t at = members.find(loose);
        return at != std::string_view::npos && at % 2 == 0;
    };
    // "lultlmlo" leaves out "ll", which would also be found across members.
    return loose == "ll"
        || ((loose.size() == 1 || loose.size() == 2)
            && std::any_of(kMembers.begin(), kMembers.end(), belongs));
}

} // namespace

CharacterSet CharacterSet::ofItems(std::string items)
{
    CharacterSet set;
    set.m_items = std::move(items);
    return set;
}

void CharacterSet::add(const CharacterSet& other)
{
    if (m_isNegated) {
        CharacterSet self = std::move(*this);
        *this = CharacterSet();
        m_atoms.push_back(self.atom());
    }
    if (other.m_isNegated) {
        m_atoms.push_back(other.atom());
        return;
    }
    m_items += other.m_items;
    m_atoms.insert(m_atoms.end(), other.m_atoms.begin(), other.m_atoms.end());
}

void CharacterSet::intersect(const CharacterSet& other)
{
    CharacterSet both;
    both.m_atoms.push_back("(?=" + other.atom() + ")" + atom());
    *this = std::move(both);
}

void CharacterSet::negate()
{
    m_isNegated = !m_isNegated;
}

std::string CharacterSet::atom() const
{
    if (m_atoms.empty()) {
        if (m_items.empty()) {
            return m_isNegated ? "(?s:.)" : "(?!)";
        }
        return (m_isNegated ? "[^" : "[") + m_items + "]";
    }
    std::string choice = m_items.empty() ? std::string() : "[" + m_items + "]";
    for (const std::string& one : m_atoms) {
        choice += (choice.empty() ? "" : "|") + one;
    }
    return m_isNegated ? "(?:(?!" + choice + ")(?s:.))" : "(?:" + choice + ")";
}

std::optional<CharacterSet> shorthandSet(char letter, UnicodeRange range)
{
    const auto make = [&](std::string_view items, std::string_view added) {
        CharacterSet set = makeSet(items, added, range);
        if (std::isupper(static_cast<unsigned char>(letter)) != 0) {
            set.negate();
        }
        return set;
    };
    switch (letter) {
    case 's':
        return CharacterSet::ofItems("\\p{White_Space}");
    case 'S': // an item of its own, so that brackets can hold it
        return CharacterSet::ofItems("\\P{White_Space}");
    case 'd':
    case 'D':
        return make("\\p{Nd}", "Nd");
    case 'w':
    case 'W':
        return make(kWordOutsideBrackets, kWordAdded);
    case 'h':
    case 'H':
        return make("0-9A-Fa-f", {});
    default:
        return std::nullopt;
    }
}

std::optional<CharacterSet> posixSet(std::string_view name, UnicodeRange range)
{
    const NamedItems* row = rowOf(kPosix, name);
    return row == nullptr ? std::nullopt : std::optional(makeSet(row->items, row->added, range));
}

std::optional<CharacterSet> propertySet(std::string_view name, UnicodeRange range)
{
    const std::string loose = looseName(name);
    if (loose.empty() || !std::all_of(loose.begin(), loose.end(), [](unsigned char c) {
            return std::isalnum(c) != 0;
        })) {
        return std::nullopt;
    }
    if (const auto posix = posixSet(loose, range)) {
        return posix;
    }
    if (loose == "any") {
        return CharacterSet::ofItems("\\p{Any}");
    }
    if (isCategoryLetters(loose)) {
        std::string exact = loose;
        exact[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(exact[0])));
        return categorySet(exact, range);
    }
    if (const NamedItems* category = rowOf(kCategories, loose)) {
        return categorySet(category->items, range);
    }
    if (loose == "han") {
        constexpr std::string_view kAddedHan
            = "\\x{2B739}\\x{2EBF0}-\\x{2EE5D}\\x{31350}-\\x{323AF}";
        return makeSet("\\p{sc:Han}"
                           + std::string(range == UnicodeRange::Extended ? kAddedHan : ""),
                       {}, range);
    }
    // A bare script name means Script_Extensions to PCRE2, the script alone to Oniguruma.
    for (const std::string& item : { "\\p{sc:" + loose + "}", "\\p{" + loose + "}" }) {
        if (compiles(item)) {
            return CharacterSet::ofItems(item);
        }
    }
    return std::nullopt;
}

} // namespace fe::tokenizers
