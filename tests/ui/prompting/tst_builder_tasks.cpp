// SPDX-License-Identifier: GPL-3.0-or-later
// The task gallery and the exact preview, in the tab.
#include "evaluation/answer.h"
#include "evaluation/gallery.h"
#include "prompt_bench.h"
#include "prompting/builder/part_rules.h"
#include "prompting/builder/task_document.h"
#include "prompting/builder/task_model.h"
#include "prompting/prompt_file.h"
#include "widgets/segmented_control.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QListView>
#include <QSlider>
#include <QtTest>

using namespace fe::prompting;
using fe::evaluation::GalleryTask;
using fe::evaluation::PromptSpan;

namespace {

void showMode(Bench& bench, const char* mode)
{
    QJsonObject document = bench.document();
    document.insert(QStringLiteral("mode"), QLatin1String(mode));
    bench.tab->restoreState({ { QStringLiteral("document"), document } });
}

QAction* paletteAction(const Bench& bench, const QString& text)
{
    for (QAction* action : bench.tab->paletteActions()) {
        if (action->text() == text) {
            return action;
        }
    }
    return nullptr;
}

// Each page of the builder has one.
QSlider* shownSlider(const Bench& bench)
{
    for (auto* slider : bench.tab->findChildren<QSlider*>(QStringLiteral("shotsSlider"))) {
        if (slider->isVisible()) {
            return slider;
        }
    }
    return nullptr;
}

QByteArray fileText(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class BuilderTasksTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyTaskOpensReadyToRun_data()
    {
        QTest::addColumn<QString>("id");
        QVERIFY(fe::evaluation::gallery().size() >= 12);
        for (const GalleryTask& task : fe::evaluation::gallery()) {
            QTest::newRow(task.id.c_str()) << QString::fromStdString(task.id);
        }
    }
    void everyTaskOpensReadyToRun()
    {
        QFETCH(QString, id);
        const GalleryTask& task = *fe::evaluation::findTask(id.toStdString());
        const PromptDocument document = withTask(exampleDocument(), task);
        QVERIFY(document.part() != nullptr);
        const auto built = buildPrompt(*document.part());
        QVERIFY2(built, built ? "" : built.error().oneLine().c_str());
        QVERIFY(!built->text.empty());
        QVERIFY(fe::evaluation::AnswerExtractor::make(document.rule()));
        QCOMPARE(document.sampling.maxTokens, static_cast<int>(task.maxTokens));
        QCOMPARE(document.sampling.temperature, task.sampling.temperature);
        QCOMPARE(document.sampling.stop.size(), static_cast<qsizetype>(task.stop.size()));
        // The page takes nothing away and adds nothing.
        Bench bench;
        bench.tab->restoreState({ { QStringLiteral("document"), toJson(document) } });
        QCOMPARE(bench.document(), toJson(document));
    }

    void bothLanguagesHaveTheSameFamilies()
    {
        const auto families = [](const char* language) {
            QStringList names;
            for (const GalleryTask* task : tasksIn(QLatin1String(language))) {
                if (const QString family = QString::fromStdString(task->family);
                    names.isEmpty() || names.last() != family) {
                    QVERIFY2(!names.contains(family), "tasks of a family stand together");
                    names.append(family);
                }
            }
            QVERIFY(names.size() >= 5);
        };
        families("en");
        families("ko");
        QCOMPARE(taskLanguage(), QStringLiteral("en"));
    }

    void theListOfTasksKeepsTheRulesOfModels()
    {
        TaskModel model;
        QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setTasks(tasksIn(QStringLiteral("ko")));
        QVERIFY(model.rowCount() >= 5);
        QVERIFY(!model.index(0).data(TaskModel::SummaryRole).toString().isEmpty());
        QVERIFY(!model.index(0).data(TaskModel::FirstOfFamilyRole).toBool());
        model.setTasks({});
        QVERIFY(model.task(model.index(0)) == nullptr);
    }

    void aTaskIsChosenFromThePanelAndTheOldPromptComesBack()
    {
        Bench bench;
        showMode(bench, "few-shot");
        auto* instruction = bench.tab->findChild<QPlainTextEdit*>(QStringLiteral("instruction"));
        instruction->setPlainText(QStringLiteral("My own words."));
        const QJsonObject mine = bench.document();
        paletteAction(bench, QStringLiteral("Tasks…"))->trigger();
        auto* list = bench.tab->findChild<QListView*>(QStringLiteral("taskList"));
        QVERIFY(list != nullptr && list->isVisible());
        QTest::keyClick(list, Qt::Key_Down);
        const GalleryTask* task
            = static_cast<TaskModel*>(list->model())->task(list->currentIndex());
        QTest::keyClick(list, Qt::Key_Return);
        QVERIFY(task != nullptr);
        QCOMPARE(bench.document(), toJson(withTask(documentFromJson(mine), *task)));
        auto* back = bench.tab->findChild<QPushButton*>(QStringLiteral("backToPrompt"));
        QVERIFY(back->isVisible());
        back->click();
        QCOMPARE(bench.document(), mine);
        QVERIFY(!back->isVisible());
        paletteAction(bench, QStringLiteral("Back to the prompt of before"))->trigger();
        QVERIFY(bench.document() != mine);
    }

    void everyModeBringsItsSampling()
    {
        Bench bench;
        auto* modes
            = bench.tab->findChild<fe::widgets::SegmentedControl*>(QStringLiteral("promptModes"));
        const auto sampling = [&] {
            return samplingFromJson(bench.document()[QStringLiteral("sampling")].toObject());
        };
        const SamplingSettings free = sampling();
        QVERIFY(free.stop.isEmpty());
        modes->setCurrent(1); // few-shot, with the example of the first start
        const PromptDocument task
            = withTask(documentFromJson(bench.document()), *fe::evaluation::findTask("sentiment"));
        QVERIFY(!task.sampling.stop.isEmpty());
        QCOMPARE(sampling(), task.sampling);
        modes->setCurrent(0);
        QCOMPARE(sampling(), free);

        // What the user set stays; what he did not is still the task's.
        QJsonObject own = bench.document();
        SamplingSettings mine = free;
        mine.temperature = 0.3;
        own.insert(QStringLiteral("sampling"), toJson(mine));
        bench.tab->restoreState({ { QStringLiteral("document"), own } });
        modes->setCurrent(1);
        QCOMPARE(sampling().temperature, 0.3);
        QCOMPARE(sampling().stop, task.sampling.stop);
        mine.stop = QStringList { QStringLiteral("END") };
        own.insert(QStringLiteral("sampling"), toJson(mine));
        bench.tab->restoreState({ { QStringLiteral("document"), own } });
        modes->setCurrent(2);
        QCOMPARE(sampling(), mine);
    }

    void tasksStandInThePalette()
    {
        Bench bench;
        const GalleryTask& task = *tasksIn(QStringLiteral("en")).front();
        QAction* action
            = paletteAction(bench, QStringLiteral("Task: ") + QString::fromStdString(task.title));
        QVERIFY(action != nullptr);
        action->trigger();
        QCOMPARE(bench.document().value(QStringLiteral("mode")).toString(),
                 QLatin1String(modeId(withTask({}, task).mode)));
    }

    void thePreviewMarksThePartsOfThePrompt()
    {
        Bench bench;
        QVERIFY(bench.load());
        paletteAction(bench,
                      QStringLiteral("Task: ")
                          + QString::fromStdString(fe::evaluation::findTask("sentiment")->title))
            ->trigger();
        auto* preview = bench.tab->findChild<TokenView*>(QStringLiteral("promptPreview"));
        const auto* rules = bench.tab->findChild<PartRules*>();
        const PatternPart part = documentFromJson(bench.document()).fewShot;
        const auto built = buildPrompt(part);
        QVERIFY(built);
        QTRY_COMPARE_WITH_TIMEOUT(rules->parts().size(), built->spans.size(), kPatienceMs);
        QVERIFY(rules->parts().back().kind == PromptSpan::Kind::Query);
        // What each rule stands beside is the text of its span.
        for (std::size_t i = 0; i < built->spans.size(); ++i) {
            QString text;
            for (int token = rules->parts()[i].first; token <= rules->parts()[i].last; ++token) {
                text += preview->tokenLayout().item(token).text;
            }
            const PromptSpan& span = built->spans[i];
            const QString wanted
                = QString::fromStdString(built->text.substr(span.begin, span.end - span.begin));
            QVERIFY2(text.trimmed() == wanted.trimmed(), qPrintable(text));
        }
        auto* slider = shownSlider(bench);
        QVERIFY(slider != nullptr);
        const int before = preview->tokenCount();
        slider->setValue(0);
        QTRY_VERIFY_WITH_TIMEOUT(preview->tokenCount() < before, kPatienceMs);
        const QLabel* summary = bench.tab->findChild<QLabel*>(QStringLiteral("promptSummary"));
        QVERIFY(summary->text().contains(QStringLiteral("tokens")));
        for (const TokenPart& shown : rules->parts()) {
            QVERIFY(shown.kind != PromptSpan::Kind::Example);
        }
    }

    void tokensOverABorderCountToTheLaterPart()
    {
        // "ab" "c." ".d" with spans [0, 3) and [4, 6): the second token begins in the first span.
        EncodedPrompt prompt;
        prompt.text = "abc..d";
        prompt.encoding.ids = { 1, 2, 3, 4 };
        prompt.encoding.ranges = { { 0, 0 }, { 0, 2 }, { 2, 5 }, { 5, 6 } };
        const std::vector<PromptToken> tokens { { "<s>", true }, { "ab" }, { "c.." }, { "d" } };
        const std::vector<PromptSpan> spans {
            { .kind = PromptSpan::Kind::Instruction, .begin = 0, .end = 3 },
            { .kind = PromptSpan::Kind::Query, .begin = 4, .end = 6 }
        };
        const auto parts = tokenParts(spans, prompt, tokens);
        QCOMPARE(parts.size(), std::size_t { 2 });
        QCOMPARE(parts[0].first, 1); // what the tokenizer added belongs to none
        QCOMPARE(parts[0].last, 1);
        QCOMPARE(parts[1].first, 2);
        QCOMPARE(parts[1].last, 3);
    }

    void aTableGoesToTheBuilderInItsModesAlone()
    {
        Bench bench;
        const QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("rows.csv")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.write("text,label\nnew,positive\n") > 0);
        file.close();
        const QJsonObject before = bench.document();
        showMode(bench, "free");
        bench.tab->openFile(file.fileName());
        showMode(bench, "few-shot");
        bench.tab->hide();
        bench.tab->openFile(file.fileName());
        QCOMPARE(bench.document().value(QStringLiteral("few_shot")),
                 before.value(QStringLiteral("few_shot")));
        bench.tab->show();
        QVERIFY(bench.tab->openFile(file.fileName()));
        QTRY_COMPARE_WITH_TIMEOUT(bench.document()
                                      .value(QStringLiteral("few_shot"))
                                      .toObject()
                                      .value(QStringLiteral("examples"))
                                      .toObject()
                                      .value(QStringLiteral("rows"))
                                      .toArray()
                                      .size(),
                                  1, kPatienceMs);
    }

    void aPromptFileOpensInTheTab()
    {
        Bench bench;
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("p.fexprompt"));
        const PromptDocument saved
            = withTask(exampleDocument(), *fe::evaluation::findTask("sentiment"));
        QVERIFY(savePromptFile(path, saved));
        QVERIFY(bench.tab->openFile(path));
        QCOMPARE(bench.document(), toJson(saved));
        QFile damaged(path);
        QVERIFY(damaged.resize(damaged.size() / 2));
        QVERIFY(bench.tab->openFile(path)); // its own kind of file, refused in words
        QCOMPARE(bench.document(), toJson(saved));
        QVERIFY(fileText(path).size() > 0);
    }
};

QTEST_MAIN(BuilderTasksTest)
#include "tst_builder_tasks.moc"
