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

} // namespace

MatrixChart::MatrixChart(QWidget* parent)
    : QAbstractScrollArea(parent), m_matrix(std::make_shared<ColoredMatrix>()),
      m_logButton(new QToolButton(viewport()))
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
    setMatrix(coloredMatrix(data));
}

void MatrixChart::setMatrix(ColoredMatrixPtr matrix)
{
    const bool sameShape = matrix->data.rows.size() == data().rows.size()
        && matrix->data.columns.size() == data().columns.size();
    m_matrix = std::move(matrix);
    m_hovered.reset();
    if (!sameShape) {
        m_log = data().valueAxis.log;
        m_zoom.reset();
        setCurrent(std::nullopt);
    }
    m_logButton->setVisible(m_matrix->spansDecades);
    showScale();
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
    const bool before = isLogarithmic();
    m_log = log;
    showScale();
    if (isLogarithmic() != before) {
        measure();
    }
}

void MatrixChart::showScale()
{
    const QSignalBlocker quiet(m_logButton);
    m_logButton->setChecked(isLogarithmic());
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

MatrixPicture MatrixChart::picture() const
{
    return { m_matrix,
             { m_log, QSizeF(m_layout.zoom().cellWidth, m_layout.zoom().cellHeight), m_texts } };
}

std::shared_ptr<const ChartPicture> MatrixChart::snapshot() const
{
    return std::make_shared<MatrixPicture>(picture());
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
    return m_fit.value_or(data().columns.size() > kReadableColumns ? MatrixFit::Whole
                                                                   : MatrixFit::Readable);
}

QString MatrixChart::cellText(const MatrixCell& cell) const
{
    return data().rows[cell.row] + QStringLiteral(" × ") + data().columns[cell.column]
        + QStringLiteral(": ")
        + numberText(double(data().value(cell.row, cell.column)), data().valueAxis.format);
}

void MatrixChart::measure()
{
    m_font = font();
    m_texts = matrixTexts(data(), scale().range, m_font);
    arrange();
    describe();
}

void MatrixChart::arrange()
{
    m_layout = MatrixLayout(int(data().rows.size()), int(data().columns.size()), viewport()->size(),
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
    setAccessibleName(data().text.title);
    setAccessibleDescription(
        m_current ? cellText(*m_current)
                  : tr("%1 rows, %2 columns").arg(data().rows.size()).arg(data().columns.size()));
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
        paintMatrix(painter, { data(), m_layout, scale().range, scale().images, style });
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
