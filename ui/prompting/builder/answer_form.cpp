// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/builder/answer_form.h"

#include "prompting/builder/growing_edit.h"
#include "prompting/builder/pattern_problem.h"
#include "widgets/theme.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace fe::prompting {

using evaluation::AnswerRule;
using widgets::scaled;

namespace {

constexpr int kMostLines = 5;

struct RuleRow {
    AnswerRule::Kind kind;
    const char* title;
};
constexpr RuleRow kRules[] = {
    { AnswerRule::Kind::Whole, QT_TRANSLATE_NOOP("fe::prompting::AnswerForm", "whole answer") },
    { AnswerRule::Kind::FirstLine, QT_TRANSLATE_NOOP("fe::prompting::AnswerForm", "first line") },
    { AnswerRule::Kind::LastNumber, QT_TRANSLATE_NOOP("fe::prompting::AnswerForm", "last number") },
    { AnswerRule::Kind::Label,
      QT_TRANSLATE_NOOP("fe::prompting::AnswerForm", "one of the labels") },
    { AnswerRule::Kind::Expression,
      QT_TRANSLATE_NOOP("fe::prompting::AnswerForm", "regular expression") },
};

} // namespace

AnswerForm::AnswerForm(QWidget* parent)
    : QWidget(parent), m_title(new QLabel(this)), m_ruleLabel(new QLabel(this)),
      m_kind(new QComboBox(this)), m_expression(new QLineEdit(this)), m_problem(new QLabel(this)),
      m_labelsLabel(new QLabel(this)), m_fromExamples(new QPushButton(this)),
      m_labels(new GrowingEdit(1, kMostLines, this)), m_expectedLabel(new QLabel(this)),
      m_expected(new QLineEdit(this))
{
    m_title->setProperty("kind", QStringLiteral("title"));
    m_kind->setObjectName(QStringLiteral("answerRule"));
    m_expression->setObjectName(QStringLiteral("answerExpression"));
    m_expression->setProperty("mono", true);
    m_problem->setObjectName(QStringLiteral("answerProblem"));
    m_problem->setProperty("kind", QStringLiteral("error"));
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_labels->setObjectName(QStringLiteral("answerLabels"));
    m_expected->setObjectName(QStringLiteral("expectedAnswer"));
    m_fromExamples->setProperty("size", QStringLiteral("small"));
    m_fromExamples->setProperty("kind", QStringLiteral("quiet"));
    m_ruleLabel->setBuddy(m_kind);
    m_labelsLabel->setBuddy(m_labels);
    m_expectedLabel->setBuddy(m_expected);
    for (const RuleRow& row : kRules) {
        m_kind->addItem(QString(), QLatin1String(evaluation::answerRuleName(row.kind)));
    }
    auto* labelRow = new QHBoxLayout;
    labelRow->addWidget(m_labelsLabel, 1);
    labelRow->addWidget(m_fromExamples);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(scaled(8));
    grid->setVerticalSpacing(scaled(6));
    grid->setColumnStretch(1, 1);
    grid->addWidget(m_ruleLabel, 0, 0);
    grid->addWidget(m_kind, 0, 1);
    grid->addWidget(m_expression, 1, 0, 1, 2);
    grid->addWidget(m_problem, 2, 0, 1, 2);
    grid->addLayout(labelRow, 3, 0, 1, 2);
    grid->addWidget(m_labels, 4, 0, 1, 2);
    grid->addWidget(m_expectedLabel, 5, 0);
    grid->addWidget(m_expected, 5, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(4));
    column->addWidget(m_title);
    column->addLayout(grid);
    const auto changed = [this] {
        check();
        Q_EMIT edited();
    };
    connect(m_kind, &QComboBox::currentIndexChanged, this, changed);
    connect(m_expression, &QLineEdit::textChanged, this, changed);
    connect(m_labels, &QPlainTextEdit::textChanged, this, changed);
    connect(m_expected, &QLineEdit::textChanged, this, &AnswerForm::edited);
    connect(m_fromExamples, &QPushButton::clicked, this, &AnswerForm::labelsWanted);
    retranslate();
    check();
}

void AnswerForm::show(const PatternPart& part)
{
    m_rule = part.rule;
    for (int i = 0; i < m_kind->count(); ++i) {
        if (kRules[i].kind == part.rule.kind) {
            m_kind->setCurrentIndex(i);
        }
    }
    if (const QString text = QString::fromStdString(part.rule.expression);
        text != m_expression->text()) {
        m_expression->setText(text);
    }
    QStringList shown = part.labels;
    if (shown.isEmpty()) {
        for (const std::string& label : part.rule.labels) {
            shown.append(QString::fromStdString(label));
        }
    }
    if (shown != labels()) {
        m_labels->showText(shown.join(u'\n'));
    }
    if (part.expected != m_expected->text()) {
        m_expected->setText(part.expected);
    }
    check();
}

QStringList AnswerForm::labels() const
{
    QStringList labels;
    for (const QString& line : m_labels->toPlainText().split(u'\n')) {
        if (const QString label = line.trimmed(); !label.isEmpty() && !labels.contains(label)) {
            labels.append(label);
        }
    }
    return labels;
}

AnswerRule AnswerForm::rule() const
{
    AnswerRule rule = m_rule;
    rule.kind = kRules[m_kind->currentIndex()].kind;
    rule.expression = m_expression->text().toStdString();
    // A rule that asks for no labels keeps those it came with: they tell nothing.
    if (rule.kind == AnswerRule::Kind::Label) {
        rule.labels.clear();
        for (const QString& label : labels()) {
            rule.labels.push_back(label.toStdString());
        }
    }
    return rule;
}

void AnswerForm::store(PatternPart& part) const
{
    part.rule = rule();
    part.labels = labels();
    part.expected = m_expected->text();
}

void AnswerForm::check()
{
    const AnswerRule::Kind kind = kRules[m_kind->currentIndex()].kind;
    m_expression->setVisible(kind == AnswerRule::Kind::Expression);
    const auto extractor = evaluation::AnswerExtractor::make(rule());
    if (!extractor) {
        m_problem->setText(kind == AnswerRule::Kind::Label
                               ? tr("Write the labels below, one a line.")
                               : problemOf(extractor.error(), m_expression->text()).words);
    }
    m_problem->setVisible(!extractor);
}

void AnswerForm::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        check();
    }
}

void AnswerForm::retranslate()
{
    m_title->setText(tr("Answer"));
    m_ruleLabel->setText(tr("Takes"));
    m_kind->setAccessibleName(tr("How the answer is taken"));
    m_kind->setToolTip(tr("What counts as the answer in the text that the model writes: for votes "
                          "and for right or wrong"));
    for (int i = 0; i < m_kind->count(); ++i) {
        m_kind->setItemText(
            i, QCoreApplication::translate("fe::prompting::AnswerForm", kRules[i].title));
    }
    m_expression->setAccessibleName(tr("Regular expression of the answer"));
    m_expression->setPlaceholderText(QStringLiteral("answer is (\\w+)"));
    m_expression->setToolTip(
        tr("Its first group is the answer, or the whole match; the last match counts"));
    m_labelsLabel->setText(tr("Labels, one a line"));
    m_labels->setAccessibleName(tr("Labels, one a line"));
    m_labels->setPlaceholderText(tr("none: any answer"));
    m_fromExamples->setText(tr("From the examples"));
    m_fromExamples->setAccessibleName(tr("Labels from the examples"));
    m_fromExamples->setToolTip(tr("Take the answers of the examples as labels"));
    m_expectedLabel->setText(tr("Expected"));
    m_expected->setAccessibleName(tr("Expected answer"));
    m_expected->setPlaceholderText(tr("optional"));
}

} // namespace fe::prompting
