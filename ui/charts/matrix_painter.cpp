// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/matrix_painter.h"

#include "charts/axis_ticks.h"

#include <QFontMetricsF>
#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace fe::charts {

namespace {

constexpr double kVectorCell = 8; // pixels: smaller cells are drawn as a picture
constexpr double kGapCell = 14; // pixels: larger cells stand apart by a line
constexpr qsizetype kLongestMeasured = 60;

double widest(const QStringList& texts, const QFontMetricsF& metrics)
{
    double width = 0;
    for (const QString& text : texts) {
        width = std::max(width, metrics.horizontalAdvance(text.left(kLongestMeasured)));
    }
    return std::ceil(width + 1);
}

QVector<Tick> legendTicks(const MatrixPainting& matrix, double height)
{
    const QFontMetricsF metrics(matrix.style.font);
    return axisTicks(matrix.range, int(height / (2 * metrics.height())),
                     matrix.data.valueAxis.format);
}

/// Black or white, whichever reads better on it (WCAG luminance, the even point is 0.179).
QColor textOn(const QColor& color)
{
    const auto linear
        = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    const double luminance = 0.2126 * linear(double(color.redF()))
        + 0.7152 * linear(double(color.greenF())) + 0.0722 * linear(double(color.blueF()));
    return luminance > 0.179 ? QColor(Qt::black) : QColor(Qt::white);
}

void paintPictureOfCells(QPainter& painter, const MatrixPainting& matrix)
{
    const auto [firstRow, lastRow] = matrix.layout.visibleRows();
    const auto [firstColumn, lastColumn] = matrix.layout.visibleColumns();
    const QRectF target = matrix.layout.cellRect({ firstRow, firstColumn })
                              .united(matrix.layout.cellRect({ lastRow - 1, lastColumn - 1 }));
    // Several cells a pixel: a picture of as few pixels, in which no peak is lost.
    const double pixels = painter.device()->devicePixelRatioF() * painter.transform().m11();
    const double cellPixels
        = pixels * std::min(matrix.layout.zoom().cellWidth, matrix.layout.zoom().cellHeight);
    std::size_t level = 0;
    while (level + 1 < matrix.images.size() && std::ldexp(cellPixels, int(level)) < 1) {
        ++level;
    }
    const double scale = std::ldexp(1.0, -int(level));
    const QRectF source(firstColumn * scale, firstRow * scale, (lastColumn - firstColumn) * scale,
                        (lastRow - firstRow) * scale);
    painter.drawImage(target, matrix.images[level], source);
}

/// Noughts of counts are noise: their colour says it.
QString cellNumber(double value, NumberFormat format)
{
    if (std::isnan(value) || (format == NumberFormat::Integer && value == 0)) {
        return {};
    }
    return format == NumberFormat::General ? QLocale().toString(value, 'g', 3)
                                           : numberText(value, format);
}

/// Numbers are read in rows and columns, so all of those to be seen fit or none is drawn.
bool numbersFit(const MatrixPainting& matrix, const QFontMetricsF& metrics)
{
    const MatrixZoom& zoom = matrix.layout.zoom();
    if (zoom.cellHeight < metrics.height() || zoom.cellWidth < metrics.averageCharWidth()) {
        return false;
    }
    const auto [firstRow, lastRow] = matrix.layout.visibleRows();
    const auto [firstColumn, lastColumn] = matrix.layout.visibleColumns();
    for (int row = firstRow; row < lastRow; ++row) {
        for (int column = firstColumn; column < lastColumn; ++column) {
            const QString text
                = cellNumber(double(matrix.data.value(row, column)), matrix.data.valueAxis.format);
            if (metrics.horizontalAdvance(text) + 4 > zoom.cellWidth) {
                return false;
            }
        }
    }
    return true;
}

void paintCells(QPainter& painter, const MatrixPainting& matrix)
{
    const auto [firstRow, lastRow] = matrix.layout.visibleRows();
    const auto [firstColumn, lastColumn] = matrix.layout.visibleColumns();
    const MatrixZoom& zoom = matrix.layout.zoom();
    const double gap = std::min(zoom.cellWidth, zoom.cellHeight) >= kGapCell ? 1 : 0;
    const bool numbers = numbersFit(matrix, QFontMetricsF(matrix.style.font));
    for (int row = firstRow; row < lastRow; ++row) {
        for (int column = firstColumn; column < lastColumn; ++column) {
            const QRectF rect = matrix.layout.cellRect({ row, column });
            const QColor color = QColor::fromRgba(matrix.images.front().pixel(column, row));
            painter.fillRect(rect.adjusted(0, 0, -gap, -gap), color);
            if (numbers) {
                painter.setPen(textOn(color));
                painter.drawText(rect, Qt::AlignCenter | Qt::TextSingleLine,
                                 cellNumber(double(matrix.data.value(row, column)),
                                            matrix.data.valueAxis.format));
            }
        }
    }
}

void paintLabels(QPainter& painter, const MatrixPainting& matrix)
{
    const MatrixLayout& layout = matrix.layout;
    const QFontMetricsF metrics(matrix.style.font);
    painter.setPen(matrix.style.tokens.text);
    const auto [firstRow, lastRow] = layout.visibleRows();
    const int rowStep = layout.rowLabelStep();
    for (int row = (firstRow + rowStep - 1) / rowStep * rowStep; row < lastRow; row += rowStep) {
        const QRectF rect = layout.rowLabelRect(row);
        // A label beside a cell that is mostly scrolled away would lie on the column labels.
        if (rect.center().y() >= layout.area().top()
            && rect.center().y() <= layout.area().bottom()) {
            painter.drawText(
                rect, Qt::AlignVCenter | Qt::AlignRight | Qt::TextSingleLine,
                metrics.elidedText(matrix.data.rows[row], Qt::ElideRight, rect.width()));
        }
    }
    const auto [firstColumn, lastColumn] = layout.visibleColumns();
    const int step = layout.columnLabelStep();
    for (int column = (firstColumn + step - 1) / step * step; column < lastColumn; column += step) {
        const QRectF rect = layout.columnLabelRect(column);
        if (rect.center().x() < layout.area().left() || rect.center().x() > layout.area().right()) {
            continue;
        }
        const double room = layout.columnLabelsTurned() ? rect.height() : rect.width();
        const QString text = metrics.elidedText(matrix.data.columns[column], Qt::ElideRight, room);
        if (!layout.columnLabelsTurned()) {
            painter.drawText(rect, Qt::AlignHCenter | Qt::AlignBottom | Qt::TextSingleLine, text);
            continue;
        }
        painter.save();
        painter.translate(rect.center().x(), rect.bottom());
        painter.rotate(-90);
        painter.drawText(QRectF(0, -rect.width() / 2, rect.height(), rect.width()),
                         Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, text);
        painter.restore();
    }
}

void paintTitles(QPainter& painter, const MatrixPainting& matrix)
{
    painter.setPen(matrix.style.tokens.secondary);
    painter.drawText(matrix.layout.columnTitleRect(), Qt::AlignCenter | Qt::TextSingleLine,
                     matrix.data.columnAxis.text());
    const QRectF title = matrix.layout.rowTitleRect();
    painter.save();
    painter.translate(title.center());
    painter.rotate(-90);
    painter.drawText(QRectF(-title.height() / 2, -title.width() / 2, title.height(), title.width()),
                     Qt::AlignCenter | Qt::TextSingleLine, matrix.data.rowAxis.text());
    painter.restore();
}

void paintLegend(QPainter& painter, const MatrixPainting& matrix)
{
    const QFontMetricsF metrics(matrix.style.font);
    const QRectF bar = matrix.layout.legendBar();
    const double unit = designPixels(1, matrix.style.font);
    const QString name = matrix.data.valueAxis.text();
    if (!name.isEmpty()) {
        painter.setPen(matrix.style.tokens.secondary);
        QRectF title = matrix.layout.legendRect();
        title.setHeight(metrics.height());
        title.moveBottom(bar.top() - 0.3 * metrics.height());
        painter.drawText(title, Qt::AlignLeft | Qt::AlignBottom | Qt::TextSingleLine,
                         metrics.elidedText(name, Qt::ElideRight, title.width()));
    }
    const ColorMap& map = colorMap(matrix.data.palette);
    constexpr int kStops = 64;
    QLinearGradient gradient(bar.bottomLeft(), bar.topLeft());
    for (int i = 0; i <= kStops; ++i) {
        gradient.setColorAt(double(i) / kStops, map.at(double(i) / kStops));
    }
    painter.fillRect(bar, gradient);
    for (const Tick& tick : legendTicks(matrix, bar.height())) {
        const double y
            = bar.bottom() - std::clamp(matrix.range.position(tick.value), 0.0, 1.0) * bar.height();
        painter.setPen(matrix.style.tokens.line);
        painter.drawLine(QPointF(bar.right(), y), QPointF(bar.right() + 3 * unit, y));
        painter.setPen(matrix.style.tokens.secondary);
        painter.drawText(
            QRectF(bar.right() + 6 * unit, y - metrics.height() / 2, 1000, metrics.height()),
            Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, tick.text);
    }
}

} // namespace

MatrixTexts matrixTexts(const MatrixData& data, const ValueRange& range, const QFont& font)
{
    const QFontMetricsF metrics(font);
    MatrixTexts texts;
    texts.lineHeight = std::ceil(metrics.height());
    texts.rowLabelWidth = widest(data.rows, metrics);
    texts.columnLabelWidth = widest(data.columns, metrics);
    texts.rowTitle = !data.rowAxis.name.isEmpty();
    texts.columnTitle = !data.columnAxis.name.isEmpty();
    QStringList numbers;
    for (const Tick& tick : axisTicks(range, 8, data.valueAxis.format)) {
        numbers.append(tick.text);
    }
    texts.legendWidth = 0.7 * texts.lineHeight + designPixels(7, font) + widest(numbers, metrics);
    texts.legendWidth = std::max(
        texts.legendWidth,
        std::min(metrics.horizontalAdvance(data.valueAxis.text()) + 2, designPixels(110, font)));
    return texts;
}

void paintMatrix(QPainter& painter, const MatrixPainting& matrix)
{
    if (matrix.data.isEmpty()) {
        return;
    }
    const MatrixZoom& zoom = matrix.layout.zoom();
    painter.setFont(matrix.style.font);
    painter.save();
    painter.setClipRect(matrix.layout.area());
    painter.setRenderHint(QPainter::Antialiasing, false);
    if (std::min(zoom.cellWidth, zoom.cellHeight) >= kVectorCell) {
        paintCells(painter, matrix);
    } else {
        paintPictureOfCells(painter, matrix);
    }
    painter.restore();
    painter.setRenderHint(QPainter::Antialiasing);
    paintLabels(painter, matrix);
    paintTitles(painter, matrix);
    paintLegend(painter, matrix);
}

void paintCellMark(QPainter& painter, const MatrixLayout& layout, const MatrixCell& cell,
                   const QColor& color, const QColor& around, double width)
{
    // Outside of the cell, so that its colour stays seen, with a line of the card between.
    const QRectF rect = layout.cellRect(cell).adjusted(-0.5, -0.5, -0.5, -0.5);
    painter.save();
    painter.setClipRect(layout.area().adjusted(-2, -2, 2, 2));
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(around, width + 2));
    painter.drawRect(rect);
    painter.setPen(QPen(color, width));
    painter.drawRect(rect);
    painter.restore();
}

} // namespace fe::charts
