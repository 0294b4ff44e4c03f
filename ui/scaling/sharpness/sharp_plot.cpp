// SPDX-License-Identifier: GPL-3.0-or-later
// How a pair is plotted.
#include "scaling/selection.h"
#include "scaling/sharpness/sharp_pair.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <map>

namespace fe::scaling_tab {

namespace {

constexpr std::size_t kMostPlaces = 24; // of x, before a curve goes through the means of groups
constexpr int kGroups = 16; // of equal width on the logarithmic axis
constexpr double kPercent = 100;

QString translated(const char* text)
{
    return QCoreApplication::translate("fe::scaling_tab::SharpPlot", text);
}

QString textOf(const std::string& text)
{
    return QString::fromStdString(text);
}

const scaling::Column* numbersOf(const scaling::DataTable& table, const std::string& name)
{
    const scaling::Column* column = table.find(name);
    return column && column->kind != scaling::ColumnKind::Text ? column : nullptr;
}

/// Of one metric's rows: those with a place on the axes.
charts::PlotData plotOf(const SharpPair& pair, const std::string& x,
                        const std::vector<std::size_t>& rows)
{
    charts::PlotData data;
    data.x = { scaleName(x), {}, charts::NumberFormat::General, true };
    const scaling::Column* across = numbersOf(*pair.table, x);
    const scaling::Column* up = numbersOf(*pair.table, pair.y);
    const auto series = scaling::seriesBy(*pair.table, pair.series, rows);
    if (!across || !up || !series) {
        return data;
    }
    for (const scaling::Series& one : *series) {
        charts::PlotSeries plotted { one.name.empty() ? translated(
                                         QT_TRANSLATE_NOOP("fe::scaling_tab::SharpPlot", "models"))
                                                      : textOf(one.name),
                                     {},
                                     !pair.series.empty() };
        for (const std::size_t row : one.rows) {
            if (across->numbers[row] > 0 && std::isfinite(up->numbers[row])) {
                plotted.points.append({ across->numbers[row], up->numbers[row], charts::kNothing,
                                        charts::kNothing, qint64(row) });
            }
        }
        data.series.append(plotted);
    }
    // Both plots of a pair have one x axis.
    for (const auto* other : { &pair.metrics.sharpRows, &pair.metrics.smoothRows }) {
        for (const std::size_t row : *other) {
            data.alsoX.append(across->numbers[row]);
        }
    }
    const scaling::Column* model = pair.table->find(pair.model);
    data.label = [table = pair.table, model](qint64 id) {
        return model && id >= 0 ? textOf(model->text(std::size_t(id))) : QString();
    };
    data.note = [source = pair.source](qint64) { return source; };
    return data;
}

/// Means of y where x is the same, or in groups of x where there are many; rising x.
QVector<charts::PlotPoint> meansOf(const QVector<charts::PlotPoint>& points)
{
    struct Sum {
        double logX = 0;
        double y = 0;
        int count = 0;
    };
    std::map<double, Sum> sums;
    for (const charts::PlotPoint& point : points) {
        sums[point.x]; // one for each place
    }
    if (sums.empty()) {
        return {};
    }
    const double low = std::log(sums.begin()->first);
    const double width = (std::log(sums.rbegin()->first) - low) / kGroups;
    const bool grouped = sums.size() > kMostPlaces && width > 0;
    sums.clear();
    for (const charts::PlotPoint& point : points) {
        const double logX = std::log(point.x);
        Sum& sum
            = sums[grouped ? std::min(kGroups - 1.0, std::floor((logX - low) / width)) : point.x];
        sum.logX += logX;
        sum.y += point.y;
        ++sum.count;
    }
    QVector<charts::PlotPoint> means;
    for (const auto& [key, sum] : sums) {
        means.append({ std::exp(sum.logX / sum.count), sum.y / sum.count });
    }
    return means;
}

void addTransform(charts::PlotData& data, int length)
{
    const int measured = int(data.series.size());
    data.series.append({ translated(QT_TRANSLATE_NOOP("fe::scaling_tab::SharpPlot",
                                                      "p^(1/%1): a transform, not a measurement"))
                             .arg(length),
                         {},
                         true });
    for (int i = 0; i < measured; ++i) {
        QVector<charts::PlotPoint> transformed = data.series[i].points;
        for (charts::PlotPoint& point : transformed) {
            point.y = scaling::perToken(point.y, length);
        }
        charts::PlotCurve curve { measured, meansOf(transformed) };
        curve.measuredFrom = std::numeric_limits<double>::infinity(); // dashed everywhere
        curve.measuredTo = curve.measuredFrom;
        if (curve.points.size() > 1) {
            data.curves.append(curve);
        }
    }
}

} // namespace

QString scaleName(const std::string& column)
{
    const QString lower = textOf(column).toLower();
    if (lower.contains(QLatin1String("flop"))) {
        return translated(
            QT_TRANSLATE_NOOP("fe::scaling_tab::SharpPlot", "training compute (FLOPs)"));
    }
    if (lower.contains(QLatin1String("param"))) {
        return translated(QT_TRANSLATE_NOOP("fe::scaling_tab::SharpPlot", "parameters"));
    }
    if (lower == QLatin1String("tokens")) {
        return translated(QT_TRANSLATE_NOOP("fe::scaling_tab::SharpPlot", "training tokens"));
    }
    return textOf(column);
}

charts::PlotData sharpPlot(const SharpPair& pair, const std::string& x, int length)
{
    charts::PlotData data = plotOf(pair, x, pair.metrics.sharpRows);
    double most = 0;
    for (const charts::PlotSeries& series : data.series) {
        for (const charts::PlotPoint& point : series.points) {
            most = std::max(most, point.y);
        }
    }
    for (charts::PlotSeries& series : data.series) {
        for (charts::PlotPoint& point : series.points) {
            point.y /= most > 1 ? kPercent : 1; // some tables give percent
        }
    }
    data.text = { textOf(pair.metrics.task) + QStringLiteral(" · ") + textOf(pair.metrics.sharp),
                  pair.source };
    data.y = { textOf(pair.metrics.sharp), {}, charts::NumberFormat::Percent, false };
    if (length > 1) {
        addTransform(data, length);
    }
    return data;
}

charts::PlotData smoothPlot(const SharpPair& pair, const std::string& x)
{
    charts::PlotData data = plotOf(pair, x, pair.metrics.smoothRows);
    double low = std::numeric_limits<double>::infinity();
    double high = 0;
    for (const charts::PlotSeries& series : data.series) {
        for (const charts::PlotPoint& point : series.points) {
            low = std::min(low, point.y);
            high = std::max(high, point.y);
        }
    }
    data.text = { textOf(pair.metrics.task) + QStringLiteral(" · ") + textOf(pair.metrics.smooth),
                  pair.source };
    data.y = { textOf(pair.metrics.smooth), {}, charts::NumberFormat::General, false };
    if (pair.metrics.smoothLowerIsBetter) {
        constexpr double kDecades = 10;
        data.y.log = low > 0 && high / low > kDecades;
        data.y.unit
            = translated(QT_TRANSLATE_NOOP("fe::scaling_tab::SharpPlot", "lower is better"));
    }
    return data;
}

} // namespace fe::scaling_tab
