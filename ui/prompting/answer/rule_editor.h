// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evaluation/answer.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;

namespace fe::prompting {

/// How an answer is taken out of a text: a choice, and beside it the labels or the regular
/// expression. What is wrong with an expression is said below it.
class RuleEditor : public QWidget
{
    Q_OBJECT
public:
    explicit RuleEditor(QWidget* parent = nullptr);

    /// The last rule that could be used.
    [[nodiscard]] const evaluation::AnswerRule& rule() const { return m_rule; }
    void setRule(const evaluation::AnswerRule& rule);

Q_SIGNALS:
    /// By the user, and it can be used.
    void ruleEdited(const fe::evaluation::AnswerRule& rule);

protected:
    void changeEvent(QEvent* event) override;

private:
    void read();
    void showKind();
    void showProblem();
    void retranslate();

    evaluation::AnswerRule m_rule;
    QString m_problem; ///< in the engine's words
    QComboBox* m_kind;
    QLineEdit* m_text;
    QLabel* m_error;
};

} // namespace fe::prompting
