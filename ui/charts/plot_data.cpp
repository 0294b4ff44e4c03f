// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/plot_data.h"

namespace fe::charts {

namespace {

QByteArray lineOf(const PlotData& data, const char* kind, const QString& series,
                  const PlotPoint& point)
{
    const auto told = [&point](const std::function<QString(qint64)>& tell) {
        return tell && point.id >= 0 ? tell(point.id) : QString();
    };
    return csvLine({ QLatin1String(kind), series, csvNumber(point.x), csvNumber(point.y),
                     csvNumber(point.low), csvNumber(point.high), told(data.label),
                     told(data.note) });
}

} // namespace

QByteArray csvOf(const PlotData& data)
{
    QByteArray csv = csvLine({ QStringLiteral("kind"), QStringLiteral("series"), data.x.text(),
                               data.y.text(), QStringLiteral("low"), QStringLiteral("high"),
                               QStringLiteral("label"), QStringLiteral("note") });
    for (const PlotSeries& series : data.series) {
        for (const PlotPoint& point : series.points) {
            csv += lineOf(data, "point", series.name, point);
        }
    }
    for (const PlotCurve& curve : data.curves) {
        for (const PlotPoint& point : curve.points) {
            csv += lineOf(data, "curve", data.series.value(curve.series).name, point);
        }
    }
    return csv;
}

} // namespace fe::charts
