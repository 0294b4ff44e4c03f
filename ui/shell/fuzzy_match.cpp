// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/fuzzy_match.h"

#include <algorithm>
#include <limits>
#include <vector>

namespace fe::shell {

namespace {

constexpr int kFound = 10;
constexpr int kWordStart = 12;
constexpr int kFollows = 9;
constexpr int kNone = std::numeric_limits<int>::min() / 2;

bool beginsWord(const QString& text, qsizetype at)
{
    if (at == 0) {
        return true;
    }
    const QChar before = text.at(at - 1);
    return !before.isLetterOrNumber() || (before.isLower() && text.at(at).isUpper());
}

QString withoutBlanks(const QString& text)
{
    QString kept;
    for (const QChar character : text) {
        if (!character.isSpace()) {
            kept.append(character);
        }
    }
    return kept;
}

} // namespace

std::optional<FuzzyMatch> fuzzyMatch(const QString& query, const QString& text)
{
    const QString needle = withoutBlanks(query).toCaseFolded();
    const QString hay = text.toCaseFolded();
    if (needle.isEmpty()) {
        return FuzzyMatch {};
    }
    // Case folding may change the length of a text (rarely); positions would then lie.
    if (hay.size() != text.size() || needle.size() > hay.size()) {
        return std::nullopt;
    }
    const auto columns = static_cast<std::size_t>(hay.size());
    const auto rows = static_cast<std::size_t>(needle.size());
    // best[r][c]: best score with character r of the query at place c of the text.
    std::vector<std::vector<int>> best(rows, std::vector<int>(columns, kNone));
    std::vector<std::vector<std::size_t>> from(rows, std::vector<std::size_t>(columns, 0));
    for (std::size_t r = 0; r < rows; ++r) {
        int bestBefore = kNone; // over the places left of c in the row above
        std::size_t bestAt = 0;
        for (std::size_t c = 0; c < columns; ++c) {
            const auto at = static_cast<qsizetype>(c);
            if (hay.at(at) == needle.at(static_cast<qsizetype>(r))) {
                const int here = kFound + (beginsWord(text, at) ? kWordStart : 0);
                if (r == 0) {
                    best[r][c] = here - static_cast<int>(std::min<std::size_t>(c, 8));
                } else if (c > 0) {
                    const int joined
                        = best[r - 1][c - 1] == kNone ? kNone : best[r - 1][c - 1] + kFollows;
                    best[r][c] = std::max(joined, bestBefore) == kNone
                        ? kNone
                        : here + std::max(joined, bestBefore);
                    from[r][c] = joined >= bestBefore ? c - 1 : bestAt;
                }
            }
            if (r > 0 && best[r - 1][c] > bestBefore) {
                bestBefore = best[r - 1][c];
                bestAt = c;
            }
        }
    }
    const auto last = std::max_element(best.back().begin(), best.back().end());
    if (*last <= kNone) {
        return std::nullopt;
    }
    FuzzyMatch match { *last, {} };
    auto column = static_cast<std::size_t>(last - best.back().begin());
    for (std::size_t r = rows; r-- > 0;) {
        match.positions.prepend(static_cast<qsizetype>(column));
        column = from[r][column];
    }
    return match;
}

} // namespace fe::shell
