// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/answer/rule_editor.h"

#include "widgets/theme.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

namespace fe::prompting {

using evaluation::AnswerRule;
using widgets::scaled;

namespace {

constexpr AnswerRule::Kind kKinds[]
    = { AnswerRule::Kind::Whole, AnswerRule::Kind::FirstLine, AnswerRule::Kind::LastNumber,
        AnswerRule::Kind::Label, AnswerRule::Kind::Expression };

QString labelsText(const std::vector<std::string>& labels)
{
    QStringList texts;
    for (const std::string& label : labels) {
        texts.append(QString::fromStdString(label));
    }
    return texts.join(QStringLiteral(", "));
}

std::vector<std::string> labelsOf(const QString& text)
{
    std::vector<std::string> labels;
    const QStringList parts = text.split(u',', Qt::SkipEmptyParts);
    for (const QString& part : parts) {
        if (const QString label = part.trimmed(); !label.isEmpty()) {
            labels.push_back(label.toStdString());
        }
    }
    return labels;
}

} // namespace

RuleEditor::RuleEditor(QWidget* parent)
    : QWidget(parent), m_kind(new QComboBox(this)), m_text(new QLineEdit(this)),
      m_error(new QLabel(this))
{
    for (const AnswerRule::Kind kind : kKinds) {
        m_kind->addItem({}, static_cast<int>(kind));
    }
    m_kind->setObjectName(QStringLiteral("answerRule"));
    m_kind->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_kind->setMinimumContentsLength(12);
    m_text->setObjectName(QStringLiteral("answerRuleText"));
    m_error->setProperty("kind", QStringLiteral("error"));
    m_error->setObjectName(QStringLiteral("answerRuleError"));
    m_error->setTextFormat(Qt::PlainText);
    m_error->setWordWrap(true);
    m_error->hide();
    auto* row = new QHBoxLayout;
    row->setSpacing(scaled(6));
    row->addWidget(m_kind);
    row->addWidget(m_text, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(4));
    column->addLayout(row);
    column->addWidget(m_error);
    connect(m_kind, &QComboBox::activated, this, [this] {
        showKind();
        read();
    });
    connect(m_text, &QLineEdit::textEdited, this, &RuleEditor::read);
    retranslate();
    setRule({});
}

void RuleEditor::setRule(const AnswerRule& rule)
{
    // What is being typed is not taken back by the echo of its own signal.
    if (rule == m_rule && m_kind->currentIndex() >= 0 && !m_problem.isEmpty()) {
        return;
    }
    m_rule = rule;
    m_problem.clear();
    m_kind->setCurrentIndex(m_kind->findData(static_cast<int>(rule.kind)));
    showKind();
    showProblem();
}

/// Shows what belongs to the chosen kind.
void RuleEditor::showKind()
{
    const auto kind = static_cast<AnswerRule::Kind>(m_kind->currentData().toInt());
    const bool labels = kind == AnswerRule::Kind::Label;
    const bool expression = kind == AnswerRule::Kind::Expression;
    m_text->setVisible(labels || expression);
    if (!labels && !expression) {
        return;
    }
    m_text->setAccessibleName(labels ? tr("Labels, with commas between them")
                                     : tr("Regular expression of the answer"));
    m_text->setPlaceholderText(labels ? tr("positive, negative")
                                      : QStringLiteral("answer is (\\d+)"));
    m_text->setToolTip(labels
                           ? tr("The label that comes first in the text is the answer")
                           : tr("Its first group is the answer, or all that it matches; the last "
                                "match counts"));
    const bool typing = labels ? labelsOf(m_text->text()) == m_rule.labels
                               : m_text->text().toStdString() == m_rule.expression;
    if (!typing) {
        m_text->setText(labels ? labelsText(m_rule.labels)
                               : QString::fromStdString(m_rule.expression));
    }
}

void RuleEditor::read()
{
    AnswerRule rule = m_rule;
    rule.kind = static_cast<AnswerRule::Kind>(m_kind->currentData().toInt());
    if (rule.kind == AnswerRule::Kind::Label) {
        rule.labels = labelsOf(m_text->text());
    } else if (rule.kind == AnswerRule::Kind::Expression) {
        rule.expression = m_text->text().toStdString();
    }
    const auto usable = evaluation::AnswerExtractor::make(rule);
    m_problem = usable ? QString() : QString::fromStdString(usable.error().oneLine());
    if (usable && rule.kind == AnswerRule::Kind::Expression && rule.expression.empty()) {
        m_problem = tr("an empty expression takes nothing");
    }
    showProblem();
    if (m_problem.isEmpty() && rule != m_rule) {
        m_rule = rule;
        Q_EMIT ruleEdited(m_rule);
    }
}

void RuleEditor::showProblem()
{
    m_error->setText(m_problem);
    m_error->setVisible(!m_problem.isEmpty());
}

void RuleEditor::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void RuleEditor::retranslate()
{
    const QString names[] = { tr("Whole answer"), tr("First line"), tr("Last number"),
                              tr("One of the labels"), tr("Regular expression") };
    for (int i = 0; i < static_cast<int>(std::size(kKinds)); ++i) {
        m_kind->setItemText(i, names[i]);
    }
    m_kind->setAccessibleName(tr("What counts as the answer"));
    m_kind->setToolTip(tr("How the answer is taken out of what the model writes"));
    m_error->setAccessibleName(tr("What is wrong with the rule"));
    if (m_text->accessibleName().isEmpty()) {
        m_text->setAccessibleName(m_kind->accessibleName());
    }
    showKind();
}

} // namespace fe::prompting
