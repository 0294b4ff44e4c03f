// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/scatter_chart.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace fe::charts {

namespace {

constexpr double kReach = 10; // design pixels from the mouse to a point
constexpr double kZoomStep = 1.25;
constexpr int kDragDistance = 4;

} // namespace

ScatterChart::ScatterChart(QWidget* parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    arrange();
}

void ScatterChart::setData(const ScatterData& data)
{
    const bool sameCategories = data.categories == m_data.categories;
    m_data = data;
    m_hovered = -1;
    m_highlighted.clear();
    m_view = { 0, 0, 1, 1 };
    if (!sameCategories) {
        m_hidden.fill(false, m_data.categories.size());
    }
    arrange();
    setCurrent(-1);
    describe();
}

void ScatterChart::setCurrent(int index)
{
    index = std::clamp(index, -1, int(m_data.points.size()) - 1);
    if (index == m_current) {
        return;
    }
    m_current = index;
    describe();
    update();
    Q_EMIT currentChanged(index);
}

void ScatterChart::setHighlighted(const QVector<int>& points)
{
    m_highlighted = points;
    arrange();
}

void ScatterChart::setCategoryHidden(int category, bool hidden)
{
    if (category >= 0 && category < m_hidden.size()) {
        m_hidden[category] = hidden;
        arrange();
    }
}

void ScatterChart::resetZoom()
{
    setView({ 0, 0, 1, 1 });
}

QPointF ScatterChart::placeOf(int index) const
{
    return m_layout.place(m_data.points[index].x, m_data.points[index].y);
}

QSizeF ScatterChart::pictureSize() const
{
    return QSizeF(size()).expandedTo(QSizeF(designPixels(640, font()), designPixels(420, font())));
}

void ScatterChart::paintPicture(QPainter& painter, const QSizeF& size,
                                const ChartStyle& style) const
{
    const ScatterFrame frame = scatterFrame(m_data, size, style.font);
    const ScatterLayout layout(m_data, frame.plot, m_view);
    paintScatter(painter, { m_data, layout, frame, style, m_hidden, m_highlighted });
}

QSize ScatterChart::sizeHint() const
{
    return QSizeF(designPixels(480, font()), designPixels(340, font())).toSize();
}

QSize ScatterChart::minimumSizeHint() const
{
    return QSizeF(designPixels(220, font()), designPixels(160, font())).toSize();
}

bool ScatterChart::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int index = pointAt(help->pos());
        if (index >= 0) {
            QToolTip::showText(help->globalPos(), pointText(index), this);
        } else {
            QToolTip::hideText();
        }
        return true;
    }
    return QWidget::event(event);
}

void ScatterChart::paintEvent(QPaintEvent*)
{
    const ChartStyle style { widgets::themeTokens(palette()), m_font };
    const double ratio = devicePixelRatioF();
    if (m_drawn.isNull() || m_drawn.devicePixelRatio() != ratio) {
        // Marks follow the mouse; what lies below them is drawn once.
        m_drawn = QPixmap((QSizeF(size()) * ratio).toSize().expandedTo({ 1, 1 }));
        m_drawn.setDevicePixelRatio(ratio);
        m_drawn.fill(Qt::transparent);
        QPainter painter(&m_drawn);
        paintScatter(painter, { m_data, m_layout, m_frame, style, m_hidden, m_highlighted });
    }
    QPainter painter(this);
    painter.drawPixmap(0, 0, m_drawn);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    if (hasFocus()) {
        painter.setPen(style.tokens.accent);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    }
    painter.setClipRect(m_layout.plot());
    const double radius = pointSize(m_data.points.size(), font());
    for (const int index : { m_hovered, m_current }) {
        if (index >= 0) {
            painter.setPen(
                QPen(index == m_current ? style.tokens.text : style.tokens.secondary, 2));
            painter.drawEllipse(placeOf(index), radius, radius);
        }
    }
}

void ScatterChart::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void ScatterChart::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    switch (event->type()) {
    case QEvent::PaletteChange:
    case QEvent::FontChange:
    case QEvent::StyleChange:
    case QEvent::ApplicationFontChange:
    case QEvent::LocaleChange:
    case QEvent::LanguageChange:
        arrange();
        describe();
        break;
    default:
        break;
    }
}

void ScatterChart::leaveEvent(QEvent* event)
{
    QWidget::leaveEvent(event);
    setHovered(-1);
}

void ScatterChart::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton) {
        m_pressed = event->position();
        m_pressedView = m_view;
        m_panning = false;
    }
}

void ScatterChart::mouseMoveEvent(QMouseEvent* event)
{
    if (!m_pressed || !(event->buttons() & Qt::LeftButton)) {
        setHovered(pointAt(event->position()));
        return;
    }
    const QPointF way = event->position() - *m_pressed;
    m_panning = m_panning || way.manhattanLength() >= kDragDistance;
    if (m_panning && m_layout.plot().contains(*m_pressed)) {
        setCursor(Qt::ClosedHandCursor);
        setView(ScatterLayout(m_data, m_frame.plot, m_pressedView).moved(way));
    }
}

void ScatterChart::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_pressed) {
        return;
    }
    unsetCursor();
    m_pressed.reset();
    if (m_panning) {
        m_panning = false;
        return;
    }
    if (const int row = legendRowAt(event->position()); row >= 0) {
        setCategoryHidden(row, !m_hidden[row]);
    } else if (const int index = pointAt(event->position()); index >= 0) {
        setCurrent(index);
        Q_EMIT pointActivated(index);
    }
}

void ScatterChart::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (m_layout.plot().contains(event->position()) && pointAt(event->position()) < 0) {
        resetZoom();
    }
}

void ScatterChart::wheelEvent(QWheelEvent* event)
{
    if (!m_layout.plot().contains(event->position())) {
        event->ignore();
        return;
    }
    setView(
        m_layout.zoomed(event->position(), std::pow(kZoomStep, event->angleDelta().y() / 120.0)));
}

void ScatterChart::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Left:
        walk({ -1, 0 });
        break;
    case Qt::Key_Right:
        walk({ 1, 0 });
        break;
    case Qt::Key_Up:
        walk({ 0, -1 });
        break;
    case Qt::Key_Down:
        walk({ 0, 1 });
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_current >= 0) {
            Q_EMIT pointActivated(m_current);
        }
        break;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
    case Qt::Key_Minus: {
        const QPointF at = m_current >= 0 ? placeOf(m_current) : m_layout.plot().center();
        setView(m_layout.zoomed(at, event->key() == Qt::Key_Minus ? 1 / kZoomStep : kZoomStep));
        break;
    }
    case Qt::Key_0:
        resetZoom();
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

int ScatterChart::pointAt(const QPointF& place) const
{
    return m_layout.plot().contains(place)
        ? m_layout.nearest(m_data, m_hidden, place, designPixels(kReach, font()))
        : -1;
}

int ScatterChart::legendRowAt(const QPointF& place) const
{
    if (!m_frame.legend.contains(place)) {
        return -1;
    }
    const int row = int((place.y() - m_frame.legend.top()) / m_frame.rowHeight);
    const bool more = row + 1 == m_frame.legendRows && m_data.categories.size() > row + 1;
    return row < m_hidden.size() && !more ? row : -1;
}

QString ScatterChart::pointText(int index) const
{
    const ScatterPoint& point = m_data.points[index];
    QStringList parts;
    if (!point.label.isEmpty()) {
        parts.append(point.label);
    }
    if (m_data.categories.size() > 1) {
        parts.append(m_data.categories.value(point.category));
    }
    const auto named = [](const Axis& axis, double value) {
        const QString number = numberText(value, axis.format);
        return axis.name.isEmpty() ? number : axis.text() + u' ' + number;
    };
    parts.append(named(m_data.x, point.x) + QStringLiteral(", ") + named(m_data.y, point.y));
    return parts.join(u'\n');
}

void ScatterChart::arrange()
{
    m_font = font();
    m_frame = scatterFrame(m_data, size(), m_font);
    m_layout = ScatterLayout(m_data, m_frame.plot, m_view);
    m_drawn = {};
    update();
}

void ScatterChart::setView(const QRectF& view)
{
    if (view != m_view) {
        m_view = view;
        arrange();
    }
}

void ScatterChart::setHovered(int index)
{
    if (index != m_hovered) {
        m_hovered = index;
        update();
        Q_EMIT pointHovered(index);
    }
}

void ScatterChart::walk(const QPointF& direction)
{
    if (m_data.points.isEmpty()) {
        return;
    }
    if (m_current < 0) {
        setCurrent(m_layout.nearest(m_data, m_hidden, m_layout.plot().center(), 1e9));
        return;
    }
    if (const int next = m_layout.next(m_data, m_hidden, m_current, direction); next >= 0) {
        setCurrent(next);
        const QPointF place = placeOf(next);
        if (!m_layout.plot().contains(place)) {
            setView(m_layout.moved(m_layout.plot().center() - place));
        }
    }
}

void ScatterChart::describe()
{
    setAccessibleName(m_data.text.title);
    setAccessibleDescription(m_current >= 0 ? pointText(m_current)
                                            : tr("%1 points").arg(m_data.points.size()));
}

} // namespace fe::charts
