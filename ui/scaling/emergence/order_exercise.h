// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "scaling/emergence/card_order.h"
#include "scaling/emergence/known_scales.h"

#include <QJsonObject>
#include <QWidget>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace fe::scaling_tab {

/// What the sources say of an order, by place from the top: Wrong where a card stands on the wrong
/// side of another one, Open where it is right but its interval overlaps that of another one, so
/// that no source tells which comes first.
[[nodiscard]] QVector<CardOrder::Mark> orderMarks(const QVector<int>& order,
                                                  const KnownScales& known);

/// Four abilities to be put into the order in which they appear as models grow.
class OrderExercise : public QWidget
{
    Q_OBJECT
public:
    explicit OrderExercise(QWidget* parent = nullptr);

    /// Null: they are not read yet, and nothing can be checked.
    void setScales(const KnownScalesPtr& known);
    [[nodiscard]] CardOrder& cards() const { return *m_cards; }
    /// Says which cards are right, and shows the sources.
    void check();
    void shuffle();
    /// Puts them in order and shows the sources.
    void solve();

    [[nodiscard]] QJsonObject saveState() const;
    void restoreState(const QJsonObject& state);

protected:
    void changeEvent(QEvent* event) override;

private:
    void build();
    [[nodiscard]] QWidget* buildAnswers();
    void setChecked(bool checked);
    void showVerdict();
    void retranslate();

    KnownScalesPtr m_known;
    bool m_checked = false;
    QLabel* m_task;
    CardOrder* m_cards;
    QLabel* m_hint;
    QPushButton* m_check;
    QPushButton* m_shuffle;
    QPushButton* m_solve;
    QLabel* m_verdict;
    QWidget* m_answers;
    std::array<QLabel*, kAbilities.size()> m_names {};
    std::array<QLabel*, kAbilities.size()> m_sources {};
};

} // namespace fe::scaling_tab
