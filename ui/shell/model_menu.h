// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/model_catalog.h"
#include "workspace/workspace.h"

#include <QMenu>
#include <QStringList>

namespace fe::shell {

struct WindowActions;

/// The models that can fill one slot: installed, recent, and the ways to others. Filled when it
/// opens, as the folder may have changed since.
class ModelMenu : public QMenu
{
    Q_OBJECT
public:
    ModelMenu(workspace::Role role, workspace::Workspace& workspace,
              const workspace::ModelCatalog& catalog, const WindowActions& actions,
              QWidget* parent);

    void setRecentModels(const QStringList& paths) { m_recent = paths; }

private:
    void fill();
    void add(const QString& name, const QString& detail, const QString& path);

    workspace::Role m_role;
    workspace::Workspace& m_workspace;
    const workspace::ModelCatalog& m_catalog;
    const WindowActions& m_actions;
    QStringList m_recent;
};

} // namespace fe::shell
