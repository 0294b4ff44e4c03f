// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/strip_painter.h"

#include "charts/scatter_painter.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace fe::charts {

namespace {

void paintAxis(QPainter& painter, const StripData& data, const StripLayout& layout,
               const ChartStyle& style)
{
    const QRectF plot = layout.plot();
    const double line = QFontMetricsF(style.font).height();
    QColor faint = style.tokens.line;
    faint.setAlphaF(0.5);
    painter.setPen(faint);
    for (const double value : layout.ticks().minor) {
        const double x = layout.xOf(value);
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
    }
    for (const Tick& tick : layout.ticks().major) {
        const double x = layout.xOf(tick.value);
        painter.setPen(style.tokens.line);
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
        painter.setPen(style.tokens.secondary);
        painter.drawText(QRectF(x - 4 * line, plot.bottom() + 0.2 * line, 8 * line, line),
                         Qt::AlignCenter | Qt::TextSingleLine, tick.text);
    }
    painter.setPen(style.tokens.secondary);
    painter.drawText(QRectF(plot.left(), plot.bottom() + 1.4 * line, plot.width(), 1.2 * line),
                     Qt::AlignCenter | Qt::TextSingleLine, data.x.text());
}

void paintInterval(QPainter& painter, const StripRow& row, const QRectF& rect,
                   const StripLayout& layout, const QColor& color)
{
    const double at = layout.xOf(row.at);
    const double from = layout.xOf(row.after);
    QColor tint = color;
    tint.setAlphaF(0.3);
    if (std::isnan(from)) { // somewhere below
        painter.setPen(QPen(tint, rect.height() / 12, Qt::DotLine));
        painter.drawLine(QPointF(layout.plot().left(), rect.center().y()),
                         QPointF(at, rect.center().y()));
        return;
    }
    const double thick = rect.height() / 4;
    painter.setPen(Qt::NoPen);
    painter.setBrush(tint);
    painter.drawRect(
        QRectF(std::min(from, at), rect.center().y() - thick / 2, std::abs(at - from), thick));
    painter.setBrush(color);
    painter.drawRect(QRectF(from - 1, rect.center().y() - thick, 2, 2 * thick));
}

void paintRow(QPainter& painter, const StripData& data, int index, const StripLayout& layout,
              const ChartStyle& style)
{
    const StripRow& row = data.rows[index];
    const QRectF label = layout.labelRect(index);
    const QRectF rect = layout.rowRect(index);
    painter.setPen(style.tokens.text);
    painter.drawText(
        label, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
        QFontMetricsF(style.font).elidedText(row.label, Qt::ElideRight, label.width()));
    const double at = layout.xOf(row.at);
    if (std::isnan(at)) {
        QRectF text = rect;
        text.setLeft(layout.plot().left());
        text.setRight(layout.plot().right());
        painter.setPen(style.tokens.secondary);
        painter.drawText(text, Qt::AlignVCenter | Qt::AlignRight | Qt::TextSingleLine, row.verdict);
        return;
    }
    const QColor color = categoryColor(row.series, style.tokens);
    paintInterval(painter, row, rect, layout, color);
    painter.setPen(QPen(style.tokens.card, 1));
    painter.setBrush(color);
    painter.translate(at, rect.center().y());
    painter.drawPath(categoryShape(row.series, 0.5 * rect.height()));
    painter.translate(-at, -rect.center().y());
}

} // namespace

void paintStrip(QPainter& painter, const StripData& data, const StripLayout& layout,
                const ChartStyle& style, const StripMarks& marks)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(style.font);
    QVector<LegendEntry> entries;
    for (int i = 0; i < int(data.series.size()); ++i) {
        entries.append({ data.series[i], categoryColor(i, style.tokens), i, false, false });
    }
    paintLegend(painter, layout.legend(), entries, style);
    paintAxis(painter, data, layout, style);
    painter.save();
    QRectF clip = layout.plot();
    clip.setLeft(0);
    clip.setRight(layout.plot().right() + layout.rowHeight() / 2);
    painter.setClipRect(clip);
    const int first = std::max(0, layout.rowAt(QPointF(0, clip.top())));
    for (int row = first; row < int(data.rows.size()); ++row) {
        const QRectF rect = layout.rowRect(row);
        if (rect.top() > clip.bottom()) {
            break;
        }
        if (row == marks.current || row == marks.hovered) {
            const bool current = row == marks.current;
            painter.setPen(current && marks.focus ? QPen(style.tokens.accent) : QPen(Qt::NoPen));
            QColor back = current ? style.tokens.accentTint : style.tokens.hover;
            back.setAlphaF(0.6); // the grid shows through
            painter.setBrush(back);
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
        }
        paintRow(painter, data, row, layout, style);
    }
    painter.restore();
}

} // namespace fe::charts
