// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompting/prompt_tab.h"
#include "widgets/segmented_control.h"
#include "widgets/token_view.h"

#include <QAbstractButton>
#include <QCoreApplication>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <memory>

using fe::jobs::JobRunner;
using fe::widgets::TokenView;
using fe::workspace::Tab;
using fe::workspace::Workspace;

inline constexpr int kPatienceMs = 60'000;

// The user's folders for a test: the history goes there.
class UserFolder
{
public:
    UserFolder()
    {
        qputenv("XDG_DATA_HOME", m_folder.path().toUtf8());
        qputenv("XDG_CACHE_HOME", m_folder.path().toUtf8());
    }
    [[nodiscard]] QString path() const { return m_folder.path(); }

private:
    QTemporaryDir m_folder;
};

// A tab with a workspace, as the window puts them together.
struct Bench {
    UserFolder folder;
    JobRunner runner;
    Workspace workspace { runner };
    std::unique_ptr<Tab> tab { fe::prompting::makePromptTab(workspace, runner, nullptr) };

    Bench()
    {
        tab->resize(1200, 700);
        tab->show();
    }
    bool load(const QString& path = QStringLiteral(FE_TEST_DATA "/models/llama_tied/checkpoint"))
    {
        QSignalSpy changed(&workspace, &Workspace::languageModelChanged);
        workspace.openModel(path);
        return changed.wait(kPatienceMs);
    }
    QPlainTextEdit* chatInput() const
    {
        return tab->findChild<QPlainTextEdit*>(QStringLiteral("chatInput"));
    }
    QJsonArray messages() const { return document().value(QStringLiteral("messages")).toArray(); }
    // The last visible button of that name.
    QAbstractButton* named(const char* name) const
    {
        QCoreApplication::sendPostedEvents(); // new cards become visible by a queued call
        QAbstractButton* found = nullptr;
        for (QAbstractButton* button : tab->findChildren<QAbstractButton*>()) {
            found = button->isVisible() && button->accessibleName() == QLatin1String(name) ? button
                                                                                           : found;
        }
        return found;
    }
    bool isIdle() const { return button()->text() == QLatin1String("Generate"); }
    TokenView* answer() const { return tab->findChild<TokenView*>(QStringLiteral("answer")); }
    QPushButton* button() const { return tab->findChild<QPushButton*>(QStringLiteral("generate")); }
    QPlainTextEdit* freeText() const
    {
        return tab->findChild<QPlainTextEdit*>(QStringLiteral("freeText"));
    }
    QString status() const
    {
        return tab->findChild<QLabel*>(QStringLiteral("answerStatus"))->text();
    }
    QJsonObject document() const
    {
        return tab->saveState().value(QStringLiteral("document")).toObject();
    }
    // The answers of the last prompt.
    QJsonObject tree() const
    {
        return QJsonDocument::fromJson(
                   tab->saveState().value(QStringLiteral("result")).toString().toUtf8())
            .object();
    }
    // The one that is shown.
    QJsonObject result() const
    {
        const QJsonObject all = tree();
        return all.value(QStringLiteral("nodes"))
            .toArray()
            .at(all.value(QStringLiteral("current")).toInt())
            .toObject()
            .value(QStringLiteral("record"))
            .toObject();
    }
    void setSampling(const QJsonObject& sampling)
    {
        QJsonObject now = document();
        now.insert(QStringLiteral("sampling"), sampling);
        tab->restoreState({ { QStringLiteral("document"), now } });
    }
};

// The fixture with a chat template beside it.
inline bool makeChatModel(const QTemporaryDir& folder)
{
    const QDir source(QStringLiteral(FE_TEST_DATA "/models/llama_tied/checkpoint"));
    for (const QString& name : source.entryList(QDir::Files)) {
        if (!QFile::copy(source.filePath(name), folder.filePath(name))) {
            return false;
        }
    }
    QFile file(folder.filePath(QStringLiteral("chat_template.jinja")));
    return file.open(QIODevice::WriteOnly)
        && file.write("{% for m in messages %}{{ m.role }}: {{ m.content }} {% endfor %}assistant:")
        > 0;
}

inline QJsonObject greedy(int maxTokens)
{
    return { { QStringLiteral("temperature"), 0 },
             { QStringLiteral("max_tokens"), maxTokens },
             { QStringLiteral("new_seed_each_run"), false },
             { QStringLiteral("seed"), QStringLiteral("18446744073709551615") } };
}
