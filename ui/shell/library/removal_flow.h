// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/job_runner.h"
#include "workspace/model_catalog.h"
#include "workspace/workspace.h"

#include <QObject>

#include <functional>

namespace fe::shell {

/// Removes models that the user has confirmed: the loaded model is let go first, the files go to
/// the trash of the desktop. No widgets.
class RemovalFlow : public QObject
{
    Q_OBJECT
public:
    using MoveToTrash = std::function<base::Result<void>(const QString& path)>;

    /// @param moveToTrash replaced in tests: a machine that runs them may have no trash.
    RemovalFlow(jobs::JobRunner& runner, workspace::Workspace& workspace,
                workspace::ModelCatalog& catalog, MoveToTrash moveToTrash,
                QObject* parent = nullptr);

    /// A link is forgotten and its model left alone.
    void remove(const workspace::CatalogEntry& entry);
    /// After trashRefused and the user's consent.
    void removeForGood(const workspace::CatalogEntry& entry);

Q_SIGNALS:
    void removed(const QString& name);
    /// Nothing was removed: only deleting for good is left.
    void trashRefused(const fe::workspace::CatalogEntry& entry);
    void failed(const fe::base::Error& error);

private:
    void run(const workspace::CatalogEntry& entry, const MoveToTrash& work, bool mayFallBack);

    jobs::JobRunner& m_runner;
    workspace::Workspace& m_workspace;
    workspace::ModelCatalog& m_catalog;
    MoveToTrash m_moveToTrash;
    jobs::JobHandle m_job;
};

} // namespace fe::shell
