// SPDX-License-Identifier: GPL-3.0-or-later
// The half of ModelBar that names the models and finds room for them.
#include "shell/drop_button.h"
#include "shell/job_text.h"
#include "shell/model_bar.h"
#include "workspace/model_text.h"
#include "workspace/path_text.h"

#include <QLabel>
#include <QLayout>

namespace fe::shell {

namespace {

QString emptyText(workspace::Role role)
{
    switch (role) {
    case workspace::Role::Language:
        return ModelBar::tr("No language model");
    case workspace::Role::Encoder:
        return ModelBar::tr("No encoder");
    case workspace::Role::Picture:
        break;
    }
    return ModelBar::tr("No vision model");
}

} // namespace

QString ModelBar::purposeOf(workspace::Role role)
{
    switch (role) {
    case workspace::Role::Language:
        return tr("Language model");
    case workspace::Role::Encoder:
        return tr("Encoder");
    case workspace::Role::Picture:
        break;
    }
    return tr("Vision model");
}

void ModelBar::showModels()
{
    showMemory();
    fitWidth();
}

/// Where the model that is being loaded will stand, as far as the list or the last time tell; else
/// where most models do.
workspace::Role ModelBar::roleOfLoading() const
{
    const QString path = m_workspace.loadingPath();
    const workspace::CatalogEntry* entry = m_catalog.find(path);
    for (const workspace::Role role : workspace::kRoles) {
        if ((entry && entry->hasRole(role)) || m_workspace.lastPath(role) == path) {
            return role;
        }
    }
    return workspace::Role::Language;
}

/// @param brief the kind alone instead of all that names it
void ModelBar::showSlot(workspace::Role role, bool brief)
{
    DropButton* button = m_models[static_cast<std::size_t>(role)];
    const workspace::LoadedModelPtr loaded = m_workspace.model(role);
    const bool isCurrent = loaded && loaded == m_workspace.current();
    const bool isLoading = m_workspace.isLoading() && role == roleOfLoading();
    button->setEmphasis(isCurrent && !isLoading);
    if (isLoading) {
        button->setTexts(m_workspace.loadingName(), tr("loading…"));
    } else if (loaded) {
        const models::ModelInfo& info = loaded->any->info();
        button->setTexts(loaded->name,
                         brief ? workspace::kindName(info.kind) : workspace::modelSummary(info));
        const workspace::CatalogEntry* entry
            = m_catalog.find(workspace::toText(loaded->package->path()));
        QStringList lines { purposeOf(role) + QStringLiteral(": ") + loaded->name,
                            workspace::modelSummary(info) };
        if (entry && !entry->weights.isEmpty()) {
            lines.append(entry->weights + QStringLiteral(" · ") + bytesText(entry->fileBytes));
        }
        button->setToolTip(lines.join(QLatin1Char('\n')));
    } else {
        button->setTexts(emptyText(role), {});
    }
}

/// Hides and shortens, what matters least first, until all of it fits.
void ModelBar::fitWidth()
{
    const auto isFilled = [this](workspace::Role role) {
        return role == workspace::Role::Language || m_workspace.model(role)
            || (m_workspace.isLoading() && role == roleOfLoading());
    };
    for (const workspace::Role role : workspace::kRoles) {
        showSlot(role, false);
        m_models[static_cast<std::size_t>(role)]->show();
    }
    showOptions();
    m_name->show();
    m_speed->show();
    m_memory->show();
    const auto tooWide = [this] { return layout()->sizeHint().width() > width(); };
    for (const workspace::Role role : workspace::kRoles) {
        m_models[static_cast<std::size_t>(role)]->setVisible(isFilled(role) || !tooWide());
    }
    m_name->setVisible(!tooWide());
    for (const workspace::Role role : workspace::kRoles) {
        if (tooWide() && m_workspace.model(role) != m_workspace.current()) {
            showSlot(role, true);
        }
    }
    m_speed->setVisible(!tooWide());
    if (tooWide()) {
        m_device->setTexts(deviceText(), {});
    }
    m_memory->setVisible(!tooWide());
    if (tooWide()) {
        for (const workspace::Role role : workspace::kRoles) {
            showSlot(role, true);
        }
        m_memory->show();
        m_memory->setVisible(!tooWide());
    }
}

} // namespace fe::shell
