// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/model_catalog.h"

#include "formats/model_library.h"
#include "formats/model_package.h"
#include "workspace/model_facts.h"
#include "workspace/model_text.h"
#include "workspace/path_text.h"

#include <QCollator>
#include <QDir>

#include <algorithm>

namespace fe::workspace {

namespace {

void readHeaders(CatalogEntry& entry)
{
    const auto package = formats::openPackage(toPath(entry.path));
    if (!package) {
        entry.problem = package.error();
        return;
    }
    entry.weights = weightTypes(**package).value(0);
    entry.format = formatName((*package)->kind());
    entry.licence = QString::fromStdString((*package)->licence());
    entry.fileBytes = (*package)->fileBytes();
    auto info = models::describe(**package);
    if (info) {
        entry.info = *std::move(info);
    } else {
        entry.problem = info.error();
    }
}

/// TorchScript archives that lie in the model folder, which the engine's list leaves out.
QList<CatalogEntry> archivesIn(const QDir& folder)
{
    QList<CatalogEntry> entries;
    for (const QFileInfo& file : folder.entryInfoList({ QStringLiteral("*.pt") }, QDir::Files)) {
        CatalogEntry entry;
        entry.name = file.completeBaseName();
        entry.path = file.filePath();
        entry.root = entry.path;
        entries.append(std::move(entry));
    }
    return entries;
}

/// Installed models and links, their headers unread.
QList<CatalogEntry> listed(const QStringList& links)
{
    const QDir folder(ModelCatalog::folder());
    QList<CatalogEntry> entries = archivesIn(folder);
    for (const formats::InstalledModel& installed : formats::installedModels()) {
        CatalogEntry entry;
        entry.name = QString::fromStdString(installed.name);
        entry.path = toText(installed.path);
        entry.root
            = folder.filePath(folder.relativeFilePath(entry.path).section(QLatin1Char('/'), 0, 0));
        entries.append(std::move(entry));
    }
    for (const QString& link : links) {
        CatalogEntry entry;
        entry.name = modelName(link);
        entry.path = link;
        entry.root = link;
        entry.linked = true;
        entries.append(std::move(entry));
    }
    QCollator order;
    order.setCaseSensitivity(Qt::CaseInsensitive);
    order.setNumericMode(true);
    std::stable_sort(entries.begin(), entries.end(), [&order](const auto& a, const auto& b) {
        return order.compare(a.name, b.name) < 0;
    });
    return entries;
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

QList<CatalogEntry> ModelCatalog::withRole(Role role) const
{
    QList<CatalogEntry> usable;
    for (const CatalogEntry& entry : m_entries) {
        if (entry.hasRole(role)) {
            usable.append(entry);
        }
    }
    return usable;
}

const CatalogEntry* ModelCatalog::find(const QString& path) const
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(),
                                    [&path](const auto& entry) { return entry.path == path; });
    return found == m_entries.end() ? nullptr : &*found;
}

void ModelCatalog::addLink(const QString& path)
{
    if (!m_links.contains(path)) {
        m_links.append(path);
        Q_EMIT linksChanged();
    }
    refresh();
}

void ModelCatalog::removeLink(const QString& path)
{
    if (m_links.removeAll(path) > 0) {
        Q_EMIT linksChanged();
    }
    refresh();
}

void ModelCatalog::refresh()
{
    m_job = m_runner.start<QList<CatalogEntry>>(
        { .title = tr("Looking for models"),
          .lane = jobs::Lane::Io,
          .slot = QStringLiteral("workspace.catalog") },
        [links = m_links](const base::CancelToken& cancel,
                          base::Progress& progress) -> base::Result<QList<CatalogEntry>> {
            QList<CatalogEntry> found = listed(links);
            progress.begin("models", static_cast<std::uint64_t>(found.size()));
            for (CatalogEntry& entry : found) {
                if (cancel.isCancelled()) {
                    return base::cancelled();
                }
                readHeaders(entry);
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
