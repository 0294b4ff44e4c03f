// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/chart_picture.h"
#include "charts/matrix_layout.h"

#include <QImage>

#include <vector>

namespace fe::charts {

/// Measures labels, numbers and legend. Walks over all labels: once for data and font.
[[nodiscard]] MatrixTexts matrixTexts(const MatrixData& data, const ValueRange& range,
                                      const QFont& font);

/// All that one drawing of a matrix needs; borrowed for its time.
struct MatrixPainting {
    const MatrixData& data;
    const MatrixLayout& layout;
    const ValueRange& range;
    const std::vector<QImage>& images; ///< coloredPyramid(); the first has a pixel a cell
    const ChartStyle& style;
};

/// Draws only what is visible.
void paintMatrix(QPainter& painter, const MatrixPainting& matrix);

/// A frame around a cell, to be drawn over the matrix.
void paintCellMark(QPainter& painter, const MatrixLayout& layout, const MatrixCell& cell,
                   const QColor& color, const QColor& around, double width);

} // namespace fe::charts
