// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/plot_page.h"

#include "charts/line_chart.h"
#include "scaling/scaling_state.h"

#include <QVBoxLayout>

namespace fe::scaling_tab {

PlotPage::PlotPage(ScalingState& state, QWidget* parent)
    : ScalingPage(parent), m_state(state), m_chart(new charts::LineChart(this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_chart);
    connect(&m_state, &ScalingState::choiceChanged, this, &PlotPage::showPoints);
}

void PlotPage::showPoints()
{
    charts::LineData shown;
    shown.text = { m_state.title(), m_state.provenance() };
    const PlotChoice& choice = m_state.choice();
    shown.x.name = QString::fromStdString(choice.x);
    shown.x.log = choice.logX;
    shown.y.name = QString::fromStdString(choice.y);
    shown.y.log = choice.logY;
    const scaling::Column* x = m_state.measured()->find(choice.x);
    const scaling::Column* y = m_state.measured()->find(choice.y);
    for (const std::size_t index : m_state.shownSeries()) {
        const scaling::Series& series = m_state.series()[index];
        charts::LineSeries line { QString::fromStdString(series.name), {}, -1, false };
        for (const std::size_t row : series.rows) {
            if (x && y) {
                line.points.append({ x->numbers[row], y->numbers[row] });
            }
        }
        shown.series.append(line);
    }
    m_chart->setData(shown);
}

QJsonObject PlotPage::saveState() const
{
    return {};
}

void PlotPage::restoreState(const QJsonObject&) { }

} // namespace fe::scaling_tab
