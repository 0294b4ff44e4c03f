// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/ablation.h"

#include <QSet>
#include <QWidget>

class QLabel;
class QPushButton;

namespace fe::attention {

class AttentionState;

/// What is off: buttons that switch the selected heads, their layers or their MLPs off and on, and
/// a line that says so.
class KnockoutBar : public QWidget
{
    Q_OBJECT
public:
    explicit KnockoutBar(AttentionState& state, QWidget* parent = nullptr);

    [[nodiscard]] analysis::Knockout knockout() const;
    /// Why nothing can be switched; empty if something can. Shown in place of what is off.
    void setObstacle(const QString& obstacle);
    /// Layers and MLPs of another pass are on.
    void forget();
    void retranslate();

Q_SIGNALS:
    void changed();

private:
    void toggleHeads();
    void toggle(QSet<int>& layers);
    void allOn();
    void showKnockout();

    AttentionState& m_state;
    QString m_obstacle;
    QSet<int> m_layersOff;
    QSet<int> m_mlpsOff;
    QPushButton* m_heads;
    QPushButton* m_layers;
    QPushButton* m_mlps;
    QPushButton* m_reset;
    QLabel* m_off;
};

} // namespace fe::attention
