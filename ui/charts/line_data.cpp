// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/line_data.h"

namespace fe::charts {

QByteArray csvOf(const LineData& data)
{
    const auto header = [](const Axis& axis, const char* otherwise) {
        return axis.name.isEmpty() ? QString::fromLatin1(otherwise) : axis.text();
    };
    QByteArray csv
        = csvLine({ QStringLiteral("series"), header(data.x, "x"), header(data.y, "y"),
                    QStringLiteral("low"), QStringLiteral("high"), QStringLiteral("note") });
    for (const LineSeries& series : data.series) {
        for (const LinePoint& point : series.points) {
            csv += csvLine({ series.name, csvNumber(point.x), csvNumber(point.y),
                             csvNumber(point.low), csvNumber(point.high), point.note });
        }
    }
    return csv;
}

} // namespace fe::charts
