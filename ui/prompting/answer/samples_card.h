// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompting/answer/answer_tree.h"

#include <QFrame>
#include <QList>

class QAction;
class QLabel;
class QProgressBar;
class QPushButton;
class QStackedWidget;
class QToolButton;
class QTreeView;

namespace fe::widgets {
class SegmentedControl;
}

namespace fe::prompting {

class AnswerTreeModel;
class VoteView;

/// The card "Samples and branches": all that came of a prompt as a tree to walk through, and the
/// vote of the samples.
class SamplesCard : public QFrame
{
    Q_OBJECT
public:
    explicit SamplesCard(QWidget* parent = nullptr);

    void setTree(const AnswerTree& tree);
    /// While it runs the tree can be looked at, not changed. @param sample which one, from 1 on;
    /// 0: none is running.
    void setRunning(int sample, int samples);
    /// Offers to take a removal back. 0: nothing to take back.
    void offerUndo(int removed);
    /// For the command palette; translated here.
    [[nodiscard]] QList<QAction*> actions() const { return m_actions; }

Q_SIGNALS:
    /// The user walked to another answer.
    void nodeChosen(int node);
    /// With what branched from them; something is left.
    void pruneWanted(const std::vector<int>& nodes);
    void undoWanted();
    /// Two at least.
    void compareWanted(const std::vector<int>& nodes);
    void ruleEdited(const fe::evaluation::AnswerRule& rule);
    void exportWanted();

protected:
    void changeEvent(QEvent* event) override;

private:
    void build();
    QAction* addCardAction(const char* name, const QKeySequence& shortcut);
    void connectParts();
    [[nodiscard]] std::vector<int> selectedNodes() const; ///< rising
    void select(const std::vector<int>& nodes);
    [[nodiscard]] bool leavesSomething(const std::vector<int>& nodes) const;
    void refresh();
    void retranslate();

    bool m_showing = false; ///< the view follows the tree, not the user
    int m_sample = 0;
    int m_samples = 0;
    int m_removed = 0;
    QList<QAction*> m_actions;
    QLabel* m_title;
    widgets::SegmentedControl* m_views;
    QProgressBar* m_progress;
    QStackedWidget* m_stack;
    QTreeView* m_view;
    AnswerTreeModel* m_model;
    VoteView* m_vote;
    QLabel* m_hint;
    QLabel* m_notice;
    QPushButton* m_undo;
    QAction* m_compare = nullptr;
    QAction* m_prune = nullptr;
    QAction* m_export = nullptr;
};

} // namespace fe::prompting
