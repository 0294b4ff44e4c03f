// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/legend.h"
#include "charts/plot_ticks.h"
#include "charts/strip_data.h"

namespace fe::charts {

/// Rows with their labels at the left, over one axis at the bottom. Pure geometry.
class StripLayout
{
public:
    StripLayout() = default;
    /// @param scroll pixels of the rows that lie above the plot.
    StripLayout(const StripData& data, const QSizeF& size, const QFont& font, double scroll);

    [[nodiscard]] QRectF plot() const { return m_plot; }
    [[nodiscard]] const LegendLayout& legend() const { return m_legend; }
    [[nodiscard]] const PlotTicks& ticks() const { return m_ticks; }
    [[nodiscard]] double rowHeight() const { return m_rowHeight; }
    /// Over the whole width; may lie outside of the plot.
    [[nodiscard]] QRectF rowRect(int row) const;
    [[nodiscard]] QRectF labelRect(int row) const;
    /// -1: none.
    [[nodiscard]] int rowAt(const QPointF& place) const;
    /// NaN for what has no place.
    [[nodiscard]] double xOf(double value) const;
    /// What all rows need beside the plot.
    [[nodiscard]] double rowsHeight() const { return m_rows * m_rowHeight; }
    /// A size that shows every row.
    [[nodiscard]] static double wholeHeight(const StripData& data, double width, const QFont& font);

private:
    int m_rows = 0;
    double m_width = 0;
    double m_scroll = 0;
    double m_rowHeight = 1;
    double m_labelWidth = 0;
    QRectF m_plot;
    ValueRange m_x;
    LegendLayout m_legend;
    PlotTicks m_ticks;
};

} // namespace fe::charts
