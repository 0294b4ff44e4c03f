// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/plot_chart.h"

#include "charts/plot_scene.h"
#include "widgets/plain_tool_tip.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QRubberBand>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace fe::charts {

namespace {

constexpr double kReach = 14; // design pixels from the mouse to a point
constexpr double kZoomStep = 1.25; // a notch of the wheel
constexpr double kPanStep = 60; // pixels a key
constexpr int kDragDistance = 5;

} // namespace

void PlotChart::changeEvent(QEvent* event)
{
    QGraphicsView::changeEvent(event);
    switch (event->type()) {
    case QEvent::PaletteChange:
    case QEvent::FontChange:
    case QEvent::StyleChange:
    case QEvent::ApplicationFontChange:
        restyle();
        break;
    case QEvent::LanguageChange:
    case QEvent::LocaleChange:
        m_scene->dataChanged();
        describe();
        break;
    default:
        break;
    }
}

void PlotChart::resizeEvent(QResizeEvent* event)
{
    QGraphicsView::resizeEvent(event);
    m_scene->setSize(viewport()->size());
}

bool PlotChart::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::Leave) {
        setHovered({});
    } else if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        showToolTip(help->pos(), help->globalPos());
        return true;
    }
    return QGraphicsView::viewportEvent(event);
}

void PlotChart::mousePressEvent(QMouseEvent* event)
{
    const bool right = event->button() == Qt::RightButton;
    if (event->button() != Qt::LeftButton && !right) {
        return;
    }
    m_pressed = event->position();
    m_pressedView = m_view;
    m_panning = false;
    if (right || (event->modifiers() & Qt::ShiftModifier)) {
        delete m_band;
        m_band = new QRubberBand(QRubberBand::Rectangle, viewport());
    }
}

void PlotChart::mouseMoveEvent(QMouseEvent* event)
{
    const QPointF place = event->position();
    if (!m_pressed) {
        setHovered(pointAt(place));
        viewport()->setCursor(plotLayout().legend().at(place) >= 0 ? Qt::PointingHandCursor
                                                                   : Qt::ArrowCursor);
        return;
    }
    if (m_band) {
        m_band->setGeometry(QRectF(*m_pressed, place).normalized().toRect());
        m_band->show();
        return;
    }
    const QPointF way = place - *m_pressed;
    m_panning = m_panning || way.manhattanLength() >= kDragDistance;
    if (m_panning && plotLayout().plot().contains(*m_pressed)) {
        viewport()->setCursor(Qt::ClosedHandCursor);
        setView(plotLayout().moved(m_pressedView, way));
    }
}

void PlotChart::mouseReleaseEvent(QMouseEvent* event)
{
    if (!m_pressed) {
        return;
    }
    const QRectF part
        = QRectF(*m_pressed, event->position()).normalized().intersected(plotLayout().plot());
    m_pressed.reset();
    viewport()->setCursor(Qt::ArrowCursor);
    if (m_band) {
        delete std::exchange(m_band, nullptr);
        if (part.width() >= kDragDistance && part.height() >= kDragDistance) {
            setView(plotLayout().within(m_view, part));
        }
    } else if (!std::exchange(m_panning, false)) {
        click(event->position());
    }
}

void PlotChart::click(const QPointF& place)
{
    if (const int series = plotLayout().legend().at(place); series >= 0) {
        setSeriesHidden(series, !isSeriesHidden(series));
    } else if (const LinePlace point = pointAt(place); !point.isNone()) {
        setCurrent(point);
    }
}

void PlotChart::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && plotLayout().plot().contains(event->position())) {
        resetView();
    }
}

void PlotChart::wheelEvent(QWheelEvent* event)
{
    if (!plotLayout().plot().contains(event->position())) {
        event->ignore();
        return;
    }
    // Some desktops turn the wheel sideways while Shift is down.
    const QPoint turned = event->angleDelta();
    const double factor = std::pow(kZoomStep, (turned.y() != 0 ? turned.y() : turned.x()) / 120.0);
    const Qt::KeyboardModifiers keys = event->modifiers();
    setView(plotLayout().zoomed(m_view, event->position(), keys & Qt::ControlModifier ? 1 : factor,
                                keys & Qt::ShiftModifier ? 1 : factor));
    event->accept();
}

void PlotChart::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy)) {
        copyNumbers();
        return;
    }
    const bool pans = event->modifiers() & Qt::ShiftModifier;
    const auto pan
        = [this](double x, double y) { setView(plotLayout().moved(m_view, QPointF(x, y))); };
    switch (event->key()) {
    case Qt::Key_Left:
        pans ? pan(kPanStep, 0) : walkAlong(event->key());
        break;
    case Qt::Key_Right:
        pans ? pan(-kPanStep, 0) : walkAlong(event->key());
        break;
    case Qt::Key_Home:
    case Qt::Key_End:
        walkAlong(event->key());
        break;
    case Qt::Key_Up:
        pans ? pan(0, kPanStep) : walkAcross(-1);
        break;
    case Qt::Key_Down:
        pans ? pan(0, -kPanStep) : walkAcross(1);
        break;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoomBy(kZoomStep);
        break;
    case Qt::Key_Minus:
        zoomBy(1 / kZoomStep);
        break;
    case Qt::Key_0:
        resetView();
        break;
    case Qt::Key_Space:
        toggleCurrent();
        break;
    default:
        // Not the view's own keys: there is nothing to scroll.
        event->ignore();
    }
}

void PlotChart::zoomBy(double factor)
{
    QPointF at = plotLayout().plot().center();
    if (!m_current.isNone()) {
        const PlotPoint& point = m_data.series[m_current.series].points[m_current.point];
        const QPointF place = plotLayout().place(point.x, point.y);
        at = plotLayout().plot().contains(place) ? place : at;
    }
    setView(plotLayout().zoomed(m_view, at, factor, factor));
}

void PlotChart::focusInEvent(QFocusEvent* event)
{
    QGraphicsView::focusInEvent(event);
    viewport()->update();
}

void PlotChart::focusOutEvent(QFocusEvent* event)
{
    QGraphicsView::focusOutEvent(event);
    viewport()->update();
}

void PlotChart::drawForeground(QPainter* painter, const QRectF& rect)
{
    QGraphicsView::drawForeground(painter, rect);
    if (hasFocus()) {
        painter->setPen(widgets::themeTokens(palette()).accent);
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(sceneRect().adjusted(0.5, 0.5, -1.5, -1.5), 4, 4);
    }
}

LinePlace PlotChart::pointAt(const QPointF& place) const
{
    return plotLayout().plot().adjusted(-2, -2, 2, 2).contains(place)
        ? plotLayout().nearest(m_data, m_hidden, place, designPixels(kReach, font()))
        : LinePlace();
}

/// By x, whatever the order of the points is.
void PlotChart::walkAlong(int key)
{
    if (m_current.isNone()) {
        walkAcross(1);
        return;
    }
    const QVector<PlotPoint>& points = m_data.series[m_current.series].points;
    QVector<int> order;
    for (int i = 0; i < int(points.size()); ++i) {
        if (std::isfinite(points[i].x) && std::isfinite(points[i].y)) {
            order.append(i);
        }
    }
    std::stable_sort(order.begin(), order.end(),
                     [&points](int a, int b) { return points[a].x < points[b].x; });
    const qsizetype last = order.size() - 1;
    const qsizetype at = order.indexOf(m_current.point);
    const qsizetype to = key == Qt::Key_Home ? 0
        : key == Qt::Key_End                 ? last
        : key == Qt::Key_Left                ? at - 1
                                             : at + 1;
    if (last >= 0) {
        setCurrent({ m_current.series, order[std::clamp<qsizetype>(to, 0, last)] });
    }
}

void PlotChart::walkAcross(int step)
{
    const int count = int(m_data.series.size());
    const double x = m_current.isNone() ? -std::numeric_limits<double>::infinity()
                                        : m_data.series[m_current.series].points[m_current.point].x;
    const int from = m_current.isNone() ? (step > 0 ? -1 : count) : m_current.series;
    for (int series = from + step; series >= 0 && series < count; series += step) {
        const QVector<PlotPoint>& points = m_data.series[series].points;
        if (isSeriesHidden(series) || points.isEmpty()) {
            continue;
        }
        const auto nearest = std::min_element(
            points.begin(), points.end(), [x](const PlotPoint& a, const PlotPoint& b) {
                return std::isfinite(x) ? std::abs(a.x - x) < std::abs(b.x - x) : a.x < b.x;
            });
        setCurrent({ series, int(nearest - points.begin()) });
        return;
    }
}

void PlotChart::toggleCurrent()
{
    if (!m_current.isNone() && !isSeriesHidden(m_current.series)) {
        const LinePlace before = m_current;
        walkAcross(1);
        if (m_current == before) {
            walkAcross(-1);
        }
        setSeriesHidden(before.series, true);
    }
    if (!m_hidden.contains(false)) {
        for (int series = 0; series < int(m_hidden.size()); ++series) {
            setSeriesHidden(series, false);
        }
    }
}

void PlotChart::setHovered(const LinePlace& place)
{
    if (place != m_hovered) {
        m_hovered = place;
        m_scene->setMarks({ m_current, m_hovered });
    }
}

void PlotChart::showToolTip(const QPoint& local, const QPoint& global)
{
    const int series = plotLayout().legend().at(local);
    const LinePlace point = pointAt(local);
    if (series >= 0) {
        const QString name = m_data.series[series].name;
        QToolTip::showText(global,
                           widgets::plainToolTip(isSeriesHidden(series) ? tr("Show %1").arg(name)
                                                                        : tr("Hide %1").arg(name)),
                           this);
    } else if (point.isNone()) {
        QToolTip::hideText();
    } else {
        QToolTip::showText(global, widgets::plainToolTip(pointText(point)), this);
    }
}

} // namespace fe::charts
