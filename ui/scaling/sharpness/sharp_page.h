// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/job_runner.h"
#include "scaling/scaling_page.h"
#include "scaling/sharpness/sharp_pair.h"

class QComboBox;
class QLabel;
class QSpinBox;
class QStackedWidget;

namespace fe::charts {
class PlotChart;
}

namespace fe::scaling_tab {

/// The same task under a metric that takes whole answers and one that gives part of the credit,
/// side by side: is a leap in the model, or in the metric (Schaeffer et al. 2023)?
class SharpPage : public ScalingPage
{
    Q_OBJECT
public:
    SharpPage(ScalingState& state, QWidget* parent);

    [[nodiscard]] QJsonObject saveState() const override;
    void restoreState(const QJsonObject& state) override;

    /// Of the shipped tables and the one that is open, in the order of the chooser.
    [[nodiscard]] const SharpPairs& pairs() const { return m_pairs; }

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void build();
    [[nodiscard]] QWidget* buildSettings(QWidget* parent);
    [[nodiscard]] QWidget* buildPlot(QLabel*& title, charts::PlotChart*& chart, const char* name);
    void connectParts();
    void linkViews(charts::PlotChart* from, charts::PlotChart* to);
    void readPairs();
    void gather();
    void showPair();
    void showCharts();
    [[nodiscard]] const SharpPair* current() const;
    void retranslate();

    ScalingState& m_state;
    SharpPairs m_shipped;
    SharpPairs m_pairs;
    QString m_wanted; ///< name of the pair that was chosen, or is to be found again
    bool m_stale = true; ///< the user's table changed while the page was hidden
    bool m_linking = false;
    jobs::JobHandle m_reading;
    QLabel* m_taskName;
    QComboBox* m_task;
    QLabel* m_scaleName;
    QComboBox* m_scale;
    QLabel* m_lengthName;
    QSpinBox* m_length;
    QStackedWidget* m_stack;
    QLabel* m_hint;
    QLabel* m_sharpTitle;
    charts::PlotChart* m_sharp;
    QLabel* m_smoothTitle;
    charts::PlotChart* m_smooth;
    QLabel* m_note;
};

} // namespace fe::scaling_tab
