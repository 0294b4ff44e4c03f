// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/line_layout.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>
#include <limits>

namespace fe::charts {

namespace {

constexpr double kMargin = 0.05; // of an axis, on each side of the data
constexpr double kMostPlain = 1e6; // longer numbers are written with an exponent

/// The least and the greatest of numbers that come one by one.
struct Extent {
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();
    bool positiveOnly = false;

    void add(double value)
    {
        if (std::isfinite(value) && (!positiveOnly || value > 0)) {
            low = std::min(low, value);
            high = std::max(high, value);
        }
    }

    [[nodiscard]] ValueRange withMargin() const
    {
        if (low > high) {
            return positiveOnly ? ValueRange { 1, 10, true } : ValueRange {};
        }
        if (low == high) {
            const double half = low == 0 ? 0.5 : std::abs(low) / 2;
            return { low - half, high + half, positiveOnly };
        }
        const ValueRange tight { low, high, positiveOnly };
        return { tight.value(-kMargin), tight.value(1 + kMargin), positiveOnly };
    }
};

ValueRange rangeOfX(const LineData& data)
{
    Extent extent;
    extent.positiveOnly = data.x.log;
    for (const LineSeries& series : data.series) {
        for (const LinePoint& point : series.points) {
            extent.add(point.x);
        }
    }
    return extent.withMargin();
}

ValueRange rangeOfY(const LineData& data)
{
    Extent extent;
    extent.positiveOnly = data.y.log;
    for (const LineSeries& series : data.series) {
        for (const LinePoint& point : series.points) {
            extent.add(point.y);
            extent.add(point.low);
            extent.add(point.high);
        }
    }
    if (data.reference) {
        extent.add(*data.reference);
    }
    ValueRange range = extent.withMargin();
    if (data.y.format == NumberFormat::Percent && !range.log) {
        range = { std::max(range.low, 0.0), std::min(range.high, 1.0), false };
        if (!(range.low < range.high)) {
            range = {};
        }
    }
    return range;
}

QVector<double> stepsOf(const LineData& data)
{
    QVector<double> steps = data.steps;
    for (const LineSeries& series : data.series) {
        for (const LinePoint& point : series.points) {
            if (std::isfinite(point.x)) {
                steps.append(point.x);
            }
        }
    }
    std::sort(steps.begin(), steps.end());
    steps.erase(std::unique(steps.begin(), steps.end()), steps.end());
    return steps;
}

double widestOf(const QVector<Tick>& ticks, const QFontMetricsF& metrics)
{
    double width = 0;
    for (const Tick& tick : ticks) {
        width = std::max(width, metrics.horizontalAdvance(tick.text));
    }
    return width;
}

QString stepText(double value, NumberFormat format)
{
    const bool plain = format == NumberFormat::General && value == std::round(value)
        && std::abs(value) < kMostPlain;
    return numberText(value, plain ? NumberFormat::Integer : format);
}

} // namespace

LineLayout::LineLayout(const LineData& data, const QSizeF& size, const QFont& font)
    : m_x(rangeOfX(data)), m_y(rangeOfY(data))
{
    const QFontMetricsF metrics(font);
    const double line = metrics.height();
    if (data.evenlySpaced) {
        m_steps = stepsOf(data);
        const double last = std::max(0.5, double(m_steps.size() - 1));
        m_x = { -kMargin * last, (1 + kMargin) * last, false };
        if (m_steps.size() == 1) {
            m_x = { -1, 1, false };
        }
    }
    makeLegend(data, size, font);
    const double top = (m_legend.entries.isEmpty() ? 0.1 * line : m_legend.bottom) + 0.5 * line;
    const double bottom = size.height() - 1.4 * line - (data.x.name.isEmpty() ? 0 : 1.2 * line);
    m_ticksY = axisTicks(m_y, int((bottom - top) / (2 * line)), data.y.format);
    const double left
        = widestOf(m_ticksY, metrics) + 0.6 * line + (data.y.name.isEmpty() ? 0 : 1.2 * line);
    m_plot
        = QRectF(QPointF(left, top),
                 QPointF(std::max(left + 1, size.width() - 0.8 * line), std::max(top + 1, bottom)));
    makeTicksX(data, font);
}

void LineLayout::makeLegend(const LineData& data, const QSizeF& size, const QFont& font)
{
    if (data.series.size() < 2) {
        return; // the title says what a lone line is
    }
    QStringList names;
    for (const LineSeries& series : data.series) {
        names.append(series.name);
    }
    m_legend = legendLayout(names, size, font);
}

void LineLayout::makeTicksX(const LineData& data, const QFont& font)
{
    const QFontMetricsF metrics(font);
    const double gap = metrics.height();
    if (!data.evenlySpaced) {
        const double widest = widestOf(axisTicks(m_x, 8, data.x.format), metrics) + gap;
        m_ticksX = axisTicks(m_x, int(m_plot.width() / widest), data.x.format);
        return;
    }
    double behind = -std::numeric_limits<double>::infinity();
    for (const double value : m_steps) {
        const QString text = stepText(value, data.x.format);
        const double half = metrics.horizontalAdvance(text) / 2;
        const double at = m_plot.left() + across(value) * m_plot.width();
        if (at - half >= behind + gap / 2) {
            m_ticksX.append({ value, text });
            behind = at + half;
        }
    }
}

double LineLayout::across(double x) const
{
    constexpr double kNowhere = std::numeric_limits<double>::quiet_NaN();
    if (!std::isfinite(x)) {
        return kNowhere;
    }
    if (m_steps.isEmpty()) {
        return m_x.log && x <= 0 ? kNowhere : m_x.position(x);
    }
    const auto step = std::lower_bound(m_steps.begin(), m_steps.end(), x);
    return step == m_steps.end() || *step != x ? kNowhere
                                               : m_x.position(double(step - m_steps.begin()));
}

double LineLayout::up(double y) const
{
    return !std::isfinite(y) || (m_y.log && y <= 0) ? std::numeric_limits<double>::quiet_NaN()
                                                    : m_y.position(y);
}

QPointF LineLayout::place(double x, double y) const
{
    return { m_plot.left() + across(x) * m_plot.width(),
             m_plot.bottom() - up(y) * m_plot.height() };
}

LinePlace LineLayout::nearest(const LineData& data, const QVector<bool>& hidden,
                              const QPointF& place, double within) const
{
    LinePlace found;
    double least = within * within;
    for (int s = 0; s < int(data.series.size()); ++s) {
        if (isHidden(hidden, s)) {
            continue;
        }
        const QVector<LinePoint>& points = data.series[s].points;
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

} // namespace fe::charts
