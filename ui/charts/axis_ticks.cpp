// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/axis_ticks.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace fe::charts {

namespace {

/// The least of 1, 2, 5, 10 times a power of ten that is not below `least`.
double roundStep(double least)
{
    const double power = std::pow(10.0, std::floor(std::log10(least)));
    for (const double factor : { 1.0, 2.0, 5.0 }) {
        if (factor * power >= least * (1 - 1e-9)) {
            return factor * power;
        }
    }
    return 10 * power;
}

QString linearText(double value, double step, NumberFormat format)
{
    const QLocale locale;
    const bool percent = format == NumberFormat::Percent;
    const double shown = percent ? 100 * value : value;
    const double shownStep = percent ? 100 * step : step;
    const double size = std::max(std::abs(shown), shownStep);
    QString text;
    if (size >= 1e7 || size < 1e-4) {
        text = locale.toString(shown, 'g', 4);
    } else {
        const int decimals = std::clamp(int(std::ceil(-std::log10(shownStep) - 1e-9)), 0, 10);
        text = locale.toString(shown, 'f', decimals);
    }
    return percent ? text + QStringLiteral(" %") : text;
}

QString logText(double value, NumberFormat format)
{
    const bool percent = format == NumberFormat::Percent;
    const QString text = QLocale().toString(percent ? 100 * value : value, 'g', 3);
    return percent ? text + QStringLiteral(" %") : text;
}

QVector<Tick> linearTicks(const ValueRange& range, int most, NumberFormat format)
{
    // Divided first: the distance of two huge numbers may be no number.
    double least = range.high / most - range.low / most;
    if (format == NumberFormat::Integer) {
        least = std::max(least, 1.0);
    }
    double step = roundStep(least);
    QVector<Tick> ticks;
    // Rounding outwards may give one tick too many; the next step then gives fewer.
    for (int attempt = 0; attempt < 3; ++attempt) {
        ticks.clear();
        const double first = std::ceil(range.low / step - 1e-9);
        const double last = std::floor(range.high / step + 1e-9);
        if (!(last - first < 1000)) {
            return {};
        }
        for (double i = first; i <= last; ++i) {
            const double value = i == 0 ? 0.0 : i * step;
            ticks.append({ value, linearText(value, step, format) });
        }
        if (ticks.size() <= most) {
            break;
        }
        step = roundStep(step * 1.5);
    }
    return ticks;
}

QVector<Tick> logTicks(const ValueRange& range, int most, NumberFormat format)
{
    const double low = std::log10(range.low);
    const double high = std::log10(range.high);
    const int decades = std::max(1, int(std::floor(high) - std::ceil(low)) + 1);
    const int stride = std::max(1, (decades + most - 1) / most);
    const QVector<double> between
        = decades * 3 <= most ? QVector<double> { 1, 2, 5 } : QVector<double> { 1 };
    QVector<Tick> ticks;
    for (int power = int(std::floor(low)); power <= int(std::ceil(high)); ++power) {
        for (const double factor : between) {
            const double value = factor * std::pow(10.0, power);
            if (power % stride == 0 && value >= range.low * (1 - 1e-9)
                && value <= range.high * (1 + 1e-9)) {
                ticks.append({ value, logText(value, format) });
            }
        }
    }
    // Less than a decade may hold none of them.
    return ticks.size() >= 2 ? ticks
                             : QVector<Tick> { { range.low, logText(range.low, format) },
                                               { range.high, logText(range.high, format) } };
}

} // namespace

QVector<Tick> axisTicks(const ValueRange& range, int most, NumberFormat format)
{
    if (!(range.high > range.low) || !std::isfinite(range.low) || !std::isfinite(range.high)) {
        return { { range.low, numberText(range.low, format) } };
    }
    most = std::max(2, most);
    return range.log ? logTicks(range, most, format) : linearTicks(range, most, format);
}

} // namespace fe::charts
