// SPDX-License-Identifier: GPL-3.0-or-later
// Examples from files and to files.
#include "prompting/builder/example_edits.h"
#include "prompting/builder/example_panel.h"
#include "prompting/builder/example_table_model.h"
#include "prompting/builder/import_dialog.h"
#include "prompting/builder/table_import.h"
#include "prompting/exports.h"
#include "widgets/message_banner.h"
#include "workspace/error_text.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QLocale>

#include <variant>

namespace fe::prompting {

using evaluation::ExampleTable;
using evaluation::TableFormat;

namespace {

TableFormat formatOf(const QString& path)
{
    const QString ending = QFileInfo(path).suffix().toLower();
    return ending == QLatin1String("tsv") ? TableFormat::Tsv
        : ending == QLatin1String("jsonl") || ending == QLatin1String("ndjson")
        ? TableFormat::JsonLines
        : TableFormat::Csv;
}

} // namespace

void ExamplePanel::chooseImport()
{
    const QString path
        = QFileDialog::getOpenFileName(this, tr("Import examples"), {},
                                       tr("Tables (*.csv *.tsv *.jsonl *.ndjson);;All files (*)"));
    if (!path.isEmpty()) {
        importFile(path);
    }
}

void ExamplePanel::importFile(const QString& path)
{
    m_banner->dismiss();
    m_note->hide();
    jobs::JobOptions options;
    options.title = tr("Read %1").arg(QFileInfo(path).fileName());
    options.lane = jobs::Lane::Io;
    m_importJob = m_runner.start<ExampleTable>(
        options,
        [path = path.toStdString()](const base::CancelToken& cancel,
                                    base::Progress&) -> base::Result<ExampleTable> {
            if (cancel.isCancelled()) {
                return base::cancelled();
            }
            return evaluation::readTable(path);
        },
        { .done = [this, path](ExampleTable file) { takeFile(path, std::move(file)); },
          .cancelled = {},
          .failed = [this](const base::Error& error) { showError(error); } });
}

void ExamplePanel::takeFile(const QString& path, ExampleTable file)
{
    const QString name = QFileInfo(path).fileName();
    const QStringList fields = m_model->fields();
    const ColumnMapping mapping = mappingByName(fields, file);
    if (mapping.size() == fields.size()) {
        takeTable(name, file, mappedTable(file, fields, mapping), false);
        return;
    }
    auto* dialog = new ImportDialog({ .fileName = name,
                                      .file = file,
                                      .fields = fields,
                                      .hasHeader = formatOf(path) != TableFormat::JsonLines,
                                      .hasRows = m_model->rowCount() > 0 },
                                    this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, name, file = std::move(file)] {
        takeTable(name, file, dialog->table(), dialog->appends());
    });
    dialog->open();
}

void ExamplePanel::takeTable(const QString& name, const ExampleTable& file, ExampleTable table,
                             bool append)
{
    const int before = m_model->rowCount();
    const auto read = static_cast<qulonglong>(table.rows.size());
    if (append) {
        table = appended(m_model->table(), table);
    }
    const std::size_t most = kMostExamples;
    const std::size_t cut = table.rows.size() > most ? table.rows.size() - most : 0;
    table.rows.resize(table.rows.size() - cut);
    const auto rows = static_cast<int>(table.rows.size());
    change(table, grownShots(m_model->shots(), before, rows), tr("Import"));
    const QLocale locale;
    const QString done = tr("%1: %2 examples were read.").arg(name, locale.toString(read - cut));
    if (file.skippedCount == 0 && cut == 0) {
        m_note->setText(done);
        m_note->show();
        return;
    }
    QStringList advice;
    if (file.skippedCount > 0) {
        advice.append(tr("%1 rows of the file could not be taken; the details list them.")
                          .arg(locale.toString(static_cast<qulonglong>(file.skippedCount))));
    }
    if (cut > 0) {
        advice.append(tr("%1 rows were left out: there can be %2 examples at most.")
                          .arg(locale.toString(static_cast<qulonglong>(cut)),
                               locale.toString(kMostExamples)));
    }
    m_banner->showMessage(
        widgets::MessageBanner::Kind::Notice,
        { .headline = done, .advice = advice.join(u' '), .details = skippedText(file) });
}

void ExamplePanel::chooseExport()
{
    QString chosen;
    QString path = QFileDialog::getSaveFileName(
        this, tr("Export examples"), tr("examples") + QStringLiteral(".csv"),
        QStringLiteral("CSV (*.csv);;TSV (*.tsv);;JSON Lines (*.jsonl)"), &chosen);
    if (path.isEmpty()) {
        return;
    }
    if (QFileInfo(path).suffix().isEmpty()) {
        path += chosen.contains(QLatin1String("tsv")) ? QStringLiteral(".tsv")
            : chosen.contains(QLatin1String("jsonl")) ? QStringLiteral(".jsonl")
                                                      : QStringLiteral(".csv");
    }
    exportFile(path);
}

void ExamplePanel::exportFile(const QString& path)
{
    m_banner->dismiss();
    m_note->hide();
    jobs::JobOptions options;
    options.title = tr("Write %1").arg(QFileInfo(path).fileName());
    options.lane = jobs::Lane::Io;
    m_exportJob = m_runner.start<std::monostate>(
        options,
        [path, table = m_model->table()](const base::CancelToken& cancel,
                                         base::Progress&) -> base::Result<std::monostate> {
            if (cancel.isCancelled()) {
                return base::cancelled();
            }
            FE_CHECK(writeExport(path, evaluation::tableText(table, formatOf(path))));
            return std::monostate {};
        },
        { .done =
              [this, path](std::monostate) {
                  m_note->setText(tr("Exported to %1").arg(path));
                  m_note->show();
              },
          .cancelled = {},
          .failed = [this](const base::Error& error) { showError(error); } });
}

void ExamplePanel::showError(const base::Error& error)
{
    const workspace::ErrorText text = workspace::errorText(error);
    m_banner->showMessage(widgets::MessageBanner::Kind::Error,
                          { text.headline, text.advice, text.details, text.reason });
}

} // namespace fe::prompting
