// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/plot_scene_items.h"

#include "charts/scatter_painter.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPixmap>
#include <QWidget>

#include <algorithm>
#include <cmath>

namespace fe::charts {

namespace {

constexpr double kRing = 8; // design pixels
constexpr int kManyPoints = 400; // more are stamped instead of drawn one by one

bool isFinite(const QPointF& point)
{
    return std::isfinite(point.x()) && std::isfinite(point.y());
}

qsizetype pointsOf(const PlotData& data)
{
    qsizetype count = 0;
    for (const PlotSeries& series : data.series) {
        count += series.points.size();
    }
    return count;
}

void paintShape(QPainter& painter, const QPainterPath& shape, const QColor& color,
                const QColor& edge)
{
    painter.setPen(QPen(edge, 1));
    painter.setBrush(color);
    painter.drawPath(shape);
}

/// The shape as a picture, for screens: a path for each of thousands of points takes too long.
QPixmap stampOf(const QPainterPath& shape, const QColor& color, const QColor& edge, double ratio)
{
    const double half
        = std::ceil(std::max(shape.boundingRect().width(), shape.boundingRect().height()) / 2) + 1;
    QPixmap stamp((QSizeF(2 * half, 2 * half) * ratio).toSize());
    stamp.setDevicePixelRatio(ratio);
    stamp.fill(Qt::transparent);
    QPainter painter(&stamp);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(half, half);
    paintShape(painter, shape, color, edge);
    return stamp;
}

} // namespace

void PlotScene::Front::layoutChanged()
{
    prepareGeometryChange();
    update();
}

QRectF PlotScene::Front::boundingRect() const
{
    return { QPointF(0, 0), m_scene.m_size };
}

bool PlotScene::Front::isShown(int series) const
{
    return series < 0 || !isHidden(m_scene.m_view.hidden, series);
}

void PlotScene::Front::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setFont(m_scene.m_style.font);
    paintLegend(*painter);
    painter->save();
    painter->setClipRect(m_scene.m_layout.plot().adjusted(-1, -1, 1, 1));
    paintLines(*painter);
    for (int series = 0; series < int(m_scene.m_data.series.size()); ++series) {
        if (isShown(series)) {
            paintBars(*painter, series);
            paintPoints(*painter, series);
        }
    }
    paintMarks(*painter);
    paintLabels(*painter);
    painter->restore();
}

void PlotScene::Front::paintLines(QPainter& painter) const
{
    const QFontMetricsF metrics(m_scene.m_style.font);
    const QRectF plot = m_scene.m_layout.plot();
    const double height = metrics.height();
    double taken = -1; // of the name before
    for (const PlotLine& line : m_scene.m_data.lines) {
        const double y = plot.bottom() - m_scene.m_layout.up(line.y) * plot.height();
        if (!isShown(line.series) || !(y >= plot.top() - 1 && y <= plot.bottom() + 1)) {
            continue;
        }
        const QColor color
            = line.series < 0 ? m_scene.m_style.tokens.secondary : m_scene.color(line.series);
        painter.setPen(QPen(color, designPixels(1.2, m_scene.m_style.font), Qt::DashLine));
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        const double top = y - 1.1 * height > plot.top() ? y - 1.1 * height : y + 0.1 * height;
        if (taken < 0 || std::abs(top - taken) > height) {
            taken = top;
            painter.drawText(QRectF(plot.left(), top, plot.width() - 4, height),
                             Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, line.name);
        }
    }
}

/// Names stand one below the other, so that marks that are close do not hide each other's.
void PlotScene::Front::paintMarks(QPainter& painter) const
{
    const QFontMetricsF metrics(m_scene.m_style.font);
    const QRectF plot = m_scene.m_layout.plot();
    double top = plot.top() + 2;
    for (const PlotMark& mark : m_scene.m_data.marks) {
        const double x = plot.left() + m_scene.m_layout.across(mark.x) * plot.width();
        if (!isShown(mark.series) || !(x >= plot.left() && x <= plot.right())) {
            continue;
        }
        const QColor color
            = mark.series < 0 ? m_scene.m_style.tokens.secondary : m_scene.color(mark.series);
        painter.setPen(QPen(color, designPixels(1.5, m_scene.m_style.font), Qt::DotLine));
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
        const double width = metrics.horizontalAdvance(mark.name) + 2;
        const double left = x + 4 + width < plot.right() ? x + 4 : x - 4 - width;
        const QRectF text(left, top, width, metrics.height());
        QColor ground = m_scene.m_style.tokens.card;
        ground.setAlpha(200);
        painter.fillRect(text, ground);
        painter.drawText(text, Qt::AlignVCenter | Qt::TextSingleLine, mark.name);
        top += metrics.height();
        if (top + metrics.height() > plot.bottom()) {
            top = plot.top() + 2;
        }
    }
}

void PlotScene::Front::paintBars(QPainter& painter, int series) const
{
    const double half = designPixels(3, m_scene.m_style.font);
    QVector<QLineF> bars;
    for (const PlotPoint& point : m_scene.m_data.series[series].points) {
        const QPointF low = m_scene.m_layout.place(point.x, point.low);
        const QPointF high = m_scene.m_layout.place(point.x, point.high);
        if (isFinite(low) && isFinite(high)) {
            bars.append(QLineF(low, high));
            bars.append(QLineF(low - QPointF(half, 0), low + QPointF(half, 0)));
            bars.append(QLineF(high - QPointF(half, 0), high + QPointF(half, 0)));
        }
    }
    painter.setPen(QPen(m_scene.color(series), designPixels(1.2, m_scene.m_style.font)));
    painter.drawLines(bars);
}

void PlotScene::Front::paintPoints(QPainter& painter, int series) const
{
    const QVector<PlotPoint>& points = m_scene.m_data.series[series].points;
    const qsizetype count = pointsOf(m_scene.m_data);
    const double size = pointSize(count, m_scene.m_style.font);
    const QPainterPath shape = categoryShape(series, size);
    const QColor color = m_scene.color(series);
    const QColor edge = m_scene.m_style.tokens.card;
    const QRectF seen = m_scene.m_layout.plot().adjusted(-size, -size, size, size);
    // Pictures and files for print are drawn as they are: as curves, of any resolution.
    const bool stamps = count > kManyPoints && painter.device()
        && painter.device()->devType() == QInternal::Widget;
    const QPixmap stamp
        = stamps ? stampOf(shape, color, edge, painter.device()->devicePixelRatioF()) : QPixmap();
    const QPointF middle(stamp.deviceIndependentSize().width() / 2,
                         stamp.deviceIndependentSize().height() / 2);
    for (const PlotPoint& point : points) {
        const QPointF place = m_scene.m_layout.place(point.x, point.y);
        if (!seen.contains(place)) { // nor what has no place
            continue;
        }
        if (stamps) {
            painter.drawPixmap(place - middle, stamp);
        } else {
            painter.translate(place);
            paintShape(painter, shape, color, edge);
            painter.translate(-place);
        }
    }
}

void PlotScene::Front::paintLabels(QPainter& painter) const
{
    painter.setPen(m_scene.m_style.tokens.text);
    for (const PlacedLabel& label : m_scene.m_layout.labels()) {
        painter.drawText(label.rect, Qt::AlignCenter | Qt::TextSingleLine | Qt::TextDontClip,
                         label.text);
    }
}

void PlotScene::Front::paintLegend(QPainter& painter) const
{
    QVector<LegendEntry> entries;
    for (int i = 0; i < int(m_scene.m_data.series.size()); ++i) {
        const PlotSeries& series = m_scene.m_data.series[i];
        entries.append({ series.name, m_scene.color(i), i, series.joined, !isShown(i) });
    }
    charts::paintLegend(painter, m_scene.m_layout.legend(), entries, m_scene.m_style);
}

void PlotScene::Rings::layoutChanged()
{
    prepareGeometryChange();
    update();
}

QRectF PlotScene::Rings::boundingRect() const
{
    return { QPointF(0, 0), m_scene.m_size };
}

void PlotScene::Rings::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    const widgets::ThemeTokens& tokens = m_scene.m_style.tokens;
    const double radius = designPixels(kRing, m_scene.m_style.font);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setClipRect(m_scene.m_layout.plot().adjusted(-radius, -radius, radius, radius));
    painter->setBrush(Qt::NoBrush);
    for (const LinePlace& each : { m_scene.m_marks.hovered, m_scene.m_marks.current }) {
        if (each.isNone() || isHidden(m_scene.m_view.hidden, each.series)) {
            continue;
        }
        const PlotPoint& point = m_scene.m_data.series[each.series].points[each.point];
        const QPointF at = m_scene.m_layout.place(point.x, point.y);
        if (isFinite(at)) {
            const bool current = each == m_scene.m_marks.current;
            painter->setPen(QPen(current ? tokens.text : tokens.secondary, current ? 2 : 1));
            painter->drawEllipse(at, radius, radius);
        }
    }
}

} // namespace fe::charts
