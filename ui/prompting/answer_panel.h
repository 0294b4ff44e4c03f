// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompting/alternatives_model.h"
#include "prompting/answer/answer_tree.h"
#include "prompting/prompt_run.h"
#include "prompting/run_record.h"

#include <QWidget>

class QLabel;
class QMenu;
class QSplitter;
class QToolButton;

namespace fe::widgets {
class MessageBanner;
class ProbabilityLegend;
class TokenView;
struct TokenUnit;
} // namespace fe::widgets

namespace fe::prompting {

class EmptyState;
class SamplesCard;
class TokenDetails;

/// The right side: the answer in tinted tokens, its measurements, one token's details, and the
/// samples and branches that it is one of.
class AnswerPanel : public QWidget
{
    Q_OBJECT
public:
    explicit AnswerPanel(QWidget* parent = nullptr);

    /// Clears the view for a run. @param labelOf texts of the model's tokens, for as long as it
    /// runs.
    void beginRun(LabelOf labelOf);
    /// Shows what is new.
    void showLive(const LiveAnswer& live);
    /// Shows a finished run; null: none.
    void showRecord(RunRecordPtr record);
    /// Shows the tree's current answer among the others; what it shares with the one that it left
    /// is marked.
    void showTree(const AnswerTree& tree);
    /// The other answers alone, while one is being written.
    void showSamples(const AnswerTree& tree);
    /// @param sample which one is running, from 1 on; 0: none is.
    void setRunning(int sample, int samples);
    /// Why no alternative can be branched from now, for people; empty: it can.
    void setBranchRefusal(const QString& reason);
    /// Offers to bring removed answers back. 0: there is nothing to bring back.
    void offerUndo(int removed);
    /// Of the samples and branches.
    [[nodiscard]] QList<QAction*> paletteActions() const;
    [[nodiscard]] const RunRecordPtr& record() const { return m_record; }
    [[nodiscard]] bool hasText() const;
    void showError(const base::Error& error);
    void hideError();

    void setTinted(bool tinted);
    [[nodiscard]] bool isTinted() const;
    void copyAnswer() const;
    void setActions(QAction* tint, QAction* copy, QAction* inside, QMenu* exports);
    [[nodiscard]] EmptyState* emptyState() const { return m_empty; }
    /// Between answer and details, to be kept.
    [[nodiscard]] QSplitter* splitter() const { return m_splitter; }
    [[nodiscard]] QSplitter* lowerSplitter() const { return m_lower; }
    [[nodiscard]] widgets::TokenView* view() const { return m_view; }

Q_SIGNALS:
    /// From a token of the answer that is shown; `node` is left to the receiver.
    void branchWanted(const fe::prompting::BranchPoint& point);
    // As SamplesCard.
    void nodeChosen(int node);
    void pruneWanted(const std::vector<int>& nodes);
    void undoWanted();
    void compareWanted(const std::vector<int>& nodes);
    void ruleEdited(const fe::evaluation::AnswerRule& rule);
    void treeExportWanted();

protected:
    void changeEvent(QEvent* event) override;

private:
    [[nodiscard]] QWidget* buildAnswer();
    void connectCards();
    void markShared();
    void appendSteps(const std::vector<generation::Step>& steps, const std::string& text,
                     bool complete);
    void showDetails(int first, int last);
    void showStatus();
    [[nodiscard]] QString toolTipOf(const widgets::TokenUnit& unit) const;
    void retranslate();

    LabelOf m_labelOf;
    std::vector<generation::Step> m_steps; ///< of the tokens shown
    RunRecordPtr m_record;
    bool m_running = false;
    double m_liveSeconds = 0;
    std::size_t m_liveTokens = 0;
    int m_pinned[2] = { -1, -1 }; ///< tokens clicked last
    std::size_t m_shared = 0; ///< tokens that the answer began with
    QString m_sharedWith; ///< number of the answer that has them too
    QSplitter* m_splitter;
    QSplitter* m_lower;
    QLabel* m_title;
    widgets::ProbabilityLegend* m_legend;
    QToolButton* m_tint;
    QToolButton* m_copy;
    QToolButton* m_inside;
    QToolButton* m_export;
    widgets::MessageBanner* m_banner;
    widgets::TokenView* m_view;
    EmptyState* m_empty;
    QLabel* m_status;
    TokenDetails* m_details;
    SamplesCard* m_samples;
};

} // namespace fe::prompting
