// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/chart_data.h"

#include <QFont>
#include <QPointF>
#include <QRectF>

namespace fe::charts {

/// Sizes of a list of bars, in pixels.
struct BarMetrics {
    double rowHeight = 25;
    double barShare = 0.6; ///< of the row's height
    double gap = 10; ///< between label, bar and number
    double labelWidth = 100;
    double valueWidth = 50;
};

/// Fits the columns to the texts; labels get at most two fifths of the width.
[[nodiscard]] BarMetrics barMetrics(const BarData& data, const QFont& font, double width);

/// Horizontal bars in rows, a label on the left, a number on the right. Pure geometry.
class BarLayout
{
public:
    BarLayout() = default;
    BarLayout(int rows, double width, const BarMetrics& metrics);

    [[nodiscard]] double height() const { return m_rows * m_metrics.rowHeight; }
    [[nodiscard]] QRectF rowRect(int row) const;
    [[nodiscard]] QRectF labelRect(int row) const;
    [[nodiscard]] QRectF valueRect(int row) const;
    /// A full bar.
    [[nodiscard]] QRectF trackRect(int row) const;
    /// All bars with the space between them: the plot area of the QChart.
    [[nodiscard]] QRectF plotRect() const;
    [[nodiscard]] const BarMetrics& metrics() const { return m_metrics; }
    /// -1 outside.
    [[nodiscard]] int rowAt(const QPointF& point) const;

private:
    int m_rows = 0;
    double m_width = 0;
    BarMetrics m_metrics;
};

} // namespace fe::charts
