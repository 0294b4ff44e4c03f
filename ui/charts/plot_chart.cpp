// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/plot_chart.h"

#include "charts/plot_scene.h"

#include <QApplication>
#include <QClipboard>
#include <QPainter>

#include <cmath>

namespace fe::charts {

namespace {

constexpr int kDigits = 4;

QString valueText(double value, NumberFormat format)
{
    return format == NumberFormat::General ? scientificText(value, kDigits)
                                           : numberText(value, format);
}

bool sameAxes(const PlotData& a, const PlotData& b)
{
    return a.x.name == b.x.name && a.y.name == b.y.name && a.x.log == b.x.log && a.y.log == b.y.log
        && a.text.title == b.text.title;
}

} // namespace

PlotChart::PlotChart(QWidget* parent) : QGraphicsView(parent), m_scene(new PlotScene(m_data, this))
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

void PlotChart::setData(const PlotData& data)
{
    QStringList hidden;
    for (int i = 0; i < int(m_data.series.size()); ++i) {
        if (isSeriesHidden(i)) {
            hidden.append(m_data.series[i].name);
        }
    }
    const qint64 before = currentId();
    const bool keepsView = sameAxes(m_data, data);
    m_scene->setMarks({}); // the old places may not be there any more
    m_data = data;
    m_current = {};
    m_hovered = {};
    m_hidden.clear();
    for (const PlotSeries& now : m_data.series) {
        m_hidden.append(hidden.contains(now.name));
    }
    if (!keepsView) {
        m_view = kWholeView;
        Q_EMIT viewChanged(m_view);
    }
    showView();
    setCurrentId(before);
    showMarks();
    if (before >= 0 && currentId() != before) {
        Q_EMIT currentChanged(currentId());
    }
}

qint64 PlotChart::currentId() const
{
    return m_current.isNone() ? -1 : m_data.series[m_current.series].points[m_current.point].id;
}

void PlotChart::setCurrentId(qint64 id)
{
    for (int s = 0; id >= 0 && s < int(m_data.series.size()); ++s) {
        const QVector<PlotPoint>& points = m_data.series[s].points;
        for (int p = 0; p < int(points.size()); ++p) {
            if (points[p].id == id) {
                setCurrent({ s, p });
                return;
            }
        }
    }
    setCurrent({});
}

void PlotChart::setCurrent(const LinePlace& place)
{
    const bool there = place.series >= 0 && place.series < m_data.series.size() && place.point >= 0
        && place.point < m_data.series[place.series].points.size();
    const LinePlace wanted = there ? place : LinePlace();
    if (wanted != m_current) {
        m_current = wanted;
        showMarks();
        Q_EMIT currentChanged(currentId());
    }
}

void PlotChart::setSeriesHidden(int series, bool hidden)
{
    if (series >= 0 && series < m_hidden.size() && m_hidden[series] != hidden) {
        m_hidden[series] = hidden;
        showView();
        describe();
    }
}

const PlotLayout& PlotChart::plotLayout() const
{
    return m_scene->plotLayout();
}

void PlotChart::setView(const QRectF& view)
{
    if (view != m_view && view.isValid()) {
        m_view = view;
        showView();
        Q_EMIT viewChanged(m_view);
    }
}

void PlotChart::showView()
{
    m_scene->setView({ m_hidden, m_view });
}

QSizeF PlotChart::pictureSize() const
{
    return QSizeF(viewport()->size())
        .expandedTo({ designPixels(640, font()), designPixels(400, font()) });
}

void PlotChart::paintPicture(QPainter& painter, const QSizeF& size, const ChartStyle& style) const
{
    PlotScene scene(m_data, nullptr);
    scene.setStyle(style);
    scene.setSize(size);
    scene.setView({ m_hidden, m_view });
    scene.render(&painter, QRectF(QPointF(0, 0), size), scene.sceneRect());
}

QSize PlotChart::sizeHint() const
{
    return QSizeF(designPixels(560, font()), designPixels(360, font())).toSize();
}

QSize PlotChart::minimumSizeHint() const
{
    return QSizeF(designPixels(220, font()), designPixels(120, font())).toSize();
}

void PlotChart::copyNumbers() const
{
    // As spreadsheets paste it.
    QStringList lines;
    for (int i = 0; i < int(m_data.series.size()); ++i) {
        for (const PlotPoint& point : m_data.series[i].points) {
            if (!isSeriesHidden(i)) {
                lines.append(QStringList { m_data.series[i].name, csvNumber(point.x),
                                           csvNumber(point.y), csvNumber(point.low),
                                           csvNumber(point.high) }
                                 .join(u'\t'));
            }
        }
    }
    QApplication::clipboard()->setText(lines.join(u'\n'));
}

QString PlotChart::pointText(const LinePlace& place) const
{
    const PlotSeries& series = m_data.series[place.series];
    const PlotPoint& point = series.points[place.point];
    const auto told = [&point](const std::function<QString(qint64)>& tell) {
        return tell && point.id >= 0 ? tell(point.id) : QString();
    };
    const auto named = [](const Axis& axis, const QString& number) {
        return axis.name.isEmpty() ? number : axis.text() + QStringLiteral(": ") + number;
    };
    QStringList lines;
    lines.append(QStringList { told(m_data.label), series.name }.join(QStringLiteral(" · ")));
    lines.append(
        named(m_data.x, m_data.datesX ? dateText(point.x) : valueText(point.x, m_data.x.format)));
    QString y = named(m_data.y, valueText(point.y, m_data.y.format));
    if (std::isfinite(point.low) && std::isfinite(point.high)) {
        y += QStringLiteral(" · ")
            + (m_data.intervalName.isEmpty() ? QString() : m_data.intervalName + u' ')
            + tr("%1 to %2")
                  .arg(valueText(point.low, m_data.y.format),
                       valueText(point.high, m_data.y.format));
    }
    lines.append(y);
    lines.append(told(m_data.note));
    lines.removeAll(QString());
    return lines.join(u'\n');
}

void PlotChart::restyle()
{
    m_scene->setStyle({ widgets::themeTokens(palette()), font() });
    updateGeometry();
}

void PlotChart::showMarks()
{
    m_scene->setMarks({ m_current, m_hovered });
    describe();
}

void PlotChart::describe()
{
    setAccessibleName(m_data.text.title);
    viewport()->setAccessibleName(accessibleName());
    qsizetype points = 0;
    for (const PlotSeries& series : m_data.series) {
        points += series.points.size();
    }
    const QString description = m_current.isNone()
        ? tr("Points: %1, series: %2").arg(points).arg(m_data.series.size())
        : pointText(m_current);
    if (description != accessibleDescription()) {
        setAccessibleDescription(description); // tells screen readers
    }
}

} // namespace fe::charts
