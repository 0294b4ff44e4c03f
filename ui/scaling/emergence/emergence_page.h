// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/job_runner.h"
#include "scaling/emergence/ability_table.h"
#include "scaling/scaling_page.h"

#include <QSortFilterProxyModel>

#include <optional>

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;
class QStackedWidget;
class QTableView;
class QToolButton;

namespace fe::charts {
class ExportButton;
class StripChart;
} // namespace fe::charts
namespace fe::widgets {
class SegmentedControl;
}

namespace fe::scaling_tab {

class OrderExercise;
class RulePanel;

/// Abilities by the scale at which they appear: as published, and as the user's rule finds them in
/// the table that is open. And an exercise about their order.
class EmergencePage : public ScalingPage
{
    Q_OBJECT
public:
    EmergencePage(ScalingState& state, QWidget* parent);

    [[nodiscard]] QJsonObject saveState() const override;
    void restoreState(const QJsonObject& state) override;
    [[nodiscard]] QList<QAction*> paletteActions() const override;
    bool stop() override;

    /// All that are shown, sorted by scale.
    [[nodiscard]] const FoundAbilities& abilities() const { return m_table.abilities(); }
    /// The rule is being applied.
    [[nodiscard]] bool isSearching() const { return m_search.isActive(); }

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    enum View { StripView, TableView, ExerciseView };

    void build();
    [[nodiscard]] QWidget* buildHeader();
    void connectParts();
    [[nodiscard]] ScaleKind scale() const;
    void readKnown();
    void tableOpened();
    void markStale();
    void search();
    void showAbilities();
    void showView(int view);
    [[nodiscard]] QString noteText() const;
    [[nodiscard]] QString axisName() const;
    void selectRow(const FoundAbility& ability);
    void copyTable();
    void retranslate();

    ScalingState& m_state;
    KnownScalesPtr m_known;
    FoundAbilities m_found; ///< in the user's table
    std::string m_problem; ///< why the rule cannot be applied to it
    bool m_hasScale = true; ///< the table has a column for scale()
    bool m_stale = true; ///< something changed while the page was hidden
    AbilityTable m_table;
    QSortFilterProxyModel m_sorted;
    jobs::JobHandle m_reading;
    jobs::JobHandle m_search;
    widgets::SegmentedControl* m_views;
    QWidget* m_settings;
    RulePanel* m_rule;
    QLabel* m_scaleName;
    QComboBox* m_scale;
    QCheckBox* m_showPublished;
    QCheckBox* m_showFound;
    QLabel* m_note;
    QStackedWidget* m_stack;
    charts::StripChart* m_strip;
    charts::ExportButton* m_export;
    QPushButton* m_copy;
    QTableView* m_tableView;
    OrderExercise* m_exercise;
    QList<QAction*> m_actions;
};

} // namespace fe::scaling_tab
