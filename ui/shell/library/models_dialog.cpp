// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/library/models_dialog.h"

#include "shell/file_drop.h"
#include "shell/job_strip.h"
#include "shell/library/export_flow.h"
#include "shell/library/file_manager.h"
#include "shell/library/import_flow.h"
#include "shell/library/model_details.h"
#include "shell/library/model_list_model.h"
#include "widgets/message_banner.h"
#include "widgets/segmented_control.h"
#include "widgets/theme.h"
#include "workspace/path_text.h"

#include <QEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScreen>
#include <QShortcut>
#include <QTableView>

namespace fe::shell {

using widgets::scaled;

ModelsDialog::ModelsDialog(const LibraryParts& parts, RemovalFlow::MoveToTrash moveToTrash,
                           QWidget* parent)
    : QDialog(parent), m_parts(parts), m_model(new ModelListModel(this)),
      m_shown(new ModelListFilter(this)),
      m_import(new ImportFlow(parts.runner, parts.catalog, this)),
      m_removal(new RemovalFlow(parts.runner, parts.workspace, parts.catalog,
                                std::move(moveToTrash), this)),
      m_export(new ExportFlow(parts.runner, this)), m_drop(new FileDrop(*this)),
      m_search(new QLineEdit(this)), m_roles(new widgets::SegmentedControl(this)),
      m_importFile(new QPushButton(this)), m_importFolder(new QPushButton(this)),
      m_banner(new widgets::MessageBanner(this)), m_table(new QTableView(this)),
      m_listHint(new QLabel(this)), m_details(new ModelDetails(this)),
      m_jobs(new JobStrip(parts.runner, this))
{
    setObjectName(QStringLiteral("modelsDialog"));
    m_shown->setSourceModel(m_model);
    buildLayout();
    connectParts();
    connectFlows();
    retranslate();
    showEntries();
    // Room for the frame that the desktop draws around it.
    const QSize room = screen()->availableSize() - QSize(scaled(40), scaled(60));
    resize(QSize(scaled(1240), scaled(700)).boundedTo(room));
}

void ModelsDialog::connectParts()
{
    using workspace::Workspace;
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_shown->setSearch(text);
        showListHint();
    });
    connect(m_roles, &widgets::SegmentedControl::currentChanged, this, [this](int index) {
        m_shown->setRole(
            index == 0 ? std::nullopt
                       : std::optional(workspace::kRoles[static_cast<std::size_t>(index) - 1]));
        showListHint();
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &ModelsDialog::selectionChanged);
    connect(m_table, &QTableView::doubleClicked, this, &ModelsDialog::openSelected);
    connect(m_importFile, &QPushButton::clicked, this, &ModelsDialog::chooseFile);
    connect(m_importFolder, &QPushButton::clicked, this, &ModelsDialog::chooseFolder);
    connect(m_drop, &FileDrop::dropped, this, &ModelsDialog::importPaths);
    auto* pasted = new QShortcut(QKeySequence::Paste, this);
    connect(pasted, &QShortcut::activated, this, &ModelsDialog::paste);
    connect(m_details, &ModelDetails::openRequested, this, &ModelsDialog::openSelected);
    connect(m_details, &ModelDetails::hashRequested, this, &ModelsDialog::computeHash);
    connect(m_details, &ModelDetails::exportRequested, this, &ModelsDialog::exportSelected);
    connect(m_details, &ModelDetails::removeRequested, this, &ModelsDialog::removeSelected);
    connect(m_details, &ModelDetails::folderRequested, this,
            [this] { showInFileManager(m_details->entry()->path); });
    connect(&m_parts.catalog, &workspace::ModelCatalog::changed, this, &ModelsDialog::showEntries);
    for (const auto signal : { &Workspace::modelsChanged, &Workspace::loadCancelled }) {
        connect(&m_parts.workspace, signal, this, &ModelsDialog::showStates);
    }
    connect(&m_parts.workspace, &Workspace::loadStarted, this, &ModelsDialog::showStates);
    connect(&m_parts.workspace, &Workspace::trustNeeded, this, &ModelsDialog::showStates);
    connect(&m_parts.workspace, &Workspace::loadFailed, this,
            [this](const QString&, const base::Error& error) {
                showStates();
                if (isVisible()) {
                    showFailure(error);
                }
            });
}

void ModelsDialog::open(std::optional<workspace::Role> role)
{
    m_roles->setCurrent(role ? static_cast<int>(*role) + 1 : 0);
    if (m_selected.isEmpty()) {
        if (const workspace::LoadedModelPtr current = m_parts.workspace.current()) {
            select(workspace::toText(current->package->path()));
        }
    }
    m_parts.catalog.refresh();
    show();
    raise();
    activateWindow();
    m_table->setFocus(Qt::OtherFocusReason);
}

void ModelsDialog::importPaths(const QStringList& paths)
{
    m_banner->dismiss();
    m_import->start(paths);
}

void ModelsDialog::showEntries()
{
    const QString selected = m_selected;
    m_model->setEntries(m_parts.catalog.entries());
    showStates();
    select(selected);
    showListHint();
}

void ModelsDialog::showStates()
{
    QStringList inUse;
    for (const workspace::Role role : workspace::kRoles) {
        if (const workspace::LoadedModelPtr loaded = m_parts.workspace.model(role)) {
            inUse.append(workspace::toText(loaded->package->path()));
        }
    }
    m_model->setStates(inUse, m_parts.workspace.loadingName());
    fitColumns();
}

void ModelsDialog::showListHint()
{
    if (m_shown->rowCount() > 0) {
        m_listHint->setText(
            tr("Drop a model file or folder here to import it, or paste its path."));
    } else if (!m_parts.catalog.isReady()) {
        m_listHint->setText(tr("Looking for models…"));
    } else if (m_model->rowCount() > 0) {
        m_listHint->setText(tr("No model fits. Try fewer letters, or show all kinds."));
    } else {
        m_listHint->setText(tr("No model is installed yet. Import a .gguf file or a folder with "
                               "config.json and *.safetensors: by the buttons above, by dropping "
                               "it here, or by pasting its path."));
    }
}

void ModelsDialog::select(const QString& path)
{
    m_selected = path;
    for (int row = 0; row < m_shown->rowCount(); ++row) {
        const QModelIndex index = m_shown->index(row, 0);
        if (index.data(ModelListModel::PathRole).toString() == path) {
            m_table->setCurrentIndex(index);
            m_table->scrollTo(index);
            return;
        }
    }
    selectionChanged();
}

void ModelsDialog::selectionChanged()
{
    const QModelIndex index = m_table->currentIndex();
    if (!index.isValid()) {
        m_details->showEntry(std::nullopt);
        return;
    }
    m_selected = index.data(ModelListModel::PathRole).toString();
    const workspace::CatalogEntry* entry = m_parts.catalog.find(m_selected);
    if (!entry) {
        return;
    }
    const auto& shown = m_details->entry();
    const bool isShown = shown && shown->path == entry->path && shown->fileBytes == entry->fileBytes
        && m_details->facts();
    if (!isShown) {
        m_details->showEntry(*entry);
        m_details->showHash(m_hashes.value(hashKey(*entry)));
        readFacts(entry->path);
    }
}

void ModelsDialog::readFacts(const QString& path)
{
    m_factsJob = m_parts.runner.start<workspace::ModelFactsPtr>(
        { .title = tr("Reading %1").arg(workspace::modelName(path)),
          .lane = jobs::Lane::Io,
          .slot = QStringLiteral("library.facts") },
        [file = workspace::toPath(path)](const base::CancelToken&, base::Progress&) {
            return workspace::readFacts(file);
        },
        { .done = [this](const workspace::ModelFactsPtr& facts) { m_details->showFacts(facts); },
          .cancelled = {},
          // The list says already why it cannot be opened.
          .failed = [this](const base::Error&) { m_details->showFacts(nullptr); } });
}

void ModelsDialog::changeEvent(QEvent* event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void ModelsDialog::retranslate()
{
    setWindowTitle(tr("Models"));
    m_search->setPlaceholderText(tr("Search by name, architecture, kind or licence"));
    m_search->setAccessibleName(tr("Search the models"));
    m_roles->setAccessibleName(tr("Kinds of models that are shown"));
    m_roles->setSegmentText(0, tr("All"), tr("All models"));
    m_roles->setSegmentText(1, tr("Write text"), tr("Decoders and encoder-decoders"));
    m_roles->setSegmentText(2, tr("Encoders"), tr("Models that read text alone"));
    m_roles->setSegmentText(3, tr("Vision"), tr("Models that read pictures"));
    m_importFile->setText(tr("Import file…"));
    m_importFolder->setText(tr("Import folder…"));
    m_table->setAccessibleName(tr("Models"));
    m_drop->setHint(tr("Drop to import\nmodel file or folder"));
    m_model->retranslate();
    fitColumns();
    showListHint();
}

} // namespace fe::shell
