// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompting/pattern_part.h"

#include <QWidget>

class QCheckBox;
class QLabel;
class QLineEdit;

namespace fe::prompting {

class PatternEdit;

/// What makes a prompt a chain of thought: the words that begin the reasoning, and what stands in
/// the answer's place of an example that shows its reasoning.
class ThoughtForm : public QWidget
{
    Q_OBJECT
public:
    explicit ThoughtForm(QWidget* parent = nullptr);

    void show(const PatternPart& part);
    /// Writes trigger and reasoned answer.
    void store(PatternPart& part) const;
    /// Fields of the reasoned answer; those of before while it is broken.
    [[nodiscard]] const QStringList& fields() const { return m_fields; }

Q_SIGNALS:
    void edited();

protected:
    void changeEvent(QEvent* event) override;

private:
    void patternChanged();
    void retranslate();

    QCheckBox* m_begins;
    QLineEdit* m_trigger;
    QLabel* m_patternTitle;
    PatternEdit* m_pattern;
    QLabel* m_problem;
    QStringList m_fields;
};

} // namespace fe::prompting
