// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/scatter_layout.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace fe::charts {

namespace {

constexpr double kMargin = 0.04; // of the data's extent, on each side
constexpr double kMostZoom = 1e4;

ValueRange withMargin(const QVector<ScatterPoint>& points, double ScatterPoint::*member, bool log)
{
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const ScatterPoint& point : points) {
        if (std::isfinite(point.*member) && (!log || point.*member > 0)) {
            low = std::min(low, point.*member);
            high = std::max(high, point.*member);
        }
    }
    if (low > high) {
        return log ? ValueRange { 1, 10, true } : ValueRange {};
    }
    if (low == high) {
        const double half = low == 0 ? 1 : std::abs(low) / 2;
        return { low - half, high + half, log };
    }
    const ValueRange tight { low, high, log };
    return { tight.value(-kMargin), tight.value(1 + kMargin), log };
}

bool isHidden(const QVector<bool>& hidden, int category)
{
    return category >= 0 && category < hidden.size() && hidden[category];
}

} // namespace

ScatterLayout::ScatterLayout(const ScatterData& data, const QRectF& plot, const QRectF& view)
    : m_plot(plot), m_view(view), m_x(withMargin(data.points, &ScatterPoint::x, data.x.log)),
      m_y(withMargin(data.points, &ScatterPoint::y, data.y.log))
{
}

ValueRange ScatterLayout::visibleX() const
{
    return { m_x.value(m_view.left()), m_x.value(m_view.right()), m_x.log };
}

ValueRange ScatterLayout::visibleY() const
{
    return { m_y.value(m_view.top()), m_y.value(m_view.bottom()), m_y.log };
}

QPointF ScatterLayout::place(double x, double y) const
{
    const double nowhere = std::numeric_limits<double>::quiet_NaN();
    const double across = m_x.log && x <= 0 ? nowhere : m_x.position(x);
    const double up = m_y.log && y <= 0 ? nowhere : m_y.position(y);
    return { m_plot.left() + (across - m_view.left()) / m_view.width() * m_plot.width(),
             m_plot.bottom() - (up - m_view.top()) / m_view.height() * m_plot.height() };
}

QPointF ScatterLayout::valueAt(const QPointF& point) const
{
    const double across
        = m_view.left() + (point.x() - m_plot.left()) / m_plot.width() * m_view.width();
    const double up
        = m_view.top() + (m_plot.bottom() - point.y()) / m_plot.height() * m_view.height();
    return { m_x.value(across), m_y.value(up) };
}

int ScatterLayout::nearest(const ScatterData& data, const QVector<bool>& hidden,
                           const QPointF& point, double within) const
{
    int found = -1;
    double least = within * within;
    for (int i = 0; i < int(data.points.size()); ++i) {
        const ScatterPoint& candidate = data.points[i];
        const QPointF way = place(candidate.x, candidate.y) - point;
        const double distance = QPointF::dotProduct(way, way);
        if (distance <= least && !isHidden(hidden, candidate.category)) {
            least = distance;
            found = i;
        }
    }
    return found;
}

int ScatterLayout::next(const ScatterData& data, const QVector<bool>& hidden, int from,
                        const QPointF& direction) const
{
    const QPointF start = place(data.points[from].x, data.points[from].y);
    const QPointF across(-direction.y(), direction.x());
    int found = -1;
    double least = std::numeric_limits<double>::infinity();
    for (int i = 0; i < int(data.points.size()); ++i) {
        const QPointF way = place(data.points[i].x, data.points[i].y) - start;
        const double ahead = QPointF::dotProduct(way, direction);
        if (i == from || isHidden(hidden, data.points[i].category) || !(ahead > 0)
            || std::abs(QPointF::dotProduct(way, across)) > ahead) {
            continue;
        }
        if (const double distance = QPointF::dotProduct(way, way); distance < least) {
            least = distance;
            found = i;
        }
    }
    return found;
}

QRectF ScatterLayout::zoomed(const QPointF& point, double factor) const
{
    const double by = std::clamp(factor, m_view.width(), std::max(1.0, kMostZoom * m_view.width()));
    const double across = (point.x() - m_plot.left()) / m_plot.width();
    const double up = (m_plot.bottom() - point.y()) / m_plot.height();
    const QSizeF size = m_view.size() / by;
    return { QPointF(m_view.left() + across * (m_view.width() - size.width()),
                     m_view.top() + up * (m_view.height() - size.height())),
             size };
}

QRectF ScatterLayout::moved(const QPointF& pixels) const
{
    return m_view.translated(-pixels.x() / m_plot.width() * m_view.width(),
                             pixels.y() / m_plot.height() * m_view.height());
}

} // namespace fe::charts
