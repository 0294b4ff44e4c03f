// SPDX-License-Identifier: GPL-3.0-or-later
// The half of ModelsDialog that does things: open, hash, import, export, remove.
#include "shell/library/models_dialog.h"

#include "shell/file_drop.h"
#include "shell/job_strip.h"
#include "shell/job_text.h"
#include "shell/library/export_flow.h"
#include "shell/library/export_question.h"
#include "shell/library/import_flow.h"
#include "shell/library/import_question.h"
#include "shell/library/model_details.h"
#include "widgets/message_banner.h"
#include "widgets/segmented_control.h"
#include "workspace/error_text.h"
#include "workspace/path_text.h"

#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>

namespace fe::shell {

using widgets::MessageBanner;

void ModelsDialog::connectFlows()
{
    connect(m_import, &ImportFlow::question, this, &ModelsDialog::askImport);
    connect(m_import, &ImportFlow::refused, this, &ModelsDialog::showWrongFile);
    connect(m_import, &ImportFlow::failed, this, &ModelsDialog::showFailure);
    connect(m_import, &ImportFlow::cancelled, this,
            [this] { say(tr("The import was cancelled; nothing was left behind.")); });
    connect(m_import, &ImportFlow::imported, this, [this](const QString& path) {
        say(tr("%1 was imported.").arg(workspace::modelName(path)));
        m_search->clear();
        setRole(std::nullopt);
        m_selected = path; // the list is being read anew
    });
    connect(m_removal, &RemovalFlow::removed, this,
            [this](const QString& name) { say(tr("%1 was removed.").arg(name)); });
    connect(m_removal, &RemovalFlow::trashRefused, this, &ModelsDialog::askDeleteForGood);
    connect(m_removal, &RemovalFlow::failed, this, &ModelsDialog::showFailure);
    connect(m_export, &ExportFlow::exported, this,
            [this](const QString& path, quint64 bytes, const QString& sha256) {
                say(tr("Wrote %1 (%2).").arg(path, bytesText(bytes)));
                m_banner->showMessage(
                    MessageBanner::Kind::Notice,
                    { .headline = tr("The archive is complete: %1").arg(QDir(path).dirName()),
                      .advice = tr("%1, SHA-256 %2").arg(bytesText(bytes), sha256),
                      .details = path });
                m_parts.catalog.refresh(); // it may lie in the model folder
            });
    connect(m_export, &ExportFlow::failed, this, &ModelsDialog::showFailure);
    connect(m_export, &ExportFlow::cancelled, this,
            [this] { say(tr("The export was cancelled; nothing was written.")); });
}

void ModelsDialog::openSelected()
{
    const auto& entry = m_details->entry();
    if (!entry || !entry->info) {
        return;
    }
    m_banner->dismiss();
    models::LoadOptions options = m_parts.workspace.options();
    if (m_details->facts()) {
        options.weights = m_details->weightForm();
    }
    m_parts.workspace.openModel(entry->path, options);
}

QString ModelsDialog::hashKey(const workspace::CatalogEntry& entry)
{
    return entry.path + QLatin1Char('\n') + QString::number(entry.fileBytes);
}

void ModelsDialog::computeHash()
{
    const workspace::ModelFactsPtr facts = m_details->facts();
    if (!facts) {
        return;
    }
    const QString key = hashKey(*m_details->entry());
    const auto showIfStillThere = [this, key](const QString& sha256) {
        if (m_details->entry() && hashKey(*m_details->entry()) == key) {
            m_details->showHash(sha256);
        }
    };
    m_hashJob = m_parts.runner.start<std::string>(
        { .title = tr("Checksum of %1").arg(facts->name),
          .lane = jobs::Lane::Io,
          .slot = QStringLiteral("library.hash"),
          .unit = jobs::Unit::Bytes },
        [package = facts->package](const base::CancelToken& cancel, base::Progress& progress) {
            return formats::packageSha256(*package, cancel, progress);
        },
        { .done =
              [this, key, showIfStillThere](const std::string& sha256) {
                  m_hashes.insert(key, QString::fromStdString(sha256));
                  showIfStillThere(m_hashes.value(key));
              },
          .cancelled = [showIfStillThere] { showIfStillThere({}); },
          .failed =
              [this, showIfStillThere](const base::Error& error) {
                  showIfStillThere({});
                  showFailure(error);
              } });
    m_details->showHashing(true);
}

void ModelsDialog::exportSelected()
{
    const workspace::ModelFactsPtr facts = m_details->facts();
    if (!facts || !facts->info) {
        return;
    }
    auto* question = new ExportQuestion(*facts, this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    connect(question, &QDialog::accepted, this, [this, question, facts] {
        const models::ExportOptions options = question->options();
        const QString proposed
            = QDir(m_parts.catalog.folder()).filePath(facts->name + QStringLiteral(".pt"));
        const QString out
            = QFileDialog::getSaveFileName(this, tr("Export to TorchScript"), proposed,
                                           tr("TorchScript archives (*.pt);;All files (*)"));
        if (!out.isEmpty()) {
            m_banner->dismiss();
            m_export->start(facts->name, facts->package, out, options);
        }
    });
    question->QDialog::open();
}

void ModelsDialog::removeSelected()
{
    if (!m_details->entry()) {
        return;
    }
    const workspace::CatalogEntry entry = *m_details->entry();
    auto* question = new QMessageBox(this);
    question->setObjectName(QStringLiteral("removeQuestion"));
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setIcon(QMessageBox::Question);
    question->setWindowTitle(tr("Remove a model"));
    question->setTextFormat(Qt::PlainText);
    question->setText(entry.linked ? tr("Take %1 off the list?").arg(entry.name)
                                   : tr("Move %1 to the trash?").arg(entry.name));
    question->setInformativeText(
        entry.linked ? tr("The model stays where it is: %1").arg(entry.root) : entry.root);
    QPushButton* remove = question->addButton(
        entry.linked ? tr("Remove from list") : tr("Move to trash"), QMessageBox::DestructiveRole);
    remove->setObjectName(QStringLiteral("confirmRemoval"));
    question->setDefaultButton(question->addButton(QMessageBox::Cancel));
    connect(remove, &QPushButton::clicked, this, [this, entry] { m_removal->remove(entry); });
    question->open();
}

void ModelsDialog::askDeleteForGood(const workspace::CatalogEntry& entry)
{
    auto* question = new QMessageBox(this);
    question->setObjectName(QStringLiteral("deleteQuestion"));
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setIcon(QMessageBox::Warning);
    question->setWindowTitle(tr("Remove a model"));
    question->setTextFormat(Qt::PlainText);
    question->setText(tr("There is no trash for %1. Delete it for good?").arg(entry.name));
    question->setInformativeText(entry.root + QLatin1Char('\n') + bytesText(entry.fileBytes));
    QPushButton* remove = question->addButton(tr("Delete for good"), QMessageBox::DestructiveRole);
    remove->setObjectName(QStringLiteral("confirmDeletion"));
    question->setDefaultButton(question->addButton(QMessageBox::Cancel));
    connect(remove, &QPushButton::clicked, this,
            [this, entry] { m_removal->removeForGood(entry); });
    question->open();
}

void ModelsDialog::chooseFile()
{
    importPaths(
        QFileDialog::getOpenFileNames(this, tr("Import model files"), QDir::homePath(),
                                      tr("Models (*.gguf *.safetensors *.pt);;All files (*)")));
}

void ModelsDialog::chooseFolder()
{
    const QString path = QFileDialog::getExistingDirectory(
        this, tr("Import a model folder (config.json, *.safetensors, tokenizer.json)"),
        QDir::homePath());
    if (!path.isEmpty()) {
        importPaths({ path });
    }
}

void ModelsDialog::paste()
{
    importPaths(pastedPaths(QGuiApplication::clipboard()->mimeData()));
}

void ModelsDialog::askImport(const workspace::ImportPlan& plan)
{
    auto* question = new ImportQuestion(plan, this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    connect(question, &QDialog::finished, this,
            [this, question] { m_import->answer(question->choice()); });
    question->QDialog::open();
}

void ModelsDialog::showFailure(const base::Error& error)
{
    const workspace::ErrorText text = workspace::errorText(error);
    m_banner->showMessage(MessageBanner::Kind::Error,
                          { .headline = text.headline,
                            .advice = text.advice,
                            .details = text.details,
                            .reason = text.reason });
}

void ModelsDialog::showWrongFile(const workspace::WrongFile& why)
{
    m_banner->showMessage(
        MessageBanner::Kind::Notice,
        { .headline = why.headline, .advice = why.advice, .details = {}, .reason = why.reason });
}

void ModelsDialog::say(const QString& text)
{
    m_jobs->showMessage(text);
}

void ModelsDialog::setRole(std::optional<workspace::Role> role)
{
    m_roles->setCurrent(role ? static_cast<int>(*role) + 1 : 0);
}

} // namespace fe::shell
