// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/line_chart.h"

#include "charts/line_scene.h"
#include "widgets/plain_tool_tip.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace fe::charts {

namespace {

constexpr double kReach = 16; // design pixels from the mouse to a point

} // namespace

void LineChart::changeEvent(QEvent* event)
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
        m_scene->setData(m_data);
        describe();
        break;
    default:
        break;
    }
}

void LineChart::resizeEvent(QResizeEvent* event)
{
    QGraphicsView::resizeEvent(event);
    m_scene->setSize(viewport()->size());
}

bool LineChart::viewportEvent(QEvent* event)
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

void LineChart::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton) {
        return;
    }
    const QPointF place = mapToScene(event->position().toPoint());
    if (const int series = lineLayout().legendAt(place); series >= 0) {
        setSeriesHidden(series, !isSeriesHidden(series));
    } else if (const LinePlace point = pointAt(place); !point.isNone()) {
        setCurrent(point);
        Q_EMIT pointActivated(point);
    }
}

void LineChart::mouseMoveEvent(QMouseEvent* event)
{
    const QPointF place = mapToScene(event->position().toPoint());
    setHovered(pointAt(place));
    viewport()->setCursor(lineLayout().legendAt(place) >= 0 ? Qt::PointingHandCursor
                                                            : Qt::ArrowCursor);
}

void LineChart::wheelEvent(QWheelEvent* event)
{
    event->ignore(); // everything is seen; the page around may scroll
}

void LineChart::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy)) {
        copyNumbers();
        return;
    }
    switch (event->key()) {
    case Qt::Key_Left:
        walkAlong(m_current.point - 1);
        break;
    case Qt::Key_Right:
        walkAlong(m_current.point + 1);
        break;
    case Qt::Key_Home:
        walkAlong(0);
        break;
    case Qt::Key_End:
        walkAlong(std::numeric_limits<int>::max());
        break;
    case Qt::Key_Up:
        walkAcross(-1);
        break;
    case Qt::Key_Down:
        walkAcross(1);
        break;
    case Qt::Key_Space:
        toggleCurrent();
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (!m_current.isNone()) {
            Q_EMIT pointActivated(m_current);
        }
        break;
    default:
        // Not the view's own keys: there is nothing to scroll.
        event->ignore();
    }
}

void LineChart::focusInEvent(QFocusEvent* event)
{
    QGraphicsView::focusInEvent(event);
    viewport()->update();
}

void LineChart::focusOutEvent(QFocusEvent* event)
{
    QGraphicsView::focusOutEvent(event);
    viewport()->update();
}

void LineChart::drawForeground(QPainter* painter, const QRectF& rect)
{
    QGraphicsView::drawForeground(painter, rect);
    if (hasFocus()) {
        painter->setPen(widgets::themeTokens(palette()).accent);
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(sceneRect().adjusted(0.5, 0.5, -1.5, -1.5), 4, 4);
    }
}

LinePlace LineChart::pointAt(const QPointF& place) const
{
    return lineLayout().nearest(m_data, m_hidden, place, designPixels(kReach, font()));
}

void LineChart::walkAlong(int to)
{
    if (m_current.isNone()) {
        walkAcross(1);
        return;
    }
    const int last = int(m_data.series[m_current.series].points.size()) - 1;
    setCurrent({ m_current.series, std::clamp(to, 0, last) });
}

void LineChart::walkAcross(int step)
{
    const int count = int(m_data.series.size());
    const double x = m_current.isNone() ? -std::numeric_limits<double>::infinity()
                                        : m_data.series[m_current.series].points[m_current.point].x;
    const int from = m_current.isNone() ? (step > 0 ? -1 : count) : m_current.series;
    for (int series = from + step; series >= 0 && series < count; series += step) {
        const QVector<LinePoint>& points = m_data.series[series].points;
        if (isSeriesHidden(series) || points.isEmpty()) {
            continue;
        }
        const auto nearest = std::min_element(
            points.begin(), points.end(), [x](const LinePoint& a, const LinePoint& b) {
                return std::isfinite(x) ? std::abs(a.x - x) < std::abs(b.x - x) : a.x < b.x;
            });
        setCurrent({ series, int(nearest - points.begin()) });
        return;
    }
}

void LineChart::toggleCurrent()
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

void LineChart::setHovered(const LinePlace& place)
{
    if (place != m_hovered) {
        m_hovered = place;
        showMarks();
        Q_EMIT pointHovered(place);
    }
}

void LineChart::showToolTip(const QPoint& local, const QPoint& global)
{
    const QPointF place = mapToScene(local);
    const int series = lineLayout().legendAt(place);
    const LinePlace point = pointAt(place);
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
