// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/endpoints/endpoint_form.h"

#include "widgets/theme.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>

namespace fe::prompting {

using widgets::scaled;

namespace {

constexpr int kLongestIdleSeconds = 24 * 3600;
constexpr int kMostRetries = 20;

/// Leaves the cursor where it is if nothing changes.
void fill(QLineEdit* edit, const QString& text)
{
    if (edit->text() != text) {
        edit->setText(text);
    }
}

} // namespace

EndpointForm::EndpointForm(QWidget* parent)
    : QWidget(parent), m_name(new QLineEdit(this)), m_url(new QLineEdit(this)),
      m_model(new QComboBox(this)), m_style(new QComboBox(this)), m_keySource(new QComboBox(this)),
      m_variable(new QLineEdit(this)), m_key(new QLineEdit(this)), m_keyState(new QLabel(this)),
      m_authority(new QLineEdit(this)), m_browse(new QToolButton(this)), m_idle(new QSpinBox(this)),
      m_retries(new QSpinBox(this))
{
    build();
    showKeySource();
}

void EndpointForm::build()
{
    auto* form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(scaled(12));
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("&Name"), m_name);
    form->addRow(tr("&Address"), m_url);
    form->addRow(tr("&Model"), m_model);
    form->addRow(tr("&Prompts are sent as"), m_style);
    m_url->setObjectName(QStringLiteral("endpointUrl"));
    m_url->setPlaceholderText(QStringLiteral("http://localhost:8080/v1"));
    m_model->setObjectName(QStringLiteral("endpointModel"));
    m_model->setEditable(true);
    m_model->setInsertPolicy(QComboBox::NoInsert);
    m_model->lineEdit()->setPlaceholderText(tr("the first that the server lists"));
    m_style->addItem(tr("what fits the prompt"), static_cast<int>(endpoints::Style::Auto));
    m_style->addItem(tr("chats"), static_cast<int>(endpoints::Style::Chat));
    m_style->addItem(tr("plain prompts"), static_cast<int>(endpoints::Style::Completions));
    buildKey(form);
    buildMore(form);
    for (QLineEdit* edit : { m_name, m_url, m_variable, m_authority }) {
        connect(edit, &QLineEdit::textEdited, this, &EndpointForm::read);
    }
    connect(m_model, &QComboBox::currentTextChanged, this, &EndpointForm::read);
    for (QComboBox* box : { m_style, m_keySource }) {
        connect(box, &QComboBox::currentIndexChanged, this, &EndpointForm::read);
    }
    for (QSpinBox* box : { m_idle, m_retries }) {
        connect(box, &QSpinBox::valueChanged, this, &EndpointForm::read);
    }
}

void EndpointForm::buildKey(QFormLayout* form)
{
    m_keySource->setObjectName(QStringLiteral("endpointKeySource"));
    m_keySource->addItem(tr("none"));
    m_keySource->addItem(tr("from an environment variable"));
    m_keySource->addItem(tr("in the system's secret store"));
    m_variable->setObjectName(QStringLiteral("endpointVariable"));
    m_variable->setPlaceholderText(QStringLiteral("OPENAI_API_KEY"));
    m_variable->setAccessibleName(tr("Name of the environment variable"));
    m_key->setObjectName(QStringLiteral("endpointKey"));
    m_key->setEchoMode(QLineEdit::Password);
    m_key->setAccessibleName(tr("Key"));
    m_key->setPlaceholderText(tr("enter a new key"));
    m_keyState->setProperty("kind", QStringLiteral("secondary"));
    m_keyState->setTextFormat(Qt::PlainText);
    m_keyState->setWordWrap(true);
    form->addRow(tr("&Key"), m_keySource);
    form->addRow(QString(), m_variable);
    form->addRow(QString(), m_key);
    form->addRow(QString(), m_keyState);
    connect(m_key, &QLineEdit::editingFinished, this, [this] {
        // Leaving the empty field is no wish to forget the key; that is what "none" is for.
        if (!m_key->text().isEmpty()) {
            const QString key = m_key->text();
            m_key->clear();
            Q_EMIT keyEntered(key);
        }
    });
}

void EndpointForm::buildMore(QFormLayout* form)
{
    m_authority->setPlaceholderText(tr("the system's alone"));
    m_browse->setText(tr("Browse…"));
    connect(m_browse, &QToolButton::clicked, this, &EndpointForm::chooseFile);
    auto* file = new QHBoxLayout;
    file->addWidget(m_authority, 1);
    file->addWidget(m_browse);
    auto* title = new QLabel(tr("&Certificate authorities"), this);
    title->setBuddy(m_authority);
    form->addRow(title, file);
    m_idle->setRange(0, kLongestIdleSeconds);
    m_idle->setSuffix(tr(" s"));
    m_idle->setSpecialValueText(tr("for ever"));
    form->addRow(tr("&Wait for a sign of life"), m_idle);
    m_retries->setRange(0, kMostRetries);
    m_retries->setSpecialValueText(tr("none"));
    form->addRow(tr("Attempts a&fter a failure"), m_retries);
}

void EndpointForm::setEntry(const EndpointEntry& entry)
{
    m_filling = true;
    const bool other = m_entry.id != entry.id;
    m_entry = entry;
    fill(m_name, entry.name);
    fill(m_url, QString::fromStdString(entry.endpoint.baseUrl));
    if (other) {
        m_model->clear();
        m_key->clear();
        m_keyState->clear();
    }
    if (m_model->currentText() != QString::fromStdString(entry.endpoint.model)) {
        m_model->setCurrentText(QString::fromStdString(entry.endpoint.model));
    }
    m_style->setCurrentIndex(m_style->findData(static_cast<int>(entry.endpoint.style)));
    m_keySource->setCurrentIndex(static_cast<int>(entry.keySource));
    fill(m_variable, QString::fromStdString(entry.endpoint.keyVariable));
    fill(m_authority, QString::fromStdString(entry.endpoint.authorityFile));
    m_idle->setValue(static_cast<int>(entry.endpoint.timeouts.idleMs / 1000));
    m_retries->setValue(entry.endpoint.retry.retries);
    m_filling = false;
    showKeySource();
}

void EndpointForm::setModels(const QStringList& models)
{
    const QSignalBlocker quiet(m_model);
    const QString typed = m_model->currentText();
    m_model->clear();
    m_model->addItems(models);
    m_model->setCurrentText(typed);
}

void EndpointForm::showKeyState(const QString& text)
{
    m_keyState->setText(text);
}

void EndpointForm::read()
{
    if (m_filling) {
        return;
    }
    m_entry.name = m_name->text().trimmed();
    endpoints::Endpoint& endpoint = m_entry.endpoint;
    endpoint.baseUrl = m_url->text().trimmed().toStdString();
    endpoint.model = m_model->currentText().trimmed().toStdString();
    endpoint.style = static_cast<endpoints::Style>(m_style->currentData().toInt());
    endpoint.keyVariable = m_variable->text().trimmed().toStdString();
    endpoint.authorityFile = m_authority->text().trimmed().toStdString();
    endpoint.timeouts.idleMs = std::int64_t { m_idle->value() } * 1000;
    endpoint.retry.retries = m_retries->value();
    const auto source = static_cast<KeySource>(m_keySource->currentIndex());
    const bool forgets = m_entry.keySource == KeySource::Store && source != KeySource::Store;
    m_entry.keySource = source;
    showKeySource();
    Q_EMIT edited(m_entry);
    if (forgets) {
        Q_EMIT keyEntered(QString());
    }
}

void EndpointForm::showKeySource()
{
    m_variable->setVisible(m_entry.keySource == KeySource::Variable);
    m_key->setVisible(m_entry.keySource == KeySource::Store);
    m_keyState->setVisible(m_entry.keySource == KeySource::Store);
}

void EndpointForm::chooseFile()
{
    const QString file
        = QFileDialog::getOpenFileName(this, tr("Certificate authorities"), m_authority->text(),
                                       tr("Certificates (*.pem *.crt *.cer);;All files (*)"));
    if (!file.isEmpty()) {
        m_authority->setText(file);
        read();
    }
}

} // namespace fe::prompting
