// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/plot_layout.h"

#include "charts/scatter_painter.h"

#include <QFontMetricsF>

#include <algorithm>
#include <array>
#include <cmath>

namespace fe::charts {

namespace {

constexpr double kMargin = 0.05; // of an axis, on each side of the data
constexpr double kMostZoom = 1e-6; // of an axis that is seen at least
constexpr double kLeastZoom = 20; // and at most
constexpr int kMostLabels = 400; // points whose names are tried
constexpr double kLargest = 1e300; // beyond it the width of a range is no number

struct Extent {
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();
    bool log = false;

    void add(double value)
    {
        if (std::abs(value) < kLargest && (!log || value > 0)) {
            low = std::min(low, value);
            high = std::max(high, value);
        }
    }

    [[nodiscard]] ValueRange withMargin() const
    {
        if (low > high) {
            return log ? ValueRange { 1, 10, true } : ValueRange {};
        }
        if (low == high) {
            const double half = low == 0 ? 0.5 : std::abs(low) / 2;
            return { low - half, high + half, log };
        }
        const ValueRange tight { low, high, log };
        return { tight.value(-kMargin), tight.value(1 + kMargin), log };
    }
};

template<typename Visit>
void eachPoint(const PlotData& data, const Visit& visit)
{
    for (const PlotSeries& series : data.series) {
        std::for_each(series.points.begin(), series.points.end(), visit);
    }
}

double widestOf(const QVector<Tick>& ticks, const QFontMetricsF& metrics)
{
    double width = 0;
    for (const Tick& tick : ticks) {
        width = std::max(width, metrics.horizontalAdvance(tick.text));
    }
    return width;
}

ValueRange part(const ValueRange& whole, double from, double to)
{
    ValueRange seen { whole.value(from), whole.value(to), whole.log };
    constexpr double kTiny = 1e-300;
    if (seen.log) {
        seen.low = std::clamp(seen.low, kTiny, kLargest);
        seen.high = std::clamp(seen.high, kTiny, kLargest);
    }
    return seen.low < seen.high ? seen : whole;
}

} // namespace

ValueRange wholeRangeX(const PlotData& data)
{
    Extent extent;
    extent.log = data.x.log;
    eachPoint(data, [&extent](const PlotPoint& point) { extent.add(point.x); });
    for (const PlotCurve& curve : data.curves) {
        for (const PlotPoint& point : curve.points) {
            extent.add(point.x);
        }
    }
    for (const double x : data.alsoX) {
        extent.add(x);
    }
    return extent.withMargin();
}

ValueRange wholeRangeY(const PlotData& data)
{
    Extent extent;
    extent.log = data.y.log;
    eachPoint(data, [&extent](const PlotPoint& point) {
        extent.add(point.y);
        extent.add(point.low);
        extent.add(point.high);
    });
    for (const PlotCurve& curve : data.curves) {
        for (const PlotPoint& point : curve.points) {
            extent.add(point.y); // not its band, which may go anywhere
        }
    }
    for (const PlotLine& line : data.lines) {
        extent.add(line.y);
    }
    ValueRange range = extent.withMargin();
    if (data.y.format == NumberFormat::Percent && !range.log) {
        // Points on the edge are seen whole.
        range = { std::max(range.low, -kMargin / 2), std::min(range.high, 1 + kMargin / 2), false };
    }
    return range.low < range.high ? range : ValueRange {};
}

PlotLayout::PlotLayout(const PlotData& data, const QVector<bool>& hidden, const QRectF& view,
                       const ChartStyle& style, const QSizeF& size)
    : m_x(part(wholeRangeX(data), view.left(), view.right())),
      m_y(part(wholeRangeY(data), view.top(), view.bottom()))
{
    if (data.series.size() > 1) {
        QStringList names;
        for (const PlotSeries& series : data.series) {
            names.append(series.name);
        }
        m_legend = legendLayout(names, size, style.font);
    }
    makeTicks(data, size, style.font);
    if (data.labels && data.label) {
        placeLabels(data, hidden, style.font);
    }
}

void PlotLayout::makeTicks(const PlotData& data, const QSizeF& size, const QFont& font)
{
    const QFontMetricsF metrics(font);
    const double line = metrics.height();
    const double marks = data.marks.isEmpty() ? 0 : 0.2 * line;
    const double top
        = (m_legend.entries.isEmpty() ? 0.6 * line : m_legend.bottom + 0.5 * line) + marks;
    const double bottom = size.height() - 1.4 * line - (data.x.name.isEmpty() ? 0 : 1.2 * line);
    m_ticksY = plotTicks(m_y, int((bottom - top) / (2 * line)), data.y.format);
    const double left
        = widestOf(m_ticksY.major, metrics) + 0.6 * line + (data.y.name.isEmpty() ? 0 : 1.2 * line);
    m_plot
        = QRectF(QPointF(left, top),
                 QPointF(std::max(left + 1, size.width() - 0.9 * line), std::max(top + 1, bottom)));
    const auto ticks = [&](int most) {
        return data.datesX ? dateTicks(m_x, most) : plotTicks(m_x, most, data.x.format);
    };
    constexpr int kUsual = 8;
    const double widest = widestOf(ticks(kUsual).major, metrics) + line;
    m_ticksX = ticks(std::max(2, int(m_plot.width() / std::max(1.0, widest))));
}

void PlotLayout::placeLabels(const PlotData& data, const QVector<bool>& hidden, const QFont& font)
{
    const QFontMetricsF metrics(font);
    const double line = metrics.height();
    const double away = 0.45 * line;
    int tried = 0;
    for (int s = 0; s < int(data.series.size()); ++s) {
        for (int p = 0; !isHidden(hidden, s) && p < int(data.series[s].points.size()); ++p) {
            const PlotPoint& point = data.series[s].points[p];
            const QPointF at = place(point.x, point.y);
            if (!m_plot.contains(at) || point.id < 0 || ++tried > kMostLabels) {
                continue;
            }
            const QString text = data.label(point.id);
            const QSizeF size(metrics.horizontalAdvance(text), line);
            const std::array<QPointF, 4> corners { at + QPointF(away, -line / 2),
                                                   at + QPointF(-away - size.width(), -line / 2),
                                                   at + QPointF(-size.width() / 2, -away - line),
                                                   at + QPointF(-size.width() / 2, away) };
            for (const QPointF& corner : corners) {
                const QRectF rect(corner, size);
                const bool taken = std::any_of(
                    m_labels.begin(), m_labels.end(),
                    [&rect](const PlacedLabel& other) { return other.rect.intersects(rect); });
                if (!taken && !text.isEmpty() && m_plot.contains(rect)) {
                    m_labels.append({ rect, { s, p }, text });
                    break;
                }
            }
        }
    }
}

double PlotLayout::across(double x) const
{
    return !std::isfinite(x) || (m_x.log && x <= 0) ? kNothing : m_x.position(x);
}

double PlotLayout::up(double y) const
{
    return !std::isfinite(y) || (m_y.log && y <= 0) ? kNothing : m_y.position(y);
}

QPointF PlotLayout::place(double x, double y) const
{
    return { m_plot.left() + across(x) * m_plot.width(),
             m_plot.bottom() - up(y) * m_plot.height() };
}

QPointF PlotLayout::valueAt(const QPointF& place) const
{
    return { m_x.value((place.x() - m_plot.left()) / m_plot.width()),
             m_y.value((m_plot.bottom() - place.y()) / m_plot.height()) };
}

LinePlace PlotLayout::nearest(const PlotData& data, const QVector<bool>& hidden,
                              const QPointF& place, double within) const
{
    LinePlace found;
    double least = within * within;
    for (int s = 0; s < int(data.series.size()); ++s) {
        if (isHidden(hidden, s)) {
            continue;
        }
        const QVector<PlotPoint>& points = data.series[s].points;
        for (int p = 0; p < int(points.size()); ++p) {
            const QPointF way = this->place(points[p].x, points[p].y) - place;
            const double distance = QPointF::dotProduct(way, way);
            if (distance <= least) { // false for what has no place
                least = distance;
                found = { s, p };
            }
        }
    }
    return found;
}

QRectF PlotLayout::zoomed(const QRectF& view, const QPointF& place, double factorX,
                          double factorY) const
{
    const double width = std::clamp(view.width() / factorX, kMostZoom, kLeastZoom);
    const double height = std::clamp(view.height() / factorY, kMostZoom, kLeastZoom);
    const double across = (place.x() - m_plot.left()) / m_plot.width();
    const double up = (m_plot.bottom() - place.y()) / m_plot.height();
    return { view.left() + across * (view.width() - width),
             view.top() + up * (view.height() - height), width, height };
}

QRectF PlotLayout::moved(const QRectF& view, const QPointF& pixels) const
{
    return view.translated(-pixels.x() / m_plot.width() * view.width(),
                           pixels.y() / m_plot.height() * view.height());
}

QRectF PlotLayout::within(const QRectF& view, const QRectF& part) const
{
    const double left = (part.left() - m_plot.left()) / m_plot.width();
    const double low = (m_plot.bottom() - part.bottom()) / m_plot.height();
    return { view.left() + left * view.width(), view.top() + low * view.height(),
             std::max(kMostZoom, part.width() / m_plot.width() * view.width()),
             std::max(kMostZoom, part.height() / m_plot.height() * view.height()) };
}

} // namespace fe::charts
