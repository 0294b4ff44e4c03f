// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/token_layout.h"

#include <QFontMetricsF>
#include <QTextBoundaryFinder>
#include <QTextLayout>

#include <algorithm>
#include <cmath>

namespace fe::widgets {

namespace {

// Long paragraphs are set in pieces of this many characters, so that a text without line breaks
// costs no more per appended token than one with them.
constexpr int kPieceLength = 1500;
constexpr int kOpenLines = 2; // lines at the end that appended text may still change
constexpr qreal kLineSpacing = 1.5;
constexpr qreal kLeastLine = 16;

} // namespace

bool TokenLayout::endsLine(QChar c)
{
    return c == u'\n' || c == QChar::LineSeparator || c == QChar::ParagraphSeparator;
}

QTextLine TokenLayout::Block::line(int index) const
{
    return layout->lineAt(index);
}

TokenLayout::TokenLayout()
{
    setFont(QFont());
}
TokenLayout::~TokenLayout() = default;
TokenLayout::TokenLayout(TokenLayout&&) noexcept = default;
TokenLayout& TokenLayout::operator=(TokenLayout&&) noexcept = default;

void TokenLayout::setFont(const QFont& font)
{
    m_font = font;
    m_lineHeight = std::ceil(QFontMetricsF(font).height() * kLineSpacing);
    layOutFrom(0);
}

void TokenLayout::setWidth(qreal width)
{
    width = std::max(width, kLeastLine);
    if (!qFuzzyCompare(width, m_width)) {
        m_width = width;
        layOutFrom(0);
    }
}

void TokenLayout::clear()
{
    m_text.clear();
    m_items.clear();
    m_units.clear();
    m_unitOfToken.clear();
    m_blocks.clear();
    m_pending = 0;
}

void TokenLayout::append(const QList<TokenItem>& items)
{
    for (const TokenItem& item : items) {
        const int token = tokenCount();
        m_items.push_back(item);
        m_unitOfToken.push_back(-1);
        if (item.text.isEmpty()) {
            ++m_pending;
            continue;
        }
        const int begin = static_cast<int>(m_text.size());
        m_text += item.text;
        addUnit(token, begin, static_cast<int>(m_text.size()));
    }
    const bool open = !m_blocks.empty() && !m_blocks.back().closed;
    int from = static_cast<int>(m_text.size());
    if (open) {
        from = m_blocks.back().begin;
    } else if (!m_blocks.empty()) {
        from = m_blocks.back().begin + m_blocks.back().length;
    } else {
        from = 0;
    }
    layOutFrom(from);
}

void TokenLayout::finish()
{
    if (m_units.empty()) {
        return;
    }
    const int unit = unitCount() - 1;
    for (; m_pending > 0; --m_pending) {
        m_unitOfToken[m_items.size() - static_cast<std::size_t>(m_pending)] = unit;
    }
    m_units.back().lastToken = tokenCount() - 1;
}

void TokenLayout::addUnit(int token, int begin, int end)
{
    const int firstToken = token - m_pending;
    bool joins = false;
    if (!m_units.empty()) {
        const int start = m_units.back().begin;
        QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, m_text.constData() + start,
                                   end - start);
        finder.setPosition(begin - start);
        joins = !finder.isAtBoundary();
    }
    if (joins) {
        m_units.back().end = end;
        m_units.back().lastToken = token;
    } else {
        m_units.push_back({ begin, end, firstToken, token });
    }
    for (int t = firstToken; t <= token; ++t) {
        m_unitOfToken[static_cast<std::size_t>(t)] = unitCount() - 1;
    }
    m_pending = 0;
}

int TokenLayout::unitOfToken(int token) const
{
    return token >= 0 && token < tokenCount() ? m_unitOfToken[static_cast<std::size_t>(token)] : -1;
}

int TokenLayout::unitAtPosition(int position) const
{
    if (position < 0 || position >= m_text.size()) {
        return -1;
    }
    const auto after
        = std::upper_bound(m_units.begin(), m_units.end(), position,
                           [](int value, const TokenUnit& unit) { return value < unit.begin; });
    return static_cast<int>(after - m_units.begin()) - 1;
}

QString TokenLayout::shown(int begin, int end) const
{
    // One mark for one character, so that positions in what is shown are positions in the text.
    QString text = m_text.mid(begin, end - begin);
    for (QChar& c : text) {
        if (endsLine(c)) {
            c = QChar(0x21B5); // ↵
        } else if (c != u'\t' && c.unicode() < 0x20) {
            c = QChar(static_cast<char16_t>(0x2400 + c.unicode())); // control pictures
        }
    }
    return text;
}

TokenLayout::Block TokenLayout::makeBlock(int begin, int end, bool endsParagraph, qreal top) const
{
    Block block;
    block.begin = begin;
    block.top = top;
    block.closed = endsParagraph;
    int stop = end;
    if (end - begin > kPieceLength) {
        // At least six lines a piece, however wide the window is.
        const qreal narrow = QFontMetricsF(m_font).averageCharWidth();
        stop = std::min(
            end,
            begin + std::max(kPieceLength, static_cast<int>(6 * m_width / std::max(narrow, 1.0))));
    }
    block.layout = std::make_unique<QTextLayout>(shown(begin, stop), m_font);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setTabStopDistance(8 * QFontMetricsF(m_font).horizontalAdvance(u' '));
    block.layout->setTextOption(option);
    block.layout->beginLayout();
    for (QTextLine line = block.layout->createLine(); line.isValid();
         line = block.layout->createLine()) {
        line.setLineWidth(m_width);
        line.setPosition(
            QPointF(0, (m_lineHeight - line.height()) / 2 + block.lines * m_lineHeight));
        ++block.lines;
    }
    block.layout->endLayout();
    block.length = stop - begin;
    if (stop < end || (!endsParagraph && block.length > kPieceLength)) {
        if (const int keep = block.lines - kOpenLines; keep > 0) {
            block.lines = keep;
            block.length = block.line(keep).textStart();
            block.closed = true;
        }
    }
    return block;
}

void TokenLayout::layOutFrom(int position)
{
    while (!m_blocks.empty() && m_blocks.back().begin >= position) {
        m_blocks.pop_back();
    }
    qreal top = height();
    const int size = static_cast<int>(m_text.size());
    while (position < size) {
        int end = position;
        while (end < size && !endsLine(m_text[end])) {
            ++end;
        }
        const bool endsParagraph = end < size;
        end += endsParagraph ? 1 : 0;
        Block block = makeBlock(position, end, endsParagraph, top);
        position += block.length;
        top += block.lines * m_lineHeight;
        m_blocks.push_back(std::move(block));
    }
}

} // namespace fe::widgets
