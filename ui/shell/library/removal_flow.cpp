// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/library/removal_flow.h"

#include "workspace/model_removal.h"

#include <utility>

namespace fe::shell {

using workspace::CatalogEntry;

RemovalFlow::RemovalFlow(jobs::JobRunner& runner, workspace::Workspace& workspace,
                         workspace::ModelCatalog& catalog, MoveToTrash moveToTrash, QObject* parent)
    : QObject(parent), m_runner(runner), m_workspace(workspace), m_catalog(catalog),
      m_moveToTrash(std::move(moveToTrash))
{
}

void RemovalFlow::remove(const CatalogEntry& entry)
{
    m_workspace.closeModel(entry.path);
    if (entry.linked) {
        m_catalog.removeLink(entry.path);
        Q_EMIT removed(entry.name);
        return;
    }
    run(entry, m_moveToTrash, true);
}

void RemovalFlow::removeForGood(const CatalogEntry& entry)
{
    run(entry, &workspace::deleteForGood, false);
}

void RemovalFlow::run(const CatalogEntry& entry, const MoveToTrash& work, bool mayFallBack)
{
    m_job = m_runner.start<bool>(
        { .title = tr("Removing %1").arg(entry.name), .lane = jobs::Lane::Io, .slot = {} },
        [work, path = entry.root](const base::CancelToken&, base::Progress&) -> base::Result<bool> {
            FE_CHECK(work(path));
            return true;
        },
        { .done =
              [this, name = entry.name](bool) {
                  m_catalog.refresh();
                  Q_EMIT removed(name);
              },
          .cancelled = {},
          .failed =
              [this, entry, mayFallBack](const base::Error& error) {
                  if (mayFallBack && error.code == base::ErrorCode::Unsupported) {
                      Q_EMIT trashRefused(entry);
                  } else {
                      m_catalog.refresh();
                      Q_EMIT failed(error);
                  }
              } });
}

} // namespace fe::shell
