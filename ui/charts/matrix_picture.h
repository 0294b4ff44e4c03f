// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/chart_picture.h"
#include "charts/matrix_layout.h"

#include <QImage>

#include <vector>

namespace fe::charts {

/// A table with the colours of its cells. Immutable; any thread.
struct ColoredMatrix {
    /// The colours on one scale.
    struct Scale {
        ValueRange range;
        std::vector<QImage> images; ///< coloredPyramid(); none of an empty table
    };
    MatrixData data;
    Scale linear;
    Scale logarithmic; ///< no images where there is no such scale
    bool spansDecades = false; ///< without negative values: a logarithm tells more

    [[nodiscard]] bool hasLogarithmic() const { return !logarithmic.images.empty(); }
    /// The linear one where there is no other.
    [[nodiscard]] const Scale& scale(bool log) const
    {
        return log && hasLogarithmic() ? logarithmic : linear;
    }
};
using ColoredMatrixPtr = std::shared_ptr<const ColoredMatrix>;

/// Walks over all values several times: 2,000 x 2,000 take some hundred milliseconds, so that large
/// tables are made off the UI thread. Null if it was cancelled.
[[nodiscard]] ColoredMatrixPtr coloredMatrix(MatrixData data, const IsCancelled& isCancelled = {});

/// A table as a picture: what MatrixChart shows, without a widget. Immutable; any thread.
class MatrixPicture : public ChartPicture
{
public:
    struct Look {
        bool log = false;
        QSizeF leastCell; ///< cells are not drawn smaller where there is room
        MatrixTexts texts; ///< measured in the font of the screen
    };
    MatrixPicture(ColoredMatrixPtr matrix, Look look);

    [[nodiscard]] ChartText chartText() const override { return m_matrix->data.text; }
    [[nodiscard]] QByteArray csv() const override { return csvOf(m_matrix->data); }
    [[nodiscard]] QByteArray csvUnless(const IsCancelled& isCancelled) const override
    {
        return csvOf(m_matrix->data, isCancelled);
    }
    [[nodiscard]] QSizeF pictureSize() const override;
    void paintPicture(QPainter& painter, const QSizeF& size,
                      const ChartStyle& style) const override;

private:
    [[nodiscard]] MatrixLayout layout(const QSizeF& size, const MatrixTexts& texts) const;

    ColoredMatrixPtr m_matrix;
    Look m_look;
};

} // namespace fe::charts
