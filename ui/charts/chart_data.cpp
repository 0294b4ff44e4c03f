// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/chart_data.h"

#include <QLocale>

#include <array>
#include <charconv>
#include <cmath>

namespace fe::charts {

namespace {

constexpr std::size_t kLongestNumber = 32;
using NumberBuffer = std::array<char, kLongestNumber>;

/// The fewest digits that read back to the same number.
template<typename T>
QByteArrayView shortest(NumberBuffer& buffer, T value)
{
    if (!std::isfinite(value)) {
        return std::isnan(value)  ? QByteArrayView()
            : std::signbit(value) ? QByteArrayView("-inf")
                                  : QByteArrayView("inf");
    }
    const auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return { buffer.data(), written.ptr - buffer.data() };
}

template<typename T>
QString shortestText(T value)
{
    NumberBuffer buffer;
    return QString::fromLatin1(shortest(buffer, value));
}

QByteArray csvField(const QString& field)
{
    QByteArray text = field.toUtf8();
    const bool quoted = text.contains(',') || text.contains('"') || text.contains('\n')
        || text.contains('\r') || text.startsWith(' ') || text.endsWith(' ');
    return quoted ? '"' + text.replace('"', "\"\"") + '"' : text;
}

QString headerOf(const Axis& axis, const QString& otherwise)
{
    return axis.name.isEmpty() ? otherwise : axis.text();
}

} // namespace

QString numberText(double value, NumberFormat format)
{
    const QLocale locale;
    if (!std::isfinite(value)) {
        return std::isnan(value) ? QStringLiteral("–")
            : value > 0          ? QStringLiteral("∞")
                                 : QStringLiteral("−∞");
    }
    switch (format) {
    case NumberFormat::Percent:
        return locale.toString(100 * value, 'f', 1) + QStringLiteral(" %");
    case NumberFormat::Integer:
        return locale.toString(value, 'f', 0);
    case NumberFormat::General:
        break;
    }
    return locale.toString(value, 'g', 4);
}

QString Axis::text() const
{
    return unit.isEmpty() ? name : name + QStringLiteral(" (") + unit + u')';
}

float MatrixData::value(int row, int column) const
{
    return (*values)[std::size_t(row) * std::size_t(columns.size()) + std::size_t(column)];
}

QString csvNumber(double value)
{
    return shortestText(value);
}

QString csvNumber(float value)
{
    return shortestText(value);
}

QByteArray csvLine(const QStringList& fields)
{
    QByteArray line;
    for (const QString& field : fields) {
        if (&field != &fields.first()) {
            line += ',';
        }
        line += csvField(field);
    }
    return line + "\r\n";
}

QByteArray csvOf(const BarData& data)
{
    QByteArray csv = csvLine({ headerOf(data.labels, QStringLiteral("label")),
                               headerOf(data.values, QStringLiteral("value")) });
    for (const BarRow& row : data.rows) {
        csv += csvLine({ row.label, csvNumber(row.value) });
    }
    return csv;
}

QByteArray csvOf(const MatrixData& data, const IsCancelled& isCancelled)
{
    QByteArray csv = csvLine(QStringList { data.rowAxis.name } + data.columns);
    NumberBuffer buffer;
    for (int row = 0; row < int(data.rows.size()); ++row) {
        if (isCancelled && isCancelled()) {
            return {};
        }
        csv += csvField(data.rows[row]);
        for (int column = 0; column < int(data.columns.size()); ++column) {
            csv += ',';
            csv += shortest(buffer, data.value(row, column));
        }
        csv += "\r\n";
    }
    return csv;
}

QByteArray csvOf(const ReliabilityData& data)
{
    QByteArray csv
        = csvLine({ QStringLiteral("low"), QStringLiteral("high"), QStringLiteral("count"),
                    QStringLiteral("confidence"), QStringLiteral("accuracy") });
    const double nothing = std::nan("");
    for (const ConfidenceBin& bin : data.bins) {
        csv += csvLine({ csvNumber(bin.low), csvNumber(bin.high), QString::number(bin.count),
                         csvNumber(bin.count > 0 ? bin.confidence : nothing),
                         csvNumber(bin.count > 0 ? bin.accuracy : nothing) });
    }
    return csv;
}

QByteArray csvOf(const ScatterData& data)
{
    QByteArray csv
        = csvLine({ QStringLiteral("label"), QStringLiteral("category"),
                    headerOf(data.x, QStringLiteral("x")), headerOf(data.y, QStringLiteral("y")) });
    for (const ScatterPoint& point : data.points) {
        csv += csvLine({ point.label, data.categories.value(point.category), csvNumber(point.x),
                         csvNumber(point.y) });
    }
    return csv;
}

} // namespace fe::charts
