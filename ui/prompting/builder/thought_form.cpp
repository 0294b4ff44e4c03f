// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/builder/thought_form.h"

#include "prompting/builder/pattern_edit.h"
#include "widgets/theme.h"

#include <QCheckBox>
#include <QEvent>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

namespace fe::prompting {

using widgets::scaled;

ThoughtForm::ThoughtForm(QWidget* parent)
    : QWidget(parent), m_begins(new QCheckBox(this)), m_trigger(new QLineEdit(this)),
      m_patternTitle(new QLabel(this)), m_pattern(new PatternEdit(this)),
      m_problem(new QLabel(this))
{
    m_begins->setObjectName(QStringLiteral("triggerCheck"));
    m_trigger->setObjectName(QStringLiteral("trigger"));
    m_pattern->setObjectName(QStringLiteral("reasonedAnswer"));
    m_patternTitle->setProperty("kind", QStringLiteral("title"));
    m_patternTitle->setBuddy(m_pattern);
    m_problem->setProperty("kind", QStringLiteral("error"));
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_problem->hide();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(4));
    column->addWidget(m_begins);
    column->addWidget(m_trigger);
    column->addSpacing(scaled(4));
    column->addWidget(m_patternTitle);
    column->addWidget(m_pattern);
    column->addWidget(m_problem);
    connect(m_begins, &QCheckBox::toggled, this, [this](bool begins) {
        m_trigger->setEnabled(begins);
        if (begins && m_trigger->text().trimmed().isEmpty()) {
            m_trigger->setText(tr("Let's think step by step."));
        }
        Q_EMIT edited();
    });
    connect(m_trigger, &QLineEdit::textChanged, this, &ThoughtForm::edited);
    connect(m_pattern, &PatternEdit::patternChanged, this, &ThoughtForm::patternChanged);
    m_trigger->setEnabled(false);
    retranslate();
}

void ThoughtForm::show(const PatternPart& part)
{
    // Words that are switched off stay written, to be switched on again.
    if (!part.trigger.isEmpty() && part.trigger != m_trigger->text()) {
        m_trigger->setText(part.trigger);
    }
    m_begins->setChecked(!part.trigger.isEmpty());
    m_pattern->showText(part.reasonedAnswer);
}

void ThoughtForm::store(PatternPart& part) const
{
    part.trigger = m_begins->isChecked() ? m_trigger->text() : QString();
    part.reasonedAnswer = m_pattern->toPlainText();
}

void ThoughtForm::patternChanged()
{
    const auto& problem = m_pattern->problem();
    m_problem->setVisible(problem.has_value());
    if (problem) {
        m_problem->setText(problem->words);
    } else {
        m_fields = fieldsOf(
            { .instruction = {}, .pattern = m_pattern->toPlainText(), .answerField = {} });
    }
    Q_EMIT edited();
}

void ThoughtForm::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void ThoughtForm::retranslate()
{
    m_begins->setText(tr("Begin the reasoning with"));
    m_begins->setToolTip(
        tr("The model continues these words: it writes down its steps even without examples"));
    m_trigger->setAccessibleName(tr("First words of the reasoning"));
    m_trigger->setPlaceholderText(tr("Let's think step by step."));
    m_patternTitle->setText(tr("Answer of an example, with its reasoning"));
    m_pattern->setAccessibleName(tr("Pattern of the reasoned answer"));
    m_pattern->setPlaceholderText(QStringLiteral("{rationale} The answer is {answer}."));
    m_pattern->setToolTip(tr("Stands in the answer's place of an example that has all its fields; "
                             "others show the bare answer"));
    if (m_pattern->problem()) {
        m_problem->setText(m_pattern->problem()->words);
    }
}

} // namespace fe::prompting
