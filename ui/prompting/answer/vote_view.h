// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompting/answer/answer_tree.h"

#include <QWidget>

class QLabel;

namespace fe::charts {
class ExportButton;
} // namespace fe::charts

namespace fe::prompting {

class RuleEditor;
class VoteChart;

/// Self-consistency: the answers of several samples as bars, and the rule that finds them.
class VoteView : public QWidget
{
    Q_OBJECT
public:
    explicit VoteView(QWidget* parent = nullptr);

    void setTree(const AnswerTree& tree);
    [[nodiscard]] QString summary() const;

Q_SIGNALS:
    void ruleEdited(const fe::evaluation::AnswerRule& rule);
    /// A bar was chosen: the samples that gave its answer, as nodes of the tree.
    void nodesChosen(const std::vector<int>& nodes);

protected:
    void changeEvent(QEvent* event) override;

private:
    void refresh();
    void showVote(const evaluation::Vote& vote);
    [[nodiscard]] QString summaryOf(const evaluation::Vote& vote) const;
    void retranslate();

    AnswerTree m_tree;
    RuleEditor* m_rule;
    VoteChart* m_chart;
    charts::ExportButton* m_export;
    QLabel* m_summary;
    QLabel* m_hint;
};

} // namespace fe::prompting
