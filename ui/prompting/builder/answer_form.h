// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompting/pattern_part.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace fe::prompting {

class GrowingEdit;

/// How the answer is taken out of what the model writes, what it is one of, what is right.
class AnswerForm : public QWidget
{
    Q_OBJECT
public:
    explicit AnswerForm(QWidget* parent = nullptr);

    void show(const PatternPart& part);
    /// Writes rule, labels and expected answer.
    void store(PatternPart& part) const;

Q_SIGNALS:
    void edited();
    /// The labels are to be the answers of the examples.
    void labelsWanted();

protected:
    void changeEvent(QEvent* event) override;

private:
    [[nodiscard]] evaluation::AnswerRule rule() const;
    [[nodiscard]] QStringList labels() const;
    void check();
    void retranslate();

    QLabel* m_title;
    QLabel* m_ruleLabel;
    QComboBox* m_kind;
    QLineEdit* m_expression;
    QLabel* m_problem;
    QLabel* m_labelsLabel;
    QPushButton* m_fromExamples;
    GrowingEdit* m_labels;
    QLabel* m_expectedLabel;
    QLineEdit* m_expected;
    evaluation::AnswerRule m_rule; ///< as shown last: its flags have no control of their own
};

} // namespace fe::prompting
