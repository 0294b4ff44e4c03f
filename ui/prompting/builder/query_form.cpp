// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/builder/query_form.h"

#include "prompting/builder/growing_edit.h"
#include "widgets/theme.h"

#include <QEvent>
#include <QLabel>
#include <QVBoxLayout>

namespace fe::prompting {

namespace {

constexpr int kMostLines = 6;

} // namespace

QueryForm::QueryForm(QWidget* parent)
    : QWidget(parent), m_title(new QLabel(this)), m_column(new QVBoxLayout(this))
{
    m_title->setProperty("kind", QStringLiteral("title"));
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(widgets::scaled(4));
    m_column->addWidget(m_title);
    retranslate();
}

void QueryForm::setFields(const QStringList& fields)
{
    QStringList now;
    for (const Input& input : m_inputs) {
        now.append(input.field);
    }
    if (fields == now) {
        return;
    }
    if (fields.size() == now.size()) {
        rename(fields);
        return;
    }
    const QMap<QString, QString> texts = values();
    for (const Input& input : m_inputs) {
        delete input.label;
        delete input.edit;
    }
    m_inputs.clear();
    for (const QString& field : fields) {
        addInput(field, texts.value(field));
    }
    retranslate();
}

/// The inputs stay, so that the cursor does: a pattern is edited letter by letter.
void QueryForm::rename(const QStringList& fields)
{
    const QMap<QString, QString> texts = values();
    for (std::size_t i = 0; i < m_inputs.size(); ++i) {
        const QString field = fields[static_cast<qsizetype>(i)];
        if (field == m_inputs[i].field) {
            continue;
        }
        if (texts.contains(field)) {
            m_inputs[i].edit->showText(texts.value(field)); // fields that changed places
        } else if (fields.contains(m_inputs[i].field)) {
            m_inputs[i].edit->showText({});
        }
        m_inputs[i].field = field;
    }
    retranslate();
}

void QueryForm::addInput(const QString& field, const QString& text)
{
    Input input { field, new QLabel(this), new GrowingEdit(1, kMostLines, this) };
    input.label->setProperty("kind", QStringLiteral("secondary"));
    input.label->setTextFormat(Qt::PlainText);
    input.label->setBuddy(input.edit);
    input.edit->showText(text);
    m_column->addWidget(input.label);
    m_column->addWidget(input.edit);
    connect(input.edit, &QPlainTextEdit::textChanged, this, &QueryForm::edited);
    m_inputs.push_back(input);
}

void QueryForm::setValues(const QMap<QString, QString>& values)
{
    for (const Input& input : m_inputs) {
        input.edit->showText(values.value(input.field));
    }
}

QMap<QString, QString> QueryForm::values() const
{
    QMap<QString, QString> texts;
    for (const Input& input : m_inputs) {
        texts.insert(input.field, input.edit->toPlainText());
    }
    return texts;
}

void QueryForm::focusInput()
{
    if (!m_inputs.empty()) {
        m_inputs.front().edit->setFocus();
    }
}

void QueryForm::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void QueryForm::retranslate()
{
    m_title->setText(tr("Query"));
    setVisible(!m_inputs.empty());
    for (const Input& input : m_inputs) {
        input.label->setText(input.field);
        input.label->setVisible(m_inputs.size() > 1);
        input.edit->setAccessibleName(tr("Query: %1").arg(input.field));
        input.edit->setObjectName(QStringLiteral("query-") + input.field);
    }
}

} // namespace fe::prompting
