// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/plot_scene.h"

#include "charts/plot_scene_items.h"
#include "charts/scatter_painter.h"

#include <QAreaSeries>
#include <QChart>
#include <QGraphicsLayout>
#include <QLineSeries>
#include <QValueAxis>

#include <algorithm>
#include <cmath>

namespace fe::charts {

namespace {

constexpr int kBandAlpha = 38;
constexpr int kJoinAlpha = 150;
/// Farther out of the plot Qt's painter loses its way; straight lines end there.
constexpr double kFarOut = 50;

bool isFinite(const QPointF& point)
{
    return std::isfinite(point.x()) && std::isfinite(point.y());
}

QPointF near(const QPointF& point)
{
    return { std::clamp(point.x(), -kFarOut, kFarOut), std::clamp(point.y(), -kFarOut, kFarOut) };
}

} // namespace

PlotScene::PlotScene(const PlotData& data, QObject* parent)
    : QGraphicsScene(parent), m_data(data), m_back(new Back(*this)), m_chart(new QChart),
      m_xAxis(new QValueAxis), m_yAxis(new QValueAxis), m_front(new Front(*this)),
      m_rings(new Rings(*this))
{
    addItem(m_back);
    addItem(m_chart);
    addItem(m_front);
    addItem(m_rings);
    m_chart->setBackgroundVisible(false);
    m_chart->legend()->hide();
    m_chart->setMargins(QMargins(0, 0, 0, 0));
    m_chart->layout()->setContentsMargins(0, 0, 0, 0);
    m_chart->setAcceptedMouseButtons(Qt::NoButton);
    m_chart->addAxis(m_xAxis, Qt::AlignBottom);
    m_chart->addAxis(m_yAxis, Qt::AlignLeft);
    // The series hold shares of the plot: logarithms and zoom are the layout's business.
    for (QValueAxis* axis : { m_xAxis, m_yAxis }) {
        axis->setRange(0, 1);
        axis->hide();
    }
}

PlotScene::~PlotScene() = default;

void PlotScene::setView(const View& view)
{
    m_view = view;
    arrange();
}

void PlotScene::setStyle(const ChartStyle& style)
{
    m_style = style;
    arrange();
}

void PlotScene::setSize(const QSizeF& size)
{
    m_size = size.expandedTo({ 1, 1 });
    arrange();
}

void PlotScene::setMarks(const Marks& marks)
{
    if (m_marks != marks) {
        m_marks = marks;
        m_rings->update();
    }
}

QColor PlotScene::color(int series) const
{
    const double shade = m_data.series.value(series).shade;
    return std::isnan(shade) ? categoryColor(series, m_style.tokens)
                             : colorMap(Palette::Viridis).at(shade);
}

void PlotScene::arrange()
{
    m_layout = PlotLayout(m_data, m_view.hidden, m_view.part, m_style, m_size);
    setSceneRect(QRectF(QPointF(0, 0), m_size));
    m_chart->setGeometry(sceneRect());
    m_chart->setPlotArea(m_layout.plot());
    fill();
    m_back->layoutChanged();
    m_front->layoutChanged();
    m_rings->layoutChanged();
}

void PlotScene::fill()
{
    m_chart->removeAllSeries();
    for (const PlotCurve& curve : m_data.curves) { // bands lie under all lines
        if (!isHidden(m_view.hidden, curve.series)) {
            addBand(curve);
        }
    }
    for (int series = 0; series < int(m_data.series.size()); ++series) {
        if (m_data.series[series].joined && !isHidden(m_view.hidden, series)) {
            addJoined(series);
        }
    }
    for (const PlotCurve& curve : m_data.curves) {
        if (!isHidden(m_view.hidden, curve.series)) {
            addCurve(curve);
        }
    }
}

void PlotScene::addBand(const PlotCurve& curve)
{
    QVector<QPointF> below;
    QVector<QPointF> above;
    for (const PlotPoint& point : curve.points) {
        const QPointF low(m_layout.across(point.x), m_layout.up(point.low));
        const QPointF high(m_layout.across(point.x), m_layout.up(point.high));
        if (isFinite(low) && isFinite(high)) {
            below.append(near(low));
            above.append(near(high));
        }
    }
    if (below.size() < 2) {
        return;
    }
    auto* low = new QLineSeries;
    auto* high = new QLineSeries;
    low->append(below);
    high->append(above);
    auto* band = new QAreaSeries(high, low);
    low->setParent(band);
    high->setParent(band);
    QColor tint = color(curve.series);
    tint.setAlpha(kBandAlpha);
    band->setBrush(tint);
    band->setPen(Qt::NoPen);
    attach(band);
}

void PlotScene::addCurve(const PlotCurve& curve)
{
    QVector<QPointF> before;
    QVector<QPointF> within;
    QVector<QPointF> after;
    for (const PlotPoint& point : curve.points) {
        const QPointF at(m_layout.across(point.x), m_layout.up(point.y));
        if (!isFinite(at)) {
            continue;
        }
        // The points at both ends of the data belong to two pieces.
        if (point.x <= curve.measuredFrom) {
            before.append(near(at));
        }
        if (point.x >= curve.measuredFrom && point.x <= curve.measuredTo) {
            within.append(near(at));
        }
        if (point.x >= curve.measuredTo) {
            after.append(near(at));
        }
    }
    QPen pen(color(curve.series), designPixels(2, m_style.font), Qt::SolidLine, Qt::FlatCap,
             Qt::RoundJoin);
    addLine(within, pen);
    pen.setStyle(Qt::DashLine);
    addLine(before, pen);
    addLine(after, pen);
}

void PlotScene::addJoined(int series)
{
    QVector<QPointF> points;
    for (const PlotPoint& point : m_data.series[series].points) {
        const QPointF at(m_layout.across(point.x), m_layout.up(point.y));
        if (isFinite(at)) {
            points.append(near(at));
        }
    }
    std::stable_sort(points.begin(), points.end(),
                     [](const QPointF& a, const QPointF& b) { return a.x() < b.x(); });
    QColor tint = color(series);
    tint.setAlpha(kJoinAlpha);
    addLine(points, QPen(tint, designPixels(1.2, m_style.font)));
}

void PlotScene::addLine(const QVector<QPointF>& points, const QPen& pen)
{
    if (points.size() > 1) {
        auto* line = new QLineSeries;
        line->append(points);
        line->setPen(pen);
        attach(line);
    }
}

void PlotScene::attach(QAbstractSeries* series)
{
    m_chart->addSeries(series);
    series->attachAxis(m_xAxis);
    series->attachAxis(m_yAxis);
}

} // namespace fe::charts
