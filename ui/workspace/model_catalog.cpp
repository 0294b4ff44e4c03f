// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/model_catalog.h"

#include "formats/model_library.h"
#include "formats/model_package.h"
#include "models/language_model.h"
#include "workspace/path_text.h"

#include <map>

namespace fe::workspace {

namespace {

/// The type that most of the weights have.
QString mainWeightType(const formats::ModelPackage& package)
{
    std::map<base::DType, std::uint64_t> bytes;
    for (const formats::TensorEntry& tensor : package.tensors()) {
        bytes[tensor.dtype] += tensor.bytes;
    }
    QString name;
    std::uint64_t most = 0;
    for (const auto& [type, sum] : bytes) {
        if (sum > most) {
            most = sum;
            const std::string_view text = base::dtypeInfo(type).name;
            name = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
        }
    }
    return name;
}

CatalogEntry look(const formats::InstalledModel& installed)
{
    CatalogEntry entry { .name = QString::fromStdString(installed.name),
                         .path = toText(installed.path),
                         .weights = {},
                         .kind = {},
                         .fileBytes = 0,
                         .problem = {} };
    const auto package = formats::openPackage(installed.path);
    if (!package) {
        entry.problem = package.error();
        return entry;
    }
    entry.weights = mainWeightType(**package);
    entry.fileBytes = (*package)->fileBytes();
    const auto info = models::describe(**package);
    if (!info) {
        entry.problem = info.error();
        return entry;
    }
    entry.kind = QString::fromStdString(info->kind);
    return entry;
}

} // namespace

ModelCatalog::ModelCatalog(jobs::JobRunner& runner, QObject* parent)
    : QObject(parent), m_runner(runner)
{
}

QString ModelCatalog::folder()
{
    return toText(formats::modelFolder());
}

QList<CatalogEntry> ModelCatalog::languageModels() const
{
    QList<CatalogEntry> usable;
    for (const CatalogEntry& entry : m_entries) {
        if (entry.isLanguageModel()) {
            usable.append(entry);
        }
    }
    return usable;
}

void ModelCatalog::refresh()
{
    m_job = m_runner.start<QList<CatalogEntry>>(
        { .title = tr("Looking for models"),
          .lane = jobs::Lane::Io,
          .slot = QStringLiteral("workspace.catalog") },
        [](const base::CancelToken& cancel,
           base::Progress& progress) -> base::Result<QList<CatalogEntry>> {
            const std::vector<formats::InstalledModel> installed = formats::installedModels();
            progress.begin("models", installed.size());
            QList<CatalogEntry> found;
            for (const formats::InstalledModel& model : installed) {
                if (cancel.isCancelled()) {
                    return base::cancelled();
                }
                found.append(look(model));
                progress.advance();
            }
            return found;
        },
        { .done =
              [this](QList<CatalogEntry> found) {
                  m_entries = std::move(found);
                  m_ready = true;
                  Q_EMIT changed();
              },
          .cancelled = {},
          .failed =
              [this](const base::Error&) {
                  // Listing a folder cannot fail in a way that the list would not show by itself.
                  m_ready = true;
                  Q_EMIT changed();
              } });
}

} // namespace fe::workspace
