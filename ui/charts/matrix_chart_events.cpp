// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/chart_export.h"
#include "charts/matrix_chart.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace fe::charts {

namespace {

constexpr double kKeyZoom = 1.25;
constexpr int kDragDistance = 4; // pixels

} // namespace

void MatrixChart::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    arrange();
}

void MatrixChart::scrollContentsBy(int, int)
{
    if (!m_arranging) {
        zoomTo(m_layout.moved(
            { double(horizontalScrollBar()->value()), double(verticalScrollBar()->value()) }));
    }
}

void MatrixChart::changeEvent(QEvent* event)
{
    QAbstractScrollArea::changeEvent(event);
    switch (event->type()) {
    case QEvent::FontChange:
    case QEvent::StyleChange:
    case QEvent::ApplicationFontChange:
    case QEvent::LocaleChange:
        measure();
        updateGeometry();
        break;
    case QEvent::LanguageChange:
        setTexts();
        measure();
        break;
    case QEvent::PaletteChange:
        redraw();
        break;
    default:
        break;
    }
}

bool MatrixChart::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::Leave) {
        setHovered(std::nullopt);
    } else if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const auto cell = m_layout.cellAt(help->pos());
        if (cell) {
            QToolTip::showText(help->globalPos(), cellText(*cell), this,
                               m_layout.cellRect(*cell).toAlignedRect().adjusted(-1, -1, 1, 1));
        } else {
            QToolTip::hideText();
        }
        return true;
    } else if (event->type() == QEvent::ContextMenu) {
        QMenu menu(this);
        if (m_logButton->isVisibleTo(this)) {
            QAction* log = menu.addAction(tr("Logarithmic colours"));
            log->setCheckable(true);
            log->setChecked(isLogarithmic());
            connect(log, &QAction::toggled, this, &MatrixChart::setLogarithmic);
        }
        connect(menu.addAction(tr("Show all")), &QAction::triggered, this, &MatrixChart::resetZoom);
        menu.addSeparator();
        addExportActions(&menu, this, *this, { m_saver });
        menu.exec(static_cast<QContextMenuEvent*>(event)->globalPos());
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void MatrixChart::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton) {
        m_pressed = event->position();
        m_pressedOffset = m_layout.zoom().offset;
        m_panning = false;
    }
}

void MatrixChart::mouseMoveEvent(QMouseEvent* event)
{
    if (m_pressed && (event->buttons() & Qt::LeftButton)) {
        const QPointF way = event->position() - *m_pressed;
        m_panning = m_panning || way.manhattanLength() >= kDragDistance;
        if (m_panning && m_layout.mostOffset() != QPointF(0, 0)) {
            viewport()->setCursor(Qt::ClosedHandCursor);
            zoomTo(m_layout.moved(m_pressedOffset - way));
        }
        return;
    }
    setHovered(m_layout.cellAt(event->position()));
}

void MatrixChart::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_pressed) {
        return;
    }
    const auto cell = m_layout.cellAt(event->position());
    if (!m_panning && cell) {
        setCurrent(cell);
        Q_EMIT cellActivated(cell->row, cell->column);
    }
    m_pressed.reset();
    m_panning = false;
    viewport()->unsetCursor();
}

void MatrixChart::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (!m_layout.cellAt(event->position())) {
        resetZoom();
    }
}

void MatrixChart::wheelEvent(QWheelEvent* event)
{
    const bool zooms = (event->modifiers() & Qt::ControlModifier) || fit() == MatrixFit::Whole;
    if (!zooms || !m_layout.cellAt(event->position())) {
        QAbstractScrollArea::wheelEvent(event);
        return;
    }
    // A notch of 120 is a quarter more; touch pads send less.
    zoomTo(m_layout.zoomed(event->position(), std::pow(kKeyZoom, event->angleDelta().y() / 120.0)));
    event->accept();
}

bool MatrixChart::moveCurrent(const QKeyEvent& event)
{
    const int rows = int(data().rows.size());
    const int columns = int(data().columns.size());
    const auto [firstRow, lastRow] = m_layout.visibleRows();
    const int page = std::max(1, lastRow - firstRow - 1);
    const bool ofTable = event.modifiers() & Qt::ControlModifier;
    MatrixCell cell = m_current.value_or(MatrixCell { firstRow, m_layout.visibleColumns().first });
    const bool moves = m_current.has_value();
    switch (event.key()) {
    case Qt::Key_Left:
        cell.column -= moves;
        break;
    case Qt::Key_Right:
        cell.column += moves;
        break;
    case Qt::Key_Up:
        cell.row -= moves;
        break;
    case Qt::Key_Down:
        cell.row += moves;
        break;
    case Qt::Key_PageUp:
        cell.row -= page;
        break;
    case Qt::Key_PageDown:
        cell.row += page;
        break;
    case Qt::Key_Home:
        cell = { ofTable ? 0 : cell.row, 0 };
        break;
    case Qt::Key_End:
        cell = { ofTable ? rows - 1 : cell.row, columns - 1 };
        break;
    default:
        return false;
    }
    setCurrent(
        MatrixCell { std::clamp(cell.row, 0, rows - 1), std::clamp(cell.column, 0, columns - 1) });
    return true;
}

void MatrixChart::keyPressEvent(QKeyEvent* event)
{
    if (data().isEmpty()) {
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    if (moveCurrent(*event)) {
        return;
    }
    const QPointF at
        = m_current ? m_layout.cellRect(*m_current).center() : m_layout.area().center();
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_current) {
            Q_EMIT cellActivated(m_current->row, m_current->column);
        }
        break;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoomTo(m_layout.zoomed(at, kKeyZoom));
        break;
    case Qt::Key_Minus:
        zoomTo(m_layout.zoomed(at, 1 / kKeyZoom));
        break;
    case Qt::Key_0:
        resetZoom();
        break;
    case Qt::Key_L:
        if (m_logButton->isVisibleTo(this)) {
            setLogarithmic(!isLogarithmic());
        }
        break;
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

void MatrixChart::focusInEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void MatrixChart::focusOutEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

void MatrixChart::setHovered(const std::optional<MatrixCell>& cell)
{
    if (cell == m_hovered) {
        return;
    }
    m_hovered = cell;
    viewport()->update();
    Q_EMIT cellHovered(cell ? cell->row : -1, cell ? cell->column : -1);
}

} // namespace fe::charts
