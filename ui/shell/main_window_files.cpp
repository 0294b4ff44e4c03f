// SPDX-License-Identifier: GPL-3.0-or-later
// The part of MainWindow that opens files and folders, and says what failed.
#include "shell/about_dialog.h"
#include "shell/job_strip.h"
#include "shell/main_window.h"
#include "shell/settings.h"
#include "widgets/message_banner.h"
#include "workspace/error_text.h"
#include "workspace/file_nature.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QTabBar>

#include <utility>

namespace fe::shell {

using widgets::MessageBanner;
using workspace::Tab;

void MainWindow::showFailure(const base::Error& error, const QString& path)
{
    m_startLoad = false;
    workspace::ErrorText text = workspace::errorText(error);
    if (!path.isEmpty() && error.file.empty()) {
        text.headline += QStringLiteral(": ") + QFileInfo(path).fileName();
    }
    if (const workspace::LoadedModelPtr kept = m_parts.workspace.current();
        kept && !path.isEmpty()) {
        text.advice += QLatin1Char(' ') + tr("%1 stays in use.").arg(kept->name);
    }
    m_banner->showMessage(MessageBanner::Kind::Error,
                          { text.headline, text.advice, text.details, text.reason });
    updateNoModelCard();
}

void MainWindow::showNotice(const widgets::BannerText& text)
{
    m_banner->showMessage(MessageBanner::Kind::Notice, text);
    updateNoModelCard();
}

void MainWindow::openPath(const QString& path)
{
    using workspace::FileNature;
    const workspace::FileLook look = workspace::lookAt(path);
    if (look.nature == FileNature::Model) {
        m_parts.workspace.openModel(look.modelPath);
        return;
    }
    if (offerToTabs(path)) {
        return;
    }
    if (look.nature == FileNature::Text) {
        showNotice({ .headline = tr("No tab can use %1").arg(QFileInfo(path).fileName()),
                     .advice = tr("A text for the Prompt tab is plain text, JSON or JSONL."),
                     .details = {} });
        return;
    }
    if (const auto wrong = workspace::whyNoModel(look, path)) {
        showNotice({ .headline = wrong->headline,
                     .advice = wrong->advice,
                     .details = {},
                     .reason = wrong->reason });
    }
}

void MainWindow::showTab(const char* id)
{
    for (std::size_t i = 0; i < m_parts.tabs.size(); ++i) {
        if (qstrcmp(m_parts.tabs[i].id, id) == 0) {
            m_tabBar->setCurrentIndex(static_cast<int>(i));
        }
    }
}

/// The tab that is shown comes first.
bool MainWindow::offerToTabs(const QString& path)
{
    QList<Tab*> order = m_tabs;
    if (Tab* current = currentTab()) {
        order.removeOne(current);
        order.prepend(current);
    }
    for (Tab* tab : std::as_const(order)) {
        if (tab->openFile(path)) {
            m_tabBar->setCurrentIndex(static_cast<int>(m_tabs.indexOf(tab)));
            return true;
        }
    }
    return false;
}

void MainWindow::openPaths(const QStringList& paths)
{
    activateWindow();
    // Of several of one kind the last would win, after loading all of them.
    bool modelOpened = false;
    for (const QString& path : paths) {
        if (workspace::lookAt(path).nature == workspace::FileNature::Model) {
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
        this, tr("Open a model, a text or a picture"),
        QFileInfo(m_parts.settings.lastModel()).absolutePath(),
        tr("Models, texts and pictures (*.gguf *.safetensors *.pt *.txt *.md *.json *.jsonl *.csv "
           "*.tsv *.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff);;All files (*)"));
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
