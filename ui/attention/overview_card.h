// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QCheckBox;
class QComboBox;
class QLabel;

namespace fe::attention {

class AttentionState;
class HeadGrid;

/// All heads of the attention that is looked at, as small maps; where the pass has several
/// attentions (both towers of CLIP, encoder and decoder) one is chosen here.
class OverviewCard : public QFrame
{
    Q_OBJECT
public:
    explicit OverviewCard(AttentionState& state, QWidget* parent = nullptr);

    void setLogarithmic(bool log);
    [[nodiscard]] bool isLogarithmic() const;
    /// Heads that the list filters away are drawn faintly.
    void setDimmed(const QSet<int>& heads);

protected:
    void changeEvent(QEvent* event) override;

private:
    void showAttention();
    void showParts();
    [[nodiscard]] QString headText(int layer, int head) const;
    void retranslate();

    AttentionState& m_state;
    QLabel* m_title;
    QComboBox* m_parts;
    QCheckBox* m_log;
    HeadGrid* m_grid;
};

} // namespace fe::attention
