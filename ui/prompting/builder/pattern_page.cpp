// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/builder/pattern_page.h"

#include "evaluation/sweep.h"
#include "prompting/builder/answer_form.h"
#include "prompting/builder/example_panel.h"
#include "prompting/builder/pattern_edit.h"
#include "prompting/builder/query_form.h"
#include "prompting/builder/table_import.h"
#include "prompting/builder/task_popup.h"
#include "prompting/builder/thought_form.h"
#include "prompting/builder/wheel_guard.h"
#include "prompting/prompt_state.h"
#include "widgets/theme.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace fe::prompting {

using widgets::scaled;

BuilderPage* makePatternPage(Mode mode, PromptState& state, QWidget* parent)
{
    return new PatternPage(mode, state, parent);
}

PatternPage::PatternPage(Mode mode, PromptState& state, QWidget* parent)
    : BuilderPage(parent), m_mode(mode), m_state(state), m_scroll(new QScrollArea(this))
{
    build(state);
    connectParts();
    setFocusProxy(m_instruction);
    retranslate();
}

void PatternPage::build(PromptState& state)
{
    auto* inside = new QWidget(m_scroll);
    m_instructionTitle = new QLabel(inside);
    m_tasks = new QToolButton(inside);
    m_instruction = new GrowingEdit(1, 6, inside);
    m_patternTitle = new QLabel(inside);
    m_pattern = new PatternEdit(inside);
    m_problem = new QLabel(inside);
    m_answerField = new QWidget(inside);
    m_fieldLabel = new QLabel(m_answerField);
    m_field = new QComboBox(m_answerField);
    m_thought = m_mode == Mode::ChainOfThought ? new ThoughtForm(inside) : nullptr;
    m_examples = new ExamplePanel(state.runner(), inside);
    m_query = new QueryForm(inside);
    m_answer = new AnswerForm(inside);
    for (QLabel* title : { m_instructionTitle, m_patternTitle }) {
        title->setProperty("kind", QStringLiteral("title"));
    }
    m_instructionTitle->setBuddy(m_instruction);
    m_patternTitle->setBuddy(m_pattern);
    m_fieldLabel->setBuddy(m_field);
    m_instruction->setObjectName(QStringLiteral("instruction"));
    m_pattern->setObjectName(QStringLiteral("pattern"));
    m_field->setObjectName(QStringLiteral("answerField"));
    m_problem->setObjectName(QStringLiteral("patternProblem"));
    m_problem->setProperty("kind", QStringLiteral("error"));
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_tasks->setObjectName(QStringLiteral("tasks"));
    m_tasks->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_tasks->setFocusPolicy(Qt::StrongFocus);
    auto* head = new QHBoxLayout;
    head->addWidget(m_instructionTitle, 1);
    head->addWidget(m_tasks);
    auto* choice = new QHBoxLayout(m_answerField);
    choice->setContentsMargins(0, 0, 0, 0);
    choice->addWidget(m_fieldLabel);
    choice->addWidget(m_field, 1);
    auto* column = new QVBoxLayout(inside);
    column->setContentsMargins(0, 0, scaled(6), 0);
    column->setSpacing(scaled(4));
    column->addLayout(head);
    column->addWidget(m_instruction);
    column->addSpacing(scaled(6));
    column->addWidget(m_patternTitle);
    column->addWidget(m_pattern);
    column->addWidget(m_problem);
    column->addWidget(m_answerField);
    for (QWidget* part :
         std::initializer_list<QWidget*> { m_thought, m_examples, m_query, m_answer }) {
        if (part != nullptr) {
            column->addSpacing(scaled(6));
            column->addWidget(part);
        }
    }
    column->addStretch();
    m_scroll->setWidget(inside);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setMinimumHeight(scaled(120));
    inside->setAutoFillBackground(false);
    m_scroll->viewport()->setAutoFillBackground(false);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(m_scroll);
    guardWheel(*this);
}

void PatternPage::connectParts()
{
    const auto tell = [this] { fieldEdited(); };
    connect(m_tasks, &QToolButton::clicked, this, [this] { showTaskPopup(m_state, m_tasks); });
    connect(m_instruction, &QPlainTextEdit::textChanged, this, tell);
    connect(m_pattern, &PatternEdit::patternChanged, this, &PatternPage::patternChanged);
    connect(m_field, &QComboBox::currentIndexChanged, this, [this] {
        if (!m_showing) {
            m_part.answerField = m_field->currentText();
            showFields();
            fieldEdited();
        }
    });
    if (m_thought != nullptr) {
        connect(m_thought, &ThoughtForm::edited, this, [this] {
            showFields();
            fieldEdited();
        });
    }
    connect(m_examples, &ExamplePanel::edited, this, tell);
    connect(m_query, &QueryForm::edited, this, tell);
    connect(m_answer, &AnswerForm::edited, this, tell);
    connect(m_answer, &AnswerForm::labelsWanted, this, &PatternPage::takeLabels);
}

void PatternPage::showDocument(const PromptDocument& document)
{
    const PatternPart& shown = m_mode == Mode::FewShot ? document.fewShot : document.thought;
    const bool showing = std::exchange(m_showing, true);
    m_part = shown;
    m_instruction->showText(shown.instruction);
    if (m_thought != nullptr) {
        m_thought->show(shown);
    }
    // The table comes before the fields: one without rows would take their columns.
    m_examples->setExamples(shown.examples, shown.shots);
    m_pattern->showText(shown.pattern);
    patternChanged();
    m_query->setValues(shown.query);
    m_answer->show(shown);
    m_showing = showing;
    showProblem();
}

PatternPart PatternPage::part() const
{
    PatternPart part = m_part;
    part.instruction = m_instruction->toPlainText();
    part.pattern = m_pattern->toPlainText();
    if (m_thought != nullptr) {
        m_thought->store(part);
    }
    part.examples = m_examples->table();
    part.shots = m_examples->shots();
    part.query.insert(m_query->values());
    m_answer->store(part);
    return part;
}

void PatternPage::store(PromptDocument& document) const
{
    (m_mode == Mode::FewShot ? document.fewShot : document.thought) = part();
}

void PatternPage::focusInput()
{
    m_query->focusInput();
}

bool PatternPage::openFile(const QString& path)
{
    if (!isTableFile(path)) {
        return false;
    }
    m_examples->importFile(path);
    return true;
}

void PatternPage::patternChanged()
{
    if (!m_pattern->problem()) {
        m_fields = fieldsOf(
            { .instruction = {}, .pattern = m_pattern->toPlainText(), .answerField = {} });
    }
    showFields();
    fieldEdited();
}

/// What follows from the fields: the choice of the answer, the inputs of the query, the columns.
void PatternPage::showFields()
{
    const QString answer = m_fields.contains(m_part.answerField) ? m_part.answerField
        : m_fields.isEmpty()                                     ? QString()
                                                                 : m_fields.last();
    const bool showing = std::exchange(m_showing, true);
    m_field->clear();
    m_field->addItems(m_fields);
    m_field->setCurrentText(answer);
    m_answerField->setVisible(m_fields.size() > 1);
    QStringList asked = m_fields;
    asked.removeAll(answer);
    m_query->setFields(asked);
    QStringList columns = m_fields;
    if (m_thought != nullptr) {
        // The reasoning stands before the answer, as it does in the prompt.
        for (const QString& field : m_thought->fields()) {
            if (!columns.contains(field)) {
                columns.insert(std::max<qsizetype>(columns.indexOf(answer), 0), field);
            }
        }
    }
    m_examples->setFields(columns);
    m_showing = showing;
}

void PatternPage::showProblem()
{
    std::optional<PatternProblem> problem = m_pattern->problem();
    if (!problem) {
        const auto plan = planOf(part());
        const auto checked = plan ? evaluation::checkPlan(*plan) : base::Result<void>();
        if (!checked) {
            problem = problemOf(checked.error(), m_pattern->toPlainText());
        } else if (const auto built = buildPrompt(part()); plan && !built) {
            problem = problemOf(built.error(), m_pattern->toPlainText());
        }
    }
    m_problem->setVisible(problem.has_value());
    m_problem->setText(problem ? problem->words : QString());
    m_pattern->setAccessibleDescription(m_problem->text());
}

void PatternPage::takeLabels()
{
    PatternPart labelled = part();
    labelled.labels.clear();
    for (const std::string& label :
         evaluation::labelsIn(labelled.examples, answerFieldOf(labelled).toStdString())) {
        labelled.labels.append(QString::fromStdString(label));
    }
    m_answer->show(labelled);
}

void PatternPage::fieldEdited()
{
    if (!m_showing) {
        showProblem();
        Q_EMIT edited();
    }
}

void PatternPage::changeEvent(QEvent* event)
{
    BuilderPage::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        showProblem();
    }
}

void PatternPage::retranslate()
{
    m_instructionTitle->setText(tr("Instruction"));
    m_instruction->setAccessibleName(tr("Instruction"));
    m_instruction->setPlaceholderText(tr("What to do, in a sentence (optional)"));
    m_tasks->setText(tr("Tasks…"));
    m_tasks->setAccessibleName(tr("Tasks…"));
    m_tasks->setToolTip(tr("Classic demonstrations, ready to run"));
    m_patternTitle->setText(tr("Pattern"));
    m_pattern->setAccessibleName(tr("Pattern"));
    m_pattern->setPlaceholderText(QStringLiteral("Review: {text}\nSentiment: {label}"));
    m_pattern->setToolTip(tr("What an example looks like; a name in braces is a field, a column of "
                             "the table. Write {{ for a brace."));
    m_fieldLabel->setText(tr("Answer field"));
    m_field->setAccessibleName(tr("Answer field"));
    m_field->setToolTip(tr("The field that the model fills; the prompt ends before it"));
    m_scroll->setAccessibleName(tr("Prompt builder"));
}

} // namespace fe::prompting
