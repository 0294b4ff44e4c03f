// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/plot_ticks.h"

#include <QDate>
#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>

namespace fe::charts {

namespace {

constexpr double kAlmost = 1e-9;
constexpr int kShortestPower = -3; // 0.001 and 10,000 are written out
constexpr int kLongestPower = 4;
constexpr double kMonths = 12;

QString superscript(int number)
{
    static constexpr std::array<char16_t, 10> kDigits { u'⁰', u'¹', u'²', u'³', u'⁴',
                                                        u'⁵', u'⁶', u'⁷', u'⁸', u'⁹' };
    QString text;
    for (const QChar digit : QString::number(std::abs(number))) {
        text += QChar(kDigits[std::size_t(digit.digitValue())]);
    }
    return number < 0 ? QChar(u'⁻') + text : text;
}

QString powerText(int mantissa, int power, NumberFormat format)
{
    if (format == NumberFormat::Percent) {
        return QLocale().toString(100 * mantissa * std::pow(10.0, power), 'g', 3)
            + QStringLiteral(" %");
    }
    if (power >= kShortestPower && power <= kLongestPower) {
        return QLocale().toString(mantissa * std::pow(10.0, power), 'f', std::max(0, -power));
    }
    const QString decade = QStringLiteral("10") + superscript(power);
    return mantissa == 1 ? decade : QString::number(mantissa) + QChar(u'·') + decade;
}

PlotTicks logTicks(const ValueRange& range, int most, NumberFormat format)
{
    const double low = std::log10(range.low);
    const double high = std::log10(range.high);
    const int first = int(std::floor(low));
    const int last = int(std::ceil(high));
    const int stride = std::max(1, int(std::ceil((high - low) / most)));
    // Between decades as many as there is room for.
    const QVector<int> named = high - low > most / 3.0 || high - low > 2 ? QVector<int> { 1 }
        : high - low > most / 9.0                                        ? QVector<int> { 1, 2, 5 }
                                  : QVector<int> { 1, 2, 3, 4, 5, 6, 7, 8, 9 };
    PlotTicks ticks;
    for (int power = first; power <= last; ++power) {
        for (int mantissa = 1; mantissa <= 9; ++mantissa) {
            const double value = mantissa * std::pow(10.0, power);
            if (value < range.low * (1 - kAlmost) || value > range.high * (1 + kAlmost)) {
                continue;
            }
            if (named.contains(mantissa) && power % stride == 0) {
                ticks.major.append({ value, powerText(mantissa, power, format) });
            } else if (stride == 1 || mantissa == 1) {
                ticks.minor.append(value);
            }
        }
    }
    return ticks;
}

/// Round numbers; those that are long as powers of ten.
QVector<Tick> linearTicks(const ValueRange& range, int most, NumberFormat format)
{
    constexpr double kLong = 1e6;
    constexpr int kDigits = 4;
    QVector<Tick> ticks = axisTicks(range, most, format);
    for (Tick& tick : ticks) {
        if (format == NumberFormat::General && std::abs(tick.value) >= kLong) {
            tick.text = scientificText(tick.value, kDigits);
        }
    }
    return ticks;
}

} // namespace

PlotTicks plotTicks(const ValueRange& range, int most, NumberFormat format)
{
    constexpr double kTooClose = 1.5; // of which decades and their parts tell nothing
    most = std::max(2, most);
    if (range.log && range.high > range.low && std::isfinite(range.high / range.low)) {
        PlotTicks ticks = logTicks(range, most, format);
        if (ticks.major.size() >= 2 || range.high / range.low > kTooClose) {
            return ticks;
        }
        return { linearTicks({ range.low, range.high, false }, most, format), {} };
    }
    return { linearTicks(range, most, format), {} };
}

PlotTicks dateTicks(const ValueRange& range, int most)
{
    PlotTicks ticks;
    const double years = range.high - range.low;
    most = std::max(2, most);
    if (!(years > 0) || years > 10'000) {
        return { axisTicks(range, most, NumberFormat::General), {} };
    }
    if (years > 2) {
        double step = 1;
        for (const double each : { 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0 }) {
            step = each;
            if (years / each <= most) {
                break;
            }
        }
        for (double year = std::ceil(range.low / step) * step; year <= range.high; year += step) {
            ticks.major.append({ year, QString::number(int(year)) });
        }
        return ticks;
    }
    int step = 1;
    for (const int each : { 1, 2, 3, 6 }) {
        step = each;
        if (years * kMonths / each <= most) {
            break;
        }
    }
    const int first = int(std::ceil(range.low * kMonths / step)) * step;
    for (int month = first; month <= range.high * kMonths; month += step) {
        ticks.major.append({ month / kMonths,
                             QStringLiteral("%1-%2")
                                 .arg(month / 12)
                                 .arg(month % 12 + 1, 2, 10, QLatin1Char('0')) });
    }
    return ticks;
}

QString dateText(double year)
{
    if (!(year >= 1 && year < 10'000)) {
        return numberText(year, NumberFormat::General);
    }
    const QDate start(int(std::floor(year)), 1, 1);
    const auto days = qint64(std::floor((year - std::floor(year)) * start.daysInYear() + kAlmost));
    return start.addDays(days).toString(Qt::ISODate);
}

QString scientificText(double value, int digits)
{
    const double size = std::abs(value);
    if (!std::isfinite(value) || size == 0 || (size >= 1e-3 && size < 1e6)) {
        return QLocale().toString(value, 'g', std::max(digits, size >= 1e4 ? 6 : digits));
    }
    int power = int(std::floor(std::log10(size)));
    double mantissa = value / std::pow(10.0, power);
    const double unit = std::pow(10.0, digits - 1);
    mantissa = std::round(mantissa * unit) / unit;
    if (std::abs(mantissa) >= 10) {
        mantissa /= 10;
        ++power;
    }
    const QString decade = QStringLiteral("10") + superscript(power);
    return mantissa == 1 ? decade
                         : QLocale().toString(mantissa, 'g', digits) + QChar(u'·') + decade;
}

} // namespace fe::charts
