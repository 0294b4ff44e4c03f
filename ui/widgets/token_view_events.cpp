// SPDX-License-Identifier: GPL-3.0-or-later
// Painting, keys and mouse of TokenView.
#include "widgets/token_palette.h"
#include "widgets/token_view.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <cmath>

namespace fe::widgets {

namespace {

constexpr qreal kCorner = 3;
constexpr float kBandOpacity = 0.12F;
constexpr float kVeilOpacity = 0.36F; // letters that stand back can still be read (4.5:1)

// Neighbours of the same tint stay apart by a hair, as long as both are wide enough to lose it.
QRectF insetOf(const QRectF& rect)
{
    return rect.width() > 4 ? rect.adjusted(0.4, 0, -0.4, 0) : rect;
}

} // namespace

void TokenView::paintFrame(QPainter& painter, const QPointF& origin, int unit,
                           const QColor& color) const
{
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(color, 1.5));
    for (const QRectF& rect : m_layout.rects(unit)) {
        painter.drawRoundedRect(rect.translated(origin), kCorner, kCorner);
    }
}

void TokenView::paintUnits(QPainter& painter, const QPointF& origin, qreal top, qreal bottom)
{
    const ThemeTokens& theme = themeTokens(palette());
    painter.setPen(Qt::NoPen);
    for (const TokenLayout::UnitRect& found : m_layout.unitsIn(top, bottom)) {
        const TokenUnit& unit = m_layout.unit(found.unit);
        const TokenItem& item = m_layout.item(unit.firstToken);
        const QRectF rect = insetOf(found.rect.translated(origin));
        if (item.kind == TokenItem::Kind::Special) {
            QColor line = theme.accent;
            painter.setPen(QPen(line, 1));
            line.setAlphaF(0.14F);
            painter.setBrush(line);
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), kCorner + 2, kCorner + 2);
            painter.setPen(Qt::NoPen);
        } else if (item.kind == TokenItem::Kind::Gap || m_shading == Shading::None) {
            continue;
        } else if (m_shading == Shading::Alternating) {
            painter.setBrush(alternatingTint(found.unit, theme));
            painter.drawRoundedRect(rect, kCorner, kCorner);
        } else if (!std::isnan(item.probability)) {
            // A character of several tokens is as likely as all of them together.
            double probability = 1;
            for (int t = unit.firstToken; t <= unit.lastToken; ++t) {
                probability *= m_layout.item(t).probability;
            }
            painter.setBrush(probabilityTint(probability, theme));
            painter.drawRoundedRect(rect, kCorner, kCorner);
        }
    }
}

void TokenView::paintMarks(QPainter& painter, const QPointF& origin, qreal top, qreal bottom,
                           bool below) const
{
    const ThemeTokens& theme = themeTokens(palette());
    for (const TextMark& mark : m_marks) {
        if ((mark.kind == TextMark::Kind::Quiet) == below) {
            continue;
        }
        QColor color = theme.accent;
        if (mark.series >= 0) {
            color = theme.series[static_cast<std::size_t>(mark.series) % theme.series.size()];
        }
        QColor fill = below ? color : theme.card;
        fill.setAlphaF(below ? kBandOpacity : kVeilOpacity);
        for (const QRectF& found : m_layout.rangeRects(mark.begin, mark.end, top, bottom)) {
            const QRectF rect = found.translated(origin);
            if (mark.kind == TextMark::Kind::Underline) {
                painter.fillRect(QRectF(rect.left(), rect.bottom() - 2, rect.width(), 2), color);
            } else {
                painter.fillRect(rect, fill);
            }
        }
    }
}

void TokenView::paintEvent(QPaintEvent* event)
{
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    if (tokenCount() == 0) {
        painter.setPen(palette().color(QPalette::PlaceholderText));
        painter.drawText(viewport()->rect().adjusted(24, 12, -24, -12),
                         Qt::AlignCenter | Qt::TextWordWrap, m_placeholder);
        return;
    }
    const QPointF at = origin();
    const qreal top = event->rect().top() - at.y();
    const qreal bottom = event->rect().bottom() + 1 - at.y();
    paintUnits(painter, at, top, bottom);
    paintMarks(painter, at, top, bottom, true);

    QColor selection = palette().color(QPalette::Highlight);
    selection.setAlphaF(hasFocus() ? 0.34F : 0.22F);
    if (m_anchor != m_cursor) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(selection);
        for (const QRectF& rect :
             m_layout.rangeRects(selectionBegin(), selectionEnd(), top, bottom)) {
            painter.drawRect(rect.translated(at));
        }
    }
    painter.setPen(palette().color(QPalette::Text));
    m_layout.drawText(painter, at, top, bottom);
    paintMarks(painter, at, top, bottom, false);

    if (m_hovered >= 0 && m_hovered < m_layout.unitCount() && m_hovered != m_current) {
        paintFrame(painter, at, m_hovered, themeTokens(palette()).secondary);
    }
    if (m_current >= 0) {
        paintFrame(painter, at, m_current, palette().color(QPalette::Highlight));
    }
}

void TokenView::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    relayout();
}

void TokenView::changeEvent(QEvent* event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::ApplicationFontChange) {
        applyFont();
    } else if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) {
        viewport()->update();
    }
}

void TokenView::focusInEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusInEvent(event);
    // Walking starts somewhere visible: with the keyboard, the first token becomes current.
    if (m_current < 0 && event->reason() != Qt::MouseFocusReason && m_layout.unitCount() > 0
        && (event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason)) {
        setCurrentUnit(unitBeside(-1, 1) < 0 ? 0 : unitBeside(-1, 1), false);
    }
    viewport()->update();
}

void TokenView::focusOutEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

void TokenView::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy)) {
        copy();
        return;
    }
    if (event->matches(QKeySequence::SelectAll)) {
        selectAll();
        return;
    }
    const int count = m_layout.unitCount();
    const Qt::KeyboardModifiers other
        = event->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier);
    const bool wholeText = other == Qt::ControlModifier;
    if (count == 0 || (other != Qt::NoModifier && !wholeText)) {
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    const int now = std::max(m_current, 0);
    const qreal page = std::max(1.0, std::floor(viewport()->height() / m_layout.lineHeight()) - 1);
    const auto unitsOfLine = [this](const QRectF& rect) {
        return m_layout.unitsIn(rect.center().y(), rect.center().y() + 0.01);
    };
    int next = -1;
    switch (event->key()) {
    case Qt::Key_Left:
        next = unitBeside(now, -1);
        break;
    case Qt::Key_Right:
        next = m_current < 0 ? 0 : unitBeside(now, 1);
        break;
    case Qt::Key_Up:
        next = unitOnLine(now, -1);
        break;
    case Qt::Key_Down:
        next = unitOnLine(now, 1);
        break;
    case Qt::Key_PageUp:
        next = unitOnLine(now, -page);
        break;
    case Qt::Key_PageDown:
        next = unitOnLine(now, page);
        break;
    case Qt::Key_Home:
        next = wholeText ? 0 : unitsOfLine(m_layout.rects(now).front()).front().unit;
        break;
    case Qt::Key_End:
        next = wholeText ? count - 1 : unitsOfLine(m_layout.rects(now).back()).back().unit;
        break;
    default:
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    setCurrentUnit(next < 0 ? now : next, (event->modifiers() & Qt::ShiftModifier) != 0);
}

void TokenView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton) {
        return;
    }
    const QPointF point = toLayout(event->pos());
    const int position = m_layout.positionAt(point);
    const bool extend = (event->modifiers() & Qt::ShiftModifier) != 0;
    if (const int unit = m_layout.unitAt(point); unit >= 0 && !extend
        && m_layout.item(m_layout.unit(unit).firstToken).kind != TokenItem::Kind::Gap) {
        setCurrentUnit(unit, false);
    }
    m_selecting = true;
    select(extend ? m_anchor : position, position);
}

void TokenView::mouseMoveEvent(QMouseEvent* event)
{
    const QPointF point = toLayout(event->pos());
    if (m_selecting) {
        select(m_anchor, m_layout.positionAt(point));
        if (event->pos().y() < 0 || event->pos().y() > viewport()->height()) {
            verticalScrollBar()->triggerAction(event->pos().y() < 0
                                                   ? QScrollBar::SliderSingleStepSub
                                                   : QScrollBar::SliderSingleStepAdd);
        }
        return;
    }
    const int unit = m_layout.unitAt(point);
    setHoveredUnit(
        unit >= 0 && m_layout.item(m_layout.unit(unit).firstToken).kind != TokenItem::Kind::Gap
            ? unit
            : -1);
}

void TokenView::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton) {
        m_selecting = false;
    }
}

void TokenView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (const int unit = m_layout.unitAt(toLayout(event->pos())); unit >= 0) {
        select(m_layout.unit(unit).begin, m_layout.unit(unit).end);
    }
}

void TokenView::contextMenuEvent(QContextMenuEvent* event)
{
    QMenu menu(this);
    menu.addAction(m_anchor == m_cursor ? tr("Copy all") : tr("Copy"), QKeySequence::Copy, this,
                   &TokenView::copy)
        ->setEnabled(!text().isEmpty());
    menu.addAction(tr("Select all"), QKeySequence::SelectAll, this, &TokenView::selectAll)
        ->setEnabled(!text().isEmpty());
    menu.exec(event->globalPos());
}

bool TokenView::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::Leave) {
        setHoveredUnit(-1);
    } else if (event->type() == QEvent::ToolTip && m_toolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int unit = m_layout.unitAt(toLayout(help->pos()));
        if (unit >= 0) {
            QToolTip::showText(help->globalPos(), m_toolTip(m_layout.unit(unit)), viewport(),
                               unitRect(unit));
        } else {
            QToolTip::hideText();
        }
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

} // namespace fe::widgets
