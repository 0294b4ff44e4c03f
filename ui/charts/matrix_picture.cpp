// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/matrix_picture.h"

#include "charts/matrix_painter.h"

#include <algorithm>
#include <cmath>

namespace fe::charts {

namespace {

constexpr double kMostPicture = 4000; // logical pixels of a side
constexpr double kDecades = 2; // from there on a logarithmic scale is offered

/// Colours each pixel of `scale`; false if it was cancelled.
bool paint(ColoredMatrix::Scale& scale, const MatrixData& data, const IsCancelled& isCancelled)
{
    scale.images = coloredPyramid(*data.values, int(data.rows.size()), int(data.columns.size()),
                                  scale.range, data.palette, isCancelled);
    return !scale.images.empty();
}

/// Positive values on a logarithmic scale, within the bounds that the table asks for.
ValueRange logarithmicRange(const MatrixData& data, ValueRange positive)
{
    if (data.range) {
        positive.low = data.range->low <= 0 ? positive.low : data.range->low;
        positive.high = data.range->high;
    }
    return positive;
}

} // namespace

ColoredMatrixPtr coloredMatrix(MatrixData data, const IsCancelled& isCancelled)
{
    Q_ASSERT(data.isEmpty()
             || data.values->size() == std::size_t(data.rows.size() * data.columns.size()));
    auto matrix = std::make_shared<ColoredMatrix>();
    matrix->data = std::move(data);
    const MatrixData& table = matrix->data;
    if (table.isEmpty()) {
        return matrix;
    }
    if (table.palette == Palette::Diverging) {
        matrix->linear.range = table.range.value_or(symmetricRangeOf(*table.values));
        return paint(matrix->linear, table, isCancelled) ? matrix : nullptr;
    }
    const ValueRange plain = rangeOf(*table.values);
    const ValueRange positive = rangeOf(*table.values, true);
    matrix->spansDecades
        = plain.low >= 0 && positive.log && std::log10(positive.high / positive.low) >= kDecades;
    matrix->linear.range = table.range.value_or(plain);
    matrix->linear.range.log = false;
    if (!paint(matrix->linear, table, isCancelled)) {
        return nullptr;
    }
    if (positive.log && (matrix->spansDecades || table.valueAxis.log)) {
        matrix->logarithmic.range = logarithmicRange(table, positive);
        if (!paint(matrix->logarithmic, table, isCancelled)) {
            return nullptr;
        }
    }
    return matrix;
}

MatrixPicture::MatrixPicture(ColoredMatrixPtr matrix, Look look)
    : m_matrix(std::move(matrix)), m_look(std::move(look))
{
}

QSizeF MatrixPicture::pictureSize() const
{
    const MatrixData& data = m_matrix->data;
    if (data.isEmpty()) {
        return { 100, 100 };
    }
    // As large as makes every cell readable, and no larger than is then used.
    const MatrixTexts& texts = m_look.texts;
    const double line = texts.lineHeight;
    const QSizeF most(
        texts.rowLabelWidth + texts.legendWidth + 6 * line
            + double(data.columns.size()) * std::max(1.5 * line, m_look.leastCell.width()),
        texts.columnLabelWidth + 4 * line
            + double(data.rows.size()) * std::max(1.5 * line, m_look.leastCell.height()));
    const QSizeF room = most.expandedTo(QSizeF(20 * line, 14 * line))
                            .boundedTo(QSizeF(kMostPicture, kMostPicture));
    return layout(room, texts).usedSize();
}

MatrixLayout MatrixPicture::layout(const QSizeF& size, const MatrixTexts& texts) const
{
    // A picture does not scroll: everything must fit.
    const auto fitted = [&](MatrixFit fit) {
        return MatrixLayout(int(m_matrix->data.rows.size()), int(m_matrix->data.columns.size()),
                            size, texts, fit);
    };
    const MatrixLayout readable = fitted(MatrixFit::Readable);
    return readable.mostOffset() == QPointF(0, 0) ? readable : fitted(MatrixFit::Whole);
}

void MatrixPicture::paintPicture(QPainter& painter, const QSizeF& size,
                                 const ChartStyle& style) const
{
    const ColoredMatrix::Scale& scale = m_matrix->scale(m_look.log);
    const MatrixTexts texts = matrixTexts(m_matrix->data, scale.range, style.font);
    const MatrixLayout fitted = layout(size, texts);
    paintMatrix(painter, { m_matrix->data, fitted, scale.range, scale.images, style });
}

} // namespace fe::charts
