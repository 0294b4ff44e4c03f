// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/prompt_tab.h"
#include "widgets/segmented_control.h"
#include "widgets/token_view.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QAction>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include <memory>

using fe::jobs::JobRunner;
using fe::widgets::TokenView;
using fe::workspace::Tab;
using fe::workspace::Workspace;

namespace {

constexpr int kPatienceMs = 60'000;

// A tab with a workspace, as the window puts them together.
struct Bench {
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
        workspace.openLanguageModel(path);
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
    QJsonObject result() const
    {
        return QJsonDocument::fromJson(
                   tab->saveState().value(QStringLiteral("result")).toString().toUtf8())
            .object();
    }
    void setSampling(const QJsonObject& sampling)
    {
        QJsonObject now = document();
        now.insert(QStringLiteral("sampling"), sampling);
        tab->restoreState({ { QStringLiteral("document"), now } });
    }
};

// The fixture with a chat template beside it.
bool makeChatModel(const QTemporaryDir& folder)
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

QJsonObject greedy(int maxTokens)
{
    return { { QStringLiteral("temperature"), 0 },
             { QStringLiteral("max_tokens"), maxTokens },
             { QStringLiteral("new_seed_each_run"), false },
             { QStringLiteral("seed"), QStringLiteral("18446744073709551615") } };
}

} // namespace

class PromptTabTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void opensWithAnExampleAndNoModel()
    {
        Bench bench;
        QVERIFY(!bench.freeText()->toPlainText().isEmpty());
        QVERIFY(!bench.button()->isEnabled());
        QVERIFY(bench.answer()->isHidden()); // the empty state stands in its place
    }

    void everyActionHasATextAndEveryControlAName()
    {
        Bench bench;
        QSet<QString> texts;
        for (const QAction* action : bench.tab->paletteActions()) {
            QVERIFY(!action->text().isEmpty());
            QVERIFY2(!texts.contains(action->text()), qPrintable(action->text()));
            texts.insert(action->text());
        }
        QVERIFY(texts.size() >= 15);
        for (const QWidget* widget : bench.tab->findChildren<QWidget*>()) {
            if (widget->focusPolicy() == Qt::NoFocus
                || widget->objectName().startsWith(QLatin1String("qt_"))
                || widget->inherits("QHeaderView") || widget->inherits("QComboBoxListView")
                || widget->inherits("QScrollArea")
                || widget->parentWidget()->inherits("QAbstractSpinBox")) {
                continue;
            }
            const auto* label = qobject_cast<const QLabel*>(widget);
            if (label != nullptr && label->text().isEmpty()) {
                continue; // not shown: its name is its text
            }
            QAccessibleInterface* accessible
                = QAccessible::queryAccessibleInterface(const_cast<QWidget*>(widget));
            QVERIFY(accessible != nullptr);
            QVERIFY2(!accessible->text(QAccessible::Name).isEmpty(),
                     widget->metaObject()->className());
        }
    }

    void generatesFromTheFirstStart()
    {
        Bench bench;
        QVERIFY(bench.load());
        bench.setSampling(greedy(12));
        QTRY_VERIFY(bench.button()->isEnabled());
        bench.button()->click();
        QTRY_VERIFY_WITH_TIMEOUT(!bench.result().isEmpty(), kPatienceMs);
        const QJsonObject result = bench.result();
        QCOMPARE(result.value(QStringLiteral("steps")).toArray().size(),
                 bench.answer()->tokenCount());
        QCOMPARE(result.value(QStringLiteral("text")).toString(), bench.answer()->text());
        const QJsonObject run = result.value(QStringLiteral("run")).toObject();
        QCOMPARE(run.value(QStringLiteral("prompt")).toString(), bench.freeText()->toPlainText());
        QVERIFY(!run.value(QStringLiteral("prompt_ids")).toArray().isEmpty());
        QVERIFY(bench.tab->saveState()
                    .value(QStringLiteral("result"))
                    .toString()
                    .contains(QStringLiteral("18446744073709551615")));
        QVERIFY(bench.status().contains(QStringLiteral("18446744073709551615")));
    }

    void theChecksumComesAfterTheRun()
    {
        Bench bench;
        QVERIFY(bench.load());
        bench.setSampling(greedy(2));
        bench.button()->click();
        QTRY_VERIFY_WITH_TIMEOUT(bench.result()
                                         .value(QStringLiteral("run"))
                                         .toObject()
                                         .value(QStringLiteral("model"))
                                         .toObject()
                                         .value(QStringLiteral("sha256"))
                                         .toString()
                                         .size()
                                     == 64,
                                 kPatienceMs);
    }

    void theSamePromptAndSeedGiveTheSameAnswer()
    {
        Bench bench;
        QVERIFY(bench.load());
        QJsonObject sampling = greedy(20);
        sampling.insert(QStringLiteral("temperature"), 1.0);
        bench.setSampling(sampling);
        QStringList texts;
        for (int i = 0; i < 2; ++i) {
            QSignalSpy speed(&bench.workspace, &Workspace::speedReported);
            bench.button()->click();
            QVERIFY(speed.wait(kPatienceMs));
            texts.append(bench.answer()->text());
        }
        QVERIFY(!texts.first().isEmpty());
        QCOMPARE(texts[1], texts[0]);
    }

    void cancelKeepsThePartialTextAndTheNextRunWorks()
    {
        Bench bench;
        QVERIFY(bench.load());
        // Hot, so that no end of text comes early; the context ends it at 128 tokens.
        QJsonObject sampling = greedy(1000);
        sampling.insert(QStringLiteral("temperature"), 5.0);
        bench.setSampling(sampling);
        // The model is tiny: a run may end before the key arrives, so it is tried until one is
        // caught.
        QJsonObject stopped;
        for (int i = 0; i < 50 && stopped.isEmpty(); ++i) {
            bench.button()->click();
            QTRY_VERIFY_WITH_TIMEOUT(bench.answer()->tokenCount() > 0, kPatienceMs);
            QTest::keyClick(bench.tab.get(), Qt::Key_Escape);
            QTRY_VERIFY_WITH_TIMEOUT(bench.button()->text() == QLatin1String("Generate"),
                                     kPatienceMs);
            if (bench.result().value(QStringLiteral("finish_reason")).toString()
                == QLatin1String("cancelled")) {
                stopped = bench.result();
            }
        }
        const qsizetype steps = stopped.value(QStringLiteral("steps")).toArray().size();
        QVERIFY(steps > 0 && steps < 120);
        QCOMPARE(steps, bench.answer()->tokenCount());
        QCOMPARE(stopped.value(QStringLiteral("text")).toString(), bench.answer()->text());
        QVERIFY(bench.status().startsWith(QLatin1String("stopped")));

        bench.setSampling(greedy(3));
        QSignalSpy speed(&bench.workspace, &Workspace::speedReported);
        bench.button()->click();
        QVERIFY(speed.wait(kPatienceMs));
        QVERIFY(bench.result().value(QStringLiteral("steps")).toArray().size() <= 3);
        QVERIFY(bench.result().value(QStringLiteral("finish_reason")).toString()
                != QLatin1String("cancelled"));
    }

    void aFailedRunKeepsTheLastResultAndSaysWhatToDo()
    {
        Bench bench;
        QVERIFY(bench.load());
        bench.setSampling(greedy(4));
        bench.button()->click();
        QTRY_VERIFY_WITH_TIMEOUT(!bench.result().isEmpty(), kPatienceMs);
        const QString before = bench.answer()->text();
        bench.freeText()->setPlainText(
            QString(4000, u'x')); // longer than the context of 128 tokens
        bench.button()->click();
        auto* banner = bench.tab->findChild<QWidget*>(QStringLiteral("messageBanner"));
        QTRY_VERIFY_WITH_TIMEOUT(banner->isVisible(), kPatienceMs);
        QVERIFY(!banner->accessibleName().isEmpty());
        QCOMPARE(bench.answer()->text(), before);
        QVERIFY(bench.button()->isEnabled());
    }

    void destroyingTheTabWhileItRunsIsClean()
    {
        Bench bench;
        QVERIFY(bench.load());
        bench.setSampling(greedy(100));
        bench.button()->click();
        bench.tab.reset();
        QTRY_VERIFY_WITH_TIMEOUT(bench.runner.jobs().isEmpty(), kPatienceMs);
    }

    void loadingAnotherModelWhileItRunsIsClean()
    {
        Bench bench;
        QVERIFY(bench.load());
        bench.setSampling(greedy(100));
        bench.button()->click();
        QVERIFY(bench.load());
        bench.setSampling(greedy(2));
        QSignalSpy speed(&bench.workspace, &Workspace::speedReported);
        QTRY_VERIFY(bench.button()->isEnabled());
        bench.button()->click();
        QVERIFY(speed.wait(kPatienceMs));
    }

    void aModelWithoutTemplateCannotChatAndSaysSo()
    {
        Bench bench;
        QVERIFY(bench.load());
        auto* modes = bench.tab->findChild<fe::widgets::SegmentedControl*>();
        modes->setCurrent(1);
        QVERIFY(!bench.button()->isEnabled());
        QPushButton* back = nullptr;
        for (QPushButton* button : bench.tab->findChildren<QPushButton*>()) {
            if (button->isVisible() && button->text() == QLatin1String("Switch to free text")) {
                back = button;
            }
        }
        QVERIFY(back != nullptr);
        back->click();
        QCOMPARE(modes->current(), 0);
        QVERIFY(bench.button()->isEnabled());
    }

    void aConversationIsSentAnsweredAndEdited()
    {
        QTemporaryDir folder;
        QVERIFY(makeChatModel(folder));
        Bench bench;
        QVERIFY(bench.load(folder.path()));
        bench.setSampling(greedy(8));
        bench.tab->findChild<fe::widgets::SegmentedControl*>()->setCurrent(1);
        bench.chatInput()->setPlainText(QStringLiteral("Hi"));
        QTest::keyClick(bench.chatInput(), Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(bench.messages().size(), 0);
        QVERIFY(bench.chatInput()->toPlainText().contains(u'\n'));
        bench.chatInput()->setPlainText(QStringLiteral("Hi"));
        QTest::keyClick(bench.chatInput(), Qt::Key_Return);
        QVERIFY(bench.chatInput()->toPlainText().isEmpty());
        QTRY_COMPARE_WITH_TIMEOUT(bench.messages().size(), 2, kPatienceMs);
        const QString answer = bench.messages().last()[QStringLiteral("content")].toString();
        QCOMPARE(bench.messages().last()[QStringLiteral("role")].toString(),
                 QStringLiteral("assistant"));
        QCOMPARE(answer, bench.answer()->text());
        QVERIFY(bench.result()
                    .value(QStringLiteral("run"))
                    .toObject()
                    .value(QStringLiteral("prompt"))
                    .toString()
                    .endsWith(QStringLiteral("user: Hi assistant:")));

        // The same prompt and greedy: the answer comes again, and only once.
        bench.named("Answer again from here")->click();
        QCOMPARE(bench.messages().size(), 1);
        QTRY_COMPARE_WITH_TIMEOUT(bench.messages().size(), 2, kPatienceMs);
        QCOMPARE(bench.messages().last()[QStringLiteral("content")].toString(), answer);

        bench.named("Edit this message")->click();
        for (QPlainTextEdit* editor : bench.tab->findChildren<QPlainTextEdit*>()) {
            if (editor->isVisible()
                && editor->accessibleName() == QLatin1String("Text of the message")) {
                QCOMPARE(editor->toPlainText(), answer);
                editor->setPlainText(QStringLiteral("Mine"));
            }
        }
        bench.named("Save")->click();
        QCOMPARE(bench.messages().last()[QStringLiteral("content")].toString(),
                 QStringLiteral("Mine"));
        bench.named("Delete this message")->click();
        QCOMPARE(bench.messages().size(), 1);
        // The user's message waits for an answer: Generate gives one without a draft.
        QTRY_VERIFY(bench.button()->isEnabled());
        bench.button()->click();
        QTRY_COMPARE_WITH_TIMEOUT(bench.messages().size(), 2, kPatienceMs);
        bench.named("New chat")->click();
        QCOMPARE(bench.messages().size(), 0);
        QVERIFY(bench.isIdle());
    }

    void aNewChatForgetsTheRunningAnswer()
    {
        QTemporaryDir folder;
        QVERIFY(makeChatModel(folder));
        Bench bench;
        QVERIFY(bench.load(folder.path()));
        bench.setSampling(greedy(100));
        bench.tab->findChild<fe::widgets::SegmentedControl*>()->setCurrent(1);
        bench.chatInput()->setPlainText(QStringLiteral("Hi"));
        QTest::keyClick(bench.chatInput(), Qt::Key_Return);
        bench.named("New chat")->click();
        QTRY_VERIFY_WITH_TIMEOUT(bench.isIdle(), kPatienceMs);
        QCOMPARE(bench.messages().size(), 0);
    }

    void stateComesBack()
    {
        QJsonObject state;
        {
            Bench bench;
            QVERIFY(bench.load());
            bench.freeText()->setPlainText(QStringLiteral("안녕하세요"));
            bench.setSampling(greedy(5));
            bench.button()->click();
            QTRY_VERIFY_WITH_TIMEOUT(!bench.result().isEmpty(), kPatienceMs);
            state = bench.tab->saveState();
        }
        Bench later;
        later.tab->restoreState(QJsonDocument::fromJson(QJsonDocument(state).toJson()).object());
        QCOMPARE(later.freeText()->toPlainText(), QStringLiteral("안녕하세요"));
        QVERIFY(!later.answer()->isHidden());
        QCOMPARE(later.document(), state.value(QStringLiteral("document")).toObject());
        QCOMPARE(later.result().value(QStringLiteral("steps")).toArray().size(),
                 later.answer()->tokenCount());
    }

    void garbageStateLeavesAWorkingTab_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("empty") << QByteArray("{}");
        QTest::newRow("wrong types")
            << QByteArray(R"({"document": 3, "presets": {}, "columns": 1, "result": []})");
        QTest::newRow("broken inside") << QByteArray(
            R"({"document": {"messages": [[]]}, "result": "nonsense", "left": "!!!", "right": "AAAA"})");
    }
    void garbageStateLeavesAWorkingTab()
    {
        QFETCH(QByteArray, json);
        Bench bench;
        bench.tab->restoreState(QJsonDocument::fromJson(json).object());
        QVERIFY(bench.answer()->isHidden());
        QVERIFY(bench.load());
        bench.freeText()->setPlainText(QStringLiteral("a"));
        QTRY_VERIFY(bench.button()->isEnabled());
    }

    void filesAreOpenedOrRefusedInTheView()
    {
        Bench bench;
        QTemporaryDir folder;
        const auto file = [&folder](const char* name, const QByteArray& bytes) {
            QFile out(folder.filePath(QLatin1String(name)));
            return out.open(QIODevice::WriteOnly) && out.write(bytes) == bytes.size()
                ? out.fileName()
                : QString();
        };
        const QByteArray chat = R"([{"role": "user", "content": "Hi"}])";
        QVERIFY(!bench.tab->openFile(file("a.png", "x")));
        QVERIFY(bench.tab->openFile(file("a.txt", "Opened text")));
        QCOMPARE(bench.freeText()->toPlainText(), QStringLiteral("Opened text"));
        auto* banner = bench.tab->findChild<QWidget*>(QStringLiteral("messageBanner"));
        QVERIFY(!banner->isVisible());
        QVERIFY(bench.tab->openFile(file("b.json", "{}")));
        QVERIFY(banner->isVisible());
        QCOMPARE(bench.freeText()->toPlainText(), QStringLiteral("Opened text"));
        QVERIFY(bench.tab->openFile(file("c.json", chat)));
        QCOMPARE(bench.document().value(QStringLiteral("mode")).toString(), QStringLiteral("chat"));
        QVERIFY(!banner->isVisible());
    }
};

QTEST_MAIN(PromptTabTest)
#include "tst_prompt_tab.moc"
