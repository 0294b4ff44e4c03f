// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/line_chart.h"

#include "charts/line_scene.h"

#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QPainter>

#include <cmath>

namespace fe::charts {

namespace {

constexpr int kMostDescribed = 20; // points that a screen reader hears at once

} // namespace

LineChart::LineChart(QWidget* parent) : QGraphicsView(parent), m_scene(new LineScene(this))
{
    setScene(m_scene);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setRenderHint(QPainter::Antialiasing);
    setAlignment(Qt::AlignLeft | Qt::AlignTop);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setBackgroundBrush(Qt::NoBrush);
    viewport()->setAutoFillBackground(false);
    viewport()->setMouseTracking(true);
    restyle();
    describe();
}

void LineChart::setData(const LineData& data)
{
    QStringList hidden;
    for (int i = 0; i < int(m_data.series.size()); ++i) {
        if (isSeriesHidden(i)) {
            hidden.append(m_data.series[i].name);
        }
    }
    const LinePlace before = m_current;
    const LineSeries series = before.isNone() ? LineSeries() : m_data.series[before.series];
    m_data = data;
    m_current = before.isNone() ? LinePlace() : placeOf(series.name, series.points[before.point].x);
    m_hovered = {};
    m_hidden.clear();
    for (const LineSeries& now : m_data.series) {
        m_hidden.append(hidden.contains(now.name));
    }
    m_scene->setMarks({}); // the old places may not be there any more
    m_scene->setData(m_data);
    m_scene->setHidden(m_hidden);
    showMarks();
    if (m_current != before) {
        Q_EMIT currentChanged(m_current);
    }
}

void LineChart::setCurrent(const LinePlace& place)
{
    const bool there = place.series >= 0 && place.series < m_data.series.size() && place.point >= 0
        && place.point < m_data.series[place.series].points.size();
    const LinePlace wanted = there ? place : LinePlace();
    if (wanted != m_current) {
        m_current = wanted;
        showMarks();
        Q_EMIT currentChanged(m_current);
    }
}

void LineChart::setSeriesHidden(int series, bool hidden)
{
    if (series >= 0 && series < m_hidden.size() && m_hidden[series] != hidden) {
        m_hidden[series] = hidden;
        m_scene->setHidden(m_hidden);
        describe();
    }
}

const LineLayout& LineChart::lineLayout() const
{
    return m_scene->lineLayout();
}

QSizeF LineChart::pictureSize() const
{
    return QSizeF(viewport()->size())
        .expandedTo({ designPixels(560, font()), designPixels(320, font()) });
}

void LineChart::paintPicture(QPainter& painter, const QSizeF& size, const ChartStyle& style) const
{
    LineScene scene;
    scene.setStyle(style);
    scene.setSize(size);
    scene.setHidden(m_hidden);
    scene.setData(m_data);
    scene.render(&painter, QRectF(QPointF(0, 0), size), scene.sceneRect());
}

QSize LineChart::sizeHint() const
{
    return QSizeF(designPixels(480, font()), designPixels(260, font())).toSize();
}

QSize LineChart::minimumSizeHint() const
{
    return QSizeF(designPixels(220, font()), designPixels(160, font())).toSize();
}

LinePlace LineChart::placeOf(const QString& series, double x) const
{
    for (int s = 0; s < int(m_data.series.size()); ++s) {
        const QVector<LinePoint>& points = m_data.series[s].points;
        for (int p = 0; m_data.series[s].name == series && p < int(points.size()); ++p) {
            if (points[p].x == x) {
                return { s, p };
            }
        }
    }
    return {};
}

void LineChart::copyNumbers() const
{
    // As spreadsheets paste it.
    QStringList lines;
    for (const LineSeries& series : m_data.series) {
        for (const LinePoint& point : series.points) {
            lines.append(QStringList { series.name, csvNumber(point.x), csvNumber(point.y),
                                       csvNumber(point.low), csvNumber(point.high) }
                             .join(u'\t'));
        }
    }
    QApplication::clipboard()->setText(lines.join(u'\n'));
}

QString LineChart::pointText(const LinePlace& place) const
{
    const LineSeries& series = m_data.series[place.series];
    const LinePoint& point = series.points[place.point];
    const auto named = [](const Axis& axis, const QString& number) {
        return axis.name.isEmpty() ? number : axis.text() + u' ' + number;
    };
    QString text = series.name.isEmpty() ? QString() : series.name + QStringLiteral(" · ");
    text += named(m_data.x, numberText(point.x, m_data.x.format)) + QStringLiteral(" · ")
        + named(m_data.y, numberText(point.y, m_data.y.format));
    if (std::isfinite(point.low) && std::isfinite(point.high)) {
        const QString range = tr("%1 to %2")
                                  .arg(numberText(point.low, m_data.y.format),
                                       numberText(point.high, m_data.y.format));
        text += QStringLiteral(" · ")
            + (m_data.intervalName.isEmpty() ? range : m_data.intervalName + u' ' + range);
    }
    return point.note.isEmpty() ? text : text + QStringLiteral(" · ") + point.note;
}

void LineChart::restyle()
{
    m_scene->setStyle({ widgets::themeTokens(palette()), font() });
    updateGeometry();
}

void LineChart::showMarks()
{
    m_scene->setMarks({ m_current, m_hovered });
    describe();
}

void LineChart::describe()
{
    setAccessibleName(m_data.text.title);
    viewport()->setAccessibleName(accessibleName());
    QStringList points;
    if (!m_current.isNone()) {
        points.append(pointText(m_current));
    } else {
        for (int s = 0; s < int(m_data.series.size()); ++s) {
            for (int p = 0; p < int(m_data.series[s].points.size()) && !isSeriesHidden(s)
                 && points.size() < kMostDescribed;
                 ++p) {
                points.append(pointText({ s, p }));
            }
        }
    }
    const QString description = points.join(QStringLiteral("; "));
    if (description != accessibleDescription()) {
        setAccessibleDescription(description); // tells screen readers
    }
}

} // namespace fe::charts
