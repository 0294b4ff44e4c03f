// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompting/alternatives_model.h"
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
class TokenDetails;

/// The right side: the answer in tinted tokens, its measurements, and one token's details.
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
    [[nodiscard]] widgets::TokenView* view() const { return m_view; }

protected:
    void changeEvent(QEvent* event) override;

private:
    [[nodiscard]] QWidget* buildAnswer();
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
    QSplitter* m_splitter;
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
};

} // namespace fe::prompting
