// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/job_runner.h"
#include "scaling/data_source.h"
#include "scaling/optimal/optimum_table.h"
#include "scaling/scaling_page.h"

class QLabel;
class QPushButton;
class QSplitter;
class QTableView;

namespace fe::charts {
class PlotChart;
}
namespace fe::widgets {
class MessageBanner;
}

namespace fe::scaling_tab {

class BudgetPanel;

/// What a budget buys under each law of loss, and the plane of parameters and tokens that they
/// speak of, with the Chinchilla runs on it.
class OptimalPage : public ScalingPage
{
    Q_OBJECT
public:
    OptimalPage(ScalingState& state, QWidget* parent);

    [[nodiscard]] QJsonObject saveState() const override;
    void restoreState(const QJsonObject& state) override;
    [[nodiscard]] QList<QAction*> paletteActions() const override;

    [[nodiscard]] const LawOptima& optima() const { return m_table.optima(); }
    [[nodiscard]] const std::optional<scaling::LossLaw>& ownLaw() const { return m_own; }
    /// Reads what `fexp fit --law chinchilla` or the Plot page saved, in the background.
    void openFit(const QString& path);

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void build();
    [[nodiscard]] QWidget* buildSettings();
    [[nodiscard]] QWidget* buildTable();
    [[nodiscard]] QWidget* buildPlot();
    void connectParts();
    void readRuns();
    void chooseFit();
    void followFits();
    void fitRuns();
    void setOwn(const std::optional<scaling::LossLaw>& law, const QString& name,
                const QString& path);
    void compute();
    void showPlot();
    void copyTable();
    [[nodiscard]] QString placeHint() const;
    void showError(const base::Error& error);
    void retranslate();

    ScalingState& m_state;
    std::optional<scaling::LossLaw> m_own;
    QString m_ownName; ///< where it comes from
    QString m_ownPath; ///< of its file; empty: of the Plot page
    TablePtr m_runs;
    OptimumTable m_table;
    jobs::JobHandle m_reading;
    jobs::JobHandle m_opening;
    widgets::MessageBanner* m_banner = nullptr;
    BudgetPanel* m_budget = nullptr;
    QSplitter* m_columns = nullptr;
    QLabel* m_ownLabel = nullptr;
    QPushButton* m_openFit = nullptr;
    QPushButton* m_fitRuns = nullptr;
    QPushButton* m_removeFit = nullptr;
    QLabel* m_tableTitle = nullptr;
    QTableView* m_view = nullptr;
    QLabel* m_source = nullptr;
    QPushButton* m_copy = nullptr;
    QLabel* m_plotTitle = nullptr;
    charts::PlotChart* m_plot = nullptr;
    QLabel* m_place = nullptr;
    QList<QAction*> m_actions;
};

} // namespace fe::scaling_tab
