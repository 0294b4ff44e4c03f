// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompting/alternatives_model.h"

#include <QFrame>

class QLabel;
class QModelIndex;
class QTableView;

namespace fe::prompting {

/// The card below the answer: one token's alternatives, rank and entropy.
class TokenDetails : public QFrame
{
    Q_OBJECT
public:
    explicit TokenDetails(QWidget* parent = nullptr);

    /// @param first, last tokens of a unit, counted from 0; the details are those of the last,
    /// whose draw completed the character. @param text of the unit.
    /// @param stopIds tokens that end an answer.
    void showToken(int first, int last, const QString& text, const generation::Step& step,
                   const LabelOf& labelOf, const std::vector<generation::TokenId>& stopIds = {});
    /// Says what to do to see something.
    void clear();
    [[nodiscard]] AlternativesModel* model() const { return m_model; }
    /// Why no alternative can be taken now, for people; empty: a click branches.
    void setRefusal(const QString& reason);

Q_SIGNALS:
    /// An alternative was chosen (click, Enter). @param at the token that it takes the place of.
    void branchWanted(std::size_t at, const fe::generation::Step& step);

protected:
    void changeEvent(QEvent* event) override;

private:
    void choose(const QModelIndex& index);
    void retranslate();

    QLabel* m_title;
    QLabel* m_hint;
    QLabel* m_foot;
    QString m_refusal;
    QTableView* m_table;
    AlternativesModel* m_model;
    struct Shown {
        int first = -1;
        int last = -1;
        QString text;
        qint32 rank = 0; ///< 0: not known
        double entropy = 0; ///< NaN: not known
        bool told = true; ///< its probability is known
    } m_shown;
};

} // namespace fe::prompting
