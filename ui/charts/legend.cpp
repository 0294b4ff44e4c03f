// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/legend.h"

#include "charts/scatter_painter.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace fe::charts {

namespace {

constexpr double kLegendShare = 0.3; // at most, of the height
constexpr int kLongestName = 60; // characters

} // namespace

int LegendLayout::at(const QPointF& place) const
{
    for (int i = 0; i < int(entries.size()); ++i) {
        if (entries[i].contains(place)) {
            return i;
        }
    }
    return -1;
}

LegendLayout legendLayout(const QStringList& names, const QSizeF& size, const QFont& font)
{
    const QFontMetricsF metrics(font);
    const double line = metrics.height();
    const double row = 1.35 * line;
    const double gap = 0.8 * line;
    const double more = metrics.horizontalAdvance(QStringLiteral("+ 999")) + gap;
    const int mostRows = std::max(1, int(kLegendShare * size.height() / row));
    LegendLayout layout;
    double x = 0;
    int rows = 0;
    for (const QString& text : names) {
        const double name = metrics.horizontalAdvance(text.left(kLongestName));
        const double width = std::min(name + 1.6 * line, std::max(1.0, size.width()));
        if (x > 0 && x + width > size.width()) {
            x = 0;
            ++rows;
        }
        const bool crowded = rows == mostRows - 1 && &text != &names.last();
        if (rows == mostRows || (crowded && x > 0 && x + width + more > size.width())) {
            break;
        }
        layout.entries.append(QRectF(x, rows * row, width, row));
        x += width + gap;
    }
    if (!layout.entries.isEmpty()) {
        const QRectF& last = layout.entries.last();
        layout.bottom = last.bottom();
        if (layout.entries.size() < names.size()) {
            layout.more = { last.right() + gap, last.top(),
                            std::max(0.0, size.width() - last.right() - gap), row };
        }
    }
    return layout;
}

void paintLegend(QPainter& painter, const LegendLayout& layout, const QVector<LegendEntry>& entries,
                 const ChartStyle& style)
{
    const QFontMetricsF metrics(style.font);
    const double line = metrics.height();
    const int shown = int(std::min(layout.entries.size(), entries.size()));
    for (int i = 0; i < shown; ++i) {
        const LegendEntry& entry = entries[i];
        const QRectF rect = layout.entries[i];
        const QColor color = entry.hidden ? style.tokens.disabled : entry.color;
        painter.setPen(QPen(color, designPixels(2, style.font)));
        const QPointF middle(rect.left() + 0.65 * line, rect.center().y());
        if (entry.joined) {
            painter.drawLine(middle - QPointF(0.6 * line, 0), middle + QPointF(0.6 * line, 0));
        }
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.translate(middle);
        painter.drawPath(categoryShape(entry.shape, 0.55 * line));
        painter.translate(-middle);
        const QRectF text = rect.adjusted(1.5 * line, 0, 0, 0);
        painter.setPen(entry.hidden ? style.tokens.disabled : style.tokens.text);
        painter.drawText(text, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                         metrics.elidedText(entry.name, Qt::ElideRight, text.width() + 1));
    }
    if (shown > 0 && shown < entries.size()) {
        painter.setPen(style.tokens.secondary);
        painter.drawText(layout.more, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                         QStringLiteral("+ %1").arg(entries.size() - shown));
    }
}

} // namespace fe::charts
