// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/compare/word_difference.h"

#include <QStringView>
#include <QTextBoundaryFinder>

#include <algorithm>

namespace fe::prompting {

namespace {

// Steps of the way from one text to the other; its memory grows with their square (4 MB).
constexpr int kMostSteps = 1000;

using Words = std::vector<TextRange>;

bool same(const QString& a, const TextRange& x, const QString& b, const TextRange& y)
{
    return QStringView(a).mid(x.begin, x.end - x.begin)
        == QStringView(b).mid(y.begin, y.end - y.begin);
}

/// The middle of two lists of words, what they begin and end with taken off.
struct Middle {
    const QString& oldText;
    const Words& oldWords;
    const QString& newText;
    const Words& newWords;
    int begin = 0; ///< of both
    int oldCount = 0;
    int newCount = 0;

    [[nodiscard]] bool agree(int x, int y) const
    {
        return same(oldText, oldWords[static_cast<std::size_t>(begin + x)], newText,
                    newWords[static_cast<std::size_t>(begin + y)]);
    }
};

/// Furthest x on each diagonal k = x - y, after each number of steps.
class Paths
{
public:
    explicit Paths(const Middle& middle) : m_middle(middle) { }

    /// False: they are too different.
    bool search()
    {
        for (int steps = 0; steps <= kMostSteps; ++steps) {
            m_reach.emplace_back(static_cast<std::size_t>(2 * steps + 1));
            for (int k = -steps; k <= steps; k += 2) {
                int x = steps == 0 ? 0 : before(steps, k);
                int y = x - k;
                while (x < m_middle.oldCount && y < m_middle.newCount && m_middle.agree(x, y)) {
                    ++x;
                    ++y;
                }
                m_reach.back()[static_cast<std::size_t>(k + steps)] = x;
                if (x >= m_middle.oldCount && y >= m_middle.newCount) {
                    return true;
                }
            }
        }
        return false;
    }

    /// @return for each new word of the middle whether it was put in.
    [[nodiscard]] std::vector<bool> added() const
    {
        std::vector<bool> result(static_cast<std::size_t>(m_middle.newCount), false);
        int k = m_middle.oldCount - m_middle.newCount;
        for (int steps = static_cast<int>(m_reach.size()) - 1; steps > 0; --steps) {
            const bool down = goesDown(steps, k);
            const int from = down ? k + 1 : k - 1;
            if (const int y = at(steps - 1, from) - from; down && y < m_middle.newCount) {
                result[static_cast<std::size_t>(y)] = true;
            }
            k = from;
        }
        return result;
    }

private:
    [[nodiscard]] int at(int steps, int k) const
    {
        return k < -steps || k > steps
            ? -1
            : m_reach[static_cast<std::size_t>(steps)][static_cast<std::size_t>(k + steps)];
    }
    /// Whether the last of the steps to diagonal k put a word in (and did not drop one).
    [[nodiscard]] bool goesDown(int steps, int k) const
    {
        return k == -steps || (k != steps && at(steps - 1, k - 1) < at(steps - 1, k + 1));
    }
    [[nodiscard]] int before(int steps, int k) const
    {
        return goesDown(steps, k) ? at(steps - 1, k + 1) : at(steps - 1, k - 1) + 1;
    }

    const Middle& m_middle;
    std::vector<std::vector<int>> m_reach;
};

} // namespace

std::vector<TextRange> wordsOf(const QString& text)
{
    Words words;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Word, text);
    for (qsizetype begin = 0, end = finder.toNextBoundary(); end >= 0;
         begin = end, end = finder.toNextBoundary()) {
        if (!QStringView(text).mid(begin, end - begin).trimmed().isEmpty()) {
            words.push_back({ static_cast<int>(begin), static_cast<int>(end) });
        }
    }
    return words;
}

std::vector<TextRange> differentWords(const QString& reference, const QString& text)
{
    const Words oldWords = wordsOf(reference);
    const Words newWords = wordsOf(text);
    const int oldSize = static_cast<int>(oldWords.size());
    const int newSize = static_cast<int>(newWords.size());
    const int least = std::min(oldSize, newSize);
    const auto agree = [&](int x, int y) {
        return same(reference, oldWords[static_cast<std::size_t>(x)], text,
                    newWords[static_cast<std::size_t>(y)]);
    };
    int begin = 0;
    while (begin < least && agree(begin, begin)) {
        ++begin;
    }
    int tail = 0;
    while (tail < least - begin && agree(oldSize - 1 - tail, newSize - 1 - tail)) {
        ++tail;
    }
    const Middle middle {
        reference, oldWords, text, newWords, begin, oldSize - begin - tail, newSize - begin - tail
    };
    Paths paths(middle);
    const std::vector<bool> added = paths.search()
        ? paths.added()
        : std::vector<bool>(static_cast<std::size_t>(middle.newCount), true);
    std::vector<TextRange> ranges;
    bool joins = false;
    for (std::size_t i = 0; i < added.size(); ++i) {
        const TextRange& word = newWords[static_cast<std::size_t>(begin) + i];
        if (added[i] && joins) {
            ranges.back().end = word.end;
        } else if (added[i]) {
            ranges.push_back(word);
        }
        joins = added[i];
    }
    return ranges;
}

} // namespace fe::prompting
