// SPDX-License-Identifier: GPL-3.0-or-later
// The half of MainWindow that opens things: models, texts, what is dropped; and says what failed.
#include "shell/about_dialog.h"
#include "shell/dropped_file.h"
#include "shell/job_strip.h"
#include "shell/main_window.h"
#include "shell/model_bar.h"
#include "shell/settings.h"
#include "widgets/message_banner.h"
#include "workspace/error_text.h"
#include "workspace/path_text.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QTabBar>

#include <algorithm>
#include <utility>

namespace fe::shell {

using widgets::MessageBanner;
using workspace::Tab;

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

void MainWindow::loadFirstModel()
{
    workspace::Workspace& workspace = m_parts.workspace;
    if (workspace.languageModel() || workspace.isLoading()) {
        return;
    }
    const QString last = m_parts.settings.lastModel();
    const QString path
        = QFileInfo::exists(last) ? last : firstChoice(m_parts.catalog.languageModels());
    if (!path.isEmpty()) {
        m_startLoad = true;
        workspace.openLanguageModel(path);
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
                  if (!devices.contains(wanted) && !m_parts.workspace.languageModel()) {
                      models::LoadOptions options = m_parts.workspace.options();
                      options.device = "cpu";
                      m_parts.workspace.presetOptions(options, m_parts.workspace.threads());
                      showNotice(tr("The device of the last time is not there: %1").arg(wanted),
                                 tr("The CPU is used instead."));
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
    connect(&workspace, &Workspace::languageModelChanged, this, [this] {
        const workspace::LoadedModelPtr loaded = m_parts.workspace.languageModel();
        m_parts.settings.addRecentModel(workspace::toText(loaded->package->path()));
        m_parts.settings.setLoadOptions(m_parts.workspace.options());
        m_modelBar->setRecentModels(m_parts.settings.recentModels());
        m_jobStrip->showMessage(
            tr("%1 is ready, loaded in %2 s.")
                .arg(loaded->name, QLocale().toString(loaded->loadSeconds, 'f', 1)));
        // A message about what the user opened outlives the load that the start makes by itself.
        if (!std::exchange(m_startLoad, false)) {
            m_banner->dismiss();
        }
        if (loaded->tokenizerProblem) {
            showFailure(*loaded->tokenizerProblem, {});
        } else if (loaded->chatTemplateProblem) {
            showFailure(*loaded->chatTemplateProblem, {});
        }
        buildMenu();
        updateNoModelCard();
    });
    connect(&workspace, &Workspace::messageReported, m_jobStrip, &JobStrip::showMessage);
    connect(&m_parts.catalog, &workspace::ModelCatalog::changed, this, [this] {
        loadFirstModel();
        updateNoModelCard();
    });
}

void MainWindow::showFailure(const base::Error& error, const QString& path)
{
    m_startLoad = false;
    workspace::ErrorText text = workspace::errorText(error);
    if (!path.isEmpty() && error.file.empty()) {
        text.headline += QStringLiteral(": ") + QFileInfo(path).fileName();
    }
    if (const workspace::LoadedModelPtr kept = m_parts.workspace.languageModel();
        kept && !path.isEmpty()) {
        text.advice += QLatin1Char(' ') + tr("%1 stays in use.").arg(kept->name);
    }
    m_banner->showMessage(MessageBanner::Kind::Error,
                          { text.headline, text.advice, text.details, text.reason });
    updateNoModelCard();
}

void MainWindow::showNotice(const QString& headline, const QString& advice)
{
    m_banner->showMessage(MessageBanner::Kind::Notice, { headline, advice, {} });
    updateNoModelCard();
}

void MainWindow::openPath(const QString& path)
{
    const DroppedFile file = lookAtFile(path);
    const QString name = QFileInfo(path).fileName();
    switch (file.use) {
    case FileUse::Model:
        m_parts.workspace.openLanguageModel(path);
        return;
    case FileUse::Text:
        openText(path);
        return;
    case FileUse::Missing:
        showNotice(tr("There is no such file or folder: %1").arg(path),
                   tr("It may have been moved or deleted."));
        return;
    case FileUse::Unknown:
        showNotice(tr("%1 (%2) cannot be opened here").arg(name, file.description),
                   tr("This window takes models (a .gguf file, or a folder with config.json and "
                      "*.safetensors) and "
                      "texts (plain text, JSON, JSONL, CSV)."));
        return;
    }
}

void MainWindow::openText(const QString& path)
{
    QList<Tab*> order { currentTab() };
    order += m_tabs;
    for (Tab* tab : std::as_const(order)) {
        if (tab && tab->openFile(path)) {
            m_tabBar->setCurrentIndex(static_cast<int>(m_tabs.indexOf(tab)));
            return;
        }
    }
    showNotice(tr("No tab can use %1").arg(QFileInfo(path).fileName()),
               tr("A text for the Prompt tab is plain text, JSON or JSONL."));
}

void MainWindow::openPaths(const QStringList& paths)
{
    activateWindow();
    // One model is in use at a time; of several the last would win, after loading all of them.
    bool modelOpened = false;
    for (const QString& path : paths) {
        if (lookAtFile(path).use == FileUse::Model) {
            if (modelOpened) {
                m_jobStrip->showMessage(tr("Only the first of the dropped models is opened."));
                continue;
            }
            modelOpened = true;
        }
        openPath(path);
    }
}

void MainWindow::chooseFile()
{
    const QString path = QFileDialog::getOpenFileName(
        this, tr("Open a model or a text"), QFileInfo(m_parts.settings.lastModel()).absolutePath(),
        tr("Models and texts (*.gguf *.txt *.md *.json *.jsonl *.csv *.tsv);;All files (*)"));
    if (!path.isEmpty()) {
        openPath(path);
    }
}

void MainWindow::chooseFolder()
{
    const QString path = QFileDialog::getExistingDirectory(
        this, tr("Open a model folder (config.json, *.safetensors, tokenizer.json)"),
        QFileInfo(m_parts.settings.lastModel()).absolutePath());
    if (!path.isEmpty()) {
        openPath(path);
    }
}

void MainWindow::showAboutDialog()
{
    showAbout(this);
}

} // namespace fe::shell
