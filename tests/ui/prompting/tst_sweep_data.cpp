// SPDX-License-Identifier: GPL-3.0-or-later
//
// A sweep without its widgets: setup, plan, document, views, exports.
#include "prompting/sweep/sweep_estimate.h"
#include "prompting/sweep/sweep_examples_model.h"
#include "prompting/sweep/sweep_export.h"
#include "prompting/sweep/sweep_keeper.h"
#include "prompting/sweep/sweep_labels_model.h"
#include "sweep_bench.h"

#include <QAbstractItemModelTester>
#include <QTemporaryDir>
#include <QtTest>

#include <cmath>

using namespace fe;
using namespace fe::prompting;
using evaluation::SweepScoring;

namespace {

Sweep finishedSweep(int rows)
{
    Sweep sweep = newSweep(parityPlan(rows), kTied);
    sweep.cells
        = std::make_shared<const std::vector<evaluation::SweepCell>>(measured(sweep.plan(), kTied));
    return sweep;
}

SweepViews viewsOf(const std::vector<Sweep>& sweeps)
{
    return *makeViews(sweeps, base::CancelToken());
}

Sweep firstCells(const Sweep& sweep, std::size_t count)
{
    Sweep part = sweep;
    part.cells = std::make_shared<const std::vector<evaluation::SweepCell>>(
        sweep.cells->begin(), sweep.cells->begin() + static_cast<std::ptrdiff_t>(count));
    return part;
}

} // namespace

class SweepDataTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void shotsAreReadAsPeopleWriteThem()
    {
        QCOMPARE(*parseShots(QStringLiteral("4, 0,1  2;8,1")),
                 (std::vector<std::int64_t> { 0, 1, 2, 4, 8 }));
        for (const char* wrong : { "", " , ", "1, x", "-1", "1.5", "99999999999999999999" }) {
            QVERIFY2(!parseShots(QString::fromLatin1(wrong)), wrong);
        }
        QVERIFY(parseShots(QStringLiteral("1, two")).error().why.find("\"two\"")
                != std::string::npos);
    }

    void setupComesBackFromItsJson()
    {
        SweepSetup setup;
        setup.source = { SweepSource::Kind::File, QStringLiteral("x"), 30, 18446744073709551615ULL,
                         QStringLiteral("/data/a b.csv") };
        setup.columns.insert(QStringLiteral("text"), QStringLiteral("review"));
        setup.labels = { QStringLiteral("good"), QStringLiteral("bad") };
        setup.shots = QStringLiteral("0 3");
        setup.seeds = 7;
        setup.balanced = setup.builderExamples = setup.generated = true;
        setup.calibrated = setup.loadedModel = false;
        setup.maxTokens = 9;
        setup.limit = 50;
        setup.models = { QStringLiteral("/m/a.gguf") };
        QVERIFY(sweepSetupFromJson(toJson(setup)) == setup);
        QVERIFY(sweepSetupFromJson({}) == SweepSetup());
        QCOMPARE(sweepSetupFromJson({ { QStringLiteral("seeds"), -5 } }).seeds, 1);
    }

    void columnsAreMatchedByNameElseChosen()
    {
        const PromptDocument document = parityDocument(8);
        SweepData data { document.fewShot.examples, QStringLiteral("x") };
        data.table.columns = { "number", "answer" };
        const auto refused = sweepPlan(paritySetup(), document, data);
        QVERIFY(!refused);
        QVERIFY(refused.error().why.find("{kind}") != std::string::npos);
        SweepSetup setup = paritySetup();
        setup.columns.insert(QStringLiteral("kind"), QStringLiteral("answer"));
        const auto plan = sweepPlan(setup, document, data);
        QVERIFY(plan);
        QCOMPARE(plan->table.columns, (std::vector<std::string> { "number", "kind" }));
        QCOMPARE(plan->labels, (std::vector<std::string> { "even", "odd" }));
        QCOMPARE(plan->seeds, (std::vector<std::uint64_t> { 0, 1 }));
    }

    void wrongDataIsRefusedWithItsReason_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("labels");
        QTest::addColumn<QString>("reason");
        QTest::newRow("short row") << QByteArray("number,kind\n1,odd\n2\n3,odd\n") << QString()
                                   << QStringLiteral("line 3");
        QTest::newRow("answer no label") << QByteArray("number,kind\n1,odd\n2,evn\n3,odd\n4,odd\n")
                                         << QStringLiteral("odd,even") << QStringLiteral("row 2");
        QTest::newRow("no rows") << QByteArray("number,kind\n") << QString()
                                 << QStringLiteral("row");
        QTest::newRow("too few rows")
            << QByteArray("number,kind\n1,odd\n2,even\n") << QString() << QStringLiteral("3 shots");
        QTest::newRow("one label") << QByteArray("number,kind\n1,odd\n3,odd\n5,odd\n7,odd\n")
                                   << QString() << QStringLiteral("two labels");
    }

    void wrongDataIsRefusedWithItsReason()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, labels);
        QFETCH(QString, reason);
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("data.csv")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
        file.close();
        SweepSetup setup = paritySetup();
        setup.source = { SweepSource::Kind::File, {}, 0, 1, file.fileName() };
        setup.labels = labels.split(u',', Qt::SkipEmptyParts);
        const auto data = readSweepData(setup.source, {});
        const auto plan = data ? sweepPlan(setup, parityDocument(0), **data)
                               : base::Result<evaluation::SweepPlan>(data.error());
        QVERIFY(!plan);
        const QString said = QString::fromStdString(plan.error().field + ' ' + plan.error().why);
        QVERIFY2(said.contains(reason), qPrintable(said));
    }

    void galleryDataGoWithTheirTasks()
    {
        for (const evaluation::GalleryDataSet& set : evaluation::galleryDataSets()) {
            const evaluation::GalleryTask* task = evaluation::findTask(set.taskId);
            QVERIFY2(task != nullptr, set.taskId.c_str());
            PromptDocument document;
            document.mode = task->mode == evaluation::PromptMode::ChainOfThought
                ? Mode::ChainOfThought
                : Mode::FewShot;
            *document.part() = partOf(*task);
            SweepSetup setup;
            setup.source.dataSet = QString::fromStdString(set.id);
            setup.generated = task->labels.empty();
            const auto data = readSweepData(setup.source, {});
            QVERIFY2(data, set.id.c_str());
            QCOMPARE((*data)->table.rows.size(), set.rows);
            const auto plan = sweepPlan(setup, document, **data);
            QVERIFY2(plan, set.id.c_str());
        }
    }

    void aDocumentComesBackFromTheHistory()
    {
        QTemporaryDir folder;
        auto history
            = history::RunHistory::open(folder.filePath(QStringLiteral("h.sqlite")).toStdString());
        QVERIFY(history);
        const Sweep whole = finishedSweep(6);
        auto keeper = SweepKeeper::open(history->file());
        QVERIFY(keeper);
        const auto id = keeper->add(*whole.document);
        const auto other = keeper->add(*newSweep(whole.plan(), kOther).document);
        const auto stranger
            = keeper->add(*newSweep(whole.plan(), kTied, QStringLiteral("group-2")).document);
        QVERIFY(id && other && stranger);
        keeper->follow(*id);
        for (const evaluation::SweepCell& cell : *whole.cells) {
            QVERIFY(keeper->append(cell));
        }
        QVERIFY(keeper->append(whole.cells->front())); // of two the last counts
        QVERIFY(keeper->flush());
        const auto sweeps = readSweeps(*history, *id);
        QVERIFY(sweeps);
        QCOMPARE(sweeps->size(), 2U);
        QCOMPARE(sweeps->front().id, std::optional(*id));
        QCOMPARE(*sweeps->front().cells, *whole.cells);
        QVERIFY(sweeps->front().isComplete());
        QVERIFY(sweeps->back().cells->empty());
        QCOMPARE(sweeps->back().document->modelPath, kOther);
        QVERIFY(!history->entry(*id)->summary.finished);
        Sweep ended = whole;
        auto document = std::make_shared<SweepDocument>(*whole.document);
        document->record.complete = true;
        ended.document = document;
        QVERIFY(keeper->end(ended));
        QVERIFY(history->entry(*id)->summary.finished);
        QVERIFY(history->entry(*id)->summary.result.find("30 of 30") == 0);
        // Foreign parts are refused and not shown as something else.
        QVERIFY(history->append(*other, { "{\"query\":99,\"shots\":0,\"seed\":0}" }));
        QVERIFY(!readSweeps(*history, *other));
        QCOMPARE(readSweeps(*history, *id)->size(), 1U);
    }

    void foreignAndLaterDocumentsAreRefused()
    {
        const base::Json json = toJson(*newSweep(parityPlan(6), kTied).document);
        QVERIFY(sweepDocumentFromJson(json));
        base::Json later = json;
        later.set("version", 2);
        QCOMPARE(sweepDocumentFromJson(later).error().code, base::ErrorCode::Unsupported);
        for (const char* key : { "format", "version", "record" }) {
            base::Json broken = json;
            broken.set(key, "x");
            QCOMPARE(sweepDocumentFromJson(broken).error().code, base::ErrorCode::Malformed);
        }
    }

    void theChartShowsWhatTheSummarySays()
    {
        const Sweep sweep = finishedSweep(6);
        const SweepViews views = viewsOf({ sweep });
        const auto all = linesOf(views, std::nullopt);
        QCOMPARE(all.size(), 4U);
        const charts::LineData data = accuracyData(views, all, SweepInterval::Wilson);
        QCOMPARE(data.series.size(), 4);
        QCOMPARE(*data.reference, 0.5);
        for (std::size_t line = 0; line < all.size(); ++line) {
            const auto summary
                = evaluation::summarise(sweep.plan(), *sweep.cells, all[line].scoring);
            const charts::LineSeries& series = data.series[static_cast<int>(line)];
            QCOMPARE(series.points.size(), 3);
            for (int i = 0; i < 3; ++i) {
                const evaluation::SweepPoint& point = summary->points[static_cast<std::size_t>(i)];
                QCOMPARE(series.points[i].x, static_cast<double>(point.shots));
                QCOMPARE(series.points[i].y, point.accuracy);
                QCOMPARE(series.points[i].low, point.wilson.low);
                QCOMPARE(series.points[i].high, point.wilson.high);
            }
        }
        const charts::LineData seeds = accuracyData(views, all, SweepInterval::Seeds);
        QVERIFY(std::isnan(seeds.series[0].points[0].low)); // 0 shots have but one seed
        QVERIFY(std::isfinite(seeds.series[0].points[2].low));
        QCOMPARE(linesOf(views, SweepScoring::PerByte).size(), 1U);
        // Half a sweep shows half.
        const SweepViews half = viewsOf({ firstCells(sweep, 1) });
        const charts::LineData first
            = accuracyData(half, linesOf(half, SweepScoring::Sum), SweepInterval::Wilson);
        QCOMPARE(first.series[0].points.size(), 1);
        QCOMPARE(first.steps, QVector<double>({ 0, 1, 3 }));
        // Two models: each line says whose it is.
        Sweep other = sweep;
        auto document = std::make_shared<SweepDocument>(*sweep.document);
        document->modelPath = kOther;
        other.document = document;
        const SweepViews two = viewsOf({ sweep, other });
        const charts::LineData both
            = accuracyData(two, linesOf(two, SweepScoring::Sum), SweepInterval::Wilson);
        QCOMPARE(both.series[0].name, QStringLiteral("tied"));
        QCOMPARE(both.series[1].name, QStringLiteral("tied (2)"));
    }

    void confusionAndLabelsAddUp()
    {
        const SweepViews views = viewsOf({ finishedSweep(6) });
        const charts::MatrixData data = confusionData(*views[0], SweepScoring::Sum, 3);
        QCOMPARE(data.rows.size(), 2);
        double sum = 0;
        for (int row = 0; row < 2; ++row) {
            for (int column = 0; column < 2; ++column) {
                sum += static_cast<double>(data.value(row, column));
            }
        }
        QCOMPARE(sum, 12.0); // 6 rows, 2 seeds
        SweepLabelsModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const evaluation::SweepPoint& point = views[0]->summary(SweepScoring::Sum)->points[2];
        model.setPoint(views[0]->sweep.plan().labels, point.confusion);
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.index(0, SweepLabelsModel::Count).data().toString(), QStringLiteral("6"));
        QCOMPARE(
            model.index(1, SweepLabelsModel::Recall).data(SweepExamplesModel::SortRole).toDouble(),
            point.confusion.recall(1));
    }

    void examplesGrowAndAreFiltered()
    {
        const Sweep sweep = finishedSweep(6);
        SweepExamplesModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        SweepExamplesFilter filter;
        filter.setSourceModel(&model);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        model.setView(viewsOf({ firstCells(sweep, 10) })[0], SweepScoring::Sum);
        QCOMPARE(model.rowCount(), 10);
        const SweepViewPtr whole = viewsOf({ sweep })[0];
        model.setView(whole, SweepScoring::Sum);
        QCOMPARE(reset.count(), 1); // it grew: what is selected stays
        QCOMPARE(model.rowCount(), 30);
        QCOMPARE(model.columnCount(), 5 + 1 + 2);
        QCOMPARE(model.headerData(6, Qt::Horizontal, Qt::DisplayRole).toString(),
                 QStringLiteral("even"));
        const evaluation::SweepCell& cell = model.cell(7);
        QCOMPARE(model.index(7, 6).data(SweepExamplesModel::SortRole).toDouble(),
                 cell.scores[0].sum);
        QCOMPARE(model.index(7, SweepExamplesModel::Row).data().toULongLong(), cell.query + 1);
        QCOMPARE(model.index(7, SweepExamplesModel::Truth).data().toString(),
                 cell.query % 2 == 0 ? QStringLiteral("even") : QStringLiteral("odd"));
        model.setNumbers(SweepExamplesModel::Numbers::Probability);
        const double first = model.index(7, 6).data(SweepExamplesModel::SortRole).toDouble();
        const double second = model.index(7, 7).data(SweepExamplesModel::SortRole).toDouble();
        QVERIFY(std::abs(first + second - 1) < 1e-9);
        filter.setShots(0);
        QCOMPARE(filter.rowCount(), 6);
        filter.setShots(std::nullopt);
        filter.setOnlyWrong(true);
        const evaluation::SweepSummary& summary = *whole->summary(SweepScoring::Sum);
        const auto right = std::count_if(summary.judgements.begin(), summary.judgements.end(),
                                         [](const auto& judgement) { return judgement.correct; });
        QVERIFY(right > 0 && right < 30);
        QCOMPARE(filter.rowCount(), 30 - static_cast<int>(right));
        model.setView(whole, SweepScoring::PerToken);
        QCOMPARE(reset.count(), 2);
        model.setView(nullptr, SweepScoring::Sum);
        QCOMPARE(model.rowCount(), 0);
    }

    void exportsHoldEveryNumber()
    {
        const Sweep sweep = finishedSweep(6);
        const SweepViews views = viewsOf({ sweep });
        const QStringList points = QString::fromStdString(pointsCsv(views)).split(u'\n');
        QCOMPARE(points.size(), 1 + 4 * 3 + 1);
        QVERIFY(points[1].startsWith(QStringLiteral("tied,parities,sum,0,6,")));
        const QStringList examples = QString::fromStdString(examplesCsv(views)).split(u'\n');
        QCOMPARE(examples.size(), 1 + 30 + 1);
        QVERIFY(examples[0].startsWith(
            QStringLiteral("model,shots,seed,row,number,kind,prediction sum,correct sum,")));
        const evaluation::SweepCell& cell = sweep.cells->front();
        QVERIFY(examples[1].contains(QString::number(cell.scores[0].tokens) + u','
                                     + QString::number(cell.scores[0].bytes)));
        const auto json = base::parseJson(recordJson(views), "test");
        QVERIFY(json);
        const auto record = evaluation::sweepRecordFromJson(*json, "test");
        QVERIFY(record);
        QCOMPARE(record->cells, *sweep.cells);
        const base::Json rows
            = *measurements(views, linesOf(views, SweepScoring::Calibrated)).find("rows");
        QCOMPARE(rows.asArray()->size(), 3U);
        const base::Json& last = rows.asArray()->back();
        const evaluation::SweepPoint& point
            = views[0]->summary(SweepScoring::Calibrated)->points[2];
        QCOMPARE(last.find("value")->asDouble(), std::optional(point.accuracy));
        QCOMPARE(last.find("low")->asDouble(), std::optional(point.wilson.low));
        QCOMPARE(last.find("n")->asInt(), std::optional<std::int64_t>(12));
        QCOMPARE(*last.find("task")->asString(), std::string("parities"));
        QVERIFY(last.find("model_sha256")->isNull()); // not known here
    }

    void theEstimateIsWhatTheSweepTakes()
    {
        const evaluation::SweepPlan plan = parityPlan(12);
        const auto model = loadedModel(kTied);
        const auto text = generation::localTextModel(model->model, model->tokenizer, "test");
        evaluation::SweepPlan plain = plan;
        plain.calibrated = false;
        base::Progress progress;
        const auto run = evaluation::runSweep(plain, *text, {}, {}, base::CancelToken(), progress);
        double speed = 1000;
        const auto exact = estimateSweep(plain, *model, speed, base::CancelToken());
        QVERIFY(exact && exact->exact);
        QCOMPARE(exact->prompts, 60U);
        QCOMPARE(exact->uniqueTokens, run->uniqueTokens);
        QVERIFY(exact->tokens > exact->uniqueTokens);
        QCOMPARE(exact->seconds, static_cast<double>(exact->uniqueTokens) / 1000);
        // Of a table that is sampled: near enough.
        const evaluation::SweepPlan large = [] {
            evaluation::SweepPlan result = parityPlan(900);
            result.calibrated = false;
            return result;
        }();
        double unknown = 0;
        const auto sampled = estimateSweep(large, *model, unknown, base::CancelToken());
        QVERIFY(sampled && !sampled->exact);
        QVERIFY(unknown > 0);
        const auto full = evaluation::runSweep(large, *text, {}, {}, base::CancelToken(), progress);
        const double ratio
            = static_cast<double>(sampled->uniqueTokens) / static_cast<double>(full->uniqueTokens);
        QVERIFY2(ratio > 0.8 && ratio < 1.25, qPrintable(QString::number(ratio)));
    }
};

QTEST_MAIN(SweepDataTest)
#include "tst_sweep_data.moc"
