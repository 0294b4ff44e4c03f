// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "scaling/scaling_page.h"

namespace fe::charts {
class LineChart;
}

namespace fe::scaling_tab {

/// Measurements against scale, and the laws fitted to them.
class PlotPage : public ScalingPage
{
    Q_OBJECT
public:
    PlotPage(ScalingState& state, QWidget* parent);

    [[nodiscard]] QJsonObject saveState() const override;
    void restoreState(const QJsonObject& state) override;

private:
    void showPoints();

    ScalingState& m_state;
    charts::LineChart* m_chart;
};

} // namespace fe::scaling_tab
