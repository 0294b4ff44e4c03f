// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "attention/head_table_model.h"

#include <QJsonObject>
#include <QWidget>

class QLabel;
class QLineEdit;
class QTableView;

namespace fe::attention {

class AttentionState;

/// Heads by their scores: sorted by a column, filtered by a text, selected together with the grid.
class HeadList : public QWidget
{
    Q_OBJECT
public:
    explicit HeadList(AttentionState& state, QWidget* parent = nullptr);

    [[nodiscard]] QJsonObject saveState() const;
    void restoreState(const QJsonObject& state);
    [[nodiscard]] QTableView* table() const { return m_table; }

Q_SIGNALS:
    /// Indices of heads that the filter keeps away.
    void dimmedChanged(const QSet<int>& heads);

protected:
    void changeEvent(QEvent* event) override;

private:
    void showScores();
    void showSelection();
    void filterEdited();
    void retranslate();

    AttentionState& m_state;
    HeadTableModel m_model;
    HeadFilter m_filter;
    QLabel* m_title;
    QLineEdit* m_filterText;
    QTableView* m_table;
    QList<HeadId> m_shownHeads; ///< whose rows were made visible
    bool m_showing = false; ///< the selection comes from the state
    bool m_sorted = false; ///< the user's order stays
};

} // namespace fe::attention
