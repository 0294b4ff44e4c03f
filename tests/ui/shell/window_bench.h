// SPDX-License-Identifier: GPL-3.0-or-later
// The window as main() puts it together, for its tests.
#pragma once

#include "fake_tab.h"
#include "shell/language.h"
#include "shell/main_window.h"
#include "shell/settings.h"
#include "widgets/message_banner.h"

#include <QDropEvent>
#include <QFile>
#include <QMimeData>
#include <QTemporaryDir>
#include <QTest>

using namespace fe;
using shell::LanguageChoice;

inline QString modelFile()
{
    return QStringLiteral(FE_TEST_DATA "/models/gguf/llama_F32.gguf");
}

inline QString modelFolder(const char* name)
{
    return QStringLiteral(FE_TEST_DATA "/models/%1/checkpoint").arg(QLatin1String(name));
}

inline std::span<const workspace::TabRow> fakeRows()
{
    static const std::array kRows { workspace::TabRow {
        "fake", [] { return QStringLiteral("Fake"); }, ":/icons/text.svg",
        [](workspace::Workspace&, jobs::JobRunner&, QWidget* parent) -> workspace::Tab* {
            return new FakeTab(parent);
        } } };
    return kRows;
}

/// All that main() builds, over a settings file of its own.
struct Program {
    explicit Program(const QString& settingsFile) : settings(settingsFile)
    {
        language.setChoice(LanguageChoice::English);
        theme.setMode(widgets::ThemeMode::Light);
        window = std::make_unique<shell::MainWindow>(shell::WindowParts {
            settings, theme, language, runner, workspace, catalog, fakeRows() });
    }
    void show()
    {
        window->show();
        QVERIFY(QTest::qWaitForWindowExposed(window.get()));
    }
    [[nodiscard]] FakeTab* tab() const { return window->findChild<FakeTab*>(); }
    [[nodiscard]] widgets::MessageBanner* banner() const
    {
        return window->findChild<widgets::MessageBanner*>();
    }
    [[nodiscard]] bool load(const QString& path)
    {
        workspace.openModel(path);
        return QTest::qWaitFor([this] { return !workspace.isLoading(); }, 20000)
            && workspace.current() != nullptr;
    }

    shell::Settings settings;
    shell::Language language;
    widgets::Theme theme;
    jobs::JobRunner runner;
    workspace::Workspace workspace { runner };
    workspace::ModelCatalog catalog { runner };
    std::unique_ptr<shell::MainWindow> window;
};

/// What the window system does when files are dropped at the middle of `target`.
inline bool dropOn(QWidget* target, const QStringList& paths)
{
    QMimeData data;
    QList<QUrl> urls;
    for (const QString& path : paths) {
        urls.append(QUrl::fromLocalFile(path));
    }
    data.setUrls(urls);
    const QPoint middle = target->rect().center();
    QDragEnterEvent enter(middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(target, &enter);
    if (!enter.isAccepted()) {
        return false;
    }
    QDropEvent drop(middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(target, &drop);
    return drop.isAccepted();
}

inline QString write(const QTemporaryDir& folder, const QString& name, const QByteArray& content)
{
    const QString path = folder.filePath(name);
    QFile file(path);
    if (file.open(QIODevice::WriteOnly)) {
        file.write(content);
    }
    return path;
}
