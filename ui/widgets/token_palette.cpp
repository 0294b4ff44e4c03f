// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/token_palette.h"

#include <algorithm>
#include <cmath>

namespace fe::widgets {

namespace {

struct Oklab {
    double l = 0;
    double a = 0;
    double b = 0;
};

double toLinear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

float fromLinear(double channel)
{
    const double c = std::clamp(channel, 0.0, 1.0);
    return static_cast<float>(c <= 0.0031308 ? 12.92 * c : 1.055 * std::pow(c, 1 / 2.4) - 0.055);
}

Oklab toOklab(const QColor& color)
{
    const double r = toLinear(static_cast<double>(color.redF()));
    const double g = toLinear(static_cast<double>(color.greenF()));
    const double b = toLinear(static_cast<double>(color.blueF()));
    const double l = std::cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
    const double m = std::cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
    const double s = std::cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    return { 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
             1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
             0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s };
}

QColor toColor(const Oklab& lab)
{
    const double l = std::pow(lab.l + 0.3963377774 * lab.a + 0.2158037573 * lab.b, 3);
    const double m = std::pow(lab.l - 0.1055613458 * lab.a - 0.0638541728 * lab.b, 3);
    const double s = std::pow(lab.l - 0.0894841775 * lab.a - 1.2914855480 * lab.b, 3);
    return QColor::fromRgbF(fromLinear(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
                            fromLinear(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
                            fromLinear(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s));
}

QColor mixed(const QColor& from, const QColor& to, double share)
{
    const Oklab a = toOklab(from);
    const Oklab b = toOklab(to);
    return toColor(
        { std::lerp(a.l, b.l, share), std::lerp(a.a, b.a, share), std::lerp(a.b, b.b, share) });
}

} // namespace

QColor probabilityTint(double probability, const ThemeTokens& theme)
{
    const double side = 2 * std::clamp(probability, 0.0, 1.0) - 1;
    return mixed(theme.card, side < 0 ? theme.probabilityLow : theme.probabilityHigh,
                 std::abs(side));
}

QColor alternatingTint(int index, const ThemeTokens& theme)
{
    return index % 2 == 0 ? theme.accentTint : theme.track;
}

} // namespace fe::widgets
