// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompting/builder_page.h"

class QComboBox;
class QLabel;
class QToolButton;
class QScrollArea;

namespace fe::prompting {

class AnswerForm;
class ExamplePanel;
class GrowingEdit;
class PatternEdit;
class QueryForm;
class ThoughtForm;

/// The page behind makePatternPage(): one for few-shot, one for chain of thought.
class PatternPage final : public BuilderPage
{
    Q_OBJECT
public:
    PatternPage(Mode mode, PromptState& state, QWidget* parent);

    void showDocument(const PromptDocument& document) override;
    void store(PromptDocument& document) const override;
    void setModel(const workspace::LoadedModelPtr&) override { }
    void focusInput() override;
    bool openFile(const QString& path) override;

protected:
    void changeEvent(QEvent* event) override;

private:
    void build(PromptState& state);
    void connectParts();
    [[nodiscard]] PatternPart part() const;
    void patternChanged();
    void showFields();
    void showProblem();
    void takeLabels();
    void fieldEdited();
    void retranslate();

    Mode m_mode;
    PromptState& m_state;
    PatternPart m_part; ///< as shown last: what has no control of its own
    QStringList m_fields; ///< of the pattern; those of before while it is broken
    bool m_showing = false; ///< the document goes to the widgets, not back

    QScrollArea* m_scroll;
    QLabel* m_instructionTitle;
    QToolButton* m_tasks;
    GrowingEdit* m_instruction;
    QLabel* m_patternTitle;
    PatternEdit* m_pattern;
    QLabel* m_problem;
    QWidget* m_answerField; ///< label and box, where there is a choice
    QLabel* m_fieldLabel;
    QComboBox* m_field;
    ThoughtForm* m_thought; ///< null in few-shot
    ExamplePanel* m_examples;
    QueryForm* m_query;
    AnswerForm* m_answer;
};

} // namespace fe::prompting
