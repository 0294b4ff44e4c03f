// SPDX-License-Identifier: GPL-3.0-or-later
// The part of MainWindow that follows the models: those of the last time, what was loaded, the list
// of those that are installed.
#include "shell/job_strip.h"
#include "shell/library/models_dialog.h"
#include "shell/library/trust_question.h"
#include "shell/main_window.h"
#include "shell/model_bar.h"
#include "shell/settings.h"
#include "widgets/message_banner.h"
#include "workspace/model_removal.h"
#include "workspace/model_text.h"
#include "workspace/path_text.h"

#include <QFileInfo>
#include <QLocale>

#include <algorithm>
#include <utility>

namespace fe::shell {

namespace {

/// The starter model, else the smallest that is there.
QString firstChoice(const QList<workspace::CatalogEntry>& models)
{
    for (const workspace::CatalogEntry& entry : models) {
        if (entry.name.startsWith(QLatin1String("SmolLM2-135M-Instruct"), Qt::CaseInsensitive)) {
            return entry.path;
        }
    }
    const auto smallest
        = std::min_element(models.begin(), models.end(), [](const auto& left, const auto& right) {
              return left.fileBytes < right.fileBytes;
          });
    return smallest == models.end() ? QString() : smallest->path;
}

} // namespace

void MainWindow::begin(const QStringList& paths)
{
    m_began = true;
    m_parts.workspace.presetOptions(m_parts.settings.loadOptions(), m_parts.settings.threads());
    for (const workspace::Role role : workspace::kRoles) {
        m_parts.workspace.presetLastPath(role, m_parts.settings.slotModel(role));
    }
    m_parts.catalog.setLinks(m_parts.settings.linkedModels());
    openPaths(paths);
    // A saved GPU may be gone; then the first load must not fail for it.
    if (m_parts.workspace.options().device != "cpu") {
        askDevices();
    } else {
        loadFirstModel();
        askDevices();
    }
    m_parts.catalog.refresh();
    updateNoModelCard();
}

/// What was open the last time, the current one last; else the starter model.
QStringList MainWindow::modelsOfLastTime() const
{
    QStringList paths;
    for (const workspace::Role role : workspace::kRoles) {
        paths.append(m_parts.settings.slotModel(role));
    }
    const QString last = m_parts.settings.lastModel();
    if (paths.contains(last) || paths.join(QString()).isEmpty()) {
        paths.removeAll(last);
        paths.append(last);
    }
    paths.removeIf([](const QString& path) { return path.isEmpty() || !QFileInfo::exists(path); });
    return paths;
}

void MainWindow::loadFirstModel()
{
    workspace::Workspace& workspace = m_parts.workspace;
    if (workspace.current() || workspace.isLoading()) {
        return;
    }
    QStringList paths = modelsOfLastTime();
    if (paths.isEmpty()) {
        paths.append(firstChoice(m_parts.catalog.languageModels()));
        paths.removeAll(QString());
    }
    if (!paths.isEmpty()) {
        m_startLoad = true;
        workspace.openModels(paths);
    }
}

void MainWindow::askDevices()
{
    m_devicesJob = m_parts.runner.start<std::vector<std::string>>(
        { .title = tr("Looking for devices"),
          .lane = jobs::Lane::Compute,
          .slot = QStringLiteral("shell.devices") },
        [](const base::CancelToken&, base::Progress&) -> base::Result<std::vector<std::string>> {
            return models::availableDevices();
        },
        { .done =
              [this](const std::vector<std::string>& found) {
                  QStringList devices;
                  for (const std::string& device : found) {
                      devices.append(QString::fromStdString(device));
                  }
                  m_modelBar->setDevices(devices);
                  const QString wanted = QString::fromStdString(m_parts.workspace.options().device);
                  if (!devices.contains(wanted) && !m_parts.workspace.current()) {
                      models::LoadOptions options = m_parts.workspace.options();
                      options.device = "cpu";
                      m_parts.workspace.presetOptions(options, m_parts.workspace.threads());
                      showNotice({ .headline
                                   = tr("The device of the last time is not there: %1").arg(wanted),
                                   .advice = tr("The CPU is used instead."),
                                   .details = {} });
                  }
                  loadFirstModel();
              },
          .cancelled = {},
          .failed = [this](const base::Error& error) { showFailure(error, {}); } });
}

void MainWindow::connectWorkspace()
{
    using workspace::Workspace;
    Workspace& workspace = m_parts.workspace;
    connect(&workspace, &Workspace::loadStarted, this, &MainWindow::updateNoModelCard);
    connect(&workspace, &Workspace::loadCancelled, this, [this] {
        m_jobStrip->showMessage(tr("Loading was cancelled."));
        updateNoModelCard();
    });
    connect(&workspace, &Workspace::loadFailed, this,
            [this](const QString& path, const base::Error& error) { showFailure(error, path); });
    connect(&workspace, &Workspace::modelOpened, this, &MainWindow::modelOpened);
    connect(&workspace, &Workspace::modelsChanged, this, [this] {
        for (const workspace::Role role : workspace::kRoles) {
            const workspace::LoadedModelPtr loaded = m_parts.workspace.model(role);
            // What the start is yet to load stays remembered.
            if (loaded || !m_parts.workspace.isLoading()) {
                m_parts.settings.setSlotModel(
                    role, loaded ? workspace::toText(loaded->package->path()) : QString());
            }
        }
        updateNoModelCard();
    });
    connect(&workspace, &Workspace::trustNeeded, this, &MainWindow::askTrust);
    connect(&workspace, &Workspace::modelWanted, this, &MainWindow::showModels);
    connect(&workspace, &Workspace::insideWanted, this, [this] { showTab("attention"); });
    connect(&m_parts.catalog, &workspace::ModelCatalog::linksChanged, this,
            [this] { m_parts.settings.setLinkedModels(m_parts.catalog.links()); });
    connect(&workspace, &Workspace::messageReported, m_jobStrip, &JobStrip::showMessage);
    connect(&m_parts.catalog, &workspace::ModelCatalog::changed, this, [this] {
        loadFirstModel();
        updateNoModelCard();
    });
}

void MainWindow::modelOpened()
{
    const workspace::LoadedModelPtr loaded = m_parts.workspace.current();
    m_parts.settings.addRecentModel(workspace::toText(loaded->package->path()));
    m_parts.settings.setLoadOptions(m_parts.workspace.options());
    m_modelBar->setRecentModels(m_parts.settings.recentModels());
    m_jobStrip->showMessage(tr("%1 (%2) is ready, loaded in %3 s.")
                                .arg(loaded->name, workspace::modelSummary(loaded->any->info()),
                                     QLocale().toString(loaded->loadSeconds, 'f', 1)));
    // A message about what the user opened outlives the load that the start makes by itself.
    if (!std::exchange(m_startLoad, m_parts.workspace.isLoading() && m_startLoad)) {
        m_banner->dismiss();
    }
    if (loaded->tokenizerProblem) {
        showFailure(*loaded->tokenizerProblem, {});
    } else if (loaded->chatTemplateProblem) {
        showFailure(*loaded->chatTemplateProblem, {});
    }
    buildMenu();
}

void MainWindow::showModels(std::optional<workspace::Role> role)
{
    if (!m_library) {
        m_library = new ModelsDialog({ m_parts.runner, m_parts.workspace, m_parts.catalog },
                                     &workspace::moveToTrash, this);
    }
    m_library->open(role);
}

void MainWindow::askTrust(const workspace::TrustRequest& request)
{
    updateNoModelCard();
    QWidget* over = m_library && m_library->isVisible() ? static_cast<QWidget*>(m_library) : this;
    auto* question = new TrustQuestion(request, over);
    question->setAttribute(Qt::WA_DeleteOnClose);
    connect(question, &QDialog::accepted, this,
            [this, request] { m_parts.workspace.trustAndOpen(request); });
    question->open();
}

} // namespace fe::shell
