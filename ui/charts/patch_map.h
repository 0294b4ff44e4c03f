// SPDX-License-Identifier: GPL-3.0-or-later
// What is shown of the patches of a picture, and where it lies. No widgets.
#pragma once

#include "charts/chart_data.h"

#include <QImage>
#include <QRectF>

#include <optional>
#include <vector>

namespace fe::charts {

/// A number or a colour for each patch of a picture.
struct PatchMap {
    ChartText text;
    QString valueName; ///< of the legend: "relevance"
    QImage picture; ///< as the model sees it
    int rows = 0;
    int columns = 0;
    int patchSize = 0; ///< pixels of the picture, each side
    std::vector<float> values; ///< [rows, columns]; empty: colours are shown
    QImage colours; ///< columns x rows pixels; null with values

    /// Without a map the picture stands alone.
    [[nodiscard]] bool hasMap() const { return !picture.isNull() && rows > 0 && columns > 0; }
    [[nodiscard]] int patches() const { return rows * columns; }
    [[nodiscard]] float value(int patch) const { return values[static_cast<std::size_t>(patch)]; }
};

/// How it is shown.
struct PatchLook {
    double opacity = 0.6; ///< of the map over the picture, 0 to 1
    bool smooth = true; ///< interpolated between the middles of patches
};

/// The map as a picture that covers the patches, one pixel a patch, or several where it is smooth.
[[nodiscard]] QImage paintedMap(const PatchMap& map, bool smooth);

/// Values between the middles of patches, straight in both directions; beyond the outermost
/// middles they stay. @return [rows x factor, columns x factor].
[[nodiscard]] std::vector<float> interpolated(const std::vector<float>& values, int rows,
                                              int columns, int factor);

/// RFC 4180: a row a patch, counted from 1 at the top left, with its value or its colour.
[[nodiscard]] QByteArray csvOf(const PatchMap& map);

/// Where a map's picture lies in a rectangle, its proportions kept.
class PatchLayout
{
public:
    PatchLayout() = default;
    PatchLayout(const PatchMap& map, const QRectF& area);

    [[nodiscard]] const QRectF& picture() const { return m_picture; }
    /// All patches; what they leave over of the picture lies right of and below them.
    [[nodiscard]] QRectF covered() const;
    [[nodiscard]] QRectF patchRect(int patch) const;
    [[nodiscard]] std::optional<int> patchAt(const QPointF& point) const;

private:
    QRectF m_picture;
    double m_patch = 0; ///< side of a patch
    int m_rows = 0;
    int m_columns = 0;
};

} // namespace fe::charts
