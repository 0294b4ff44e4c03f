// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/axis_ticks.h"
#include "charts/legend.h"
#include "charts/line_data.h"

#include <QFont>
#include <QPointF>
#include <QRectF>

namespace fe::charts {

/// A point by its place in the data.
struct LinePlace {
    int series = -1; ///< -1: none
    int point = -1;
    [[nodiscard]] bool isNone() const { return series < 0; }
    friend bool operator==(const LinePlace&, const LinePlace&) = default;
};

/// Where the points of a line chart lie. Pure geometry.
class LineLayout
{
public:
    LineLayout() = default;
    LineLayout(const LineData& data, const QSizeF& size, const QFont& font);

    [[nodiscard]] QRectF plot() const { return m_plot; }
    /// Empty for a lone series.
    [[nodiscard]] const LegendLayout& legend() const { return m_legend; }
    /// Of a series' entry in the legend; empty where there is no room for it.
    [[nodiscard]] QRectF legendRect(int series) const { return m_legend.entries.value(series); }
    /// Entries that found room; the rest is told as a number in moreRect().
    [[nodiscard]] int legendCount() const { return int(m_legend.entries.size()); }
    [[nodiscard]] QRectF moreRect() const { return m_legend.more; }
    /// -1: none.
    [[nodiscard]] int legendAt(const QPointF& place) const { return m_legend.at(place); }

    /// Shares of the plot's width and height, y upwards; NaN for what has no place (NaN, the
    /// logarithm of 0).
    [[nodiscard]] double across(double x) const;
    [[nodiscard]] double up(double y) const;
    [[nodiscard]] QPointF place(double x, double y) const;
    [[nodiscard]] const ValueRange& rangeY() const { return m_y; }
    /// Values and their texts, as many as there is room for.
    [[nodiscard]] const QVector<Tick>& ticksX() const { return m_ticksX; }
    [[nodiscard]] const QVector<Tick>& ticksY() const { return m_ticksY; }

    /// The point nearest to a place, at most `within` pixels away; later series lie on top.
    [[nodiscard]] LinePlace nearest(const LineData& data, const QVector<bool>& hidden,
                                    const QPointF& place, double within) const;

private:
    void makeLegend(const LineData& data, const QSizeF& size, const QFont& font);
    void makeTicksX(const LineData& data, const QFont& font);

    QRectF m_plot;
    LegendLayout m_legend;
    ValueRange m_x;
    ValueRange m_y;
    QVector<double> m_steps; // evenly spaced: the x values, rising
    QVector<Tick> m_ticksX;
    QVector<Tick> m_ticksY;
};

/// Whether a series is among those that are not drawn; the list may be shorter than the series.
[[nodiscard]] inline bool isHidden(const QVector<bool>& hidden, int series)
{
    return series >= 0 && series < hidden.size() && hidden[series];
}

} // namespace fe::charts
