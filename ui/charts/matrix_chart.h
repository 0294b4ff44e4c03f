// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/matrix_picture.h"

#include <QAbstractScrollArea>
#include <QPixmap>

#include <optional>

class QToolButton;

namespace fe::charts {

class ChartSaver;

/// A table of numbers as colours.
///
/// Mouse: hover tells names and value, a click makes a cell current and activates it, a drag pans.
/// The wheel scrolls where cells are readable and zooms where the whole is shown at once; with Ctrl
/// it always zooms; a double click outside of the cells or Key_0 shows the whole again. Keyboard:
/// arrows, Home, End (Ctrl: of the table), Page keys, Enter activates, + and - zoom, L switches to
/// logarithmic colours and back.
class MatrixChart : public QAbstractScrollArea, public ChartPicture
{
    Q_OBJECT
public:
    explicit MatrixChart(QWidget* parent = nullptr);

    /// Zoom, place and current cell stay if the table has the same shape. Colours it here: for
    /// tables of up to some hundred rows and columns.
    void setData(const MatrixData& data);
    /// The same of a table that was coloured elsewhere. Never null.
    void setMatrix(ColoredMatrixPtr matrix);
    [[nodiscard]] const MatrixData& data() const { return m_matrix->data; }
    /// Who writes the files of the context menu; null, as at first: the UI thread. Must outlive the
    /// chart's use.
    void setSaver(ChartSaver* saver) { m_saver = saver; }
    /// Readable at first, Whole for tables with more than 200 columns.
    void setFit(MatrixFit fit);
    /// Kept for tables to come, shown where values span decades.
    void setLogarithmic(bool log);
    [[nodiscard]] bool isLogarithmic() const { return scale().range.log; }
    void resetZoom();

    [[nodiscard]] std::optional<MatrixCell> current() const { return m_current; }
    void setCurrent(const std::optional<MatrixCell>& cell);
    [[nodiscard]] const MatrixLayout& matrixLayout() const { return m_layout; }

    [[nodiscard]] ChartText chartText() const override { return data().text; }
    [[nodiscard]] QByteArray csv() const override { return csvOf(data()); }
    [[nodiscard]] QSizeF pictureSize() const override { return picture().pictureSize(); }
    void paintPicture(QPainter& painter, const QSizeF& size, const ChartStyle& style) const override
    {
        picture().paintPicture(painter, size, style);
    }
    [[nodiscard]] std::shared_ptr<const ChartPicture> snapshot() const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void currentChanged(int row, int column); ///< -1, -1: none
    void cellHovered(int row, int column); ///< -1, -1: none
    void cellActivated(int row, int column);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void changeEvent(QEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    [[nodiscard]] MatrixFit fit() const;
    [[nodiscard]] MatrixPicture picture() const;
    [[nodiscard]] const ColoredMatrix::Scale& scale() const { return m_matrix->scale(m_log); }
    [[nodiscard]] QString cellText(const MatrixCell& cell) const;
    void measure();
    void arrange();
    void zoomTo(const MatrixZoom& zoom);
    void setHovered(const std::optional<MatrixCell>& cell);
    void redraw();
    void showScale();
    void placeLogButton();
    void setTexts();
    void describe();
    bool moveCurrent(const QKeyEvent& event);

    ColoredMatrixPtr m_matrix;
    bool m_log = false; // wanted; see isLogarithmic()
    ChartSaver* m_saver = nullptr;
    QPixmap m_drawn; // all but the marks; null: to be drawn again
    QFont m_font; // that m_texts were measured in
    MatrixTexts m_texts;
    MatrixLayout m_layout;
    std::optional<MatrixFit> m_fit;
    std::optional<MatrixZoom> m_zoom; // nothing until somebody zooms or scrolls
    std::optional<MatrixCell> m_current;
    std::optional<MatrixCell> m_hovered;
    std::optional<QPointF> m_pressed;
    QPointF m_pressedOffset;
    bool m_panning = false;
    bool m_arranging = false;
    QToolButton* m_logButton;
};

} // namespace fe::charts
