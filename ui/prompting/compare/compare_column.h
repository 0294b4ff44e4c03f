// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompting/alternatives_model.h"
#include "prompting/compare/comparison.h"
#include "prompting/compare/word_difference.h"
#include "prompting/prompt_run.h"

#include <QFrame>

class QLabel;
class QPlainTextEdit;
class QToolButton;

namespace fe::widgets {
class TokenView;
struct TokenUnit;
} // namespace fe::widgets

namespace fe::prompting {

/// One answer among several: title, the exact prompt to fold out, the answer in tinted tokens, what
/// it says and what it cost.
class CompareColumn : public QFrame
{
    Q_OBJECT
public:
    explicit CompareColumn(QWidget* parent = nullptr);

    void showColumn(const ComparisonColumn& column);
    /// While it runs. @param labelOf texts of the model's tokens.
    void showLive(const LiveAnswer& live, const LabelOf& labelOf);
    /// Marks what the first column does not say; without `reference` nothing is marked.
    void setReference(const std::optional<QString>& reference);
    /// Ranges that are marked as different, in the answer's text.
    [[nodiscard]] const std::vector<TextRange>& differences() const { return m_differences; }
    [[nodiscard]] QString text() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    void build();
    void appendSteps(const std::vector<generation::Step>& steps, const std::string& text);
    void mark();
    void showTexts();
    [[nodiscard]] QString stateText() const;
    [[nodiscard]] QString toolTipOf(const widgets::TokenUnit& unit) const;
    void retranslate();

    ComparisonColumn m_column;
    LabelOf m_labelOf;
    std::vector<generation::Step> m_steps; ///< of the tokens shown
    std::optional<QString> m_reference;
    std::vector<TextRange> m_differences;
    QString m_liveState;
    QLabel* m_title;
    QLabel* m_model;
    QToolButton* m_promptButton;
    QPlainTextEdit* m_prompt;
    widgets::TokenView* m_view;
    QLabel* m_answer;
    QLabel* m_status;
};

} // namespace fe::prompting
