// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/job_runner.h"
#include "scaling/comparison.h"
#include "scaling/scaling_page.h"

#include <memory>
#include <vector>

class QComboBox;
class QLabel;
class QPushButton;
class QTableView;

namespace fe::charts {
class PlotChart;
}
namespace fe::widgets {
class MessageBanner;
}

namespace fe::scaling_tab {

class ComparisonModel;

/// All laws on the points of one series: which of them explains the data best for what it costs.
class ComparePage : public ScalingPage
{
    Q_OBJECT
public:
    ComparePage(ScalingState& state, QWidget* parent);
    ~ComparePage() override;

    [[nodiscard]] QJsonObject saveState() const override;
    void restoreState(const QJsonObject& state) override;
    bool stop() override;

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void build();
    void showSeries();
    void compare();
    void compareSoon();
    void showResult();
    void showRunning();
    void showCurves();
    void retranslate();

    ScalingState& m_state;
    ComparisonModel* m_model;
    QLabel* m_title = nullptr;
    QComboBox* m_series = nullptr;
    QPushButton* m_run = nullptr;
    QPushButton* m_copy = nullptr;
    QLabel* m_status = nullptr;
    widgets::MessageBanner* m_banner = nullptr;
    QTableView* m_table = nullptr;
    charts::PlotChart* m_chart = nullptr;
    jobs::JobHandle m_job;
};

} // namespace fe::scaling_tab
