// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/color_map.h"

#include <QStringList>

#include <algorithm>
#include <cmath>
#include <limits>

namespace fe::charts {

namespace {

using Points = std::array<QRgb, ColorMap::kPoints>;

// The first three: matplotlib 3, lib/matplotlib/_cm_listed.py (CC0), read at every 1/32. Between
// them straight lines stay within 2 of 255 of the 256 published colours (cividis 6, at its bend).
constexpr Points kViridis {
    0x440154, 0x470d60, 0x48186a, 0x482374, 0x472d7b, 0x453681, 0x424086, 0x3f4989, 0x3b528b,
    0x375a8d, 0x33638d, 0x2f6a8e, 0x2c728e, 0x297a8e, 0x26818e, 0x23898e, 0x21908c, 0x1f988b,
    0x1f9f88, 0x21a685, 0x28ae80, 0x31b57b, 0x3ebc74, 0x4cc26c, 0x5dc963, 0x6ece58, 0x82d34c,
    0x96d83f, 0xabdc32, 0xc0df24, 0xd5e21a, 0xeae51a, 0xfde725,
};
constexpr Points kMagma {
    0x000004, 0x030311, 0x0a0822, 0x130d33, 0x1d1146, 0x28115a, 0x36106a, 0x430f76, 0x50127c,
    0x5d177f, 0x691c81, 0x762181, 0x822681, 0x8f2a81, 0x9c2e7f, 0xa9327d, 0xb63779, 0xc33b75,
    0xcf4170, 0xdb486a, 0xe65163, 0xee5c5e, 0xf5695c, 0xf9785d, 0xfb8761, 0xfd9668, 0xfea571,
    0xfeb47b, 0xfec387, 0xfed194, 0xfde0a2, 0xfceeb0, 0xfcfdbf,
};
constexpr Points kCividis {
    0x00224e, 0x00285b, 0x002e6a, 0x043371, 0x1a386f, 0x273e6e, 0x32436d, 0x3b496c, 0x434e6c,
    0x4b546c, 0x52596d, 0x5a5f6e, 0x61656f, 0x686a71, 0x6f7073, 0x757676, 0x7c7b78, 0x848179,
    0x8b8778, 0x938d78, 0x9b9376, 0xa39a75, 0xaba072, 0xb3a670, 0xbbad6c, 0xc3b469, 0xccba64,
    0xd4c15f, 0xddc958, 0xe6d051, 0xefd748, 0xf8df3c, 0xfee838,
};
// Our own, computed in Oklab (Ottosson 2020): lightness falls evenly from 0.965 in the middle to
// 0.40 at both ends, hue 258 and 40 degrees, chroma 0.20 x distance^0.8 where sRGB has it.
constexpr Points kDiverging {
    0x004395, 0x004ca7, 0x0155ba, 0x1760c3, 0x2b6cc9, 0x3c78cf, 0x4c83d5, 0x5c8fda, 0x6b9adf,
    0x7ba6e4, 0x8bb1e9, 0x9bbced, 0xabc7f1, 0xbcd2f4, 0xcddef6, 0xdfe9f7, 0xf3f3f3, 0xf6e3dd,
    0xf4d4ca, 0xf0c6b7, 0xecb8a5, 0xe7a994, 0xe19b83, 0xdb8d72, 0xd57f61, 0xce7150, 0xc7633f,
    0xbf542c, 0xb84514, 0xab3a01, 0x9b3300, 0x8b2e01, 0x7c2801,
};

int mixed(int from, int to, double share)
{
    return static_cast<int>(std::lround(std::lerp(double(from), double(to), share)));
}

/// Rows of a few milliseconds.
constexpr int kBlock = 64;

/// Null if it was cancelled.
QImage coloredUnless(const IsCancelled& isCancelled, std::span<const float> values, int rows,
                     int columns, const ValueRange& range, const ColorMap& map)
{
    Q_ASSERT(values.size() == static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns));
    QImage image(columns, rows, QImage::Format_ARGB32);
    for (int row = 0; row < rows; ++row) {
        if (row % kBlock == 0 && isCancelled && isCancelled()) {
            return {};
        }
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(row));
        const auto from = values.subspan(std::size_t(row) * std::size_t(columns));
        for (int column = 0; column < columns; ++column) {
            line[column] = map.rgb(range.position(from[std::size_t(column)]));
        }
    }
    return image;
}

/// Of each two by two the value that is farthest from `middle`.
std::vector<float> halved(std::span<const float> values, int rows, int columns, float middle)
{
    const int halfRows = (rows + 1) / 2;
    const int halfColumns = (columns + 1) / 2;
    std::vector<float> half(static_cast<std::size_t>(halfRows)
                                * static_cast<std::size_t>(halfColumns),
                            std::numeric_limits<float>::quiet_NaN());
    for (int row = 0; row < rows; ++row) {
        const float* in = values.data() + std::ptrdiff_t { row } * columns;
        float* out = half.data() + std::ptrdiff_t { row / 2 } * halfColumns;
        for (int column = 0; column < columns; ++column) {
            float& kept = out[column / 2];
            // Where nothing was kept yet the comparison is false both ways.
            if (!(std::abs(in[column] - middle) <= std::abs(kept - middle))
                && !std::isnan(in[column])) {
                kept = in[column];
            }
        }
    }
    return half;
}

const QStringList& names()
{
    static const QStringList list { QStringLiteral("viridis"), QStringLiteral("magma"),
                                    QStringLiteral("cividis"), QStringLiteral("diverging") };
    return list;
}

} // namespace

ColorMap::ColorMap(const Points& points)
{
    for (std::size_t i = 0; i < kSteps; ++i) {
        const double place = double(i) / double(kSteps - 1) * double(kPoints - 1);
        const std::size_t from = std::min(static_cast<std::size_t>(place), kPoints - 2);
        const double share = place - double(from);
        const QRgb a = points[from];
        const QRgb b = points[from + 1];
        m_table[i] = qRgb(mixed(qRed(a), qRed(b), share), mixed(qGreen(a), qGreen(b), share),
                          mixed(qBlue(a), qBlue(b), share));
    }
}

QRgb ColorMap::rgb(double t) const
{
    if (std::isnan(t)) {
        return qRgba(0, 0, 0, 0);
    }
    return m_table[static_cast<std::size_t>(std::clamp(t, 0.0, 1.0) * double(kSteps - 1) + 0.5)];
}

const ColorMap& colorMap(Palette palette)
{
    static const std::array<ColorMap, 4> maps { ColorMap(kViridis), ColorMap(kMagma),
                                                ColorMap(kCividis), ColorMap(kDiverging) };
    return maps[static_cast<std::size_t>(palette)];
}

QString paletteName(Palette palette)
{
    return names()[static_cast<int>(palette)];
}

Palette paletteNamed(const QString& name)
{
    return static_cast<Palette>(std::max<qsizetype>(names().indexOf(name), 0));
}

double ValueRange::position(double value) const
{
    if (std::isnan(value)) {
        return value;
    }
    if (!(high > low)) {
        return 0.5;
    }
    if (log) {
        // The logarithm of what is not positive has no place; low is the darkest there is.
        return value > 0 ? std::log(value / low) / std::log(high / low) : 0.0;
    }
    // Halved, so that the distance of two huge numbers stays finite.
    return (value / 2 - low / 2) / (high / 2 - low / 2);
}

double ValueRange::value(double position) const
{
    if (!(high > low)) {
        return low;
    }
    return log ? low * std::pow(high / low, position) : std::lerp(low, high, position);
}

ValueRange rangeOf(std::span<const float> values, bool log)
{
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const float value : values) {
        if (std::isfinite(value) && (!log || value > 0)) {
            low = std::min(low, double(value));
            high = std::max(high, double(value));
        }
    }
    if (low > high) {
        return log ? rangeOf(values, false) : ValueRange {};
    }
    return { low, high, log };
}

ValueRange symmetricRangeOf(std::span<const float> values)
{
    const ValueRange range = rangeOf(values);
    const double most = std::max(std::abs(range.low), std::abs(range.high));
    return { -most, most, false };
}

QImage colored(std::span<const float> values, int rows, int columns, const ValueRange& range,
               const ColorMap& map)
{
    return coloredUnless({}, values, rows, columns, range, map);
}

std::vector<QImage> coloredPyramid(std::span<const float> values, int rows, int columns,
                                   const ValueRange& range, Palette palette,
                                   const IsCancelled& isCancelled)
{
    const ColorMap& map = colorMap(palette);
    const float middle = palette == Palette::Diverging
        ? static_cast<float>((range.low + range.high) / 2)
        : static_cast<float>(range.low);
    std::vector<QImage> images;
    std::vector<float> level;
    std::span<const float> now = values;
    while (true) {
        images.push_back(coloredUnless(isCancelled, now, rows, columns, range, map));
        if (images.back().isNull()) {
            return {};
        }
        if (rows <= 1 && columns <= 1) {
            return images;
        }
        level = halved(now, rows, columns, middle);
        now = level;
        rows = (rows + 1) / 2;
        columns = (columns + 1) / 2;
    }
}

} // namespace fe::charts
