// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/strip_layout.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace fe::charts {

namespace {

constexpr double kLabelShare = 0.38; // at most, of the width
constexpr double kRow = 1.5; // lines
constexpr double kIndent = 0.4; // of labels, lines
constexpr double kMargin = 0.05; // of the axis, on either side
constexpr qsizetype kLongestMeasured = 80; // characters

} // namespace

ValueRange stripRange(const StripData& data)
{
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const StripRow& row : data.rows) {
        for (const double value : { row.at, row.after }) {
            if (std::isfinite(value) && (!data.x.log || value > 0)) {
                low = std::min(low, value);
                high = std::max(high, value);
            }
        }
    }
    if (low > high) {
        return data.x.log ? ValueRange { 1, 10, true } : ValueRange { 0, 1, false };
    }
    if (data.x.log) {
        const double margin = std::max(0.3, kMargin * std::log10(high / low));
        return { low / std::pow(10, margin), high * std::pow(10, margin), true };
    }
    const double margin = high > low ? kMargin * (high - low) : std::max(1.0, std::abs(low));
    return { low - margin, high + margin, false };
}

QByteArray csvOf(const StripData& data)
{
    QByteArray csv = csvLine({ data.labels.name, QStringLiteral("series"),
                               QStringLiteral("last without"), QStringLiteral("first with"),
                               QStringLiteral("verdict"), QStringLiteral("note") });
    for (const StripRow& row : data.rows) {
        csv += csvLine({ row.label, data.series.value(row.series), csvNumber(row.after),
                         csvNumber(row.at), row.verdict, row.note });
    }
    return csv;
}

StripLayout::StripLayout(const StripData& data, const QSizeF& size, const QFont& font,
                         double scroll)
    : m_rows(int(data.rows.size())), m_width(size.width()), m_scroll(scroll), m_x(stripRange(data))
{
    const QFontMetricsF metrics(font);
    const double line = metrics.height();
    m_rowHeight = std::ceil(kRow * line);
    for (const StripRow& row : data.rows) {
        m_labelWidth
            = std::max(m_labelWidth, metrics.horizontalAdvance(row.label.left(kLongestMeasured)));
    }
    m_labelWidth = std::ceil(std::min(m_labelWidth + 1, kLabelShare * size.width()));
    if (data.series.size() > 1) {
        m_legend = legendLayout(data.series, size, font);
    }
    const double top = m_legend.bottom + 0.3 * line;
    const double left = m_labelWidth + (kIndent + 0.6) * line;
    const double bottom = size.height() - 2.9 * line;
    m_plot
        = QRectF(QPointF(left, top),
                 QPointF(std::max(left + 1, size.width() - 0.8 * line), std::max(top + 1, bottom)));
    const double tick = metrics.horizontalAdvance(QStringLiteral("10⁻²²")) + line;
    m_ticks = plotTicks(m_x, int(m_plot.width() / tick), data.x.format);
}

QRectF StripLayout::rowRect(int row) const
{
    return { 0, m_plot.top() + row * m_rowHeight - m_scroll, m_width, m_rowHeight };
}

QRectF StripLayout::labelRect(int row) const
{
    const double indent = kIndent * m_rowHeight / kRow;
    return { indent, rowRect(row).top(), m_labelWidth, m_rowHeight };
}

int StripLayout::rowAt(const QPointF& place) const
{
    if (place.y() < m_plot.top() || place.y() >= m_plot.bottom() || place.x() < 0
        || place.x() >= m_width) {
        return -1;
    }
    const int row = int((place.y() - m_plot.top() + m_scroll) / m_rowHeight);
    return row < m_rows ? row : -1;
}

double StripLayout::xOf(double value) const
{
    if (!std::isfinite(value) || (m_x.log && value <= 0)) {
        return kNothing;
    }
    return std::lerp(m_plot.left(), m_plot.right(), m_x.position(value));
}

double StripLayout::wholeHeight(const StripData& data, double width, const QFont& font)
{
    constexpr double kProbe = 10'000; // high enough for any legend
    const StripLayout probe(data, { width, kProbe }, font, 0);
    return probe.rowsHeight() + kProbe - probe.plot().height();
}

} // namespace fe::charts
