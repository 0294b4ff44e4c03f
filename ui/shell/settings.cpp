// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/settings.h"

#include <QJsonDocument>

#include <algorithm>
#include <array>
#include <optional>

namespace fe::shell {

namespace {

constexpr qsizetype kRecentModels = 8;
constexpr int kMostThreads = 1024;

/// A choice as it stands in the file.
template<typename T>
struct Name {
    T value;
    const char* text;
};

constexpr std::array kThemes { Name { widgets::ThemeMode::System, "system" },
                               Name { widgets::ThemeMode::Light, "light" },
                               Name { widgets::ThemeMode::Dark, "dark" } };
constexpr std::array kLanguages { Name { LanguageChoice::System, "system" },
                                  Name { LanguageChoice::English, "en" },
                                  Name { LanguageChoice::Korean, "ko" } };
constexpr std::array kWeights { Name { models::WeightForm::Stored, "stored" },
                                Name { models::WeightForm::F32, "f32" },
                                Name { models::WeightForm::BF16, "bf16" },
                                Name { models::WeightForm::Int8, "int8" },
                                Name { models::WeightForm::Int4, "int4" } };

constexpr std::array kRoleNames { Name { workspace::Role::Language, "language" },
                                  Name { workspace::Role::Encoder, "encoder" },
                                  Name { workspace::Role::Picture, "picture" } };

template<typename Names>
auto valueOf(const Names& names, const QString& text)
{
    for (const auto& name : names) {
        if (text == QLatin1String(name.text)) {
            return name.value;
        }
    }
    return names[0].value;
}

template<typename Names, typename T>
QString textOf(const Names& names, T value)
{
    for (const auto& name : names) {
        if (name.value == value) {
            return QString::fromLatin1(name.text);
        }
    }
    return QString::fromLatin1(names[0].text);
}

} // namespace

Settings::Settings()
    : m_file(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("foundation-explorer"),
             QStringLiteral("foundation-explorer"))
{
}

Settings::Settings(const QString& file) : m_file(file, QSettings::IniFormat) { }

widgets::ThemeMode Settings::theme() const
{
    return valueOf(kThemes, m_file.value(QStringLiteral("window/theme")).toString());
}

void Settings::setTheme(widgets::ThemeMode mode)
{
    m_file.setValue(QStringLiteral("window/theme"), textOf(kThemes, mode));
}

LanguageChoice Settings::language() const
{
    return valueOf(kLanguages, m_file.value(QStringLiteral("window/language")).toString());
}

void Settings::setLanguage(LanguageChoice language)
{
    m_file.setValue(QStringLiteral("window/language"), textOf(kLanguages, language));
}

QByteArray Settings::geometry() const
{
    return m_file.value(QStringLiteral("window/geometry")).toByteArray();
}

void Settings::setGeometry(const QByteArray& geometry)
{
    m_file.setValue(QStringLiteral("window/geometry"), geometry);
}

QString Settings::currentTab() const
{
    return m_file.value(QStringLiteral("window/tab")).toString();
}

void Settings::setCurrentTab(const QString& id)
{
    m_file.setValue(QStringLiteral("window/tab"), id);
}

QJsonObject Settings::tabState(const QString& id) const
{
    const QByteArray text = m_file.value(QStringLiteral("tabs/") + id).toByteArray();
    return QJsonDocument::fromJson(text).object();
}

void Settings::setTabState(const QString& id, const QJsonObject& state)
{
    const QString key = QStringLiteral("tabs/") + id;
    const QByteArray json = QJsonDocument(state).toJson(QJsonDocument::Compact);
    if (m_file.value(key).toByteArray() != json) { // else there is nothing to write
        m_file.setValue(key, json);
    }
}

QString Settings::lastModel() const
{
    return recentModels().value(0);
}

QStringList Settings::recentModels() const
{
    QStringList paths = m_file.value(QStringLiteral("models/recent")).toStringList();
    paths.removeAll(QString());
    paths.removeDuplicates();
    return paths.mid(0, kRecentModels);
}

void Settings::addRecentModel(const QString& path)
{
    QStringList paths = recentModels();
    paths.removeAll(path);
    paths.prepend(path);
    m_file.setValue(QStringLiteral("models/recent"), QStringList(paths.mid(0, kRecentModels)));
}

QString Settings::slotModel(workspace::Role role) const
{
    return m_file.value(QStringLiteral("models/") + textOf(kRoleNames, role)).toString();
}

void Settings::setSlotModel(workspace::Role role, const QString& path)
{
    m_file.setValue(QStringLiteral("models/") + textOf(kRoleNames, role), path);
}

QStringList Settings::linkedModels() const
{
    QStringList paths = m_file.value(QStringLiteral("models/linked")).toStringList();
    paths.removeAll(QString());
    paths.removeDuplicates();
    return paths;
}

void Settings::setLinkedModels(const QStringList& paths)
{
    m_file.setValue(QStringLiteral("models/linked"), paths);
}

models::LoadOptions Settings::loadOptions() const
{
    models::LoadOptions options;
    options.weights = valueOf(kWeights, m_file.value(QStringLiteral("models/weights")).toString());
    const QString device = m_file.value(QStringLiteral("models/device")).toString();
    if (device.startsWith(QLatin1String("cuda"))) {
        options.device = device.toStdString();
    }
    return options;
}

void Settings::setLoadOptions(const models::LoadOptions& options)
{
    m_file.setValue(QStringLiteral("models/weights"), textOf(kWeights, options.weights));
    m_file.setValue(QStringLiteral("models/device"), QString::fromStdString(options.device));
}

int Settings::threads() const
{
    return std::clamp(m_file.value(QStringLiteral("models/threads")).toInt(), 0, kMostThreads);
}

void Settings::setThreads(int threads)
{
    m_file.setValue(QStringLiteral("models/threads"), threads);
}

void Settings::sync()
{
    m_file.sync();
}

} // namespace fe::shell
