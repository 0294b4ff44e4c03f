// SPDX-License-Identifier: GPL-3.0-or-later
// The Vision tab with a workspace, as the window puts them together, for its tests.
#pragma once

#include "charts/bar_chart.h"
#include "imaging/pictures/picture_store.h"
#include "imaging/vision_state.h"
#include "imaging/vision_tab.h"
#include "widgets/segmented_control.h"

#include <QDropEvent>
#include <QJsonArray>
#include <QListView>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

#include <memory>

using namespace fe;

inline constexpr int kPatienceMs = 60'000;

inline QString resource(const char* name)
{
    return QStringLiteral(FE_TEST_DATA "/../../resources/models/%1").arg(QLatin1String(name));
}

/// Opens a picture model and waits for it.
inline bool openModel(workspace::Workspace& workspace, const QString& path)
{
    workspace.openModel(path);
    return QTest::qWaitFor([&] { return !workspace.isLoading(); }, kPatienceMs)
        && workspace.model(workspace::Role::Picture) != nullptr;
}

/// What the window system does when something is dropped at the middle of `target`.
inline bool dropOn(QWidget* target, const QMimeData& mime)
{
    const QPoint middle = target->rect().center();
    QDragEnterEvent enter(middle, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(target, &enter);
    if (!enter.isAccepted()) {
        return false;
    }
    QDropEvent drop(middle, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(target, &drop);
    return drop.isAccepted();
}

inline bool dropOn(QWidget* target, const QStringList& paths)
{
    QMimeData mime;
    QList<QUrl> urls;
    for (const QString& path : paths) {
        urls.append(QUrl::fromLocalFile(path));
    }
    mime.setUrls(urls);
    return dropOn(target, mime);
}

/// The tab in an empty home, without the pictures of a first start.
struct VisionBench {
    QTemporaryDir home;
    jobs::JobRunner runner;
    workspace::Workspace workspace { runner };
    std::unique_ptr<workspace::Tab> tab;

    VisionBench()
    {
        qputenv("XDG_DATA_HOME", home.path().toUtf8());
        tab.reset(imaging::makeVisionTab(workspace, runner, nullptr));
        tab->restoreState({});
        tab->resize(1200, 700);
        tab->show();
    }
    [[nodiscard]] bool load() { return openModel(workspace, resource("starterclip-64")); }
    [[nodiscard]] QListView* grid() const
    {
        return tab->findChild<QListView*>(QStringLiteral("pictures"));
    }
    [[nodiscard]] charts::BarChart* bars() const
    {
        return tab->findChild<charts::BarChart*>(QStringLiteral("scores"));
    }
    [[nodiscard]] QPlainTextEdit* labels() const
    {
        return tab->findChild<QPlainTextEdit*>(QStringLiteral("labels"));
    }
    [[nodiscard]] QVariant of(int row, imaging::PictureStore::Role role) const
    {
        return grid()->model()->index(row, 0).data(role);
    }
    [[nodiscard]] int count() const { return grid()->model()->rowCount(); }
    /// Every picture has a label or a reason.
    [[nodiscard]] bool waitForScores() const
    {
        return QTest::qWaitFor(
            [this] {
                for (int row = 0; row < count(); ++row) {
                    if (of(row, imaging::PictureStore::LabelRole).toString().isEmpty()
                        && of(row, imaging::PictureStore::ProblemRole).toString().isEmpty()) {
                        return false;
                    }
                }
                return count() > 0;
            },
            kPatienceMs);
    }
};
