// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/bar_layout.h"

#include "charts/chart_picture.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace fe::charts {

namespace {

constexpr double kRow = 25; // design pixels
constexpr double kLeastBar = 40;
constexpr double kLabelShare = 0.4; // at most, of the width
constexpr qsizetype kLongestMeasured = 80; // characters: no longer label fits anyway

} // namespace

BarMetrics barMetrics(const BarData& data, const QFont& font, double width)
{
    const QFontMetricsF metrics(font);
    BarMetrics result;
    result.rowHeight = std::max(designPixels(kRow, font), std::ceil(metrics.height() * 1.3));
    result.gap = designPixels(10, font);
    result.labelWidth = 0;
    result.valueWidth = 0;
    for (const BarRow& row : data.rows) {
        result.labelWidth = std::max(result.labelWidth,
                                     metrics.horizontalAdvance(row.label.left(kLongestMeasured)));
        result.valueWidth
            = std::max(result.valueWidth,
                       metrics.horizontalAdvance(numberText(row.value, data.values.format)));
    }
    // The column keeps its width while percentages change from one digit to three.
    if (data.values.format == NumberFormat::Percent) {
        result.valueWidth = std::max(result.valueWidth,
                                     metrics.horizontalAdvance(numberText(1, data.values.format)));
    }
    const double most
        = std::min(kLabelShare * width,
                   width - result.valueWidth - 2 * result.gap - designPixels(kLeastBar, font));
    result.labelWidth = std::clamp(std::ceil(result.labelWidth + 1), 0.0, std::max(0.0, most));
    result.valueWidth = std::ceil(result.valueWidth + 1);
    return result;
}

BarLayout::BarLayout(int rows, double width, const BarMetrics& metrics)
    : m_rows(rows), m_width(width), m_metrics(metrics)
{
}

QRectF BarLayout::rowRect(int row) const
{
    return { 0, row * m_metrics.rowHeight, m_width, m_metrics.rowHeight };
}

QRectF BarLayout::labelRect(int row) const
{
    return { 0, row * m_metrics.rowHeight, m_metrics.labelWidth, m_metrics.rowHeight };
}

QRectF BarLayout::valueRect(int row) const
{
    return { m_width - m_metrics.valueWidth, row * m_metrics.rowHeight, m_metrics.valueWidth,
             m_metrics.rowHeight };
}

QRectF BarLayout::trackRect(int row) const
{
    const double height = m_metrics.rowHeight * m_metrics.barShare;
    const QRectF plot = plotRect();
    return { plot.left(), row * m_metrics.rowHeight + (m_metrics.rowHeight - height) / 2,
             plot.width(), height };
}

QRectF BarLayout::plotRect() const
{
    const double left = m_metrics.labelWidth + m_metrics.gap;
    const double right = m_width - m_metrics.valueWidth - m_metrics.gap;
    return { left, 0, std::max(1.0, right - left), height() };
}

int BarLayout::rowAt(const QPointF& point) const
{
    if (point.x() < 0 || point.x() >= m_width || point.y() < 0 || point.y() >= height()) {
        return -1;
    }
    return std::min(static_cast<int>(point.y() / m_metrics.rowHeight), m_rows - 1);
}

} // namespace fe::charts
