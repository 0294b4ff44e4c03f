// SPDX-License-Identifier: GPL-3.0-or-later
// The page Evaluation with a workspace, and what the starter model's test pictures are to give.
#pragma once

#include "imaging/evaluation/comparison_card.h"
#include "imaging/evaluation/evaluation_page.h"
#include "vision_bench.h"
#include "widgets/theme.h"

#include <QJsonDocument>
#include <QLabel>

using namespace fe::imaging;

inline QJsonObject split(const char* name)
{
    QFile file(resource("evaluation.json"));
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    return QJsonDocument::fromJson(file.readAll())
        .object()
        .value(QStringLiteral("testset20"))
        .toObject()
        .value(QStringLiteral("splits"))
        .toObject()
        .value(QLatin1String(name))
        .toObject();
}

inline QStringList englishTemplates()
{
    QFile file(resource("evaluation.json"));
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    QStringList templates;
    for (const QJsonValue& text : QJsonDocument::fromJson(file.readAll())
                                      .object()
                                      .value(QStringLiteral("ensemble_templates"))
                                      .toArray()) {
        // The program writes out what the file says in a note: "a" is "an" before a vowel.
        const QString pattern = text.toString();
        templates.append(pattern.contains(QStringLiteral(" a {}")) ? QString(pattern).replace(
                             QStringLiteral(" a {}"), QStringLiteral(" a/an {}"))
                             : pattern == QStringLiteral("a {}") ? QStringLiteral("a/an {}")
                                                                 : pattern);
    }
    return templates;
}

/// A page with the starter model.
struct PageBench {
    jobs::JobRunner runner;
    workspace::Workspace workspace { runner };
    VisionState state { workspace, runner };
    std::unique_ptr<EvaluationPage> page;

    PageBench()
    {
        state.setTemplates(englishTemplates());
        page = std::make_unique<EvaluationPage>(state, nullptr);
        page->resize(960, 620);
        page->show();
    }
    [[nodiscard]] bool load() { return openModel(workspace, resource("starterclip-64")); }
    [[nodiscard]] bool waitForAnswers() const
    {
        return QTest::qWaitFor(
            [this] {
                return page->run().isComplete() && page->run().answers()
                    && !page->run().isRunning();
            },
            kPatienceMs);
    }
    [[nodiscard]] bool evaluate(const QString& folder) const
    {
        page->openFolder(folder, true);
        return QTest::qWaitFor([this] { return page->run().isRunning(); }, kPatienceMs)
            && waitForAnswers();
    }
    template<typename T>
    [[nodiscard]] T* find(const char* name) const
    {
        return page->findChild<T*>(QLatin1String(name));
    }
    [[nodiscard]] QAbstractItemModel* tiles() const { return find<QListView>("answers")->model(); }
};

inline QString testset(const char* name)
{
    return resource("testset20") + u'/' + QLatin1String(name);
}

/// Two classes of two pictures, one damaged file, an empty class.
inline bool makeSmallFolder(const QDir& folder)
{
    for (const char* name : { "cat", "dog", "no_picture" }) {
        if (!folder.mkpath(QLatin1String(name))) {
            return false;
        }
    }
    for (const char* label : { "cat", "dog" }) {
        const QDir source(testset("seen-vendors") + u'/' + QLatin1String(label));
        const QStringList files = source.entryList({ QStringLiteral("*.png") });
        for (int i = 0; i < 2; ++i) {
            if (!QFile::copy(source.filePath(files.at(i)),
                             folder.filePath(QLatin1String(label) + u'/' + files.at(i)))) {
                return false;
            }
        }
    }
    QFile broken(folder.filePath(QStringLiteral("cat/broken.png")));
    return broken.open(QIODevice::WriteOnly) && broken.write("\x89PNG\r\n\x1a\nno") > 0;
}

/// FE_CHART_PICTURES=FOLDER saves the page in both themes, to be looked at by people.
inline void keep(EvaluationPage& page, const QString& name)
{
    const QString folder = qEnvironmentVariable("FE_CHART_PICTURES");
    if (folder.isEmpty()) {
        return;
    }
    QTest::qWait(500); // thumbnails
    widgets::Theme theme;
    theme.setMode(widgets::ThemeMode::Light);
    for (const auto mode : { widgets::ThemeMode::Dark, widgets::ThemeMode::Light }) {
        theme.setMode(mode);
        QTest::qWait(50);
        const auto suffix = mode == widgets::ThemeMode::Dark ? "-dark.png" : "-light.png";
        page.grab().save(folder + QStringLiteral("/page-") + name + QLatin1String(suffix));
    }
}
