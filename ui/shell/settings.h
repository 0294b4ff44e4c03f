// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/language_model.h"
#include "shell/language.h"
#include "widgets/theme.h"
#include "workspace/loaded_model.h"

#include <QByteArray>
#include <QJsonObject>
#include <QSettings>
#include <QString>
#include <QStringList>

namespace fe::shell {

/// What is found again on the next start. The file may have been edited or damaged: every value is
/// checked when read, and one that makes no sense counts as not there.
class Settings
{
public:
    /// The user's own file.
    Settings();
    /// Another file, for tests.
    explicit Settings(const QString& file);

    [[nodiscard]] widgets::ThemeMode theme() const;
    void setTheme(widgets::ThemeMode mode);
    [[nodiscard]] LanguageChoice language() const;
    void setLanguage(LanguageChoice language);

    [[nodiscard]] QByteArray geometry() const;
    void setGeometry(const QByteArray& geometry);
    [[nodiscard]] QString currentTab() const;
    void setCurrentTab(const QString& id);
    /// Empty if there is none or it is no JSON object.
    [[nodiscard]] QJsonObject tabState(const QString& id) const;
    void setTabState(const QString& id, const QJsonObject& state);

    [[nodiscard]] QString lastModel() const;
    /// Opened models, newest first; the newest is lastModel().
    [[nodiscard]] QStringList recentModels() const;
    void addRecentModel(const QString& path);
    /// What was in the window's slots, by role; empty: nothing.
    [[nodiscard]] QString slotModel(workspace::Role role) const;
    void setSlotModel(workspace::Role role, const QString& path);
    /// Models that are used where they are.
    [[nodiscard]] QStringList linkedModels() const;
    void setLinkedModels(const QStringList& paths);
    [[nodiscard]] models::LoadOptions loadOptions() const;
    void setLoadOptions(const models::LoadOptions& options);
    /// 0: as many as there are physical cores.
    [[nodiscard]] int threads() const;
    void setThreads(int threads);

    void sync();

private:
    QSettings m_file;
};

} // namespace fe::shell
