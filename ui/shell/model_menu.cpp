// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/model_menu.h"

#include "shell/job_text.h"
#include "shell/window_actions.h"
#include "workspace/path_text.h"

#include <QFileInfo>

namespace fe::shell {

ModelMenu::ModelMenu(workspace::Role role, workspace::Workspace& workspace,
                     const workspace::ModelCatalog& catalog, const WindowActions& actions,
                     QWidget* parent)
    : QMenu(parent), m_role(role), m_workspace(workspace), m_catalog(catalog), m_actions(actions)
{
    setToolTipsVisible(true);
    connect(this, &QMenu::aboutToShow, this, &ModelMenu::fill);
}

void ModelMenu::add(const QString& name, const QString& detail, const QString& path)
{
    const workspace::LoadedModelPtr current = m_workspace.model(m_role);
    // What stands behind a tab is drawn on the right, where a shortcut would be.
    QAction* action
        = addAction(detail.isEmpty() ? name : QString(name + QLatin1Char('\t') + detail));
    action->setToolTip(path);
    action->setCheckable(true);
    action->setChecked(current && workspace::toText(current->package->path()) == path);
    connect(action, &QAction::triggered, this, [this, path] { m_workspace.openModel(path); });
}

void ModelMenu::fill()
{
    clear();
    QStringList listed;
    for (const workspace::CatalogEntry& entry : m_catalog.entries()) {
        listed.append(entry.path);
        if (entry.hasRole(m_role)) {
            add(entry.name, entry.weights + QStringLiteral(" · ") + bytesText(entry.fileBytes),
                entry.path);
        }
    }
    if (isEmpty()) {
        addAction(m_catalog.isReady() ? tr("No model of this kind is installed")
                                      : tr("Looking for models…"))
            ->setEnabled(false);
    }
    // Of what kind a model elsewhere is shows when it is opened; the menu of the language models,
    // which is always there, offers all of them.
    QStringList recent = m_recent;
    recent.removeIf([&listed](const QString& path) {
        return listed.contains(path) || !QFileInfo::exists(path);
    });
    if (!recent.isEmpty() && m_role == workspace::Role::Language) {
        addSeparator();
        for (const QString& path : std::as_const(recent)) {
            add(workspace::modelName(path), tr("recent"), path);
        }
    }
    addSeparator();
    addActions({ m_actions.openFile, m_actions.openFolder, m_actions.models });
}

} // namespace fe::shell
