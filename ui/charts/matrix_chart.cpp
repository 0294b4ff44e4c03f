// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/matrix_chart.h"

#include "charts/matrix_painter.h"

#include <QPainter>
#include <QScrollBar>
#include <QToolButton>

#include <algorithm>
#include <cmath>

namespace fe::charts {

namespace {

constexpr int kReadableColumns = 200;
constexpr double kMostPicture = 4000; // logical pixels of an exported side
constexpr double kDecades = 2; // from there on a logarithmic scale is offered

/// Values that span decades, none of them negative.
bool spansDecades(const MatrixData& data)
{
    if (!data.values || data.palette == Palette::Diverging) {
        return false;
    }
    const ValueRange plain = rangeOf(*data.values);
    const ValueRange positive = rangeOf(*data.values, true);
    return plain.low >= 0 && positive.log && std::log10(positive.high / positive.low) >= kDecades;
}

} // namespace

MatrixChart::MatrixChart(QWidget* parent)
    : QAbstractScrollArea(parent), m_logButton(new QToolButton(viewport()))
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setAutoFillBackground(false);
    viewport()->setMouseTracking(true);
    m_logButton->setCheckable(true);
    m_logButton->hide();
    connect(m_logButton, &QToolButton::toggled, this, &MatrixChart::setLogarithmic);
    setTexts();
    measure();
}

void MatrixChart::setData(const MatrixData& data)
{
    Q_ASSERT(data.isEmpty()
             || data.values->size() == std::size_t(data.rows.size() * data.columns.size()));
    const bool sameShape
        = data.rows.size() == m_data.rows.size() && data.columns.size() == m_data.columns.size();
    const bool log = sameShape ? m_range.log : data.valueAxis.log;
    m_data = data;
    m_hovered.reset();
    if (!sameShape) {
        m_zoom.reset();
        setCurrent(std::nullopt);
    }
    m_range.log = log;
    m_logButton->setVisible(spansDecades(m_data));
    colour();
    measure();
    updateGeometry();
}

void MatrixChart::setFit(MatrixFit fit)
{
    m_fit = fit;
    resetZoom();
}

void MatrixChart::setLogarithmic(bool log)
{
    if (log != m_range.log) {
        m_range.log = log;
        colour();
        measure();
    }
}

void MatrixChart::resetZoom()
{
    m_zoom.reset();
    arrange();
}

void MatrixChart::setCurrent(const std::optional<MatrixCell>& cell)
{
    if (cell == m_current) {
        return;
    }
    m_current = cell;
    if (cell) {
        const MatrixZoom zoom = m_layout.revealing(*cell);
        if (zoom.offset != m_layout.zoom().offset) {
            zoomTo(zoom);
        }
    }
    describe();
    viewport()->update();
    Q_EMIT currentChanged(cell ? cell->row : -1, cell ? cell->column : -1);
}

QSizeF MatrixChart::pictureSize() const
{
    if (m_data.isEmpty()) {
        return { 100, 100 };
    }
    // As large as makes every cell readable, and no larger than is then used.
    const double line = m_texts.lineHeight;
    const QSizeF most(
        m_texts.rowLabelWidth + m_texts.legendWidth + 6 * line
            + double(m_data.columns.size()) * std::max(1.5 * line, m_layout.zoom().cellWidth),
        m_texts.columnLabelWidth + 4 * line
            + double(m_data.rows.size()) * std::max(1.5 * line, m_layout.zoom().cellHeight));
    const QSizeF room = most.expandedTo(QSizeF(20 * line, 14 * line))
                            .boundedTo(QSizeF(kMostPicture, kMostPicture));
    return pictureLayout(room, m_texts).usedSize();
}

MatrixLayout MatrixChart::pictureLayout(const QSizeF& size, const MatrixTexts& texts) const
{
    // A picture does not scroll: everything must fit.
    const MatrixLayout layout(int(m_data.rows.size()), int(m_data.columns.size()), size, texts,
                              MatrixFit::Readable);
    return layout.mostOffset() == QPointF(0, 0)
        ? layout
        : MatrixLayout(int(m_data.rows.size()), int(m_data.columns.size()), size, texts,
                       MatrixFit::Whole);
}

void MatrixChart::paintPicture(QPainter& painter, const QSizeF& size, const ChartStyle& style) const
{
    const MatrixTexts texts = matrixTexts(m_data, m_range, style.font);
    const MatrixLayout layout = pictureLayout(size, texts);
    paintMatrix(painter, { m_data, layout, m_range, m_images, style });
}

QSize MatrixChart::sizeHint() const
{
    return QSizeF(designPixels(420, font()), designPixels(360, font())).toSize();
}

QSize MatrixChart::minimumSizeHint() const
{
    return QSizeF(designPixels(200, font()), designPixels(140, font())).toSize();
}

MatrixFit MatrixChart::fit() const
{
    return m_fit.value_or(m_data.columns.size() > kReadableColumns ? MatrixFit::Whole
                                                                   : MatrixFit::Readable);
}

QString MatrixChart::cellText(const MatrixCell& cell) const
{
    return m_data.rows[cell.row] + QStringLiteral(" × ") + m_data.columns[cell.column]
        + QStringLiteral(": ")
        + numberText(double(m_data.value(cell.row, cell.column)), m_data.valueAxis.format);
}

void MatrixChart::measure()
{
    m_font = font();
    m_texts = matrixTexts(m_data, m_range, m_font);
    arrange();
    describe();
}

void MatrixChart::colour()
{
    const bool log = m_range.log;
    if (m_data.isEmpty()) {
        m_range = {};
        m_images.clear();
    } else {
        if (m_data.palette == Palette::Diverging) {
            m_range = m_data.range.value_or(symmetricRangeOf(*m_data.values));
        } else {
            m_range = rangeOf(*m_data.values, log);
            if (m_data.range) {
                m_range = { log && m_range.log && m_data.range->low <= 0 ? m_range.low
                                                                         : m_data.range->low,
                            m_data.range->high, m_range.log };
            }
        }
        m_images = coloredPyramid(*m_data.values, int(m_data.rows.size()),
                                  int(m_data.columns.size()), m_range, m_data.palette);
    }
    const QSignalBlocker quiet(m_logButton);
    m_logButton->setChecked(m_range.log);
}

void MatrixChart::arrange()
{
    m_layout = MatrixLayout(int(m_data.rows.size()), int(m_data.columns.size()), viewport()->size(),
                            m_texts, fit(), m_zoom);
    if (m_zoom) {
        m_zoom = m_layout.zoom();
    }
    // Setting a range moves the bars, which would scroll, which would arrange again.
    m_arranging = true;
    const QPointF most = m_layout.mostOffset();
    horizontalScrollBar()->setRange(0, int(std::ceil(most.x())));
    horizontalScrollBar()->setPageStep(std::max(1, int(m_layout.area().width())));
    horizontalScrollBar()->setSingleStep(std::max(1, int(m_layout.zoom().cellWidth)));
    horizontalScrollBar()->setValue(qRound(m_layout.zoom().offset.x()));
    verticalScrollBar()->setRange(0, int(std::ceil(most.y())));
    verticalScrollBar()->setPageStep(std::max(1, int(m_layout.area().height())));
    verticalScrollBar()->setSingleStep(std::max(1, int(m_layout.zoom().cellHeight)));
    verticalScrollBar()->setValue(qRound(m_layout.zoom().offset.y()));
    m_arranging = false;
    placeLogButton();
    redraw();
}

void MatrixChart::zoomTo(const MatrixZoom& zoom)
{
    m_zoom = zoom;
    arrange();
}

void MatrixChart::placeLogButton()
{
    m_logButton->adjustSize();
    const QPointF below = m_layout.legendBar().bottomLeft() + QPointF(0, m_texts.lineHeight);
    m_logButton->move(below.toPoint());
}

void MatrixChart::setTexts()
{
    m_logButton->setText(tr("log"));
    m_logButton->setToolTip(tr("Logarithmic colours"));
    m_logButton->setAccessibleName(tr("Logarithmic colours"));
}

void MatrixChart::describe()
{
    setAccessibleName(m_data.text.title);
    setAccessibleDescription(
        m_current ? cellText(*m_current)
                  : tr("%1 rows, %2 columns").arg(m_data.rows.size()).arg(m_data.columns.size()));
}

void MatrixChart::redraw()
{
    m_drawn = {};
    viewport()->update();
}

void MatrixChart::paintEvent(QPaintEvent*)
{
    const ChartStyle style { widgets::themeTokens(palette()), m_font };
    const double ratio = devicePixelRatioF();
    if (m_drawn.isNull() || m_drawn.devicePixelRatio() != ratio) {
        // Marks follow the mouse; what lies below them is drawn once.
        m_drawn = QPixmap((QSizeF(viewport()->size()) * ratio).toSize().expandedTo({ 1, 1 }));
        m_drawn.setDevicePixelRatio(ratio);
        m_drawn.fill(Qt::transparent);
        QPainter painter(&m_drawn);
        paintMatrix(painter, { m_data, m_layout, m_range, m_images, style });
    }
    QPainter painter(viewport());
    painter.drawPixmap(0, 0, m_drawn);
    if (m_hovered && m_hovered != m_current) {
        paintCellMark(painter, m_layout, *m_hovered, style.tokens.secondary, style.tokens.card, 1);
    }
    if (m_current) {
        paintCellMark(painter, m_layout, *m_current,
                      hasFocus() ? style.tokens.accent : style.tokens.text, style.tokens.card, 2);
    } else if (hasFocus()) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(style.tokens.accent);
        painter.drawRoundedRect(QRectF(viewport()->rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    }
}

} // namespace fe::charts
