// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/endpoints/endpoints_dialog.h"

#include "prompting/endpoints/endpoint_form.h"
#include "prompting/endpoints/endpoint_list_model.h"
#include "prompting/endpoints/endpoint_text.h"
#include "widgets/message_banner.h"
#include "widgets/theme.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace fe::prompting {

using widgets::scaled;

EndpointsDialog::EndpointsDialog(EndpointBook& book, QWidget* parent)
    : QDialog(parent), m_book(book), m_list(new EndpointListModel(book, this))
{
    setWindowTitle(tr("Endpoints"));
    build();
    connectBook();
    const EndpointChoicePtr& choice = book.choice();
    select(choice != nullptr ? choice->entry.id : m_list->idAt(0));
    showSelected();
}

void EndpointsDialog::build()
{
    m_banner = new widgets::MessageBanner(this);
    m_empty = new QLabel(tr("An endpoint is a model that another program or machine runs:\n"
                            "llama-server, Ollama, vLLM, the OpenAI API.\n\n"
                            "Add one to prompt it from here."),
                         this);
    m_empty->setProperty("kind", QStringLiteral("secondary"));
    m_empty->setAlignment(Qt::AlignCenter);
    auto* columns = new QHBoxLayout;
    columns->setSpacing(scaled(16));
    columns->addWidget(buildList());
    columns->addWidget(buildDetails(), 1);
    columns->addWidget(m_empty, 1);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(scaled(12));
    column->addWidget(m_banner);
    column->addLayout(columns, 1);
    column->addWidget(buildButtons());
    resize(scaled(760), scaled(560));
}

QWidget* EndpointsDialog::buildList()
{
    auto* part = new QWidget(this);
    m_view = new QListView(part);
    m_view->setModel(m_list);
    m_view->setAccessibleName(tr("Endpoints"));
    m_add = new QToolButton(part);
    m_add->setText(tr("Add"));
    m_add->setObjectName(QStringLiteral("addEndpoint"));
    m_add->setPopupMode(QToolButton::InstantPopup);
    m_add->setFocusPolicy(Qt::StrongFocus);
    auto* kinds = new QMenu(m_add);
    for (const EndpointTemplate& kind : endpointTemplates()) {
        const QString name = QString::fromLatin1(kind.name);
        kinds->addAction(name.isEmpty() ? tr("Other server") : name, this,
                         [this, &kind] { addEntry(kind); });
    }
    m_add->setMenu(kinds);
    m_remove = new QToolButton(part);
    m_remove->setText(tr("Remove"));
    m_remove->setObjectName(QStringLiteral("removeEndpoint"));
    m_remove->setFocusPolicy(Qt::StrongFocus);
    connect(m_remove, &QToolButton::clicked, this, &EndpointsDialog::removeSelected);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_add);
    buttons->addWidget(m_remove);
    buttons->addStretch(1);
    auto* column = new QVBoxLayout(part);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_view, 1);
    column->addLayout(buttons);
    part->setFixedWidth(scaled(220));
    return part;
}

QWidget* EndpointsDialog::buildDetails()
{
    auto* area = new QScrollArea(this);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    auto* inside = new QWidget(area);
    m_form = new EndpointForm(inside);
    m_server = new QLabel(inside);
    m_server->setProperty("kind", QStringLiteral("title"));
    m_server->setTextFormat(Qt::PlainText);
    m_server->setObjectName(QStringLiteral("endpointServer"));
    m_abilities = new QFormLayout;
    m_abilities->setHorizontalSpacing(scaled(16));
    auto* column = new QVBoxLayout(inside);
    column->setContentsMargins(0, 0, scaled(8), 0);
    column->setSpacing(scaled(12));
    column->addWidget(m_form);
    column->addWidget(m_server);
    column->addLayout(m_abilities);
    column->addStretch(1);
    area->setWidget(inside);
    m_details = area;
    return area;
}

QWidget* EndpointsDialog::buildButtons()
{
    auto* part = new QWidget(this);
    m_progress = new QProgressBar(part);
    m_progress->setRange(0, 0);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Connecting"));
    m_test = new QPushButton(part);
    m_test->setObjectName(QStringLiteral("testEndpoint"));
    m_choose = new QPushButton(tr("Use this endpoint"), part);
    m_choose->setObjectName(QStringLiteral("useEndpoint"));
    m_choose->setProperty("kind", QStringLiteral("primary"));
    m_local = new QPushButton(tr("Use the model of the window"), part);
    m_local->setObjectName(QStringLiteral("useLocal"));
    auto* close = new QPushButton(tr("Close"), part);
    connect(m_test, &QPushButton::clicked, this, [this] {
        if (m_book.connecting().isEmpty()) {
            m_book.connectTo(selected(), EndpointBook::Then::Nothing);
        } else {
            m_book.cancelConnecting();
        }
    });
    connect(m_choose, &QPushButton::clicked, this,
            [this] { m_book.connectTo(selected(), EndpointBook::Then::Choose); });
    connect(m_local, &QPushButton::clicked, this, [this] {
        m_book.chooseNone();
        accept();
    });
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    auto* row = new QHBoxLayout(part);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_test);
    row->addWidget(m_progress, 1);
    row->addStretch(1);
    row->addWidget(m_local);
    row->addWidget(m_choose);
    row->addWidget(close);
    for (QPushButton* button : { m_test, m_choose, m_local, close }) {
        button->setAutoDefault(false); // Enter in a field must not press one
    }
    return part;
}

void EndpointsDialog::connectBook()
{
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &EndpointsDialog::showSelected);
    connect(m_list, &QAbstractItemModel::modelReset, this, &EndpointsDialog::showSelected);
    connect(m_form, &EndpointForm::edited, this, [this](const EndpointEntry& entry) {
        clearFound();
        m_book.update(entry);
    });
    connect(m_form, &EndpointForm::keyEntered, this,
            [this](const QString& key) { m_book.storeKey(selected(), key); });
    connect(&m_book, &EndpointBook::connectingChanged, this, &EndpointsDialog::showConnecting);
    connect(&m_book, &EndpointBook::choiceChanged, this, [this] {
        showConnecting();
        if (m_book.choice() != nullptr) {
            accept(); // nothing is left to do here
        }
    });
    connect(&m_book, &EndpointBook::tested, this, &EndpointsDialog::showFound);
    connect(&m_book, &EndpointBook::keyStored, this, &EndpointsDialog::showKeyStored);
    connect(&m_book, &EndpointBook::failed, this,
            [this](const QString& id, const base::Error& error) {
                if (id == selected()) {
                    m_banner->showMessage(widgets::MessageBanner::Kind::Error,
                                          endpointErrorText(error));
                }
            });
}

QString EndpointsDialog::selected() const
{
    return m_list->idAt(m_view->currentIndex().row());
}

void EndpointsDialog::select(const QString& id)
{
    const int row = m_list->rowOf(id);
    if (row >= 0) {
        m_view->setCurrentIndex(m_list->index(row));
    }
}

void EndpointsDialog::addEntry(const EndpointTemplate& kind)
{
    const EndpointEntry entry = entryFrom(kind);
    m_book.add(entry);
    select(entry.id);
    m_form->setFocus();
}

void EndpointsDialog::removeSelected()
{
    const int row = m_view->currentIndex().row();
    m_book.remove(selected());
    select(m_list->idAt(std::min(row, m_list->rowCount() - 1)));
}

void EndpointsDialog::showSelected()
{
    const EndpointEntry* entry = m_book.entry(selected());
    m_details->setVisible(entry != nullptr);
    m_empty->setVisible(entry == nullptr);
    m_banner->dismiss();
    clearFound();
    if (entry != nullptr) {
        m_form->setEntry(*entry);
        const EndpointChoicePtr& choice = m_book.choice();
        if (choice != nullptr && choice->entry.id == entry->id) {
            showFound(choice);
        }
    }
    showConnecting();
}

void EndpointsDialog::showConnecting()
{
    const bool connecting = !m_book.connecting().isEmpty();
    const bool some = !selected().isEmpty();
    m_progress->setVisible(connecting);
    m_test->setText(connecting ? tr("Cancel") : tr("Test the connection"));
    m_test->setEnabled(some || connecting);
    m_remove->setEnabled(some);
    const bool chosen = m_book.choice() != nullptr && m_book.choice()->entry.id == selected();
    m_choose->setEnabled(some && !connecting && !chosen);
    m_local->setEnabled(m_book.choice() != nullptr);
    if (connecting) {
        m_banner->dismiss();
    }
}

void EndpointsDialog::showFound(const EndpointChoicePtr& found)
{
    if (found->entry.id != selected()) {
        return;
    }
    clearFound();
    m_banner->dismiss();
    QStringList models;
    for (const endpoints::ListedModel& model : found->server.models) {
        models.append(QString::fromStdString(model.id));
    }
    m_form->setModels(models);
    m_server->setText(serverText(found->server));
    m_server->setVisible(true);
    for (const AbilityRow& row : abilityRows(found->server)) {
        auto* value = new QLabel(row.value);
        value->setProperty("kind",
                           row.available ? QVariant() : QVariant(QStringLiteral("secondary")));
        m_abilities->addRow(row.name, value);
    }
    for (const std::string& note : found->server.notes) {
        auto* text = new QLabel(QString::fromStdString(note));
        text->setTextFormat(Qt::PlainText);
        text->setWordWrap(true);
        text->setProperty("kind", QStringLiteral("secondary"));
        m_abilities->addRow(text);
    }
}

void EndpointsDialog::showKeyStored(const QString& id, const QString& problem)
{
    if (id != selected()) {
        return;
    }
    m_form->showKeyState(problem.isEmpty()
                             ? tr("The key is in the secret store.")
                             : tr("The secret store refuses the key: %1. Use an environment "
                                  "variable instead.")
                                   .arg(problem));
}

void EndpointsDialog::clearFound()
{
    m_server->setVisible(false);
    while (m_abilities->rowCount() > 0) {
        m_abilities->removeRow(0);
    }
}

} // namespace fe::prompting
