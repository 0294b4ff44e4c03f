// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/head_grid.h"

#include "widgets/theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>

namespace fe::attention {

using widgets::scaled;

namespace {

constexpr double kFaint = 0.25;

} // namespace

HeadGrid::HeadGrid(QWidget* parent) : QAbstractScrollArea(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    viewport()->setAutoFillBackground(false);
    viewport()->setMouseTracking(true);
    setMinimumSize(scaled(220), scaled(120));
    setObjectName(QStringLiteral("headGrid"));
}

void HeadGrid::setHeads(int layers, int heads, std::vector<QImage> maps)
{
    const bool sameShape = layers == m_layout.layers() && heads == m_layout.heads();
    m_maps = std::move(maps);
    m_layout = HeadGridLayout(layers, heads, {}, {}, 1);
    if (!sameShape) {
        m_selected.clear();
        m_current = -1;
        m_pinned.clear();
        m_off.clear();
    }
    arrange();
    describe();
}

void HeadGrid::setDimmed(const QSet<int>& heads)
{
    m_dimmed = heads;
    viewport()->update();
}

void HeadGrid::setPinned(const QSet<int>& heads)
{
    m_pinned = heads;
    viewport()->update();
}

void HeadGrid::setOff(const QSet<int>& heads)
{
    m_off = heads;
    viewport()->update();
}

void HeadGrid::select(const QList<HeadId>& heads)
{
    m_selected.clear();
    for (const HeadId head : heads) {
        if (head.layer < m_layout.layers() && head.head < m_layout.heads() && head.isValid()) {
            m_selected.append(m_layout.index(head));
        }
    }
    m_current = m_selected.isEmpty() ? -1 : m_selected.constFirst();
    if (m_current >= 0) {
        reveal(m_layout.at(m_current));
    }
    describe();
    viewport()->update();
}

QList<HeadId> HeadGrid::selection() const
{
    QList<HeadId> heads;
    for (const int index : m_selected) {
        heads.append(m_layout.at(index));
    }
    return heads;
}

void HeadGrid::arrange()
{
    const QFontMetrics metrics(font());
    const QSizeF label(
        metrics.horizontalAdvance(QStringLiteral("L%1").arg(std::max(m_layout.layers() - 1, 0)))
            + scaled(8),
        metrics.height() + scaled(2));
    m_layout = HeadGridLayout(m_layout.layers(), m_layout.heads(), viewport()->size(), label,
                              scaled(100) / 100.0);
    const QSize over = m_layout.size().toSize() - viewport()->size();
    horizontalScrollBar()->setRange(0, std::max(over.width(), 0));
    horizontalScrollBar()->setPageStep(viewport()->width());
    verticalScrollBar()->setRange(0, std::max(over.height(), 0));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(static_cast<int>(m_layout.cell()));
    viewport()->update();
}

QRectF HeadGrid::headRect(HeadId head) const
{
    return m_layout.rect(head).translated(-horizontalScrollBar()->value(),
                                          -verticalScrollBar()->value());
}

HeadId HeadGrid::headAt(const QPoint& viewportPoint) const
{
    return m_layout.headAt(QPointF(viewportPoint)
                           + QPointF(horizontalScrollBar()->value(), verticalScrollBar()->value()));
}

void HeadGrid::reveal(HeadId head)
{
    const QRectF rect = headRect(head);
    const auto moved = [](double low, double high, double room) {
        return low < 0 ? low : std::max(high - room, 0.0);
    };
    horizontalScrollBar()->setValue(
        horizontalScrollBar()->value()
        + static_cast<int>(moved(rect.left(), rect.right(), viewport()->width())));
    verticalScrollBar()->setValue(
        verticalScrollBar()->value()
        + static_cast<int>(moved(rect.top(), rect.bottom(), viewport()->height())));
}

void HeadGrid::paintHead(QPainter& painter, HeadId head, const QRectF& rect) const
{
    const widgets::ThemeTokens& theme = widgets::themeTokens(palette());
    const int index = m_layout.index(head);
    const auto& map = m_maps[static_cast<std::size_t>(index)];
    const bool off = m_off.contains(index);
    painter.setOpacity(m_dimmed.contains(index) || off ? kFaint : 1);
    painter.setRenderHint(QPainter::SmoothPixmapTransform,
                          map.width() > rect.width() || map.height() > rect.height());
    painter.drawImage(rect, map);
    painter.setOpacity(1);
    if (off) {
        painter.setPen(QPen(theme.danger, scaled(2)));
        painter.drawLine(rect.topLeft(), rect.bottomRight());
        painter.drawLine(rect.topRight(), rect.bottomLeft());
    }
    if (m_pinned.contains(index)) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.series[1]);
        const double side = scaled(7);
        painter.drawEllipse(QRectF(rect.right() - side, rect.top(), side, side));
        painter.setBrush(Qt::NoBrush);
    }
    const double margin = scaled(1.5);
    if (const auto place = m_selected.indexOf(index); place >= 0) {
        // The colours of the lines that the detail draws for these heads.
        painter.setPen(QPen(theme.series[static_cast<std::size_t>(place) % theme.series.size()],
                            scaled(index == m_current && hasFocus() ? 3 : 2)));
        painter.drawRect(rect.adjusted(-margin, -margin, margin, margin));
    } else if (index == m_hovered) {
        painter.setPen(QPen(theme.secondary, scaled(1)));
        painter.drawRect(rect.adjusted(-margin, -margin, margin, margin));
    }
}

void HeadGrid::paintEvent(QPaintEvent*)
{
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    const QPointF shift(-horizontalScrollBar()->value(), -verticalScrollBar()->value());
    const QRectF visible(QPointF(), QSizeF(viewport()->size()));
    painter.setPen(widgets::themeTokens(palette()).secondary);
    const bool names = m_layout.cell() >= fontMetrics().horizontalAdvance(QStringLiteral("H00"));
    for (int head = 0; head < m_layout.heads(); ++head) {
        if (names || head % 4 == 0) {
            painter.drawText(
                m_layout.headLabel(head).translated(shift).adjusted(0, 0, scaled(30), 0),
                Qt::AlignLeft | Qt::AlignTop, QStringLiteral("H%1").arg(head));
        }
    }
    for (int layer = 0; layer < m_layout.layers(); ++layer) {
        const QRectF label = m_layout.layerLabel(layer).translated(shift);
        if (!label.adjusted(0, 0, viewport()->width(), 0).intersects(visible)) {
            continue;
        }
        painter.setPen(widgets::themeTokens(palette()).secondary);
        painter.drawText(label, Qt::AlignRight | Qt::AlignVCenter,
                         QStringLiteral("L%1").arg(layer));
        for (int head = 0; head < m_layout.heads(); ++head) {
            const QRectF rect = headRect({ layer, head });
            if (rect.intersects(visible)) {
                paintHead(painter, { layer, head }, rect);
            }
        }
    }
}

void HeadGrid::pick(HeadId head, Pick how)
{
    if (!head.isValid()) {
        return;
    }
    const int index = m_layout.index(head);
    const QList<int> before = m_selected;
    if (how == Pick::Only) {
        m_selected = { index };
    } else if (how == Pick::Toggle) {
        if (!m_selected.removeOne(index)) {
            m_selected.append(index);
        }
    } else if (!m_selected.contains(index)) {
        m_selected.append(index);
    }
    m_current = index;
    reveal(head);
    viewport()->update();
    describe();
    if (m_selected != before) {
        Q_EMIT selectionChanged();
    }
}

void HeadGrid::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton) {
        const bool toggles = event->modifiers().testFlag(Qt::ControlModifier);
        const bool extends = event->modifiers().testFlag(Qt::ShiftModifier);
        pick(headAt(event->position().toPoint()),
             toggles ? Pick::Toggle : (extends ? Pick::Extend : Pick::Only));
    } else if (event->button() == Qt::MiddleButton) {
        if (const HeadId head = headAt(event->position().toPoint()); head.isValid()) {
            Q_EMIT pinToggled(head);
        }
    }
}

void HeadGrid::mouseMoveEvent(QMouseEvent* event)
{
    const HeadId head = headAt(event->position().toPoint());
    const int hovered = head.isValid() ? m_layout.index(head) : -1;
    if (hovered != m_hovered) {
        m_hovered = hovered;
        viewport()->update();
    }
}

void HeadGrid::keyPressEvent(QKeyEvent* event)
{
    if (m_layout.count() == 0) {
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    const bool whole = event->modifiers().testFlag(Qt::ControlModifier);
    HeadId head = m_current < 0 ? HeadId { 0, 0 } : m_layout.at(m_current);
    switch (event->key()) {
    case Qt::Key_Left:
        head.head = std::max(head.head - 1, 0);
        break;
    case Qt::Key_Right:
        head.head = std::min(head.head + 1, m_layout.heads() - 1);
        break;
    case Qt::Key_Up:
        head.layer = std::max(head.layer - 1, 0);
        break;
    case Qt::Key_Down:
        head.layer = std::min(head.layer + 1, m_layout.layers() - 1);
        break;
    case Qt::Key_Home:
        head = { whole ? 0 : head.layer, 0 };
        break;
    case Qt::Key_End:
        head = { whole ? m_layout.layers() - 1 : head.layer, m_layout.heads() - 1 };
        break;
    case Qt::Key_Space:
        pick(head, Pick::Toggle);
        return;
    case Qt::Key_P:
        Q_EMIT pinToggled(head);
        return;
    default:
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    const bool extends = event->modifiers().testFlag(Qt::ShiftModifier);
    pick(head, extends ? Pick::Extend : Pick::Only);
}

bool HeadGrid::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::Leave) {
        m_hovered = -1;
        viewport()->update();
    } else if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const HeadId head = headAt(help->pos());
        QToolTip::showText(help->globalPos(),
                           head.isValid() && m_toolTip ? m_toolTip(head) : QString(), viewport());
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void HeadGrid::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    arrange();
}

void HeadGrid::changeEvent(QEvent* event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        arrange();
    } else if (event->type() == QEvent::LanguageChange) {
        describe();
    }
}

void HeadGrid::describe()
{
    setAccessibleName(tr("Layers and heads"));
    setAccessibleDescription(m_current < 0 || !m_toolTip ? QString()
                                                         : m_toolTip(m_layout.at(m_current)));
}

} // namespace fe::attention
