// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/chart_picture.h"
#include "charts/line_data.h"
#include "charts/line_layout.h"

#include <QGraphicsView>

namespace fe::charts {

class LineScene;

/// Lines with points and intervals, a line a series.
///
/// Mouse: hover tells a point's numbers, a click makes it current and activates it; a click in the
/// legend hides a series or shows it again. Keyboard: Left, Right, Home, End walk along a series,
/// Up and Down to the next one that is shown; Space hides the current point's series, and shows all
/// again when none is left; Enter activates; Ctrl+C copies the numbers.
class LineChart : public QGraphicsView, public ChartPicture
{
    Q_OBJECT
public:
    explicit LineChart(QWidget* parent = nullptr);

    /// May be called many times a second. The current point stays if its series still has one at
    /// that x; series that were hidden stay so, by their names.
    void setData(const LineData& data);
    [[nodiscard]] const LineData& data() const { return m_data; }
    [[nodiscard]] LinePlace current() const { return m_current; }
    void setCurrent(const LinePlace& place);
    void setSeriesHidden(int series, bool hidden);
    [[nodiscard]] bool isSeriesHidden(int series) const
    {
        return charts::isHidden(m_hidden, series);
    }
    [[nodiscard]] const LineLayout& lineLayout() const;

    [[nodiscard]] ChartText chartText() const override { return m_data.text; }
    [[nodiscard]] QByteArray csv() const override { return csvOf(m_data); }
    [[nodiscard]] QSizeF pictureSize() const override;
    void paintPicture(QPainter& painter, const QSizeF& size,
                      const ChartStyle& style) const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void currentChanged(const fe::charts::LinePlace& place);
    void pointHovered(const fe::charts::LinePlace& place); ///< none: the mouse left it
    void pointActivated(const fe::charts::LinePlace& place);

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;

private:
    [[nodiscard]] LinePlace pointAt(const QPointF& place) const;
    [[nodiscard]] QString pointText(const LinePlace& place) const;
    [[nodiscard]] LinePlace placeOf(const QString& series, double x) const;
    void walkAlong(int to);
    void walkAcross(int step);
    void toggleCurrent();
    void copyNumbers() const;
    void restyle();
    void setHovered(const LinePlace& place);
    void showToolTip(const QPoint& local, const QPoint& global);
    void showMarks();
    void describe();

    LineData m_data;
    QVector<bool> m_hidden; // by series
    LineScene* m_scene;
    LinePlace m_current;
    LinePlace m_hovered;
};

} // namespace fe::charts
