// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/bar_layout.h"
#include "charts/chart_picture.h"

#include <QGraphicsScene>

#include <memory>

class QChart;
class QHorizontalStackedBarSeries;
class QValueAxis;
class QBarCategoryAxis;

namespace fe::charts {

/// The drawing of a list of bars: Qt Charts draws the bars; tracks, labels, numbers and marks lie
/// behind them in the same scene. The screen shows one of these, an export builds another.
class BarScene : public QGraphicsScene
{
    Q_OBJECT
public:
    struct Marks {
        int current = -1;
        int hovered = -1;
        bool focus = false; ///< a frame around the current row
        [[nodiscard]] bool operator==(const Marks& other) const = default;
    };

    explicit BarScene(QObject* parent = nullptr);
    ~BarScene() override;

    void setData(const BarData& data);
    void setStyle(const ChartStyle& style);
    void setWidth(double width);
    void setMarks(const Marks& marks);

    [[nodiscard]] const BarLayout& barLayout() const { return m_layout; }
    [[nodiscard]] bool isElided(int row) const;

private:
    class Rows; // the item behind the chart

    void arrange();
    void fillSeries();

    BarData m_data;
    ChartStyle m_style;
    Marks m_marks;
    double m_width = 0;
    BarLayout m_layout;
    Rows* m_rows;
    QChart* m_chart;
    QHorizontalStackedBarSeries* m_series; // owned by m_chart
    QValueAxis* m_valueAxis; // owned by m_chart
    QBarCategoryAxis* m_rowAxis; // owned by m_chart
};

} // namespace fe::charts
