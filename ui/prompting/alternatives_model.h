// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompting/run_record.h"

#include <QAbstractTableModel>

#include <functional>
#include <optional>
#include <vector>

namespace fe::prompting {

/// Text of a token, as RunRecord::labels holds it.
using LabelOf = std::function<QString(generation::TokenId)>;

/// What else the model considered at one token: text, bar, probability, log-probability. The token
/// that was drawn is in bold, and comes last if it is not among the likeliest.
class AlternativesModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Token, Bar, Probability, LogProbability, Columns };

    using QAbstractTableModel::QAbstractTableModel;

    /// @param stopIds tokens that end an answer.
    void setStep(const generation::Step& step, const LabelOf& labelOf,
                 const std::vector<generation::TokenId>& stopIds = {});
    void clear();
    void retranslate();
    /// The step that takes the alternative of a row instead of the token that was drawn; nothing
    /// for the row of the latter.
    [[nodiscard]] std::optional<generation::Step> instead(int row) const;
    /// Tool tips say that a click branches from there.
    void setBranching(bool branching) { m_branching = branching; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    struct Row {
        QString text;
        generation::TokenId id = 0;
        double logProb = 0;
        int rank = 0;
        bool drawn = false;
        bool ends = false; ///< the answer ends with it
    };
    [[nodiscard]] QString toolTip(const Row& row) const;

    generation::Step m_step;
    std::vector<Row> m_rows;
    bool m_branching = false;
};

/// A token's text as one line for tables and titles: spaces at its ends and control characters
/// become visible.
[[nodiscard]] QString visibleToken(const QString& text);

} // namespace fe::prompting
