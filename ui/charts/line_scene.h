// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/chart_picture.h"
#include "charts/line_layout.h"

#include <QGraphicsScene>

class QAbstractSeries;
class QChart;
class QValueAxis;

namespace fe::charts {

/// The drawing of a line chart: Qt Charts draws lines and bands; grid and axes lie behind them,
/// points, bars, marks and legend before them in the same scene. The screen shows one of these, an
/// export builds another.
class LineScene : public QGraphicsScene
{
    Q_OBJECT
public:
    struct Marks {
        LinePlace current;
        LinePlace hovered;
        [[nodiscard]] bool operator==(const Marks& other) const = default;
    };

    explicit LineScene(QObject* parent = nullptr);
    ~LineScene() override;

    void setData(const LineData& data);
    void setHidden(const QVector<bool>& hidden);
    void setStyle(const ChartStyle& style);
    void setSize(const QSizeF& size);
    void setMarks(const Marks& marks);

    [[nodiscard]] const LineLayout& lineLayout() const { return m_layout; }

private:
    class Back; // grid and axes
    class Front; // points, bars, marks, legend

    void arrange();
    void fillSeries();
    void addLine(int series, const QVector<LinePoint>& run);
    void addBand(int series, const QVector<LinePoint>& run);
    void attach(QAbstractSeries* series);
    [[nodiscard]] QColor color(int series) const;
    [[nodiscard]] bool hasBand(int series) const;

    LineData m_data;
    QVector<bool> m_hidden;
    ChartStyle m_style;
    QSizeF m_size { 1, 1 };
    Marks m_marks;
    LineLayout m_layout;
    Back* m_back;
    QChart* m_chart;
    QValueAxis* m_xAxis; // this and the next owned by m_chart
    QValueAxis* m_yAxis;
    Front* m_front;
};

} // namespace fe::charts
