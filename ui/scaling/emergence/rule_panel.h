// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "scaling/emergence.h"

#include <QJsonObject>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;

namespace fe::scaling_tab {

/// When an ability counts as there: the user's rule.
class RulePanel : public QWidget
{
    Q_OBJECT
public:
    explicit RulePanel(QWidget* parent = nullptr);

    [[nodiscard]] scaling::EmergenceRule rule() const;
    /// @param shares scores are shares of 1, shown in percent points. @param hasChance a column
    /// gives chance. @param lowerIsBetter of the score.
    void setTable(bool shares, bool hasChance, bool lowerIsBetter);

    [[nodiscard]] QJsonObject saveState() const;
    void restoreState(const QJsonObject& state);

Q_SIGNALS:
    void ruleChanged();

protected:
    void changeEvent(QEvent* event) override;

private:
    void build();
    void showUnits();
    void retranslate();

    bool m_shares = true;
    bool m_hasChance = false;
    QLabel* m_before;
    QDoubleSpinBox* m_margin;
    QComboBox* m_side;
    QLabel* m_chanceName;
    QDoubleSpinBox* m_chance;
    QCheckBox* m_interval;
    QCheckBox* m_stays;
};

} // namespace fe::scaling_tab
