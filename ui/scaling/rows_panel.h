// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QListWidgetItem;
class QToolButton;
class QVBoxLayout;

namespace fe::scaling_tab {

class ScalingState;

/// Which rows and which series are shown.
class RowsPanel : public QWidget
{
    Q_OBJECT
public:
    RowsPanel(ScalingState& state, QWidget* parent);

protected:
    void changeEvent(QEvent* event) override;

private:
    void build();
    void showChoice();
    void showConditions();
    void showSeries();
    void addCondition();
    void fillValues();
    void filterSeries();
    void seriesToggled();
    void showAll(bool all);
    void retranslate();

    ScalingState& m_state;
    QLabel* m_title;
    QLabel* m_count;
    QVBoxLayout* m_conditions;
    QComboBox* m_column;
    QComboBox* m_value;
    QToolButton* m_add;
    QLabel* m_seriesTitle;
    QLineEdit* m_search;
    QListWidget* m_list;
    QToolButton* m_all;
    QToolButton* m_none;
    bool m_showing = false;
};

} // namespace fe::scaling_tab
