// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "scaling/fit_settings.h"

#include <QWidget>

#include <vector>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QPushButton;
class QSpinBox;
class QToolButton;

namespace fe::scaling_tab {

class ScalingState;

/// Which law is fitted and how; starts and stops it.
class FitPanel : public QWidget
{
    Q_OBJECT
public:
    FitPanel(ScalingState& state, QWidget* parent);

protected:
    void changeEvent(QEvent* event) override;

private:
    void build();
    void buildOptions();
    QLabel* addRow(QFormLayout* form, QWidget* field, QString (*text)());
    void showSettings();
    void readSettings();
    void showRunning();
    void retranslate();

    struct NamedLabel {
        QLabel* label;
        QWidget* field;
        QString (*text)();
    };

    ScalingState& m_state;
    QLabel* m_title;
    QComboBox* m_law;
    QPushButton* m_fit;
    QLabel* m_formula;
    QToolButton* m_more;
    QWidget* m_options;
    QComboBox* m_floor;
    QDoubleSpinBox* m_floorValue;
    QComboBox* m_top;
    QDoubleSpinBox* m_topValue;
    QCheckBox* m_weighted;
    QCheckBox* m_robust;
    QDoubleSpinBox* m_huber;
    QSpinBox* m_bootstrap;
    QDoubleSpinBox* m_decades;
    QFormLayout* m_form = nullptr;
    std::vector<NamedLabel> m_labels;
    bool m_showing = false;
};

/// Name of a law in the user's language.
[[nodiscard]] QString lawTitle(scaling::Law law);

} // namespace fe::scaling_tab
