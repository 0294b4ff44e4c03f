// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/chart_picture.h"
#include "charts/plot_data.h"
#include "charts/plot_layout.h"

#include <QGraphicsView>

#include <optional>

class QRubberBand;

namespace fe::charts {

class PlotScene;

/// Thousands of points with intervals, curves with bands, lines and marks, on linear, logarithmic
/// or date axes.
///
/// Mouse: hover tells a point's numbers, a click makes it current; a click in the legend hides a
/// series or shows it again. The wheel zooms (with Shift along x alone, with Ctrl along y), a drag
/// pans, a drag with Shift or the right button zooms into a rectangle, a double click shows
/// everything. Keyboard: Left, Right, Home, End walk along a series by x, Up and Down to the next
/// one; + and - zoom, Shift and arrows pan, 0 shows everything; Space hides the current point's
/// series, and shows all again when none is left; Enter activates; Ctrl+C copies the numbers.
class PlotChart : public QGraphicsView, public ChartPicture
{
    Q_OBJECT
public:
    explicit PlotChart(QWidget* parent = nullptr);

    /// Zoom stays, unless the axes are others; the current point stays by its id, series that were
    /// hidden by their names.
    void setData(const PlotData& data);
    [[nodiscard]] const PlotData& data() const { return m_data; }
    [[nodiscard]] LinePlace current() const { return m_current; }
    void setCurrent(const LinePlace& place);
    /// The same by PlotPoint::id; none if there is no such point.
    void setCurrentId(qint64 id);
    [[nodiscard]] qint64 currentId() const;
    void setSeriesHidden(int series, bool hidden);
    [[nodiscard]] bool isSeriesHidden(int series) const
    {
        return charts::isHidden(m_hidden, series);
    }
    [[nodiscard]] const PlotLayout& plotLayout() const;
    /// The part that is seen.
    [[nodiscard]] const QRectF& view() const { return m_view; }
    void setView(const QRectF& view);
    void resetView() { setView(kWholeView); }
    /// What hovering tells.
    [[nodiscard]] QString pointText(const LinePlace& place) const;

    [[nodiscard]] ChartText chartText() const override { return m_data.text; }
    [[nodiscard]] QByteArray csv() const override { return csvOf(m_data); }
    [[nodiscard]] QSizeF pictureSize() const override;
    void paintPicture(QPainter& painter, const QSizeF& size,
                      const ChartStyle& style) const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void currentChanged(qint64 id); ///< -1: none
    void viewChanged(const QRectF& view);

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;

private:
    [[nodiscard]] LinePlace pointAt(const QPointF& place) const;
    void walkAlong(int key);
    void walkAcross(int step);
    void toggleCurrent();
    void click(const QPointF& place);
    void zoomBy(double factor);
    void copyNumbers() const;
    void restyle();
    void setHovered(const LinePlace& place);
    void showToolTip(const QPoint& local, const QPoint& global);
    void showView();
    void showMarks();
    void describe();

    PlotData m_data;
    QVector<bool> m_hidden; // by series
    QRectF m_view = kWholeView;
    PlotScene* m_scene;
    LinePlace m_current;
    LinePlace m_hovered;
    std::optional<QPointF> m_pressed;
    QRectF m_pressedView;
    bool m_panning = false;
    QRubberBand* m_band = nullptr; // while a rectangle is drawn
};

} // namespace fe::charts
