// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/matrix_layout.h"

#include <algorithm>
#include <cmath>

namespace fe::charts {

namespace {

constexpr double kLabelShare = 0.3; // at most, of the chart's width or height
constexpr double kMostLabelLines = 8; // turned labels are cut there
constexpr double kLeastRow = 1; // lines, unless zoomed
constexpr double kLeastColumn = 1.15;
constexpr double kWidestCell = 8;
constexpr double kHighestCell = 4;
constexpr double kMostCell = 12; // lines, zoomed
constexpr double kGap = 0.4; // lines, between texts and cells
constexpr double kBelow = 0.5; // lines: the last label may be higher than its cell
constexpr double kLegendBar = 0.7; // lines, width
constexpr double kLeastLegend = 5; // lines, height
constexpr double kMostLegend = 13;

} // namespace

MatrixLayout::MatrixLayout(int rows, int columns, const QSizeF& size, const MatrixTexts& texts,
                           MatrixFit fit, const std::optional<MatrixZoom>& zoom)
    : m_rows(rows), m_columns(columns), m_texts(texts)
{
    m_room = QRectF(QPointF(0, 0), size);
    if (rows <= 0 || columns <= 0) {
        return;
    }
    if (zoom) {
        m_zoom = *zoom;
        placeMargins(size);
    } else {
        // Whether column labels are turned depends on the width of cells, which depends on the
        // left margin alone; the height of cells depends on both.
        placeMargins(size);
        fitCells(fit);
        placeMargins(size);
        fitCells(fit);
    }
    m_area = QRectF(m_room.topLeft(), m_room.size().boundedTo(contentSize()));
    m_zoom.offset = { std::clamp(m_zoom.offset.x(), 0.0, mostOffset().x()),
                      std::clamp(m_zoom.offset.y(), 0.0, mostOffset().y()) };
}

void MatrixLayout::placeMargins(const QSizeF& size)
{
    const double line = m_texts.lineHeight;
    const double gap = kGap * line;
    m_turned = m_texts.columnLabelWidth + gap > m_zoom.cellWidth;
    const double labels
        = m_turned ? std::min(m_texts.columnLabelWidth, kMostLabelLines * line) : line;
    const double left = std::min(m_texts.rowLabelWidth, kLabelShare * size.width()) + gap
        + (m_texts.rowTitle ? line + gap : 0);
    const double top = std::min(labels, kLabelShare * size.height()) + gap
        + (m_texts.columnTitle ? line + gap : 0);
    const double right = m_texts.legendWidth > 0 ? m_texts.legendWidth + 2 * gap : 0;
    m_room = { left, top, std::max(1.0, size.width() - left - right),
               std::max(1.0, size.height() - top - kBelow * line) };
}

void MatrixLayout::fitCells(MatrixFit fit)
{
    const double line = m_texts.lineHeight;
    m_zoom.cellWidth = m_room.width() / m_columns;
    m_zoom.cellHeight = m_room.height() / m_rows;
    if (fit == MatrixFit::Whole) {
        if (m_rows == m_columns) {
            m_zoom.cellWidth = m_zoom.cellHeight = std::min(m_zoom.cellWidth, m_zoom.cellHeight);
        }
        return;
    }
    m_zoom.cellHeight = std::clamp(std::floor(m_zoom.cellHeight), std::ceil(kLeastRow * line),
                                   std::ceil(kHighestCell * line));
    m_zoom.cellWidth = std::clamp(std::floor(m_zoom.cellWidth), std::ceil(kLeastColumn * line),
                                  std::ceil(kWidestCell * line));
}

QSizeF MatrixLayout::contentSize() const
{
    return { m_columns * m_zoom.cellWidth, m_rows * m_zoom.cellHeight };
}

QPointF MatrixLayout::mostOffset() const
{
    return { std::max(0.0, contentSize().width() - m_room.width()),
             std::max(0.0, contentSize().height() - m_room.height()) };
}

QRectF MatrixLayout::cellRect(const MatrixCell& cell) const
{
    const QPointF origin = m_area.topLeft() - m_zoom.offset;
    return { origin.x() + cell.column * m_zoom.cellWidth, origin.y() + cell.row * m_zoom.cellHeight,
             m_zoom.cellWidth, m_zoom.cellHeight };
}

std::optional<MatrixCell> MatrixLayout::cellAt(const QPointF& point) const
{
    if (!m_area.contains(point)) {
        return std::nullopt;
    }
    const QPointF inside = point - m_area.topLeft() + m_zoom.offset;
    return MatrixCell { std::clamp(static_cast<int>(inside.y() / m_zoom.cellHeight), 0, m_rows - 1),
                        std::clamp(static_cast<int>(inside.x() / m_zoom.cellWidth), 0,
                                   m_columns - 1) };
}

std::pair<int, int> MatrixLayout::visibleRows() const
{
    const double first = m_zoom.offset.y() / m_zoom.cellHeight;
    const double last = (m_zoom.offset.y() + m_area.height()) / m_zoom.cellHeight;
    return { static_cast<int>(first), std::min(m_rows, static_cast<int>(std::ceil(last))) };
}

std::pair<int, int> MatrixLayout::visibleColumns() const
{
    const double first = m_zoom.offset.x() / m_zoom.cellWidth;
    const double last = (m_zoom.offset.x() + m_area.width()) / m_zoom.cellWidth;
    return { static_cast<int>(first), std::min(m_columns, static_cast<int>(std::ceil(last))) };
}

int MatrixLayout::rowLabelStep() const
{
    return std::max(1, static_cast<int>(std::ceil(m_texts.lineHeight / m_zoom.cellHeight)));
}

int MatrixLayout::columnLabelStep() const
{
    return m_turned
        ? std::max(1, static_cast<int>(std::ceil(m_texts.lineHeight / m_zoom.cellWidth)))
        : 1;
}

QRectF MatrixLayout::rowLabelRect(int row) const
{
    const QRectF cell = cellRect({ row, 0 });
    const double gap = kGap * m_texts.lineHeight;
    const double left = m_texts.rowTitle ? m_texts.lineHeight + gap : 0;
    // Narrow rows borrow the height of those without a label.
    const double height = std::max(cell.height(), m_texts.lineHeight);
    return { left, cell.center().y() - height / 2, m_room.left() - gap - left, height };
}

QRectF MatrixLayout::columnLabelRect(int column) const
{
    const QRectF cell = cellRect({ 0, column });
    const double gap = kGap * m_texts.lineHeight;
    const double top = m_texts.columnTitle ? m_texts.lineHeight + gap : 0;
    const double width = std::max(cell.width(), m_texts.lineHeight);
    return { cell.center().x() - width / 2, top, width, m_room.top() - gap - top };
}

QRectF MatrixLayout::rowTitleRect() const
{
    return m_texts.rowTitle ? QRectF(0, m_area.top(), m_texts.lineHeight, m_area.height())
                            : QRectF();
}

QRectF MatrixLayout::columnTitleRect() const
{
    return m_texts.columnTitle ? QRectF(m_area.left(), 0, m_area.width(), m_texts.lineHeight)
                               : QRectF();
}

QRectF MatrixLayout::legendRect() const
{
    return { m_area.right() + 2 * kGap * m_texts.lineHeight, m_area.top(), m_texts.legendWidth,
             m_room.height() };
}

QRectF MatrixLayout::legendBar() const
{
    const double line = m_texts.lineHeight;
    const QRectF rect = legendRect();
    const double height = std::min(
        { rect.height(), kMostLegend * line, std::max(m_area.height(), kLeastLegend * line) });
    return { rect.left(), rect.top(), kLegendBar * line, height };
}

QSizeF MatrixLayout::usedSize() const
{
    return { m_texts.legendWidth > 0 ? legendRect().right() : m_area.right() + 1,
             std::max(m_area.bottom(), m_texts.legendWidth > 0 ? legendBar().bottom() : 0.0)
                 + kBelow * m_texts.lineHeight };
}

MatrixZoom MatrixLayout::zoomed(const QPointF& point, double factor) const
{
    const double whole = std::min(
        { 1.0, m_room.width() / contentSize().width(), m_room.height() / contentSize().height() });
    const double most = std::max(
        1.0, kMostCell * m_texts.lineHeight / std::max(m_zoom.cellWidth, m_zoom.cellHeight));
    const double by = std::clamp(factor, whole, most);
    const QPointF inside = point - m_area.topLeft();
    return { m_zoom.cellWidth * by, m_zoom.cellHeight * by,
             (m_zoom.offset + inside) * by - inside };
}

MatrixZoom MatrixLayout::moved(const QPointF& offset) const
{
    return { m_zoom.cellWidth, m_zoom.cellHeight, offset };
}

MatrixZoom MatrixLayout::revealing(const MatrixCell& cell) const
{
    const QRectF rect = cellRect(cell);
    const auto shift = [](double low, double high, double areaLow, double areaHigh) {
        return low < areaLow || high - low > areaHigh - areaLow ? low - areaLow
            : high > areaHigh                                   ? high - areaHigh
                                                                : 0.0;
    };
    return moved(m_zoom.offset
                 + QPointF(shift(rect.left(), rect.right(), m_area.left(), m_area.right()),
                           shift(rect.top(), rect.bottom(), m_area.top(), m_area.bottom())));
}

} // namespace fe::charts
