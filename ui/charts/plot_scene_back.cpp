// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/plot_scene_items.h"

#include <QFontMetricsF>
#include <QPainter>

namespace fe::charts {

void PlotScene::Back::layoutChanged()
{
    prepareGeometryChange();
    update();
}

QRectF PlotScene::Back::boundingRect() const
{
    return { QPointF(0, 0), m_scene.m_size };
}

void PlotScene::Back::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setFont(m_scene.m_style.font);
    paintGrid(*painter);
    paintTexts(*painter);
}

void PlotScene::Back::paintGrid(QPainter& painter) const
{
    const PlotLayout& layout = m_scene.m_layout;
    const QRectF plot = layout.plot();
    const auto line = [&](bool vertical, double value) {
        const double x = plot.left() + layout.across(value) * plot.width();
        const double y = plot.bottom() - layout.up(value) * plot.height();
        vertical ? painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
                 : painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
    };
    QColor faint = m_scene.m_style.tokens.line;
    faint.setAlpha(faint.alpha() / 3);
    painter.setPen(QPen(faint, 1));
    for (const double value : layout.ticksX().minor) {
        line(true, value);
    }
    for (const double value : layout.ticksY().minor) {
        line(false, value);
    }
    painter.setPen(QPen(m_scene.m_style.tokens.line, 1));
    for (const Tick& tick : layout.ticksX().major) {
        line(true, tick.value);
    }
    for (const Tick& tick : layout.ticksY().major) {
        line(false, tick.value);
    }
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(plot);
}

void PlotScene::Back::paintTexts(QPainter& painter) const
{
    const QFontMetricsF metrics(m_scene.m_style.font);
    const PlotLayout& layout = m_scene.m_layout;
    const QRectF plot = layout.plot();
    const double line = metrics.height();
    painter.setPen(m_scene.m_style.tokens.secondary);
    for (const Tick& tick : layout.ticksX().major) {
        const double x = plot.left() + layout.across(tick.value) * plot.width();
        const double width = metrics.horizontalAdvance(tick.text) + 2;
        painter.drawText(QRectF(x - width / 2, plot.bottom() + 0.3 * line, width, line),
                         Qt::AlignCenter | Qt::TextSingleLine, tick.text);
    }
    for (const Tick& tick : layout.ticksY().major) {
        const double y = plot.bottom() - layout.up(tick.value) * plot.height();
        painter.drawText(QRectF(0, y - line / 2, plot.left() - 0.4 * line, line),
                         Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, tick.text);
    }
    painter.drawText(QRectF(plot.left(), plot.bottom() + 1.3 * line, plot.width(), line),
                     Qt::AlignCenter | Qt::TextSingleLine, m_scene.m_data.x.text());
    painter.save();
    painter.translate(line / 2, plot.center().y());
    painter.rotate(-90);
    painter.drawText(QRectF(-plot.height() / 2, -line / 2, plot.height(), line),
                     Qt::AlignCenter | Qt::TextSingleLine, m_scene.m_data.y.text());
    painter.restore();
}

} // namespace fe::charts
