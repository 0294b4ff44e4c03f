// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/bar_chart.h"

#include "charts/bar_scene.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace fe::charts {

namespace {

constexpr int kMostDescribed = 20; // rows that a screen reader hears at once

} // namespace

BarChart::BarChart(QWidget* parent) : QGraphicsView(parent), m_scene(new BarScene(this))
{
    setScene(m_scene);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setAlignment(Qt::AlignLeft | Qt::AlignTop);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setBackgroundBrush(Qt::NoBrush);
    viewport()->setAutoFillBackground(false);
    viewport()->setMouseTracking(true);
    restyle();
}

void BarChart::setData(const BarData& data)
{
    const QString label = m_current >= 0 ? m_data.rows[m_current].label : QString();
    m_data = data;
    m_hovered = std::min(m_hovered, int(m_data.rows.size()) - 1);
    m_scene->setData(m_data);
    const int before = m_current;
    if (m_current >= 0) {
        const auto found = std::find_if(m_data.rows.cbegin(), m_data.rows.cend(),
                                        [&label](const BarRow& row) { return row.label == label; });
        m_current = found == m_data.rows.cend() ? -1 : int(found - m_data.rows.cbegin());
    }
    showMarks();
    updateGeometry();
    if (m_current != before) {
        Q_EMIT currentRowChanged(m_current);
    }
}

void BarChart::setCurrentRow(int row)
{
    row = std::clamp(row, -1, int(m_data.rows.size()) - 1);
    if (row == m_current) {
        return;
    }
    m_current = row;
    if (row >= 0) {
        ensureVisible(m_scene->barLayout().rowRect(row), 0, 2);
    }
    showMarks();
    Q_EMIT currentRowChanged(row);
}

QRect BarChart::rowRect(int row) const
{
    const QRectF rect = m_scene->barLayout().rowRect(row);
    return { mapFromScene(rect.topLeft()), rect.size().toSize() };
}

QSizeF BarChart::pictureSize() const
{
    const double width = std::max(designPixels(480, font()), double(viewport()->width()));
    return { width, std::max(1.0, m_scene->barLayout().height()) };
}

void BarChart::paintPicture(QPainter& painter, const QSizeF& size, const ChartStyle& style) const
{
    BarScene scene;
    scene.setStyle(style);
    scene.setWidth(size.width());
    scene.setData(m_data);
    scene.render(&painter, QRectF(QPointF(0, 0), size), scene.sceneRect());
}

QSize BarChart::sizeHint() const
{
    return { qRound(designPixels(320, font())),
             qRound(m_scene->barLayout().height()) + 2 * frameWidth() };
}

QSize BarChart::minimumSizeHint() const
{
    return { qRound(designPixels(160, font())), qRound(designPixels(50, font())) };
}

void BarChart::changeEvent(QEvent* event)
{
    QGraphicsView::changeEvent(event);
    switch (event->type()) {
    case QEvent::PaletteChange:
    case QEvent::FontChange:
    case QEvent::StyleChange:
    case QEvent::ApplicationFontChange:
        restyle();
        break;
    case QEvent::LocaleChange:
    case QEvent::LanguageChange:
        m_scene->setData(m_data);
        describe();
        break;
    default:
        break;
    }
}

void BarChart::resizeEvent(QResizeEvent* event)
{
    QGraphicsView::resizeEvent(event);
    m_scene->setWidth(viewport()->width());
}

bool BarChart::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::Leave) {
        setHovered(-1);
    } else if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int row = rowAt(help->pos());
        if (row < 0) {
            QToolTip::hideText();
        } else {
            const QString more = m_data.rows[row].toolTip;
            QToolTip::showText(help->globalPos(),
                               more.isEmpty() ? rowText(row) : rowText(row) + u'\n' + more, this,
                               rowRect(row));
        }
        return true;
    }
    return QGraphicsView::viewportEvent(event);
}

void BarChart::mousePressEvent(QMouseEvent* event)
{
    const int row = rowAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && row >= 0) {
        setCurrentRow(row);
        Q_EMIT rowActivated(row);
    }
}

void BarChart::mouseMoveEvent(QMouseEvent* event)
{
    setHovered(rowAt(event->position().toPoint()));
}

void BarChart::keyPressEvent(QKeyEvent* event)
{
    const int last = int(m_data.rows.size()) - 1;
    const int page
        = std::max(1, int(viewport()->height() / m_scene->barLayout().metrics().rowHeight) - 1);
    if (event->matches(QKeySequence::Copy)) {
        QStringList lines;
        for (int row = 0; row <= last; ++row) {
            lines.append(m_data.rows[row].label + u'\t' + csvNumber(m_data.rows[row].value));
        }
        QApplication::clipboard()->setText(lines.join(u'\n'));
        return;
    }
    switch (event->key()) {
    case Qt::Key_Up:
        setCurrentRow(std::max(0, m_current - 1));
        break;
    case Qt::Key_Down:
        setCurrentRow(m_current + 1);
        break;
    case Qt::Key_PageUp:
        setCurrentRow(std::max(0, m_current - page));
        break;
    case Qt::Key_PageDown:
        setCurrentRow(std::max(0, m_current) + page);
        break;
    case Qt::Key_Home:
        setCurrentRow(std::min(0, last));
        break;
    case Qt::Key_End:
        setCurrentRow(last);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_current >= 0) {
            Q_EMIT rowActivated(m_current);
        }
        break;
    default:
        QGraphicsView::keyPressEvent(event);
    }
}

void BarChart::focusInEvent(QFocusEvent* event)
{
    QGraphicsView::focusInEvent(event);
    showMarks();
    viewport()->update();
}

void BarChart::focusOutEvent(QFocusEvent* event)
{
    QGraphicsView::focusOutEvent(event);
    showMarks();
    viewport()->update();
}

void BarChart::drawForeground(QPainter* painter, const QRectF& rect)
{
    QGraphicsView::drawForeground(painter, rect);
    if (hasFocus() && m_current < 0) {
        // No row is current that could wear the frame.
        painter->setPen(widgets::themeTokens(palette()).accent);
        painter->setBrush(Qt::NoBrush);
        const QRectF frame = mapToScene(viewport()->rect()).boundingRect();
        painter->drawRoundedRect(frame.adjusted(0.5, 0.5, -1.5, -1.5), 4, 4);
    }
}

int BarChart::rowAt(const QPoint& viewportPoint) const
{
    return m_scene->barLayout().rowAt(mapToScene(viewportPoint));
}

QString BarChart::rowText(int row) const
{
    const BarRow& data = m_data.rows[row];
    return data.label + u' ' + numberText(data.value, m_data.values.format);
}

void BarChart::setHovered(int row)
{
    if (row == m_hovered) {
        return;
    }
    m_hovered = row;
    showMarks();
    Q_EMIT rowHovered(row);
}

void BarChart::restyle()
{
    m_scene->setStyle({ widgets::themeTokens(palette()), font() });
    updateGeometry();
}

void BarChart::showMarks()
{
    m_scene->setMarks({ m_current, m_hovered, hasFocus() });
    describe();
}

void BarChart::describe()
{
    setAccessibleName(m_data.text.title);
    viewport()->setAccessibleName(accessibleName());
    QStringList rows;
    if (m_current >= 0) {
        rows.append(rowText(m_current));
    }
    for (int row = 0; row < std::min(int(m_data.rows.size()), kMostDescribed); ++row) {
        if (row != m_current) {
            rows.append(rowText(row));
        }
    }
    const QString description = rows.join(QStringLiteral(", "));
    if (description != accessibleDescription()) {
        setAccessibleDescription(description); // tells screen readers
    }
}

} // namespace fe::charts
