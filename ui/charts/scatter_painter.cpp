// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/scatter_painter.h"

#include "charts/axis_ticks.h"

#include <QFontMetricsF>
#include <QPaintEngine>
#include <QPainter>
#include <QPixmap>

#include <algorithm>
#include <cmath>

namespace fe::charts {

namespace {

constexpr int kShapes = 8;
constexpr double kLegendShare = 0.3; // at most, of the width
constexpr int kFadedAlpha = 70; // of points that are not highlighted
constexpr qsizetype kManyPoints = 2000;

QPolygonF polygon(int corners, double radius, double firstDegrees)
{
    QPolygonF result;
    for (int i = 0; i < corners; ++i) {
        const double angle = (firstDegrees + 360.0 * i / corners) * M_PI / 180;
        result.append(QPointF(std::cos(angle), std::sin(angle)) * radius);
    }
    return result;
}

QPainterPath cross(double arm, double thick, double degrees)
{
    QPainterPath bar;
    bar.addRect(-arm, -thick / 2, 2 * arm, thick);
    QPainterPath other;
    other.addRect(-thick / 2, -arm, thick, 2 * arm);
    QTransform turn;
    turn.rotate(degrees);
    return turn.map(bar.united(other));
}

double tickLabelWidth(const ValueRange& range, NumberFormat format, const QFontMetricsF& metrics)
{
    double width = 0;
    for (const Tick& tick : axisTicks(range, 8, format)) {
        width = std::max(width, metrics.horizontalAdvance(tick.text));
    }
    return width;
}

void paintAxes(QPainter& painter, const ScatterPainting& scatter)
{
    const QFontMetricsF metrics(scatter.style.font);
    const widgets::ThemeTokens& tokens = scatter.style.tokens;
    const QRectF plot = scatter.layout.plot();
    const double line = metrics.height();
    const ValueRange x = scatter.layout.visibleX();
    const ValueRange y = scatter.layout.visibleY();
    const double widest = tickLabelWidth(x, scatter.data.x.format, metrics) + line;
    const auto place = [](const ValueRange& range, double value, double from, double to) {
        return std::lerp(from, to, range.position(value));
    };
    for (const Tick& tick : axisTicks(x, int(plot.width() / widest), scatter.data.x.format)) {
        const double at = place(x, tick.value, plot.left(), plot.right());
        painter.setPen(tokens.line);
        painter.drawLine(QPointF(at, plot.top()), QPointF(at, plot.bottom()));
        painter.setPen(tokens.secondary);
        painter.drawText(QRectF(at - widest, plot.bottom() + 0.2 * line, 2 * widest, line),
                         Qt::AlignCenter | Qt::TextSingleLine, tick.text);
    }
    for (const Tick& tick : axisTicks(y, int(plot.height() / (2 * line)), scatter.data.y.format)) {
        const double at = place(y, tick.value, plot.bottom(), plot.top());
        painter.setPen(tokens.line);
        painter.drawLine(QPointF(plot.left(), at), QPointF(plot.right(), at));
        painter.setPen(tokens.secondary);
        painter.drawText(QRectF(0, at - line / 2, plot.left() - 0.4 * line, line),
                         Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, tick.text);
    }
    painter.setPen(tokens.secondary);
    painter.drawText(QRectF(plot.left(), plot.bottom() + 1.3 * line, plot.width(), line),
                     Qt::AlignCenter | Qt::TextSingleLine, scatter.data.x.text());
    painter.save();
    painter.translate(line / 2, plot.center().y());
    painter.rotate(-90);
    painter.drawText(QRectF(-plot.height() / 2, -line / 2, plot.height(), line),
                     Qt::AlignCenter | Qt::TextSingleLine, scatter.data.y.text());
    painter.restore();
}

/// Draws one category's mark many times: on the screen a small picture of it, which is several
/// times faster than its outline, in drawings the outline itself.
class Stamp
{
public:
    Stamp(const QPainter& painter, const QPainterPath& shape, const QColor& fill,
          const QColor& edge)
        : m_shape(shape), m_fill(fill), m_edge(edge)
    {
        if (painter.paintEngine()->type() != QPaintEngine::Raster) {
            return;
        }
        const double scale
            = painter.device()->devicePixelRatioF() * std::abs(painter.transform().m11());
        const double side = std::ceil(shape.boundingRect().width() / 2 + 1.5) * 2;
        m_picture = QImage(QSize(int(std::ceil(side * scale)), int(std::ceil(side * scale))),
                           QImage::Format_ARGB32_Premultiplied);
        m_picture.fill(Qt::transparent);
        QPainter inner(&m_picture);
        inner.setRenderHint(QPainter::Antialiasing);
        inner.scale(scale, scale);
        inner.translate(side / 2, side / 2);
        draw(inner);
        m_half = side / 2;
        m_scale = scale;
    }

    void at(QPainter& painter, const QPointF& point) const
    {
        if (m_picture.isNull()) {
            painter.translate(point);
            draw(painter);
            painter.translate(-point);
        } else {
            painter.drawImage(
                QRectF(point - QPointF(m_half, m_half), QSizeF(m_picture.size()) / m_scale),
                m_picture);
        }
    }

private:
    void draw(QPainter& painter) const
    {
        painter.setPen(QPen(m_edge, 0.75));
        painter.setBrush(m_fill);
        painter.drawPath(m_shape);
    }

    QPainterPath m_shape;
    QColor m_fill;
    QColor m_edge;
    QImage m_picture;
    double m_half = 0;
    double m_scale = 1;
};

void paintPoints(QPainter& painter, const ScatterPainting& scatter)
{
    const double size = pointSize(scatter.data.points.size(), scatter.style.font);
    const QRectF seen = scatter.layout.plot().adjusted(-size, -size, size, size);
    const int categories = std::max(1, int(scatter.data.categories.size()));
    QVector<QVector<QPointF>> places(categories);
    const auto add = [&](int index) {
        const ScatterPoint& point = scatter.data.points[index];
        const int category = std::clamp(point.category, 0, categories - 1);
        const QPointF place = scatter.layout.place(point.x, point.y);
        if (!(category < scatter.hidden.size() && scatter.hidden[category])
            // QRectF counts what is no number as inside.
            && std::isfinite(place.x()) && std::isfinite(place.y()) && seen.contains(place)) {
            places[category].append(place);
        }
    };
    const auto draw = [&](int alpha) {
        for (int category = 0; category < categories; ++category) {
            QColor fill = categoryColor(category, scatter.style.tokens);
            fill.setAlpha(alpha);
            QColor edge = scatter.style.tokens.card;
            edge.setAlpha(alpha);
            const Stamp stamp(painter, categoryShape(category, size), fill, edge);
            for (const QPointF& place : std::as_const(places[category])) {
                stamp.at(painter, place);
            }
            places[category].clear();
        }
    };
    for (int i = 0; i < int(scatter.data.points.size()); ++i) {
        add(i);
    }
    draw(scatter.highlighted.isEmpty() ? 255 : kFadedAlpha);
    for (const int index : scatter.highlighted) {
        if (index >= 0 && index < int(scatter.data.points.size())) {
            add(index);
        }
    }
    draw(255);
}

void paintLegend(QPainter& painter, const ScatterPainting& scatter)
{
    const QFontMetricsF metrics(scatter.style.font);
    const widgets::ThemeTokens& tokens = scatter.style.tokens;
    const QRectF legend = scatter.frame.legend;
    const double height = scatter.frame.rowHeight;
    const int count = int(scatter.data.categories.size());
    for (int row = 0; row < scatter.frame.legendRows; ++row) {
        const QRectF rect(legend.left(), legend.top() + row * height, legend.width(), height);
        const QRectF text = rect.adjusted(1.2 * metrics.height(), 0, 0, 0);
        const bool last = row + 1 == scatter.frame.legendRows && count > row + 1;
        const bool hidden = row < scatter.hidden.size() && scatter.hidden[row];
        if (!last) {
            painter.save();
            painter.translate(rect.left() + metrics.height() / 2, rect.center().y());
            painter.setPen(Qt::NoPen);
            painter.setBrush(hidden ? tokens.disabled : categoryColor(row, tokens));
            painter.drawPath(categoryShape(row, 0.6 * metrics.height()));
            painter.restore();
        }
        painter.setPen(hidden ? tokens.disabled : last ? tokens.secondary : tokens.text);
        const QString name
            = last ? QStringLiteral("+ %1").arg(count - row) : scatter.data.categories[row];
        painter.drawText(text, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                         metrics.elidedText(name, Qt::ElideRight, text.width()));
    }
}

} // namespace

ScatterFrame scatterFrame(const ScatterData& data, const QSizeF& size, const QFont& font)
{
    const QFontMetricsF metrics(font);
    const double line = metrics.height();
    ScatterFrame frame;
    const ScatterLayout whole(data, QRectF(0, 0, 1, 1), QRectF(0, 0, 1, 1));
    const double left = tickLabelWidth(whole.visibleY(), data.y.format, metrics) + 0.6 * line
        + (data.y.name.isEmpty() ? 0 : 1.2 * line);
    const double bottom = 1.4 * line + (data.x.name.isEmpty() ? 0 : 1.2 * line);
    double right = size.width() - 0.8 * line;
    if (data.categories.size() > 1) {
        double width = 0;
        for (const QString& name : data.categories) {
            width = std::max(width, metrics.horizontalAdvance(name.left(60)));
        }
        width = std::min(width + 1.3 * line + 1, kLegendShare * size.width());
        frame.rowHeight = std::ceil(1.35 * line);
        frame.legendRows = std::clamp(int((size.height() - 0.5 * line) / frame.rowHeight), 1,
                                      int(data.categories.size()));
        frame.legend
            = { size.width() - width, 0.5 * line, width, frame.legendRows * frame.rowHeight };
        right = frame.legend.left() - 0.8 * line;
    }
    frame.plot = QRectF(
        QPointF(left, 0.5 * line),
        QPointF(std::max(left + 1, right), std::max(0.5 * line + 1, size.height() - bottom)));
    return frame;
}

QColor categoryColor(int category, const widgets::ThemeTokens& tokens)
{
    return tokens.series[std::size_t(category) % tokens.series.size()];
}

QPainterPath categoryShape(int category, double size)
{
    // With eight colours and eight shapes shifted by one each round, no two of 64 are the same.
    const double radius = size / 2;
    QPainterPath path;
    switch ((category + category / kShapes) % kShapes) {
    case 0:
        path.addEllipse(QPointF(0, 0), radius, radius);
        break;
    case 1:
        path.addRect(-0.9 * radius, -0.9 * radius, 1.8 * radius, 1.8 * radius);
        break;
    case 2:
        path.addPolygon(polygon(3, 1.3 * radius, -90));
        break;
    case 3:
        path.addPolygon(polygon(4, 1.25 * radius, -90));
        break;
    case 4:
        path.addPolygon(polygon(3, 1.3 * radius, 90));
        break;
    case 5:
        path = cross(1.2 * radius, 0.8 * radius, 0);
        break;
    case 6:
        path = cross(1.2 * radius, 0.8 * radius, 45);
        break;
    default:
        path.addPolygon(polygon(6, 1.1 * radius, 0));
    }
    path.closeSubpath();
    return path;
}

double pointSize(qsizetype points, const QFont& font)
{
    return designPixels(points > kManyPoints ? 5 : points > kManyPoints / 10 ? 7 : 9, font);
}

void paintScatter(QPainter& painter, const ScatterPainting& scatter)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(scatter.style.font);
    paintAxes(painter, scatter);
    painter.save();
    painter.setClipRect(scatter.layout.plot());
    paintPoints(painter, scatter);
    painter.restore();
    paintLegend(painter, scatter);
}

} // namespace fe::charts
