// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/patch_map.h"

#include <algorithm>
#include <cmath>

namespace fe::charts {

namespace {

constexpr int kSmoothSide = 512; // pixels of a smooth map's longer side, about

/// Place between two neighbours of a row of `count`.
struct Between {
    int low;
    int high;
    double share;
};

Between between(int sample, int factor, int count)
{
    const double place = (sample + 0.5) / factor - 0.5;
    const int low = static_cast<int>(std::floor(place));
    return { std::clamp(low, 0, count - 1), std::clamp(low + 1, 0, count - 1), place - low };
}

} // namespace

std::vector<float> interpolated(const std::vector<float>& values, int rows, int columns, int factor)
{
    std::vector<float> result;
    result.reserve(values.size() * static_cast<std::size_t>(factor * factor));
    const auto at = [&](int row, int column) {
        return static_cast<double>(values[static_cast<std::size_t>(row * columns + column)]);
    };
    for (int y = 0; y < rows * factor; ++y) {
        const Between r = between(y, factor, rows);
        for (int x = 0; x < columns * factor; ++x) {
            const Between c = between(x, factor, columns);
            const double top = (1 - c.share) * at(r.low, c.low) + c.share * at(r.low, c.high);
            const double bottom = (1 - c.share) * at(r.high, c.low) + c.share * at(r.high, c.high);
            result.push_back(static_cast<float>((1 - r.share) * top + r.share * bottom));
        }
    }
    return result;
}

QImage paintedMap(const PatchMap& map, bool smooth)
{
    if (!map.hasMap() || map.values.empty()) {
        return map.colours;
    }
    const ValueRange range = rangeOf(map.values);
    const ColorMap& colours = colorMap(Palette::Viridis);
    if (!smooth) {
        return colored(map.values, map.rows, map.columns, range, colours);
    }
    const int factor = std::max(1, kSmoothSide / std::max(map.rows, map.columns));
    return colored(interpolated(map.values, map.rows, map.columns, factor), map.rows * factor,
                   map.columns * factor, range, colours);
}

QByteArray csvOf(const PatchMap& map)
{
    const bool numbers = !map.values.empty();
    QStringList header { QStringLiteral("row"), QStringLiteral("column") };
    header += numbers
        ? QStringList { map.valueName }
        : QStringList { QStringLiteral("red"), QStringLiteral("green"), QStringLiteral("blue") };
    QByteArray csv = csvLine(header);
    for (int patch = 0; patch < map.patches(); ++patch) {
        const int row = patch / map.columns;
        const int column = patch % map.columns;
        QStringList line { QString::number(row + 1), QString::number(column + 1) };
        if (numbers) {
            line.append(csvNumber(map.value(patch)));
        } else {
            const QColor colour = map.colours.pixelColor(column, row);
            for (const int part : { colour.red(), colour.green(), colour.blue() }) {
                line.append(QString::number(part));
            }
        }
        csv += csvLine(line);
    }
    return csv;
}

PatchLayout::PatchLayout(const PatchMap& map, const QRectF& area)
{
    if (map.picture.isNull() || area.isEmpty()) {
        return;
    }
    const QSizeF size = QSizeF(map.picture.size()).scaled(area.size(), Qt::KeepAspectRatio);
    m_picture = QRectF(area.topLeft(), size);
    m_picture.moveCenter(area.center());
    m_patch = map.patchSize * size.width() / map.picture.width();
    m_rows = map.rows;
    m_columns = map.columns;
}

QRectF PatchLayout::covered() const
{
    return { m_picture.topLeft(), QSizeF(m_patch * m_columns, m_patch * m_rows) };
}

QRectF PatchLayout::patchRect(int patch) const
{
    if (patch < 0 || patch >= m_rows * m_columns) {
        return {};
    }
    return { m_picture.left() + m_patch * (patch % m_columns),
             m_picture.top() + m_patch * (patch / m_columns), m_patch, m_patch };
}

std::optional<int> PatchLayout::patchAt(const QPointF& point) const
{
    const QPointF inside = point - m_picture.topLeft();
    if (m_patch <= 0 || inside.x() < 0 || inside.y() < 0) {
        return std::nullopt;
    }
    const double column = inside.x() / m_patch;
    const double row = inside.y() / m_patch;
    if (column >= m_columns || row >= m_rows) {
        return std::nullopt;
    }
    return static_cast<int>(row) * m_columns + static_cast<int>(column);
}

} // namespace fe::charts
