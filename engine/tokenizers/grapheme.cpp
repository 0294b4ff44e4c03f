// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/grapheme.h"

#include "base/utf8.h"
#include "tokenizers/unicode_additions.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>

namespace fe::tokenizers {
namespace {

struct Range {
    char32_t first;
    char32_t last;
};
/// Marks that came with Unicode 17: the reference's rules for clusters know them, its letters and
/// categories do not.
constexpr std::array kLatestMarks
    = { Range { 0x1ACF, 0x1ADD },   Range { 0x1AE0, 0x1AEB },   Range { 0x10EFA, 0x10EFB },
        Range { 0x11B60, 0x11B67 }, Range { 0x1E6E3, 0x1E6E3 }, Range { 0x1E6E6, 0x1E6E6 },
        Range { 0x1E6EE, 0x1E6EF }, Range { 0x1E6F5, 0x1E6F5 } };

bool isLatestMark(char32_t codePoint)
{
    return codePoint >= kLatestMarks.front().first
        && std::any_of(kLatestMarks.begin(), kLatestMarks.end(), [codePoint](const Range& range) {
               return codePoint >= range.first && codePoint <= range.last;
           });
}

struct Kind {
    std::int32_t breakClass = U_GCB_OTHER;
    bool isPictograph = false;
};

Kind kindOf(char32_t codePoint)
{
    if (codePoint >= 0x20 && codePoint < 0x7F) {
        return {};
    }
    const std::string_view added = additionCategory(codePoint);
    if (added == "Mn" || added == "Me" || isLatestMark(codePoint)) {
        return { U_GCB_EXTEND, false };
    }
    if (added == "Mc") {
        return { U_GCB_SPACING_MARK, false };
    }
    const auto c = static_cast<UChar32>(codePoint);
    return { u_getIntPropertyValue(c, UCHAR_GRAPHEME_CLUSTER_BREAK),
             u_hasBinaryProperty(c, UCHAR_EXTENDED_PICTOGRAPHIC) != 0 };
}

bool isBreakAlways(std::int32_t breakClass)
{
    return breakClass == U_GCB_CONTROL || breakClass == U_GCB_CR || breakClass == U_GCB_LF;
}

/// Rules GB6 to GB8.
bool joinsHangul(std::int32_t left, std::int32_t right)
{
    const bool isVowelOrTail = right == U_GCB_V || right == U_GCB_T;
    switch (left) {
    case U_GCB_L:
        return right == U_GCB_L || right == U_GCB_V || right == U_GCB_LV || right == U_GCB_LVT;
    case U_GCB_LV:
    case U_GCB_V:
        return isVowelOrTail;
    case U_GCB_LVT:
    case U_GCB_T:
        return right == U_GCB_T;
    default:
        return false;
    }
}

/// What the rules need to know of the cluster so far.
struct Cluster {
    Kind last;
    bool endsInPictographJoiner = false; ///< pictograph, extenders, joiner
    bool hasPictographBase = false; ///< pictograph and extenders only
    bool hasOneFlagHalf = false;

    [[nodiscard]] bool continues(const Kind& next) const
    {
        if (last.breakClass == U_GCB_CR) {
            return next.breakClass == U_GCB_LF;
        }
        if (isBreakAlways(last.breakClass) || isBreakAlways(next.breakClass)) {
            return false;
        }
        if (next.breakClass == U_GCB_EXTEND || next.breakClass == U_GCB_ZWJ
            || next.breakClass == U_GCB_SPACING_MARK || last.breakClass == U_GCB_PREPEND) {
            return true;
        }
        if (joinsHangul(last.breakClass, next.breakClass)) {
            return true;
        }
        return (endsInPictographJoiner && next.isPictograph)
            || (hasOneFlagHalf && next.breakClass == U_GCB_REGIONAL_INDICATOR);
    }
    void add(const Kind& next)
    {
        endsInPictographJoiner = hasPictographBase && next.breakClass == U_GCB_ZWJ;
        hasPictographBase
            = next.isPictograph || (hasPictographBase && next.breakClass == U_GCB_EXTEND);
        hasOneFlagHalf = !hasOneFlagHalf && next.breakClass == U_GCB_REGIONAL_INDICATOR;
        last = next;
    }
};

} // namespace

std::size_t graphemeEnd(std::string_view text, std::size_t position)
{
    base::CodePoint point = base::decodeUtf8(text, position);
    position += point.length;
    Cluster cluster;
    cluster.add(kindOf(point.codePoint));
    while (position < text.size()) {
        point = base::decodeUtf8(text, position);
        const Kind next = kindOf(point.codePoint);
        if (!cluster.continues(next)) {
            break;
        }
        cluster.add(next);
        position += point.length;
    }
    return position;
}

} // namespace fe::tokenizers
