// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "scaling/plot_choice.h"

#include <QWidget>

#include <functional>
#include <initializer_list>
#include <string>
#include <vector>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QMenu;
class QToolButton;

namespace fe::scaling_tab {

class ScalingState;

/// Which column is what: axes, series, and the rest behind a button.
class ColumnsPanel : public QWidget
{
    Q_OBJECT
public:
    ColumnsPanel(ScalingState& state, QWidget* parent);

protected:
    void changeEvent(QEvent* event) override;

private:
    /// A choice of one column.
    struct Role {
        const char* id; ///< object name
        std::string PlotChoice::*field;
        bool numeric;
        QString (*title)();
        QString (*toolTip)();
        QComboBox* box = nullptr;
        QLabel* label = nullptr;
    };
    struct Flag {
        const char* id;
        bool PlotChoice::*field;
        QString (*title)();
        QCheckBox* box = nullptr;
    };

    void build();
    void addRole(QFormLayout* form, Role role, std::initializer_list<Flag> flags);
    void addRest(QFormLayout* form);
    void showTable();
    void showChoice();
    void fillSeriesMenu();
    void change(const std::function<void(PlotChoice&)>& edit);
    void retranslate();

    ScalingState& m_state;
    QLabel* m_title;
    std::vector<Role> m_roles;
    std::vector<Flag> m_flags;
    QLabel* m_seriesLabel;
    QToolButton* m_series;
    QMenu* m_seriesMenu;
    QToolButton* m_more;
    QWidget* m_rest;
    bool m_showing = false; ///< the choice goes to the widgets, not back
};

} // namespace fe::scaling_tab
