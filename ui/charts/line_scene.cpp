// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/line_scene.h"

#include "charts/line_scene_items.h"

#include <QAreaSeries>
#include <QChart>
#include <QGraphicsLayout>
#include <QLineSeries>
#include <QValueAxis>

#include <cmath>

namespace fe::charts {

namespace {

constexpr int kBandAlpha = 38;

bool hasInterval(const LinePoint& point)
{
    return std::isfinite(point.low) && std::isfinite(point.high);
}

/// Cuts a series where a point has no place.
template<typename HasPlace>
QVector<QVector<LinePoint>> runsOf(const QVector<LinePoint>& points, const HasPlace& hasPlace)
{
    QVector<QVector<LinePoint>> runs(1);
    for (const LinePoint& point : points) {
        if (hasPlace(point)) {
            runs.last().append(point);
        } else if (!runs.last().isEmpty()) {
            runs.append(QVector<LinePoint>());
        }
    }
    return runs;
}

} // namespace

LineScene::LineScene(QObject* parent)
    : QGraphicsScene(parent), m_back(new Back(*this)), m_chart(new QChart), m_xAxis(new QValueAxis),
      m_yAxis(new QValueAxis), m_front(new Front(*this))
{
    addItem(m_back);
    addItem(m_chart);
    addItem(m_front);
    m_chart->setBackgroundVisible(false);
    m_chart->legend()->hide();
    m_chart->setMargins(QMargins(0, 0, 0, 0));
    m_chart->layout()->setContentsMargins(0, 0, 0, 0);
    m_chart->setAcceptedMouseButtons(Qt::NoButton);
    m_chart->addAxis(m_xAxis, Qt::AlignBottom);
    m_chart->addAxis(m_yAxis, Qt::AlignLeft);
    // The series hold shares of the plot: logarithms and even spacing are the layout's business.
    for (QValueAxis* axis : { m_xAxis, m_yAxis }) {
        axis->setRange(0, 1);
        axis->hide();
    }
}

LineScene::~LineScene() = default;

void LineScene::setData(const LineData& data)
{
    m_data = data;
    arrange();
}

void LineScene::setHidden(const QVector<bool>& hidden)
{
    m_hidden = hidden;
    arrange();
}

void LineScene::setStyle(const ChartStyle& style)
{
    m_style = style;
    arrange();
}

void LineScene::setSize(const QSizeF& size)
{
    m_size = size.expandedTo({ 1, 1 });
    arrange();
}

void LineScene::setMarks(const Marks& marks)
{
    if (m_marks != marks) {
        m_marks = marks;
        m_front->update();
    }
}

QColor LineScene::color(int series) const
{
    const int wanted = m_data.series[series].color;
    const auto& colors = m_style.tokens.series;
    return colors[std::size_t(wanted < 0 ? series : wanted) % colors.size()];
}

bool LineScene::hasBand(int series) const
{
    return m_data.intervals == IntervalMark::Band && m_data.series[series].joined;
}

void LineScene::arrange()
{
    m_layout = LineLayout(m_data, m_size, m_style.font);
    setSceneRect(QRectF(QPointF(0, 0), m_size));
    m_chart->setGeometry(sceneRect());
    m_chart->setPlotArea(m_layout.plot());
    fillSeries();
    m_back->layoutChanged();
    m_front->layoutChanged();
}

void LineScene::fillSeries()
{
    m_chart->removeAllSeries();
    for (int pass = 0; pass < 2; ++pass) { // bands lie under all lines
        for (int series = 0; series < int(m_data.series.size()); ++series) {
            const LineSeries& data = m_data.series[series];
            if (isHidden(m_hidden, series) || !data.joined || (pass == 0 && !hasBand(series))) {
                continue;
            }
            const auto runs = runsOf(data.points, [this, pass](const LinePoint& point) {
                return std::isfinite(m_layout.across(point.x))
                    && std::isfinite(m_layout.up(point.y))
                    && (pass == 1
                        || (hasInterval(point) && std::isfinite(m_layout.up(point.low))
                            && std::isfinite(m_layout.up(point.high))));
            });
            for (const QVector<LinePoint>& run : runs) {
                if (run.size() > 1) {
                    pass == 0 ? addBand(series, run) : addLine(series, run);
                }
            }
        }
    }
}

void LineScene::addLine(int series, const QVector<LinePoint>& run)
{
    auto* line = new QLineSeries;
    for (const LinePoint& point : run) {
        line->append(m_layout.across(point.x), m_layout.up(point.y));
    }
    line->setPen(QPen(color(series), designPixels(2, m_style.font), Qt::SolidLine, Qt::FlatCap,
                      Qt::RoundJoin));
    attach(line);
}

void LineScene::addBand(int series, const QVector<LinePoint>& run)
{
    auto* low = new QLineSeries;
    auto* high = new QLineSeries;
    for (const LinePoint& point : run) {
        low->append(m_layout.across(point.x), m_layout.up(point.low));
        high->append(m_layout.across(point.x), m_layout.up(point.high));
    }
    auto* band = new QAreaSeries(high, low);
    low->setParent(band);
    high->setParent(band);
    QColor tint = color(series);
    tint.setAlpha(kBandAlpha);
    band->setBrush(tint);
    band->setPen(Qt::NoPen);
    attach(band);
}

void LineScene::attach(QAbstractSeries* series)
{
    m_chart->addSeries(series);
    series->attachAxis(m_xAxis);
    series->attachAxis(m_yAxis);
}

} // namespace fe::charts
