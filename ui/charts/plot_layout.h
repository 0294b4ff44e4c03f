// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/legend.h"
#include "charts/line_layout.h"
#include "charts/plot_data.h"
#include "charts/plot_ticks.h"

namespace fe::charts {

/// The part of a plot that is seen, as shares of all of the data with its margin, y upwards.
inline constexpr QRectF kWholeView { 0, 0, 1, 1 };

/// A name beside a point.
struct PlacedLabel {
    QRectF rect;
    LinePlace point;
    QString text;
};

/// Where everything of a plot lies. Pure geometry.
class PlotLayout
{
public:
    PlotLayout() = default;
    /// @param hidden series that are not drawn: they still count for the axes.
    PlotLayout(const PlotData& data, const QVector<bool>& hidden, const QRectF& view,
               const ChartStyle& style, const QSizeF& size);

    [[nodiscard]] QRectF plot() const { return m_plot; }
    [[nodiscard]] const LegendLayout& legend() const { return m_legend; }
    [[nodiscard]] const PlotTicks& ticksX() const { return m_ticksX; }
    [[nodiscard]] const PlotTicks& ticksY() const { return m_ticksY; }
    /// What the plot shows from edge to edge.
    [[nodiscard]] const ValueRange& rangeX() const { return m_x; }
    [[nodiscard]] const ValueRange& rangeY() const { return m_y; }
    [[nodiscard]] const QVector<PlacedLabel>& labels() const { return m_labels; }

    /// Shares of the plot's width and height, y upwards; NaN for what has no place (NaN, the
    /// logarithm of 0).
    [[nodiscard]] double across(double x) const;
    [[nodiscard]] double up(double y) const;
    [[nodiscard]] QPointF place(double x, double y) const;
    /// The inverse of place().
    [[nodiscard]] QPointF valueAt(const QPointF& place) const;

    /// The point nearest to a place, at most `within` pixels away; later series lie on top.
    [[nodiscard]] LinePlace nearest(const PlotData& data, const QVector<bool>& hidden,
                                    const QPointF& place, double within) const;

    // Views of the same data.
    [[nodiscard]] QRectF zoomed(const QRectF& view, const QPointF& place, double factorX,
                                double factorY) const;
    [[nodiscard]] QRectF moved(const QRectF& view, const QPointF& pixels) const;
    /// Of a rectangle in the plot.
    [[nodiscard]] QRectF within(const QRectF& view, const QRectF& part) const;

private:
    void makeTicks(const PlotData& data, const QSizeF& size, const QFont& font);
    void placeLabels(const PlotData& data, const QVector<bool>& hidden, const QFont& font);

    QRectF m_plot;
    LegendLayout m_legend;
    ValueRange m_x;
    ValueRange m_y;
    PlotTicks m_ticksX;
    PlotTicks m_ticksY;
    QVector<PlacedLabel> m_labels;
};

/// From the least to the greatest with a margin, of a plot that is not zoomed.
[[nodiscard]] ValueRange wholeRangeX(const PlotData& data);
[[nodiscard]] ValueRange wholeRangeY(const PlotData& data);

} // namespace fe::charts
