// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/chart_picture.h"
#include "charts/scatter_layout.h"
#include "charts/scatter_painter.h"

#include <QPixmap>
#include <QWidget>

#include <optional>

namespace fe::charts {

/// Points in a plane, with a colour and a shape for each category. Painted by itself:
/// QScatterSeries makes a graphics item of every point, which is too slow for thousands.
///
/// Mouse: hover tells label and values, a click makes a point current and activates it, the wheel
/// zooms, a drag pans, a double click shows everything; a click in the legend hides a category.
/// Keyboard: arrows walk to the next point in a direction, Enter activates, + and - zoom, 0 shows
/// everything.
class ScatterChart : public QWidget, public ChartPicture
{
    Q_OBJECT
public:
    explicit ScatterChart(QWidget* parent = nullptr);

    void setData(const ScatterData& data);
    [[nodiscard]] const ScatterData& data() const { return m_data; }
    /// -1: none.
    [[nodiscard]] int current() const { return m_current; }
    void setCurrent(int index);
    /// These points alone in full colour; none: all.
    void setHighlighted(const QVector<int>& points);
    void setCategoryHidden(int category, bool hidden);
    void resetZoom();
    /// Where a point is drawn.
    [[nodiscard]] QPointF placeOf(int index) const;

    [[nodiscard]] ChartText chartText() const override { return m_data.text; }
    [[nodiscard]] QByteArray csv() const override { return csvOf(m_data); }
    [[nodiscard]] QSizeF pictureSize() const override;
    void paintPicture(QPainter& painter, const QSizeF& size,
                      const ChartStyle& style) const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void currentChanged(int index);
    void pointHovered(int index); ///< -1: none
    void pointActivated(int index);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] int pointAt(const QPointF& place) const;
    [[nodiscard]] int legendRowAt(const QPointF& place) const;
    [[nodiscard]] QString pointText(int index) const;
    void arrange();
    void setView(const QRectF& view);
    void setHovered(int index);
    void walk(const QPointF& direction);
    void describe();

    ScatterData m_data;
    QVector<bool> m_hidden; // by category
    QVector<int> m_highlighted;
    QFont m_font; // that m_frame was measured in
    ScatterFrame m_frame;
    ScatterLayout m_layout;
    QPixmap m_drawn; // all but the marks; null: to be drawn again
    QRectF m_view { 0, 0, 1, 1 };
    int m_current = -1;
    int m_hovered = -1;
    std::optional<QPointF> m_pressed;
    QRectF m_pressedView;
    bool m_panning = false;
};

} // namespace fe::charts
