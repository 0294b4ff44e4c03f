// SPDX-License-Identifier: GPL-3.0-or-later
#include "evaluation_bench.h"

#include <QSignalSpy>
#include <QTableView>
#include <QTextDocument>
#include <QTreeWidget>

#include <cmath>

class EvaluationRunTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale::c());
        qputenv("XDG_DATA_HOME", m_home.path().toUtf8());
    }

    void hiddenPageDoesNotScore()
    {
        PageBench bench;
        QVERIFY(bench.load());
        QVERIFY(bench.evaluate(testset("openmoji-held-out")));
        const auto before = bench.page->run().answers();
        bench.page->hide();
        bench.state.setTemplates({ QStringLiteral("{}") });
        QCOMPARE(bench.page->run().answers(), before);
        QVERIFY(!bench.page->run().isRunning());
        bench.page->show();
        QVERIFY(bench.waitForAnswers());
        QVERIFY(bench.page->run().answers() != before);
    }

    void skippedPicturesAreListedAndOthersCounted()
    {
        QTemporaryDir home;
        QVERIFY(makeSmallFolder(QDir(home.path())));
        PageBench bench;
        QVERIFY(bench.load());
        QVERIFY(bench.evaluate(home.path()));
        QCOMPARE(int(bench.page->run().answers()->evaluation.count), 4);
        auto* skipped = bench.find<QTreeWidget>("skipped");
        QCOMPARE(skipped->topLevelItemCount(), 1);
        QCOMPARE(skipped->topLevelItem(0)->text(0), QStringLiteral("cat/broken.png"));
        QVERIFY(!skipped->topLevelItem(0)->text(1).isEmpty());
        const QString csv = home.filePath(QStringLiteral("out.csv"));
        QVERIFY(bench.page->savePredictions(csv, nullptr));
        QFile file(csv);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QList<QByteArray> lines = file.readAll().split('\n');
        QCOMPARE(lines.size(), 7); // header, four, one skipped, the end
        QVERIFY(lines[0].startsWith("file,label,predicted,probability,correct"));
        QVERIFY(lines[1].startsWith("cat/"));
        QVERIFY(lines[5].startsWith("cat/broken.png,,,,,,"));
    }

    void otherWordsAreScoredWithoutReadingThePicturesAgain()
    {
        QTemporaryDir home;
        QVERIFY(makeSmallFolder(QDir(home.path())));
        PageBench bench;
        QVERIFY(bench.load());
        QVERIFY(bench.evaluate(home.path()));
        const auto before = bench.page->run().answers();
        QVERIFY(QDir(home.filePath(QStringLiteral("cat"))).removeRecursively());
        bench.state.setTemplates({ QStringLiteral("{} 사진") });
        QVERIFY(bench.waitForAnswers());
        const auto after = bench.page->run().answers();
        QVERIFY(after != before);
        QCOMPARE(after->pictures, before->pictures);
        QVERIFY(after->confidence(0) != before->confidence(0));
        // The words of one class, as a user types them.
        auto* table = bench.find<QTableView>("classes");
        QVERIFY(table->model()->setData(table->model()->index(0, ClassTableModel::TextColumn),
                                        QStringLiteral("고양이"), Qt::EditRole));
        QVERIFY(bench.waitForAnswers());
        QVERIFY(bench.page->run().answers() != after);
        const QJsonObject state = bench.page->saveState();
        QCOMPARE(
            state.value(QStringLiteral("texts")).toObject().value(QStringLiteral("cat")).toString(),
            QStringLiteral("고양이"));
        PageBench again;
        again.page->restoreState(state);
        QTRY_COMPARE_WITH_TIMEOUT(again.find<QTableView>("classes")
                                      ->model()
                                      ->index(0, ClassTableModel::ClassColumn)
                                      .data()
                                      .toString(),
                                  QStringLiteral("dog"), kPatienceMs);
    }

    void stopKeepsWhatIsFinished()
    {
        PageBench bench;
        QVERIFY(bench.load());
        bench.page->openFolder(testset("seen-vendors"), true);
        QVERIFY(QTest::qWaitFor([&] { return bench.page->run().done() > 0; }, kPatienceMs));
        QVERIFY(!bench.page->run().isComplete());
        auto* start = bench.find<QPushButton>("evaluate");
        start->click();
        QVERIFY(QTest::qWaitFor(
            [&] { return !bench.page->run().isRunning() && bench.page->run().answers(); },
            kPatienceMs));
        const int done = bench.page->run().done();
        QVERIFY(done > 0 && done < 160);
        QCOMPARE(int(bench.page->run().answers()->evaluation.count), done);
        QCOMPARE(bench.find<QLabel>("evaluationProgress")->text(),
                 QStringLiteral("%1 of 160 pictures").arg(done));
        QCOMPARE(start->text(), QStringLiteral("Go on"));
        start->click();
        QVERIFY(bench.waitForAnswers());
        QCOMPARE(int(bench.page->run().answers()->evaluation.count), 160);
    }

    void otherJobsGetInBetween()
    {
        PageBench bench;
        QVERIFY(bench.load());
        bench.page->openFolder(testset("seen-vendors"), true);
        QVERIFY(QTest::qWaitFor([&] { return bench.page->run().done() > 0; }, kPatienceMs));
        bool answered = false;
        const auto job = bench.runner.start<int>(
            { .title = QStringLiteral("label"), .lane = jobs::Lane::Compute, .slot = {} },
            [](const base::CancelToken&, base::Progress&) -> base::Result<int> { return 1; },
            { .done = [&](int) { answered = true; }, .cancelled = {}, .failed = {} });
        QVERIFY(QTest::qWaitFor([&] { return answered; }, kPatienceMs));
        QVERIFY(!bench.page->run().isComplete());
    }

    void comparesTemplatesWithAnInterval()
    {
        PageBench bench;
        QVERIFY(bench.load());
        QVERIFY(bench.evaluate(testset("openmoji-held-out")));
        auto* card = bench.page->findChild<ComparisonCard*>();
        card->compareTemplates(QStringLiteral("one"), { QStringLiteral("a photo of a/an {}") });
        QVERIFY(QTest::qWaitFor([&] { return card->comparison().has_value(); }, kPatienceMs));
        const auto& outcomes = card->comparison()->outcomes;
        const double expected = split("openmoji-held-out")
                                    .value(QStringLiteral("a photo of a/an {}"))
                                    .toObject()
                                    .value(QStringLiteral("top1"))
                                    .toDouble();
        QVERIFY(std::abs(outcomes.secondAccuracy() - expected) < 0.5e-4);
        QCOMPARE(outcomes.firstAccuracy(), bench.page->run().answers()->evaluation.top1);
        QVERIFY(card->comparison()->interval.low <= outcomes.difference());
        QVERIFY(card->comparison()->interval.high >= outcomes.difference());
        QVERIFY(card->findChild<QLabel*>(QStringLiteral("verdict"))
                    ->text()
                    .contains(QStringLiteral("95 %")));
        bench.find<widgets::SegmentedControl>("evaluationViews")->setCurrent(3);
        keep(*bench.page, QStringLiteral("compare"));
        // The same model loaded from its files again differs in nothing.
        bench.state.setTemplates(englishTemplates());
        card->compareModel(resource("starterclip-64"));
        QVERIFY(QTest::qWaitFor([&] { return card->comparison().has_value(); }, kPatienceMs));
        QCOMPARE(card->comparison()->outcomes.onlyFirst, std::int64_t(0));
        QCOMPARE(card->comparison()->outcomes.onlySecond, std::int64_t(0));
        QCOMPARE(card->comparison()->interval.low, 0.0);
    }

    /// Compared with itself, a model differs in nothing, whatever was evaluated before: fewer
    /// classes, more classes, or another model with vectors of another size.
    void comparisonFollowsFolderAndModel()
    {
        QTemporaryDir home;
        QVERIFY(makeSmallFolder(QDir(home.path())));
        PageBench bench;
        QVERIFY(bench.load());
        QVERIFY(bench.evaluate(testset("openmoji-held-out")));
        auto* card = bench.page->findChild<ComparisonCard*>();
        QSignalSpy failed(card, &ComparisonCard::failed);
        card->compareTemplates(QStringLiteral("same"), englishTemplates());
        const auto differsInNothing = [&] {
            const auto pictures = bench.page->run().answers()->evaluation.count;
            return QTest::qWaitFor([&] { return card->comparison().has_value(); }, kPatienceMs)
                && failed.isEmpty() && card->comparison()->outcomes.count() == pictures
                && card->comparison()->outcomes.onlyFirst == 0
                && card->comparison()->outcomes.onlySecond == 0;
        };
        QVERIFY(differsInNothing());
        QVERIFY(bench.evaluate(home.path()));
        QVERIFY(differsInNothing());
        QVERIFY(bench.evaluate(testset("openmoji-held-out")));
        QVERIFY(differsInNothing());
        QVERIFY(openModel(bench.workspace, QStringLiteral(FE_TEST_DATA "/models/clip/checkpoint")));
        QTRY_VERIFY_WITH_TIMEOUT(bench.page->run().answers() == nullptr, kPatienceMs);
        QVERIFY(!card->comparison());
        QVERIFY(bench.state.canClassify());
        bench.find<QPushButton>("evaluate")->click();
        QVERIFY(bench.waitForAnswers());
        QVERIFY(differsInNothing());
    }

    void labelsOfOtherPicturesAreRefused()
    {
        const auto pictures = std::make_shared<pictures::LabelledVectors>(
            pictures::LabelledVectors { .labels = { "cat", "dog" },
                                        .dimensions = 2,
                                        .pictures = { { "a.png", 1 } },
                                        .values = { 1, 0 },
                                        .skipped = {} });
        const base::CancelToken cancel;
        const auto works = [&](const analysis::LabelWeights& weights) {
            return answersOf(pictures, weights, {}, 1, cancel).hasValue();
        };
        QVERIFY(works({ { "cat", "dog" }, 2, { 1, 0, 0, 1 } }));
        QVERIFY(!works({ { "cat" }, 2, { 1, 0 } }));
        QVERIFY(!works({ { "cat", "dog", "fox" }, 2, { 1, 0, 0, 1, 1, 0 } }));
        QVERIFY(!works({ { "cat", "dog" }, 3, { 1, 0, 0, 0, 1, 0 } }));
    }

    void namesAreNoHtml()
    {
        QTemporaryDir home;
        const QString folder = home.filePath(QStringLiteral("<b>bold<b>"));
        QVERIFY(QDir().mkpath(folder));
        QVERIFY(makeSmallFolder(QDir(folder)));
        PageBench bench;
        QVERIFY(bench.load());
        QVERIFY(bench.evaluate(folder));
        const auto* name = bench.find<QLabel>("evaluatedFolder");
        QCOMPARE(name->text(), QStringLiteral("<b>bold<b>"));
        QVERIFY(name->toolTip().contains(QStringLiteral("&lt;b&gt;bold")));
        const QString tip = bench.tiles()->index(0, 0).data(Qt::ToolTipRole).toString();
        QVERIFY(!Qt::mightBeRichText(tip) || tip.contains(QStringLiteral("&lt;b&gt;bold")));
        for (const QLabel* label : bench.page->findChildren<QLabel*>()) {
            const bool isOurs = label->property("kind").isValid();
            QVERIFY2(!isOurs || label->textFormat() == Qt::PlainText, qPrintable(label->text()));
        }
    }

    void refusesWithAReason()
    {
        QTemporaryDir home;
        PageBench bench;
        QVERIFY(bench.load());
        bench.page->openFolder(home.path(), true);
        bool said = false;
        QTRY_VERIFY_WITH_TIMEOUT(
            [&] {
                for (const QLabel* label : bench.page->findChildren<QLabel*>()) {
                    said = said
                        || (label->isVisible()
                            && label->text().contains(QStringLiteral("no subfolders")));
                }
                return said;
            }(),
            kPatienceMs);
        auto* card = bench.page->findChild<ComparisonCard*>();
        QSignalSpy failed(card, &ComparisonCard::failed);
        card->compareModel(home.filePath(QStringLiteral("nothing")));
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, kPatienceMs);
    }

private:
    QTemporaryDir m_home;
};

QTEST_MAIN(EvaluationRunTest)
#include "tst_evaluation_run.moc"
