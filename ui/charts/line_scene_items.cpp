// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/line_scene_items.h"

#include "charts/scatter_painter.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace fe::charts {

namespace {

constexpr double kPoint = 8; // design pixels across
constexpr double kManyPoints = 60; // more in a series are drawn smaller

bool isFinite(const QPointF& point)
{
    return std::isfinite(point.x()) && std::isfinite(point.y());
}

} // namespace

void LineScene::Back::layoutChanged()
{
    prepareGeometryChange();
    update();
}

QRectF LineScene::Back::boundingRect() const
{
    return { QPointF(0, 0), m_scene.m_size };
}

void LineScene::Back::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setFont(m_scene.m_style.font);
    paintTicks(*painter);
    paintNames(*painter);
}

void LineScene::Back::paintTicks(QPainter& painter) const
{
    const QFontMetricsF metrics(m_scene.m_style.font);
    const widgets::ThemeTokens& tokens = m_scene.m_style.tokens;
    const LineLayout& layout = m_scene.m_layout;
    const QRectF plot = layout.plot();
    const double line = metrics.height();
    for (const Tick& tick : layout.ticksX()) {
        const double x = plot.left() + layout.across(tick.value) * plot.width();
        painter.setPen(tokens.line);
        painter.drawLine(QPointF(x, plot.bottom()), QPointF(x, plot.bottom() + 0.25 * line));
        const double width = metrics.horizontalAdvance(tick.text) + 2;
        painter.setPen(tokens.secondary);
        painter.drawText(QRectF(x - width / 2, plot.bottom() + 0.3 * line, width, line),
                         Qt::AlignCenter | Qt::TextSingleLine, tick.text);
    }
    for (const Tick& tick : layout.ticksY()) {
        const double y = plot.bottom() - layout.up(tick.value) * plot.height();
        painter.setPen(tokens.line);
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        painter.setPen(tokens.secondary);
        painter.drawText(QRectF(0, y - line / 2, plot.left() - 0.4 * line, line),
                         Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, tick.text);
    }
}

void LineScene::Back::paintNames(QPainter& painter) const
{
    const QFontMetricsF metrics(m_scene.m_style.font);
    const QRectF plot = m_scene.m_layout.plot();
    const double line = metrics.height();
    painter.setPen(m_scene.m_style.tokens.secondary);
    painter.drawText(QRectF(plot.left(), plot.bottom() + 1.3 * line, plot.width(), line),
                     Qt::AlignCenter | Qt::TextSingleLine, m_scene.m_data.x.text());
    painter.save();
    painter.translate(line / 2, plot.center().y());
    painter.rotate(-90);
    painter.drawText(QRectF(-plot.height() / 2, -line / 2, plot.height(), line),
                     Qt::AlignCenter | Qt::TextSingleLine, m_scene.m_data.y.text());
    painter.restore();
}

void LineScene::Front::layoutChanged()
{
    prepareGeometryChange();
    update();
}

QRectF LineScene::Front::boundingRect() const
{
    return { QPointF(0, 0), m_scene.m_size };
}

void LineScene::Front::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setFont(m_scene.m_style.font);
    paintReference(*painter);
    for (int series = 0; series < int(m_scene.m_data.series.size()); ++series) {
        if (!isHidden(m_scene.m_hidden, series)) {
            paintPoints(*painter, series);
        }
    }
    paintMark(*painter, m_scene.m_marks.hovered, false);
    paintMark(*painter, m_scene.m_marks.current, true);
    paintLegend(*painter);
}

void LineScene::Front::paintReference(QPainter& painter) const
{
    if (!m_scene.m_data.reference) {
        return;
    }
    const QFontMetricsF metrics(m_scene.m_style.font);
    const QRectF plot = m_scene.m_layout.plot();
    const double y = plot.bottom() - m_scene.m_layout.up(*m_scene.m_data.reference) * plot.height();
    if (!(y >= plot.top() - 1 && y <= plot.bottom() + 1)) {
        return;
    }
    painter.setPen(QPen(m_scene.m_style.tokens.secondary, 1, Qt::DashLine));
    painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
    const double line = metrics.height();
    const bool above = y - line > plot.top();
    painter.drawText(
        QRectF(plot.left(), above ? y - 1.1 * line : y + 0.1 * line, plot.width(), line),
        Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine,
        metrics.elidedText(m_scene.m_data.referenceName, Qt::ElideRight, plot.width()));
}

void LineScene::Front::paintPoints(QPainter& painter, int series) const
{
    const LineSeries& data = m_scene.m_data.series[series];
    const double size = designPixels(double(data.points.size()) > kManyPoints ? kPoint / 2 : kPoint,
                                     m_scene.m_style.font);
    const QPainterPath shape = categoryShape(series, size);
    const QColor color = m_scene.color(series);
    for (const LinePoint& point : data.points) {
        const QPointF place = m_scene.m_layout.place(point.x, point.y);
        if (!isFinite(place)) {
            continue;
        }
        if (!m_scene.hasBand(series) || data.points.size() == 1) {
            paintBar(painter, point, color);
        }
        painter.setPen(QPen(m_scene.m_style.tokens.card, 1));
        painter.setBrush(color);
        painter.translate(place);
        painter.drawPath(shape);
        painter.translate(-place);
    }
}

void LineScene::Front::paintBar(QPainter& painter, const LinePoint& point,
                                const QColor& color) const
{
    const QPointF low = m_scene.m_layout.place(point.x, point.low);
    const QPointF high = m_scene.m_layout.place(point.x, point.high);
    if (!isFinite(low) || !isFinite(high)) {
        return;
    }
    const double half = designPixels(kPoint / 2, m_scene.m_style.font);
    painter.setPen(QPen(color, designPixels(1.5, m_scene.m_style.font)));
    painter.drawLine(low, high);
    for (const QPointF& end : { low, high }) {
        painter.drawLine(end - QPointF(half, 0), end + QPointF(half, 0));
    }
}

void LineScene::Front::paintMark(QPainter& painter, const LinePlace& place, bool current) const
{
    if (place.isNone() || isHidden(m_scene.m_hidden, place.series)) {
        return;
    }
    const LinePoint& point = m_scene.m_data.series[place.series].points[place.point];
    const QPointF at = m_scene.m_layout.place(point.x, point.y);
    if (isFinite(at)) {
        const widgets::ThemeTokens& tokens = m_scene.m_style.tokens;
        const double radius = designPixels(kPoint, m_scene.m_style.font);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(current ? tokens.text : tokens.secondary, current ? 2 : 1));
        painter.drawEllipse(at, radius, radius);
    }
}

void LineScene::Front::paintLegend(QPainter& painter) const
{
    QVector<LegendEntry> entries;
    for (int series = 0; series < int(m_scene.m_data.series.size()); ++series) {
        const LineSeries& data = m_scene.m_data.series[series];
        entries.append({ data.name, m_scene.color(series), series, data.joined,
                         isHidden(m_scene.m_hidden, series) });
    }
    charts::paintLegend(painter, m_scene.m_layout.legend(), entries, m_scene.m_style);
}

} // namespace fe::charts
