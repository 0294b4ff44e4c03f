// SPDX-License-Identifier: GPL-3.0-or-later
// Where things lie in a TokenLayout and what lies at a point.
#include "widgets/token_layout.h"

#include <QPainter>
#include <QTextLayout>

#include <algorithm>
#include <cmath>

namespace fe::widgets {

namespace {

constexpr qreal kMinWidth = 3; // of a unit that has no width of its own

} // namespace

qreal TokenLayout::height() const
{
    return m_blocks.empty() ? 0 : m_blocks.back().top + m_blocks.back().lines * m_lineHeight;
}

TokenLayout::LineAt TokenLayout::lineAt(qreal y) const
{
    const auto after
        = std::upper_bound(m_blocks.begin(), m_blocks.end(), y,
                           [](qreal value, const Block& block) { return value < block.top; });
    const std::size_t index
        = after == m_blocks.begin() ? 0 : static_cast<std::size_t>(after - m_blocks.begin()) - 1;
    const Block& block = m_blocks[index];
    const int line = static_cast<int>((y - block.top) / m_lineHeight);
    return { index, std::clamp(line, 0, block.lines - 1) };
}

QRectF TokenLayout::rectInLine(const Block& block, int line, int begin, int end) const
{
    const QTextLine text = block.line(line);
    const int first = std::max(begin - block.begin, text.textStart());
    const int last = std::min(end - block.begin, text.textStart() + text.textLength());
    const qreal a = std::min(text.cursorToX(first), m_width);
    const qreal b = std::min(text.cursorToX(last), m_width);
    const qreal inset = (m_lineHeight - std::min(text.height() + 2, m_lineHeight)) / 2;
    return { std::min(a, b), block.top + line * m_lineHeight + inset, std::abs(b - a),
             m_lineHeight - 2 * inset };
}

template<typename Visit>
void TokenLayout::visitLines(qreal top, qreal bottom, Visit visit) const
{
    if (m_blocks.empty() || bottom <= top || bottom <= 0 || top >= height()) {
        return;
    }
    LineAt at = lineAt(std::max(top, 0.0));
    for (std::size_t b = at.block; b < m_blocks.size(); ++b, at.line = 0) {
        const Block& block = m_blocks[b];
        for (int line = at.line; line < block.lines; ++line) {
            if (block.top + line * m_lineHeight >= bottom) {
                return;
            }
            visit(block, line);
        }
    }
}

std::vector<TokenLayout::UnitRect> TokenLayout::unitsIn(qreal top, qreal bottom) const
{
    std::vector<UnitRect> found;
    visitLines(top, bottom, [&](const Block& block, int line) {
        const QTextLine text = block.line(line);
        const int begin = block.begin + text.textStart();
        const int end = begin + text.textLength();
        for (int u = unitAtPosition(begin); u >= 0 && u < unitCount() && unit(u).begin < end; ++u) {
            QRectF rect = rectInLine(block, line, unit(u).begin, unit(u).end);
            // A space that hangs over the end of its line has no width there; it is kept only where
            // the unit would otherwise be nowhere.
            if (rect.width() < kMinWidth) {
                if (unit(u).begin < begin || unit(u).end > end) {
                    continue;
                }
                rect.setLeft(std::min(rect.left(), std::max(0.0, m_width - kMinWidth)));
                rect.setWidth(kMinWidth);
            }
            found.push_back({ u, rect });
        }
    });
    return found;
}

std::vector<QRectF> TokenLayout::rects(int unitIndex) const
{
    const TokenUnit& wanted = unit(unitIndex);
    const auto placeOf = [this](int position) {
        const auto after
            = std::upper_bound(m_blocks.begin(), m_blocks.end(), position,
                               [](int value, const Block& b) { return value < b.begin; });
        const Block& block = *(after - 1);
        const int line = block.layout->lineForTextPosition(position - block.begin).lineNumber();
        return std::pair(&block, std::clamp(line, 0, block.lines - 1));
    };
    const auto [first, firstLine] = placeOf(wanted.begin);
    const auto [last, lastLine] = placeOf(wanted.end - 1);
    std::vector<QRectF> result;
    for (const UnitRect& found : unitsIn(first->top + firstLine * m_lineHeight,
                                         last->top + (lastLine + 1) * m_lineHeight)) {
        if (found.unit == unitIndex) {
            result.push_back(found.rect);
        }
    }
    if (result.empty()) {
        result.push_back(rectInLine(*first, firstLine, wanted.begin, wanted.end));
    }
    return result;
}

int TokenLayout::unitAt(const QPointF& point) const
{
    int narrow = -1;
    for (const UnitRect& candidate : unitsIn(point.y(), point.y() + 0.01)) {
        if (candidate.rect.contains(point)) {
            // The widened mark of a hanging space lies over its neighbour: it wins inside its
            // width.
            if (candidate.rect.width() <= kMinWidth) {
                return candidate.unit;
            }
            narrow = candidate.unit;
        }
    }
    return narrow;
}

int TokenLayout::positionAt(const QPointF& point) const
{
    if (m_blocks.empty() || point.y() < 0) {
        return 0;
    }
    if (point.y() >= height()) {
        return static_cast<int>(m_text.size());
    }
    const LineAt at = lineAt(point.y());
    const Block& block = m_blocks[at.block];
    const QTextLine line = block.line(at.line);
    int position = line.xToCursor(point.x(), QTextLine::CursorBetweenCharacters);
    // Behind the mark of a line break means before it: the position after it is on the next line.
    const int lineEnd = line.textStart() + line.textLength();
    if (position == lineEnd && lineEnd > line.textStart()
        && endsLine(m_text[block.begin + lineEnd - 1])) {
        --position;
    }
    return block.begin + position;
}

std::vector<QRectF> TokenLayout::rangeRects(int begin, int end, qreal top, qreal bottom) const
{
    std::vector<QRectF> result;
    visitLines(top, bottom, [&](const Block& block, int line) {
        const QTextLine text = block.line(line);
        const int lineBegin = block.begin + text.textStart();
        if (lineBegin < end && lineBegin + text.textLength() > begin) {
            result.push_back(rectInLine(block, line, begin, end));
        }
    });
    return result;
}

void TokenLayout::drawText(QPainter& painter, const QPointF& origin, qreal top, qreal bottom) const
{
    visitLines(top, bottom, [&](const Block& block, int line) {
        block.line(line).draw(&painter, origin + QPointF(0, block.top));
    });
}

} // namespace fe::widgets
