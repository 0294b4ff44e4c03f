// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompting/answer/answer_tree.h"

#include <QAbstractItemModel>

namespace fe::prompting {

/// An AnswerTree for a tree view: samples at the top, branches under what they left.
class AnswerTreeModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Column {
        Text, ///< number, and the text from where it differs
        Answer, ///< what the rule takes out of it
        LogProbability, ///< mean
        Tokens,
        End,
        Columns
    };

    using QAbstractItemModel::QAbstractItemModel;

    /// Grows where `tree` continues what is shown (rows stay, selected or not); else starts anew.
    void setTree(const AnswerTree& tree);
    [[nodiscard]] const AnswerTree& tree() const { return m_tree; }
    /// -1 for an invalid index.
    [[nodiscard]] static int nodeOf(const QModelIndex& index);
    [[nodiscard]] QModelIndex indexOf(int node, int column = Text) const;
    void retranslate();

    [[nodiscard]] QModelIndex index(int row, int column,
                                    const QModelIndex& parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& child) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    struct Item {
        std::vector<int> children;
        QString number;
        QString text; ///< from where it differs, one line
        QString answer; ///< empty: the rule finds none
    };

    [[nodiscard]] bool continues(const AnswerTree& tree) const;
    void addItem(int node);
    void refreshAnswers();
    [[nodiscard]] QString display(int node, int column) const;
    [[nodiscard]] QString toolTip(int node) const;
    [[nodiscard]] const std::vector<int>& childrenOf(int node) const;
    [[nodiscard]] int rowOf(int node) const;

    AnswerTree m_tree;
    std::vector<int> m_samples;
    std::vector<Item> m_items; ///< of the tree's nodes
};

/// "2.1": the first branch of the second sample.
[[nodiscard]] QString numberOf(const AnswerTree& tree, int node);
/// Tokens that two answers begin with alike.
[[nodiscard]] std::size_t sharedTokens(const RunRecord& a, const RunRecord& b);
/// Tokens of a node that it did not write itself but took from its parent; of a sample what it
/// shares with the first one.
[[nodiscard]] std::size_t sharedTokens(const AnswerTree& tree, int node);

} // namespace fe::prompting
