// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/chart_picture.h"

#include <QGraphicsView>

namespace fe::charts {

class BarScene;

/// Horizontal bars with label and number. As many as there are: it scrolls.
///
/// Mouse: hover shows the whole label, a click makes a row current and activates it. Keyboard:
/// Up, Down, Home, End, Page keys; Enter activates; Ctrl+C copies the rows.
class BarChart : public QGraphicsView, public ChartPicture
{
    Q_OBJECT
public:
    explicit BarChart(QWidget* parent = nullptr);

    /// May be called many times a second. The current row stays if its label is still there.
    void setData(const BarData& data);
    [[nodiscard]] const BarData& data() const { return m_data; }
    /// -1: none.
    [[nodiscard]] int currentRow() const { return m_current; }
    void setCurrentRow(int row);
    /// Of a row, in the viewport.
    [[nodiscard]] QRect rowRect(int row) const;

    [[nodiscard]] ChartText chartText() const override { return m_data.text; }
    [[nodiscard]] QByteArray csv() const override { return csvOf(m_data); }
    [[nodiscard]] QSizeF pictureSize() const override;
    void paintPicture(QPainter& painter, const QSizeF& size,
                      const ChartStyle& style) const override;
    /// All rows.
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void currentRowChanged(int row);
    /// -1: the mouse left.
    void rowHovered(int row);
    void rowActivated(int row);

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;

private:
    [[nodiscard]] int rowAt(const QPoint& viewportPoint) const;
    [[nodiscard]] QString rowText(int row) const;
    void setHovered(int row);
    void restyle();
    void showMarks();
    void describe();

    BarData m_data;
    BarScene* m_scene;
    int m_current = -1;
    int m_hovered = -1;
};

} // namespace fe::charts
