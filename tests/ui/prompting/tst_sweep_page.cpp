// SPDX-License-Identifier: GPL-3.0-or-later
//
// The sweep page: runs, stops, goes on, survives kill -9, is found again.
#include "charts/line_chart.h"
#include "evaluation/gallery.h"
#include "prompt_bench.h"
#include "prompting/history/run_store.h"
#include "prompting/sweep/sweep_examples_model.h"
#include "prompting/sweep/sweep_keeper.h"
#include "prompting/sweep/sweep_page.h"
#include "prompting/sweep/sweep_results.h"
#include "prompting/sweep/sweep_work.h"
#include "sweep_bench.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QFrame>
#include <QLineEdit>
#include <QProcess>
#include <QSpinBox>
#include <QTableView>
#include <QtTest>

#include <cmath>
#include <set>

using namespace fe;
using namespace fe::prompting;
using evaluation::SweepScoring;

namespace {

constexpr char kChildFolder[] = "FE_SWEEP_CHILD"; // makes this program the one that is killed
constexpr int kChildRows = 400;

// A tab whose sweep page is shown.
struct SweepBench : Bench {
    explicit SweepBench(int rows, SweepSetup setup = paritySetup()) { open(rows, setup); }
    void open(int rows, const SweepSetup& setup)
    {
        const QJsonObject page { { QStringLiteral("setup"), toJson(setup) } };
        tab->restoreState(
            { { QStringLiteral("document"), toJson(parityDocument(rows)) },
              { QStringLiteral("pages"), QJsonObject { { QStringLiteral("sweep"), page } } },
              { QStringLiteral("page"), QStringLiteral("sweep") } });
    }
    SweepPage* page() const { return tab->findChild<SweepPage*>(); }
    SweepResults* results() const { return page()->findChild<SweepResults*>(); }
    template<typename T>
    T* part(const char* name) const
    {
        return page()->findChild<T*>(QLatin1String(name));
    }
    QPushButton* run() const { return part<QPushButton>("runSweep"); }
    bool isRunning() const { return run()->text() == QLatin1String("Stop"); }
    bool isReady() const { return !isRunning() && run()->isEnabled(); }
    // Everything measured was judged.
    bool isShown() const
    {
        return !isRunning() && !results()->views().empty()
            && results()->views()[0]->sweep.cells == results()->sweeps()[0].cells
            && results()->views()[0]->sweep.document == results()->sweeps()[0].document;
    }
    const std::vector<evaluation::SweepCell>& cells() const
    {
        return *results()->sweeps()[0].cells;
    }
    charts::LineChart* chart() const { return part<charts::LineChart>("sweepChart"); }
};

std::size_t partsOf(history::RunId id)
{
    auto history = history::RunHistory::open(RunStore::file());
    return history->parts(id)->size();
}

using Key = std::tuple<std::size_t, std::int64_t, std::uint64_t>;

std::set<Key> keysOf(const std::vector<evaluation::SweepCell>& cells)
{
    std::set<Key> keys;
    for (const evaluation::SweepCell& cell : cells) {
        keys.insert({ cell.query, cell.shots, cell.seed });
    }
    return keys;
}

// Equal whatever the order they were measured in. What of a prompt is in the cache decides how many
// tokens are read at once, and so in which order f32 numbers are added: 24 bits over some hundred
// terms leave five digits of a sum of a few nats.
bool sameCells(std::vector<evaluation::SweepCell> a, std::vector<evaluation::SweepCell> b)
{
    constexpr double kRounding = 1e-4;
    const auto before = [](const evaluation::SweepCell& x, const evaluation::SweepCell& y) {
        return Key { x.query, x.shots, x.seed } < Key { y.query, y.shots, y.seed };
    };
    std::sort(a.begin(), a.end(), before);
    std::sort(b.begin(), b.end(), before);
    bool same = keysOf(a) == keysOf(b) && a.size() == b.size();
    for (std::size_t cell = 0; same && cell < a.size(); ++cell) {
        same = a[cell].refusal == b[cell].refusal && a[cell].scores.size() == b[cell].scores.size();
        for (std::size_t label = 0; same && label < a[cell].scores.size(); ++label) {
            const generation::TextScore& x = a[cell].scores[label];
            const generation::TextScore& y = b[cell].scores[label];
            same
                = std::abs(x.sum - y.sum) < kRounding && x.tokens == y.tokens && x.bytes == y.bytes;
        }
    }
    return same;
}

int runChild()
{
    base::Progress progress;
    SweepWork work { .sweep = newSweep(parityPlan(kChildRows), kTied),
                     .stream = std::make_shared<SweepStream>(),
                     .history = RunStore::file() };
    return runSweepWork(std::move(work), base::CancelToken(), progress) ? 0 : 1;
}

} // namespace

class SweepPageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void runsToTheEndWithTheEnginesNumbers()
    {
        SweepBench bench(10);
        QVERIFY(bench.load());
        QTRY_VERIFY_WITH_TIMEOUT(bench.isReady(), kPatienceMs);
        bench.run()->click();
        QTRY_VERIFY_WITH_TIMEOUT(bench.isShown(), kPatienceMs);
        const evaluation::SweepPlan plan = parityPlan(10);
        QVERIFY(sameCells(bench.cells(), measured(plan, kTied)));
        const SweepView& view = *bench.results()->views()[0];
        QCOMPARE(view.summaries.size(), 4U);
        for (const evaluation::SweepSummary& summary : view.summaries) {
            const auto wanted = evaluation::summarise(plan, measured(plan, kTied), summary.scoring);
            for (std::size_t i = 0; i < summary.points.size(); ++i) {
                QCOMPARE(summary.points[i].accuracy, wanted->points[i].accuracy);
                QCOMPARE(summary.points[i].confusion, wanted->points[i].confusion);
            }
        }
        // In the history, finished, with every cell and the checksum of the model.
        const auto entries = kept("sweep");
        QCOMPARE(entries.size(), 1U);
        QVERIFY(entries[0].summary.finished);
        QCOMPARE(partsOf(entries[0].id), bench.cells().size());
        QCOMPARE(view.sweep.document->record.provenance.modelSha256.size(), 64U);
        QVERIFY(!bench.part<QPushButton>("resumeSweep")->isVisible());
    }

    void scoringAndIntervalChangeTheChart()
    {
        SweepBench bench(10);
        QVERIFY(bench.load());
        QTRY_VERIFY_WITH_TIMEOUT(bench.isReady(), kPatienceMs);
        bench.run()->click();
        QTRY_VERIFY_WITH_TIMEOUT(bench.isShown(), kPatienceMs);
        QCOMPARE(bench.chart()->data().series.size(), 4);
        auto* scoring = bench.part<QComboBox>("sweepScoring");
        scoring->setCurrentIndex(scoring->findData(QStringLiteral("byte")));
        Q_EMIT scoring->activated(scoring->currentIndex());
        QCOMPARE(bench.chart()->data().series.size(), 1);
        const auto* summary = bench.results()->views()[0]->summary(SweepScoring::PerByte);
        QCOMPARE(bench.chart()->data().series[0].points[2].y, summary->points[2].accuracy);
        const double wilson = bench.chart()->data().series[0].points[2].low;
        auto* interval = bench.part<QComboBox>("sweepInterval");
        interval->setCurrentIndex(1);
        Q_EMIT interval->activated(1);
        QVERIFY(bench.chart()->data().series[0].points[2].low != wilson);
        // The tables follow the point.
        bench.chart()->setCurrent({ 0, 1 });
        QVERIFY(bench.part<QLabel>("sweepPoint")->text().contains(QStringLiteral("1-shot")));
        auto* table = bench.part<QTableView>("sweepExamples");
        QCOMPARE(table->model()->rowCount(), 20);
        bench.part<QCheckBox>("onlyShots")->setChecked(false);
        QCOMPARE(table->model()->rowCount(), 50);
    }

    void anExampleShowsItsExactPrompt()
    {
        SweepBench bench(6);
        QVERIFY(bench.load());
        QTRY_VERIFY_WITH_TIMEOUT(bench.isReady(), kPatienceMs);
        bench.run()->click();
        QTRY_VERIFY_WITH_TIMEOUT(bench.isShown(), kPatienceMs);
        auto* table = bench.part<QTableView>("sweepExamples");
        table->selectRow(3);
        const auto* filter = qobject_cast<QSortFilterProxyModel*>(table->model());
        const auto* model = qobject_cast<SweepExamplesModel*>(filter->sourceModel());
        const evaluation::SweepCell& cell
            = model->cell(filter->mapToSource(table->currentIndex()).row());
        QCOMPARE(cell.shots, 3); // the last point is chosen at first
        const auto prompt
            = evaluation::cellPrompt(parityPlan(6), cell.query, cell.shots, cell.seed);
        QTRY_COMPARE(bench.part<QPlainTextEdit>("sweepPrompt")->toPlainText(),
                     QString::fromStdString(prompt->prompt.text));
    }

    void stoppedItKeepsWhatIsFinishedAndGoesOn()
    {
        SweepBench bench(300);
        QVERIFY(bench.load());
        QTRY_VERIFY_WITH_TIMEOUT(bench.isReady(), kPatienceMs);
        bench.run()->click();
        QTRY_VERIFY_WITH_TIMEOUT(bench.isRunning() && !bench.results()->sweeps().empty()
                                     && !bench.cells().empty(),
                                 kPatienceMs);
        QVERIFY(bench.part<QLabel>("sweepProgress")->isVisible());
        bench.run()->click();
        QTRY_VERIFY_WITH_TIMEOUT(bench.isShown(), kPatienceMs);
        const std::size_t stopped = bench.cells().size();
        QVERIFY2(stopped > 0 && stopped < 1500, qPrintable(QString::number(stopped)));
        // What there is can be looked at.
        QVERIFY(bench.part<QTableView>("sweepExamples")->model()->rowCount() > 0);
        const auto entries = kept("sweep");
        QCOMPARE(entries.size(), 1U);
        QVERIFY(!entries[0].summary.finished);
        QCOMPARE(partsOf(entries[0].id), stopped);
        auto* resume = bench.part<QPushButton>("resumeSweep");
        QVERIFY(resume->isVisible());
        resume->click();
        QTRY_VERIFY_WITH_TIMEOUT(bench.isRunning(), kPatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(bench.isShown(), kPatienceMs);
        // Nothing twice: as many parts as cells, in the same run.
        QCOMPARE(bench.cells().size(), 1500U);
        QCOMPARE(keysOf(bench.cells()).size(), 1500U);
        QCOMPARE(kept("sweep").size(), 1U);
        QCOMPARE(partsOf(entries[0].id), 1500U);
        QVERIFY(kept("sweep")[0].summary.finished);
        QVERIFY(!resume->isVisible());
    }

    void killedItIsOfferedAndGoesOn()
    {
        Bench other; // its folder is where both programs keep the history
        QProcess child;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QString::fromLatin1(kChildFolder), QStringLiteral("1"));
        environment.insert(QStringLiteral("XDG_DATA_HOME"), other.folder.path());
        child.setProcessEnvironment(environment);
        child.start(QCoreApplication::applicationFilePath(), {});
        QVERIFY(child.waitForStarted());
        const auto parts = [] {
            const auto entries = kept("sweep");
            return entries.empty() ? 0U : partsOf(entries[0].id);
        };
        QTRY_VERIFY_WITH_TIMEOUT(parts() > 20, kPatienceMs);
        child.kill(); // SIGKILL
        QVERIFY(child.waitForFinished());
        QCOMPARE(child.exitStatus(), QProcess::CrashExit);
        const std::size_t survived = parts();
        QVERIFY2(survived < 2000, qPrintable(QString::number(survived)));

        std::unique_ptr<Tab> tab(prompting::makePromptTab(other.workspace, other.runner, nullptr));
        tab->resize(1200, 700);
        tab->show();
        tab->restoreState({ { QStringLiteral("page"), QStringLiteral("sweep") } });
        QVERIFY(other.load());
        auto* page = tab->findChild<SweepPage*>();
        auto* offer = page->findChild<QFrame*>(QStringLiteral("sweepOffer"));
        QTRY_VERIFY_WITH_TIMEOUT(offer->isVisible(), kPatienceMs);
        const QString text = offer->findChild<QLabel*>()->text();
        QCOMPARE(text,
                 QStringLiteral("A sweep of parities stopped at %1 of %2.")
                     .arg(QLocale().toString(qulonglong(survived)), QLocale().toString(2000)));
        offer->findChild<QPushButton*>(QStringLiteral("offerResume"))->click();
        auto* results = page->findChild<SweepResults*>();
        QTRY_VERIFY_WITH_TIMEOUT(!results->sweeps().empty() && results->sweeps()[0].isComplete()
                                     && kept("sweep")[0].summary.finished,
                                 kPatienceMs);
        QVERIFY(!offer->isVisible());
        QCOMPARE(kept("sweep").size(), 1U);
        QCOMPARE(parts(), 2000U); // none was measured again
        QVERIFY(sameCells(*results->sweeps()[0].cells, measured(parityPlan(kChildRows), kTied)));
    }

    void anOfferCanBeDismissedForGood()
    {
        SweepBench bench(6);
        auto keeper = SweepKeeper::open(RunStore::file());
        QVERIFY(keeper);
        QVERIFY(keeper->add(*newSweep(parityPlan(6), kTied).document));
        const auto visible = [](const Tab& tab) {
            const auto* offer
                = tab.findChild<SweepPage*>()->findChild<QFrame*>(QStringLiteral("sweepOffer"));
            return offer->isVisible();
        };
        const auto reopened = [&bench](const QJsonObject& state) {
            std::unique_ptr<Tab> tab(
                prompting::makePromptTab(bench.workspace, bench.runner, nullptr));
            tab->resize(1200, 700);
            tab->show();
            tab->restoreState(state);
            return tab;
        };
        const auto first = reopened(bench.tab->saveState());
        QTRY_VERIFY_WITH_TIMEOUT(visible(*first), kPatienceMs);
        for (QPushButton* button : first->findChild<SweepPage*>()->findChildren<QPushButton*>()) {
            if (button->text() == QLatin1String("Not now")) {
                button->click();
            }
        }
        QVERIFY(!visible(*first));
        const auto second = reopened(first->saveState());
        QTest::qWait(300);
        QVERIFY(!visible(*second));
    }

    void aRunOfTheHistoryIsShownWithItsGroup()
    {
        SweepBench bench(6);
        QVERIFY(bench.load());
        Sweep tied = newSweep(parityPlan(6), kTied);
        auto keeper = SweepKeeper::open(RunStore::file());
        const auto id = keeper->add(*tied.document);
        QVERIFY(keeper->add(*newSweep(parityPlan(6), kOther).document));
        keeper->follow(*id);
        for (const evaluation::SweepCell& cell : measured(parityPlan(6), kTied)) {
            QVERIFY(keeper->append(cell));
        }
        QVERIFY(keeper->flush());
        const QByteArray document = QByteArray::fromStdString(base::toText(toJson(*tied.document)));
        QVERIFY(!bench.page()->openRun(*id, "{}"));
        QVERIFY(bench.page()->openRun(*id, document));
        QTRY_COMPARE_WITH_TIMEOUT(bench.results()->views().size(), 2U, kPatienceMs);
        QVERIFY(bench.results()->sweeps()[0].isComplete());
        QVERIFY(bench.part<QPushButton>("resumeSweep")->isVisible()); // gpt2 is missing
        bench.part<QPushButton>("resumeSweep")->click();
        QTRY_VERIFY_WITH_TIMEOUT(!bench.isRunning() && bench.results()->sweeps()[1].isComplete(),
                                 kPatienceMs);
        QVERIFY(sameCells(*bench.results()->sweeps()[1].cells, measured(parityPlan(6), kOther)));
        QCOMPARE(bench.results()->sweeps()[0].cells->size(), 30U);
    }

    void itRunsWithoutAHistoryToo()
    {
        SweepBench bench(6);
        QVERIFY(bench.load());
        QTRY_VERIFY_WITH_TIMEOUT(bench.isReady(), kPatienceMs);
        // Not a history: refused and left as it is.
        const auto path = QString::fromStdString(RunStore::file().string());
        QDir().mkpath(QFileInfo(path).path());
        QFile::remove(path);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("no database, at all") > 0);
        file.close();
        bench.run()->click();
        QTRY_VERIFY_WITH_TIMEOUT(bench.isShown() && bench.cells().size() == 30, kPatienceMs);
        QVERIFY(!bench.results()->sweeps()[0].id);
        bool said = false;
        for (const QLabel* label : bench.page()->findChildren<QLabel*>()) {
            said = said
                || (label->isVisible()
                    && label->text().contains(QStringLiteral("does not keep this sweep")));
        }
        QVERIFY(said);
    }

    void wrongDataIsRefusedBeforeTheRun()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("bad.csv")));
        QVERIFY(file.open(QIODevice::WriteOnly)
                && file.write("number,kind\n1,odd\n2,even,7\n3,odd\n") > 0);
        file.close();
        SweepBench bench(6);
        QVERIFY(bench.load());
        QTRY_VERIFY_WITH_TIMEOUT(bench.isReady(), kPatienceMs);
        QVERIFY(bench.page()->openFile(file.fileName()));
        QVERIFY(!bench.page()->openFile(QStringLiteral("/x/model.gguf")));
        auto* problem = bench.part<QLabel>("sweepProblem");
        QTRY_VERIFY_WITH_TIMEOUT(problem->isVisible(), kPatienceMs);
        QVERIFY2(problem->toolTip().contains(QStringLiteral("line 3")),
                 qPrintable(problem->toolTip()));
        QVERIFY(!bench.run()->isEnabled());
    }

    void saysWhatItTakesBeforeItRuns()
    {
        SweepBench bench(10);
        QVERIFY(bench.load());
        auto* estimate = bench.part<QLabel>("sweepEstimate");
        QTRY_VERIFY_WITH_TIMEOUT(estimate->text().contains(QStringLiteral("have to be read")),
                                 kPatienceMs);
        QVERIFY2(estimate->text().startsWith(QStringLiteral("50 prompts")),
                 qPrintable(estimate->text()));
        auto* shots = bench.part<QLineEdit>("sweepShots");
        shots->setText(QStringLiteral("0"));
        Q_EMIT shots->textEdited(shots->text());
        QTRY_VERIFY_WITH_TIMEOUT(estimate->text().startsWith(QStringLiteral("10 prompts")),
                                 kPatienceMs);
        shots->setText(QStringLiteral("0, ten"));
        Q_EMIT shots->textEdited(shots->text());
        QTRY_VERIFY_WITH_TIMEOUT(bench.part<QLabel>("sweepProblem")->isVisible(), kPatienceMs);
        QVERIFY(!bench.run()->isEnabled());
    }

    void theDataFollowTheTaskOfTheBuilder()
    {
        SweepBench bench(6, {});
        const auto dataOf
            = [&bench] { return bench.part<QComboBox>("sweepData")->currentData().toString(); };
        const evaluation::GalleryTask* task = nullptr;
        for (const evaluation::GalleryDataSet& set : evaluation::galleryDataSets()) {
            task = set.taskId == "addition" ? evaluation::findTask(set.taskId) : task;
        }
        QVERIFY(task != nullptr);
        PromptDocument document = parityDocument(6);
        document.fewShot = partOf(*task);
        bench.tab->restoreState({ { QStringLiteral("document"), toJson(document) } });
        QVERIFY2(dataOf().contains(QStringLiteral("sums")), qPrintable(dataOf()));
        // Any number may be the answer: the model writes it.
        QCOMPARE(bench.part<QComboBox>("sweepAnswer")->currentIndex(), 1);
        QVERIFY(!bench.part<QCheckBox>("sweepCalibrated")->isVisible());
    }

    void generatedAnswersAreCountedByTheRule()
    {
        SweepSetup setup = paritySetup();
        setup.generated = true;
        setup.maxTokens = 3;
        setup.shots = QStringLiteral("0, 2");
        SweepBench bench(6, setup);
        QVERIFY(bench.load());
        QTRY_VERIFY_WITH_TIMEOUT(bench.isReady(), kPatienceMs);
        bench.run()->click();
        QTRY_VERIFY_WITH_TIMEOUT(bench.isShown(), kPatienceMs);
        QCOMPARE(bench.chart()->data().series.size(), 1);
        QVERIFY(!bench.chart()->data().reference); // chance is not known
        const auto* filter = qobject_cast<QSortFilterProxyModel*>(
            bench.part<QTableView>("sweepExamples")->model());
        const auto* model = qobject_cast<SweepExamplesModel*>(filter->sourceModel());
        QCOMPARE(model->columnCount(), model->firstLabel() + 1);
        QCOMPARE(model->index(0, model->firstLabel()).data(SweepExamplesModel::SortRole).toString(),
                 QString::fromStdString(model->cell(0).generated));
    }

    void pointsGoToScaling()
    {
        SweepBench bench(6);
        QVERIFY(bench.load());
        QTRY_VERIFY_WITH_TIMEOUT(bench.isReady(), kPatienceMs);
        bench.run()->click();
        QTRY_VERIFY_WITH_TIMEOUT(bench.isShown(), kPatienceMs);
        QSignalSpy told(&bench.workspace, &Workspace::messageReported);
        bench.part<QPushButton>("sendToScaling")->click();
        QTRY_COMPARE_WITH_TIMEOUT(kept("measurement").size(), 1U, kPatienceMs);
        QTRY_VERIFY(!told.isEmpty());
        QVERIFY(told.last().value(0).toString().contains(QStringLiteral("12 points")));
        auto history = history::RunHistory::open(RunStore::file());
        const auto json = base::parseJson(*history->document(kept("measurement")[0].id), "test");
        QCOMPARE(*json->find("format")->asString(),
                 std::string("foundation-explorer/measurements"));
        QCOMPARE(json->find("rows")->asArray()->size(), 12U); // 4 scorings, 3 numbers of shots
        const base::Json& row = json->find("rows")->asArray()->front();
        QCOMPARE(row.find("parameters")->asUint(),
                 std::optional(loadedModel(kTied)->model->info().parameters));
        QCOMPARE(row.find("model_sha256")->asString()->size(), 64U);
    }
};

int main(int argc, char** argv)
{
    if (qEnvironmentVariableIsSet(kChildFolder)) {
        const QCoreApplication application(argc, argv);
        return runChild();
    }
    const QApplication application(argc, argv);
    SweepPageTest test;
    QTEST_SET_MAIN_SOURCE_PATH
    return QTest::qExec(&test, argc, argv);
}

#include "tst_sweep_page.moc"
