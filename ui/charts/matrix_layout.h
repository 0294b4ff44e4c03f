// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>

#include <optional>
#include <utility>

namespace fe::charts {

struct MatrixCell {
    int row = 0;
    int column = 0;
    [[nodiscard]] bool operator==(const MatrixCell& other) const = default;
};

/// Room that the texts around a matrix want, in pixels, measured once for data and font.
struct MatrixTexts {
    double lineHeight = 17;
    double rowLabelWidth = 80; ///< of the widest
    double columnLabelWidth = 80;
    double legendWidth = 60; ///< colour bar with numbers; 0: no legend
    bool rowTitle = false; ///< the row axis has a name
    bool columnTitle = false;
};

/// Where one looks at a matrix.
struct MatrixZoom {
    double cellWidth = 1;
    double cellHeight = 1;
    QPointF offset; ///< of the visible part in the whole, pixels
};

/// How cells are sized before anybody zooms.
enum class MatrixFit {
    Readable, ///< high enough for a line of text; what does not fit scrolls
    Whole, ///< everything is seen at once, if need be with several cells a pixel
};

/// Geometry of a table of cells with labels on the left and at the top, a legend on the right.
/// Pure; points and rectangles are relative to the whole chart.
class MatrixLayout
{
public:
    MatrixLayout() = default;
    /// @param zoom nothing: as `fit` says. An offset beyond the end is pulled back.
    MatrixLayout(int rows, int columns, const QSizeF& size, const MatrixTexts& texts, MatrixFit fit,
                 const std::optional<MatrixZoom>& zoom = std::nullopt);

    [[nodiscard]] const MatrixZoom& zoom() const { return m_zoom; }
    /// The visible cells.
    [[nodiscard]] QRectF area() const { return m_area; }
    /// All cells.
    [[nodiscard]] QSizeF contentSize() const;
    /// Greatest offset.
    [[nodiscard]] QPointF mostOffset() const;
    [[nodiscard]] QRectF cellRect(const MatrixCell& cell) const;
    [[nodiscard]] std::optional<MatrixCell> cellAt(const QPointF& point) const;
    /// First and one past the last that are at least partly visible.
    [[nodiscard]] std::pair<int, int> visibleRows() const;
    [[nodiscard]] std::pair<int, int> visibleColumns() const;

    /// Labels are drawn upwards where they are wider than their cells.
    [[nodiscard]] bool columnLabelsTurned() const { return m_turned; }
    /// Every how many rows a label fits.
    [[nodiscard]] int rowLabelStep() const;
    [[nodiscard]] int columnLabelStep() const;
    [[nodiscard]] QRectF rowLabelRect(int row) const;
    /// Before it is turned.
    [[nodiscard]] QRectF columnLabelRect(int column) const;
    [[nodiscard]] QRectF rowTitleRect() const;
    [[nodiscard]] QRectF columnTitleRect() const;
    [[nodiscard]] QRectF legendRect() const;
    /// The colours in it; numbers stand on their right.
    [[nodiscard]] QRectF legendBar() const;
    /// What is drawn at all, labels and legend included.
    [[nodiscard]] QSizeF usedSize() const;

    /// Larger or smaller cells, the point stays where it is. Never smaller than the whole.
    [[nodiscard]] MatrixZoom zoomed(const QPointF& point, double factor) const;
    [[nodiscard]] MatrixZoom moved(const QPointF& offset) const;
    /// Scrolled as little as makes the cell visible.
    [[nodiscard]] MatrixZoom revealing(const MatrixCell& cell) const;

private:
    void placeMargins(const QSizeF& size);
    void fitCells(MatrixFit fit);

    int m_rows = 0;
    int m_columns = 0;
    MatrixTexts m_texts;
    MatrixZoom m_zoom;
    bool m_turned = false;
    QRectF m_room; // for cells, whether they fill it or not
    QRectF m_area;
};

} // namespace fe::charts
