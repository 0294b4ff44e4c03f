// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/chart_picture.h"

#include <QGraphicsScene>

class QBarSeries;
class QChart;
class QLineSeries;
class QValueAxis;
class QBarCategoryAxis;

namespace fe::charts {

/// The drawing of a reliability diagram (Guo et al. 2017, arXiv:1706.04599, figure 1) by Qt Charts:
/// accuracy of each confidence bin, the diagonal of perfect calibration; the counts stand in the
/// bars' feet in the same scene.
class ReliabilityScene : public QGraphicsScene
{
    Q_OBJECT
public:
    explicit ReliabilityScene(QObject* parent = nullptr);
    ~ReliabilityScene() override;

    void setData(const ReliabilityData& data);
    void setStyle(const ChartStyle& style);
    void setSize(const QSizeF& size);
    /// -1: none.
    void setMarks(int current, int hovered);
    void setTexts(const QString& title, const QString& confidence, const QString& accuracy);

    /// -1 outside of the plot.
    [[nodiscard]] int binAt(const QPointF& point) const;
    /// From the bottom to the top of the plot.
    [[nodiscard]] QRectF binRect(int bin) const;

private:
    class Counts; // the item before the chart

    void arrange();

    ReliabilityData m_data;
    ChartStyle m_style;
    QSizeF m_size;
    int m_current = -1;
    int m_hovered = -1;
    QChart* m_chart;
    QBarSeries* m_bars; // this and the following owned by m_chart
    QLineSeries* m_diagonal;
    QBarCategoryAxis* m_binAxis;
    QValueAxis* m_confidence;
    QValueAxis* m_accuracy;
    Counts* m_counts;
};

} // namespace fe::charts
