// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/token_view.h"

#include "widgets/theme.h"
#include "widgets/token_view_accessible.h"

#include <QApplication>
#include <QClipboard>
#include <QScrollBar>

#include <cmath>

namespace fe::widgets {

namespace {

constexpr int kMargin = 4; // around the text, pixels

} // namespace

TokenView::TokenView(QWidget* parent) : QAbstractScrollArea(parent)
{
    installTokenViewAccessibility();
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFrameShape(QFrame::NoFrame);
    viewport()->setMouseTracking(true);
    viewport()->setCursor(Qt::IBeamCursor);
    applyFont();
}

void TokenView::clear()
{
    m_layout.clear();
    m_current = -1;
    m_anchor = 0;
    m_cursor = 0;
    setHoveredUnit(-1);
    updateScrollBar();
    viewport()->update();
    Q_EMIT currentTokenChanged(-1, -1);
}

void TokenView::append(const QList<TokenItem>& items)
{
    if (items.isEmpty()) {
        return;
    }
    const bool follow = verticalScrollBar()->value() >= verticalScrollBar()->maximum() - 2;
    m_layout.append(items);
    updateScrollBar();
    if (follow) {
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    }
    viewport()->update();
}

void TokenView::finish()
{
    m_layout.finish();
    notifyTokenTextChanged(this);
}

void TokenView::setMarks(std::vector<TextMark> marks)
{
    if (marks != m_marks) {
        m_marks = std::move(marks);
        viewport()->update();
    }
}

void TokenView::setShading(Shading shading)
{
    m_shading = shading;
    viewport()->update();
}

void TokenView::setPlaceholder(const QString& text)
{
    m_placeholder = text;
    viewport()->update();
}

void TokenView::setToolTipSource(std::function<QString(const TokenUnit&)> source)
{
    m_toolTip = std::move(source);
}

void TokenView::setMonospaced(bool monospaced)
{
    m_monospaced = monospaced;
    applyFont();
}

int TokenView::currentToken() const
{
    return m_current < 0 ? -1 : m_layout.unit(m_current).firstToken;
}

void TokenView::setCurrentToken(int token)
{
    if (const int unit = m_layout.unitOfToken(token); unit >= 0) {
        setCurrentUnit(unit, false);
    }
}

QString TokenView::selectedText() const
{
    return text().mid(selectionBegin(), selectionEnd() - selectionBegin());
}

void TokenView::select(int begin, int end)
{
    const int size = static_cast<int>(text().size());
    m_anchor = std::clamp(begin, 0, size);
    m_cursor = std::clamp(end, 0, size);
    viewport()->update();
    notifyTokenSelectionChanged(this);
}

void TokenView::selectAll()
{
    select(0, static_cast<int>(text().size()));
}

void TokenView::copy() const
{
    const QString selected = selectedText();
    QApplication::clipboard()->setText(selected.isEmpty() ? text() : selected);
}

QRect TokenView::unitRect(int unit) const
{
    return m_layout.rects(unit).front().translated(origin()).toAlignedRect();
}

QSize TokenView::sizeHint() const
{
    return { 360, 160 };
}

QPointF TokenView::origin() const
{
    return { kMargin, static_cast<qreal>(kMargin - verticalScrollBar()->value()) };
}

QPointF TokenView::toLayout(const QPoint& viewportPoint) const
{
    return QPointF(viewportPoint) - origin();
}

void TokenView::applyFont()
{
    const QFont font = m_monospaced ? monospaceFont() : this->font();
    m_layout.setFont(font);
    updateScrollBar();
    viewport()->update();
}

void TokenView::relayout()
{
    // What is at the top stays at the top, whatever the new width does to the lines before it.
    const int top = m_layout.positionAt(toLayout(QPoint(0, 1)));
    const bool atTop = verticalScrollBar()->value() == 0;
    m_layout.setWidth(viewport()->width() - 2 * kMargin);
    updateScrollBar();
    if (const int unit = m_layout.unitAtPosition(top); unit >= 0 && !atTop) {
        verticalScrollBar()->setValue(static_cast<int>(m_layout.rects(unit).front().top()));
    }
    viewport()->update();
}

void TokenView::updateScrollBar()
{
    const int height = static_cast<int>(std::ceil(m_layout.height())) + 2 * kMargin;
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(static_cast<int>(m_layout.lineHeight()));
    verticalScrollBar()->setRange(0, std::max(0, height - viewport()->height()));
}

void TokenView::scrollToUnit(int unit)
{
    const std::vector<QRectF> rects = m_layout.rects(unit);
    const int top = static_cast<int>(rects.front().top());
    const int bottom = static_cast<int>(std::ceil(rects.back().bottom())) + 2 * kMargin;
    QScrollBar* bar = verticalScrollBar();
    if (top < bar->value()) {
        bar->setValue(top);
    } else if (bottom > bar->value() + viewport()->height()) {
        bar->setValue(bottom - viewport()->height());
    }
}

void TokenView::setCurrentUnit(int unit, bool extendSelection)
{
    m_current = unit;
    const TokenUnit& now = m_layout.unit(unit);
    if (extendSelection) {
        m_cursor = now.begin >= m_anchor ? now.end : now.begin;
    } else {
        m_anchor = now.begin;
        m_cursor = now.begin;
    }
    scrollToUnit(unit);
    viewport()->update();
    notifyTokenFocusChanged(this);
    Q_EMIT currentTokenChanged(now.firstToken, now.lastToken);
}

void TokenView::setHoveredUnit(int unit)
{
    if (unit == m_hovered) {
        return;
    }
    m_hovered = unit;
    viewport()->update();
    if (unit < 0) {
        Q_EMIT tokenHovered(-1, -1);
    } else {
        Q_EMIT tokenHovered(m_layout.unit(unit).firstToken, m_layout.unit(unit).lastToken);
    }
}

int TokenView::unitBeside(int unit, int step) const
{
    int next = unit + step;
    while (next >= 0 && next < m_layout.unitCount()
           && m_layout.item(m_layout.unit(next).firstToken).kind == TokenItem::Kind::Gap) {
        next += step;
    }
    return next >= 0 && next < m_layout.unitCount() ? next : unit;
}

int TokenView::unitOnLine(int unit, qreal lines) const
{
    const QRectF now = m_layout.rects(unit).front();
    const qreal y
        = std::clamp(now.center().y() + lines * m_layout.lineHeight(), 1.0, m_layout.height() - 1);
    const int position = m_layout.positionAt({ now.left() + 1, y });
    const int found
        = m_layout.unitAtPosition(std::min(position, static_cast<int>(text().size()) - 1));
    return found < 0 ? unit : found;
}

} // namespace fe::widgets
