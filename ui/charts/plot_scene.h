// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/chart_picture.h"
#include "charts/plot_layout.h"

#include <QGraphicsScene>

class QAbstractSeries;
class QChart;
class QValueAxis;

namespace fe::charts {

/// The drawing of a plot: Qt Charts draws curves, bands and the lines that join points; grid and
/// axes lie behind them, points (one item for all: thousands of them are drawn at once), marks and
/// names before them. The screen shows one of these, an export builds another.
class PlotScene : public QGraphicsScene
{
    Q_OBJECT
public:
    struct Marks {
        LinePlace current;
        LinePlace hovered;
        [[nodiscard]] bool operator==(const Marks& other) const = default;
    };
    /// What is shown of the data.
    struct View {
        QVector<bool> hidden;
        QRectF part = kWholeView;
        [[nodiscard]] bool operator==(const View& other) const = default;
    };

    /// @param data is borrowed; call dataChanged() when it is another.
    PlotScene(const PlotData& data, QObject* parent);
    ~PlotScene() override;

    void dataChanged() { arrange(); }
    void setView(const View& view);
    void setStyle(const ChartStyle& style);
    void setSize(const QSizeF& size);
    void setMarks(const Marks& marks);

    [[nodiscard]] const PlotLayout& plotLayout() const { return m_layout; }
    [[nodiscard]] QColor color(int series) const;

private:
    class Back; // grid and axes
    class Front; // points, lines, names, legend
    class Rings; // around the current and the hovered point: drawn often, alone

    void arrange();
    void fill();
    void addCurve(const PlotCurve& curve);
    void addBand(const PlotCurve& curve);
    void addJoined(int series);
    void addLine(const QVector<QPointF>& points, const QPen& pen);
    void attach(QAbstractSeries* series);

    const PlotData& m_data;
    View m_view;
    ChartStyle m_style;
    QSizeF m_size { 1, 1 };
    Marks m_marks;
    PlotLayout m_layout;
    Back* m_back;
    QChart* m_chart;
    QValueAxis* m_xAxis; // this and the next owned by m_chart
    QValueAxis* m_yAxis;
    Front* m_front;
    Rings* m_rings;
};

} // namespace fe::charts
