// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompt_bench.h"
#include "prompting/answer_panel.h"

#include "formats/model_library.h"

#include <QAccessible>
#include <QAction>
#include <QtTest>

namespace {

// The pages behind the answer have banners of their own.
QWidget* answerBanner(const Bench& bench)
{
    return bench.answer()->window()->findChild<fe::prompting::AnswerPanel*>()->findChild<QWidget*>(
        QStringLiteral("messageBanner"));
}

} // namespace

class PromptTabTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        // Before the first bench, whose folders are its own.
        const auto model = fe::formats::resolveModel("SmolLM2-135M-Instruct");
        m_starter = model ? QString::fromStdString(model->string()) : QString();
    }

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
            const auto* button = qobject_cast<const QAbstractButton*>(widget);
            if (button != nullptr && button->text().isEmpty() && button->icon().isNull()
                && !button->isVisible()) {
                continue; // the same
            }
            QAccessibleInterface* accessible
                = QAccessible::queryAccessibleInterface(const_cast<QWidget*>(widget));
            QVERIFY(accessible != nullptr);
            const QByteArray what = QByteArray(widget->metaObject()->className()) + ' '
                + widget->objectName().toUtf8() + " in "
                + widget->parentWidget()->metaObject()->className();
            QVERIFY2(!accessible->text(QAccessible::Name).isEmpty(), what.constData());
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
        // A real model: 2,000 hot tokens take it far longer than the key needs to arrive.
        QVERIFY2(!m_starter.isEmpty(), "packaging/setup.sh installs the starter models");
        Bench bench;
        QVERIFY(bench.load(m_starter));
        QJsonObject sampling = greedy(2000);
        sampling.insert(QStringLiteral("temperature"), 5.0);
        bench.setSampling(sampling);
        bench.button()->click();
        QTRY_VERIFY_WITH_TIMEOUT(bench.answer()->tokenCount() > 0, kPatienceMs);
        QTest::keyClick(bench.tab.get(), Qt::Key_Escape);
        QTRY_VERIFY_WITH_TIMEOUT(bench.button()->text() == QLatin1String("Generate"), kPatienceMs);
        const QJsonObject stopped = bench.result();
        QCOMPARE(stopped.value(QStringLiteral("finish_reason")).toString(),
                 QLatin1String("cancelled"));
        const qsizetype steps = stopped.value(QStringLiteral("steps")).toArray().size();
        QVERIFY(steps > 0 && steps < 2000);
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
        auto* banner = answerBanner(bench);
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
        auto* banner = answerBanner(bench);
        QVERIFY(!banner->isVisible());
        QVERIFY(bench.tab->openFile(file("b.json", "{}")));
        QVERIFY(banner->isVisible());
        QCOMPARE(bench.freeText()->toPlainText(), QStringLiteral("Opened text"));
        QVERIFY(bench.tab->openFile(file("c.json", chat)));
        QCOMPARE(bench.document().value(QStringLiteral("mode")).toString(), QStringLiteral("chat"));
        QVERIFY(!banner->isVisible());
    }

private:
    QString m_starter;
};

QTEST_MAIN(PromptTabTest)
#include "tst_prompt_tab.moc"
