// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "scaling/scaling_state.h"
#include "widgets/theme.h"

#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

inline constexpr int kPatienceMs = 60'000;

/// FE_CHART_PICTURES=FOLDER saves a page in both themes, to be looked at by people.
inline void keepPage(QWidget& page, const QString& name)
{
    const QString folder = qEnvironmentVariable("FE_CHART_PICTURES");
    if (folder.isEmpty()) {
        return;
    }
    QDir().mkpath(folder);
    fe::widgets::Theme theme;
    theme.setMode(fe::widgets::ThemeMode::Light);
    for (const auto mode : { fe::widgets::ThemeMode::Dark, fe::widgets::ThemeMode::Light }) {
        theme.setMode(mode);
        QTest::qWait(50);
        const auto suffix = mode == fe::widgets::ThemeMode::Dark ? "-dark.png" : "-light.png";
        page.grab().save(folder + u'/' + name + QLatin1String(suffix));
    }
}

/// A page of the tab with a state of its own and folders of its own for the user's data.
template<typename Page>
struct PageBench {
    QTemporaryDir folder;
    fe::jobs::JobRunner runner;
    std::unique_ptr<fe::workspace::Workspace> workspace;
    std::unique_ptr<fe::scaling_tab::ScalingState> state;
    std::unique_ptr<Page> page;

    PageBench()
    {
        qputenv("XDG_DATA_HOME", folder.path().toUtf8());
        workspace = std::make_unique<fe::workspace::Workspace>(runner);
        state = std::make_unique<fe::scaling_tab::ScalingState>(*workspace, runner);
        page = std::make_unique<Page>(*state, nullptr);
        page->resize(940, 620);
        page->show();
    }
    ~PageBench() { page.reset(); }

    [[nodiscard]] bool open(const char* id)
    {
        QSignalSpy changed(state.get(), &fe::scaling_tab::ScalingState::tableChanged);
        state->open({ fe::scaling_tab::DataSource::Kind::Shipped, QLatin1String(id) });
        return changed.wait(kPatienceMs);
    }
    [[nodiscard]] bool openFile(const QByteArray& csv)
    {
        const QString path = folder.filePath(QStringLiteral("table.csv"));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(csv) != csv.size()) {
            return false;
        }
        file.close();
        QSignalSpy changed(state.get(), &fe::scaling_tab::ScalingState::tableChanged);
        state->open({ fe::scaling_tab::DataSource::Kind::File, path });
        return changed.wait(kPatienceMs);
    }
    template<typename T>
    [[nodiscard]] T* find(const char* name) const
    {
        return page->template findChild<T*>(QLatin1String(name));
    }
};
