// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/data_table_model.h"
#include "scaling/dataset_texts.h"
#include "scaling/fit_file.h"
#include "scaling/plot_view_data.h"
#include "scaling/shipped_tables.h"
#include "scaling_bench.h"

#include <QAbstractItemModelTester>
#include <QJsonDocument>

using scaling_tab::FitSetPtr;

class ScalingStateTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyShippedTableOpensAsTheCatalogueSays_data();
    void everyShippedTableOpensAsTheCatalogueSays();
    void aFileThatIsNoTableLeavesTheOldOne();
    void columnsOfAFileAreGuessed();
    void choicesAreRememberedByFileAndByColumns();
    void importSettingsAreRememberedAndReadAgain();
    void badCellsAreListedAndTheRestIsUsed();
    void conditionsAndSeriesChooseTheRows();
    void percentIsShownAndFittedAsAShare();
    void fitsFindWhatTheDataWereMadeFrom();
    void flatDataHaveNoMidpoint();
    void anotherTableDropsTheFit();
    void aCancelledFitLeavesTheOneBefore();
    void chinchillaIsRefittedFromParametersAndTokens();
    void bootstrapIsTheSameHoweverItIsCut();
    void savedFitsComeBack();
    void aFitOfOtherDataSaysSo();
    void filesThatAreNoFitAreRefused();
    void theFigureIsSetUpInOneGo();
    void stateComesBackWithItsFits();
    void strangeStatesDoNoHarm();
    void aHundredThousandRowsAreSortedAndFiltered();
    void datesAndChanceAreDrawn();
};

void ScalingStateTest::everyShippedTableOpensAsTheCatalogueSays_data()
{
    QTest::addColumn<QString>("id");
    for (const scaling::Dataset& dataset : scaling::datasets()) {
        const std::string id(dataset.id);
        QTest::newRow(id.c_str()) << text(id);
    }
}

void ScalingStateTest::everyShippedTableOpensAsTheCatalogueSays()
{
    QFETCH(const QString, id);
    StateBench bench;
    QVERIFY(bench.open({ DataSource::Kind::Shipped, id }));
    const scaling::Dataset* dataset = bench.state.dataset();
    QVERIFY(dataset);
    QCOMPARE(bench.state.table()->rows(), scaling_tab::shippedRows(id));
    QCOMPARE(bench.state.table()->refusedCount, std::size_t { 0 });
    QVERIFY(scaling_tab::hasDatasetText(dataset->title));
    QVERIFY(scaling_tab::hasDatasetText(dataset->about));
    QCOMPARE(bench.state.choice().x, std::string(dataset->x));
    QCOMPARE(bench.state.choice().y, std::string(dataset->y));
    QCOMPARE(bench.state.choice().conditions.size(), dataset->where.size());
    QVERIFY(!bench.state.rows().empty());
    if (!dataset->x.empty() && !dataset->y.empty()) {
        qsizetype points = 0;
        for (const charts::PlotSeries& series : scaling_tab::plotData(bench.state).series) {
            points += series.points.size();
        }
        QVERIFY(points > 0);
    }
}

void ScalingStateTest::aFileThatIsNoTableLeavesTheOldOne()
{
    StateBench bench;
    QVERIFY(bench.openShipped("chinchilla_points"));
    const auto before = bench.state.table();
    QSignalSpy failed(&bench.state, &ScalingState::openFailed);
    QVERIFY(!bench.openFile(bench.write(QStringLiteral("bad.csv"), "just a header\n")));
    QVERIFY(!bench.openFile(bench.folder.filePath(QStringLiteral("missing.csv"))));
    QVERIFY(!bench.open({ DataSource::Kind::Measurements, {} }));
    QCOMPARE(failed.size(), 3);
    QCOMPARE(bench.state.table(), before);
    QCOMPARE(bench.state.title(), QStringLiteral("Chinchilla: loss by parameters and tokens"));
    QVERIFY(bench.state.recentFiles().isEmpty()); // what was never read is not remembered
}

void ScalingStateTest::columnsOfAFileAreGuessed()
{
    StateBench bench;
    QVERIFY(bench.openFile(bench.write(QStringLiteral("a.csv"), emergingCsv())));
    const PlotChoice& choice = bench.state.choice();
    QCOMPARE(choice.x, std::string("flops"));
    QCOMPARE(choice.y, std::string("accuracy"));
    QCOMPARE(choice.series, std::vector<std::string> { "task" });
    QCOMPARE(choice.label, std::string("model"));
    QVERIFY(choice.logX && !choice.logY);
    QVERIFY(bench.state.showsShares());
    QCOMPARE(bench.state.fitSettings().law, scaling::Law::Logistic);
    QVERIFY(bench.openFile(bench.write(QStringLiteral("b.tsv"), "p\tq\n1\t2\n10\t3\n200\t5\n")));
    QCOMPARE(bench.state.choice().x, std::string("p"));
    QCOMPARE(bench.state.choice().y, std::string("q"));
}

void ScalingStateTest::choicesAreRememberedByFileAndByColumns()
{
    StateBench bench;
    const QString first = bench.write(QStringLiteral("a.csv"), emergingCsv());
    const QString alike = bench.write(QStringLiteral("b.csv"), emergingCsv());
    QVERIFY(bench.openFile(first));
    bench.choose([](PlotChoice& choice) {
        choice.series = { "model" };
        choice.logX = false;
        choice.conditions = { { "task", "sort" } };
    });
    QVERIFY(bench.openShipped("chinchilla_points"));
    QCOMPARE(bench.state.choice().x, std::string("train_flops"));
    for (const QString& path : { first, alike }) {
        QVERIFY(bench.openFile(path));
        QCOMPARE(bench.state.choice().series, std::vector<std::string> { "model" });
        QVERIFY(!bench.state.choice().logX);
        QCOMPARE(bench.state.rows().size(), std::size_t { 9 });
    }
    QCOMPARE(bench.state.recentFiles(), (QStringList { alike, first }));
    bench.state.forgetFile(first);
    QCOMPARE(bench.state.recentFiles(), QStringList { alike });
}

void ScalingStateTest::importSettingsAreRememberedAndReadAgain()
{
    StateBench bench;
    const QString good = bench.write(QStringLiteral("g.csv"), "year,score\n2020,7\n2021,8\n");
    QVERIFY(bench.openFile(good));
    QCOMPARE(bench.state.table()->find("year")->kind, scaling::ColumnKind::Number);
    scaling::TableOptions options;
    options.kinds = { { "year", scaling::ColumnKind::Text } };
    QSignalSpy again(&bench.state, &ScalingState::tableChanged);
    bench.state.setImportOptions(options);
    QVERIFY(QTest::qWaitFor([&] { return !again.isEmpty(); }, kPatienceMs));
    QCOMPARE(bench.state.table()->find("year")->kind, scaling::ColumnKind::Text);
    QVERIFY(bench.openShipped("chinchilla_points"));
    QVERIFY(bench.openFile(good));
    QCOMPARE(bench.state.table()->find("year")->kind, scaling::ColumnKind::Text);
    QCOMPARE(bench.state.importOptions().kinds, options.kinds);
}

void ScalingStateTest::badCellsAreListedAndTheRestIsUsed()
{
    StateBench bench;
    QByteArray csv = "params;loss\n";
    for (int i = 1; i <= 20; ++i) {
        csv += QByteArray::number(i * 1000) + ";"
            + (i == 7 ? QByteArray("abc") : QByteArray("3," + QByteArray::number(i))) + "\n";
    }
    csv += "1;2;3\n";
    QVERIFY(bench.openFile(bench.write(QStringLiteral("a.csv"), csv)));
    const auto& table = *bench.state.table();
    QCOMPARE(table.decimalMark, ',');
    QCOMPARE(table.refusedCount, std::size_t { 2 });
    scaling_tab::RefusedModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setTable(bench.state.table());
    QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("8"));
    QCOMPARE(model.index(0, 1).data().toString(), QStringLiteral("loss"));
    QVERIFY(model.index(0, 2).data().toString().contains(QStringLiteral("abc")));
    QCOMPARE(model.index(1, 1).data().toString(), QStringLiteral("(whole row)"));
    const charts::PlotData plot = scaling_tab::plotData(bench.state);
    qsizetype points = 0;
    for (const charts::PlotSeries& series : plot.series) {
        points += series.points.size();
    }
    QCOMPARE(points, 19);
}

void ScalingStateTest::conditionsAndSeriesChooseTheRows()
{
    StateBench bench;
    QVERIFY(bench.openFile(bench.write(QStringLiteral("a.csv"), emergingCsv())));
    QCOMPARE(bench.state.series().size(), std::size_t { 3 });
    QCOMPARE(bench.state.shownSeries().size(), std::size_t { 3 });
    bench.choose([](PlotChoice& choice) { choice.shown = { QStringLiteral("sort") }; });
    QCOMPARE(bench.state.shownSeries(), std::vector<std::size_t> { 1 });
    QCOMPARE(scaling_tab::plotData(bench.state).series.size(), 1);
    QCOMPARE(scaling_tab::plotData(bench.state).series.first().name, QStringLiteral("sort"));
    bench.choose([](PlotChoice& choice) {
        choice.shown.clear();
        choice.conditions = { { "task", "add" }, { "model", "m3" } };
    });
    QCOMPARE(bench.state.rows().size(), std::size_t { 1 });
    const charts::PlotData plot = scaling_tab::plotData(bench.state);
    QCOMPARE(plot.series.first().points.size(), 1);
    const auto id = plot.series.first().points.first().id;
    QCOMPARE(plot.label(id), QStringLiteral("m3"));
    QVERIFY(plot.note(id).contains(QStringLiteral("a.csv, line 11")));
    bench.choose([](PlotChoice& choice) { choice.conditions = { { "nothing", "1" } }; });
    QVERIFY(bench.state.choice().conditions.empty()); // there is no such column
}

void ScalingStateTest::percentIsShownAndFittedAsAShare()
{
    StateBench bench;
    QVERIFY(bench.openShipped("gpt3_table_h1"));
    QVERIFY(bench.state.choice().percent);
    QVERIFY(bench.state.showsShares());
    const auto* raw = bench.state.table()->find("value");
    const auto* share = bench.state.measured()->find("value");
    QCOMPARE(share->numbers[0], raw->numbers[0] / 100);
    bench.choose([](PlotChoice& choice) { choice.percent = false; });
    QCOMPARE(bench.state.measured(), bench.state.table());
    QVERIFY(!bench.state.showsShares());
}

void ScalingStateTest::fitsFindWhatTheDataWereMadeFrom()
{
    StateBench bench;
    QVERIFY(bench.openFile(bench.write(QStringLiteral("a.csv"), emergingCsv())));
    QVERIFY(bench.fit());
    const auto* add = bench.state.fits()->find("add");
    QVERIFY(add && add->fit && add->fit->identified());
    QVERIFY(std::abs(*add->fit->parameters[0].value - 22.0) < 0.05);
    QVERIFY(std::abs(*bench.state.fits()->find("sort")->fit->parameters[0].value - 23.0) < 0.05);
    const charts::PlotData plot = scaling_tab::plotData(bench.state);
    QCOMPARE(plot.curves.size(), 2); // not of what is flat
    QCOMPARE(plot.marks.size(), 2);
    QVERIFY(plot.marks.first().name.startsWith(QStringLiteral("add: 10^22.0")));
    // Half a decade beyond the data, with a band around the curve.
    const charts::PlotCurve& curve = plot.curves.first();
    QVERIFY(std::abs(std::log10(curve.points.last().x / curve.measuredTo) - 0.5) < 1e-9);
    for (const charts::PlotPoint& point : curve.points) {
        QVERIFY(point.low <= point.y && point.y <= point.high);
    }
    const charts::PlotData residuals = scaling_tab::residualData(bench.state);
    QCOMPARE(residuals.series.first().points.size(), 9);
    const charts::PlotPoint& first = residuals.series.first().points[4];
    const double observed
        = bench.state.measured()->find("accuracy")->numbers[std::size_t(first.id)];
    QVERIFY(std::abs(observed - add->fit->curve.at(first.x) - first.y) < 1e-12);
}

void ScalingStateTest::flatDataHaveNoMidpoint()
{
    StateBench bench;
    QVERIFY(bench.openFile(bench.write(QStringLiteral("a.csv"), emergingCsv())));
    QVERIFY(bench.fit());
    const auto* flat = bench.state.fits()->find("flat");
    QVERIFY(flat && flat->fit);
    QVERIFY(!flat->fit->parameters[0].value);
    QVERIFY(!flat->fit->parameters[0].why.empty());
}

void ScalingStateTest::anotherTableDropsTheFit()
{
    StateBench bench;
    QVERIFY(bench.openFile(bench.write(QStringLiteral("a.csv"), emergingCsv())));
    QVERIFY(bench.fit());
    bench.choose([](PlotChoice& choice) { choice.conditions = { { "model", "m3" } }; });
    QVERIFY(bench.state.fits()); // still in the table, but not drawn
    QVERIFY(scaling_tab::plotData(bench.state).curves.isEmpty());
    QVERIFY(bench.openShipped("chinchilla_points"));
    QVERIFY(!bench.state.fits());
}

void ScalingStateTest::aCancelledFitLeavesTheOneBefore()
{
    StateBench bench;
    QVERIFY(bench.openShipped("chinchilla_points"));
    bench.setLaw(scaling::Law::Linear);
    QVERIFY(bench.fit());
    const FitSetPtr before = bench.state.fits();
    FitSettings settings = bench.state.fitSettings();
    settings.law = scaling::Law::Chinchilla;
    settings.bootstrap = 100'000; // minutes
    bench.state.setFitSettings(settings);
    QSignalSpy ended(&bench.state, &ScalingState::fitEnded);
    QSignalSpy failed(&bench.state, &ScalingState::fitFailed);
    bench.state.fit();
    QTest::qWait(1500);
    QVERIFY(bench.state.isFitting());
    bench.state.cancelFit();
    QVERIFY(QTest::qWaitFor([&] { return !ended.isEmpty(); }, kPatienceMs));
    QCOMPARE(failed.size(), 0);
    QVERIFY(!bench.state.isFitting());
    QCOMPARE(bench.state.fits(), before);
}

void ScalingStateTest::chinchillaIsRefittedFromParametersAndTokens()
{
    StateBench bench;
    QVERIFY(bench.openShipped("chinchilla_points"));
    QCOMPARE(bench.state.fitSettings().law, scaling::Law::Chinchilla);
    QVERIFY(bench.fit());
    const scaling::Fit& fit = *bench.state.fits()->series.front().fit;
    QCOMPARE(fit.n, std::size_t { 240 });
    for (const scaling::Parameter& parameter : fit.parameters) {
        // Besiroglu et al. 2024, and how near a refit must come.
        const double expected = parameter.name == "E" ? 1.8172
            : parameter.name == "alpha"               ? 0.3473
            : parameter.name == "beta"                ? 0.3672
                                                      : *parameter.value;
        QVERIFY(std::abs(*parameter.value - expected) <= (parameter.name == "beta" ? 0.015 : 0.01));
    }
    // Loss over compute: a curve for each group of sizes, through its points.
    const charts::PlotData plot = scaling_tab::plotData(bench.state);
    QCOMPARE(plot.series.size(), 8);
    QCOMPARE(plot.curves.size(), 8);
    QVERIFY(plot.curves.last().points.first().y > plot.curves.last().points.last().y);
}

void ScalingStateTest::bootstrapIsTheSameHoweverItIsCut()
{
    StateBench bench;
    QVERIFY(bench.openFile(bench.write(QStringLiteral("a.csv"), emergingCsv())));
    FitSettings settings = bench.state.fitSettings();
    settings.bootstrap = 50;
    settings.seed = 7;
    bench.state.setFitSettings(settings);
    QVERIFY(bench.fit());
    const auto* add = bench.state.fits()->find("add");
    QCOMPARE(add->replicates.size(), std::size_t { 50 });
    const base::CancelToken cancel;
    base::Progress progress;
    const auto whole
        = scaling::bootstrapRange(add->points.data, *add->fit, 7, 0, 50, cancel, progress);
    QVERIFY(whole);
    for (std::size_t i = 0; i < whole->curves.size(); ++i) {
        QCOMPARE(add->replicates[i].parameters, whole->curves[i].parameters);
    }
    QVERIFY(add->fit->parameters[0].low && *add->fit->parameters[0].low < 22.0 + 0.05);
}

void ScalingStateTest::savedFitsComeBack()
{
    StateBench bench;
    QVERIFY(bench.openShipped("gpt3_table_h1"));
    bench.choose([](PlotChoice& choice) {
        choice.x = "train_flops";
        choice.shown = { QStringLiteral("arithmetic_3_digit_addition, few_shot") };
    });
    QVERIFY(bench.fit());
    const auto& one = bench.state.fits()->series.front();
    const QByteArray saved = scaling_tab::fitText(*bench.state.fits(), one, *bench.state.table());
    QVERIFY(saved.contains("gpt3_table_h1.csv"));
    QVERIFY(saved.contains(bench.state.table()->sha256.c_str()));
    const double midpoint = *one.fit->parameters[0].value;

    StateBench later;
    QVERIFY(later.openShipped("chinchilla_points"));
    std::optional<scaling_tab::OpenedFit> opened;
    QVERIFY(scaling_tab::openFit(later.state, saved, QStringLiteral("fit.json"),
                                 [&](const auto& what) { opened = what; }));
    QVERIFY(QTest::qWaitFor([&] { return opened.has_value(); }, kPatienceMs));
    QVERIFY(opened->sameData);
    QCOMPARE(*later.state.fits()->series.front().fit->parameters[0].value, midpoint);
    QCOMPARE(later.state.rows().size(), std::size_t { 8 });
    QVERIFY(later.state.choice().percent);
    QCOMPARE(scaling_tab::plotData(later.state).curves.size(), 1);
    QCOMPARE(scaling_tab::residualData(later.state).series.first().points.size(), 8);
}

void ScalingStateTest::aFitOfOtherDataSaysSo()
{
    StateBench bench;
    const QString path = bench.write(QStringLiteral("a.csv"), emergingCsv());
    QVERIFY(bench.openFile(path));
    QVERIFY(bench.fit());
    const QByteArray saved = scaling_tab::fitText(
        *bench.state.fits(), *bench.state.fits()->find("add"), *bench.state.table());
    QVERIFY(!bench.write(QStringLiteral("a.csv"), emergingCsv() + "m9,add,1e25,1\n").isEmpty());
    QVERIFY(bench.openFile(path));
    std::optional<scaling_tab::OpenedFit> opened;
    QVERIFY(scaling_tab::openFit(bench.state, saved, QStringLiteral("fit.json"),
                                 [&](const auto& what) { opened = what; }));
    QVERIFY(QTest::qWaitFor([&] { return opened.has_value(); }, kPatienceMs));
    QVERIFY(!opened->sameData);
    QCOMPARE(opened->table, QStringLiteral("a.csv"));
    QCOMPARE(scaling_tab::plotData(bench.state).curves.size(), 1);
    QVERIFY(scaling_tab::residualData(bench.state).series.first().points.isEmpty());
}

void ScalingStateTest::filesThatAreNoFitAreRefused()
{
    StateBench bench;
    const auto never = [](const auto&) { QFAIL("nothing was opened"); };
    for (const QByteArray& bytes : { QByteArray("no JSON"), QByteArray("{}"), QByteArray("[1, 2]"),
                                     QByteArray("{\"parameters\": 3}") }) {
        QVERIFY(!scaling_tab::openFit(bench.state, bytes, QStringLiteral("fit.json"), never));
    }
    const QByteArray unknown = R"({"law": "linear", "parameters": {"intercept": {"value": 1},
        "slope": {"value": 2}}, "source": {"table": "nowhere.csv"}})";
    const auto refused
        = scaling_tab::openFit(bench.state, unknown, QStringLiteral("fit.json"), never);
    QVERIFY(!refused);
}

void ScalingStateTest::theFigureIsSetUpInOneGo()
{
    StateBench bench;
    QVERIFY(bench.openFile(bench.write(QStringLiteral("a.csv"), emergingCsv())));
    QSignalSpy fitted(&bench.state, &ScalingState::fitsChanged);
    bench.state.showEmergenceFigure();
    QVERIFY(QTest::qWaitFor([&] { return !bench.state.isOpening() && !bench.state.isFitting(); },
                            kPatienceMs));
    const charts::PlotData plot = scaling_tab::plotData(bench.state);
    QCOMPARE(plot.series.size(), 5);
    QCOMPARE(plot.series.first().points.size(), 8);
    QVERIFY(plot.x.log && !plot.y.log);
    QCOMPARE(plot.y.format, charts::NumberFormat::Percent);
    QVERIFY(plot.curves.size() >= 4);
    QVERIFY(plot.marks.size() >= 3);
    QVERIFY(!plot.lines.isEmpty());
}

void ScalingStateTest::stateComesBackWithItsFits()
{
    QJsonObject saved;
    StateBench bench;
    const QString path = bench.write(QStringLiteral("a.csv"), emergingCsv());
    QVERIFY(bench.openFile(path));
    bench.choose([](PlotChoice& choice) { choice.shown = { QStringLiteral("add") }; });
    bench.setLaw(scaling::Law::Hinge);
    QVERIFY(bench.fit());
    saved = bench.state.saveState();

    ScalingState later(bench.workspace, bench.runner);
    later.restoreState(saved);
    QVERIFY(QTest::qWaitFor([&] { return later.fits() != nullptr; }, kPatienceMs));
    QCOMPARE(later.source(), bench.state.source());
    QCOMPARE(later.choice().shown, QStringList { QStringLiteral("add") });
    QCOMPARE(later.fitSettings().law, scaling::Law::Hinge);
    QCOMPARE(later.fits()->series.front().fit->curve.parameters,
             bench.state.fits()->series.front().fit->curve.parameters);
    QCOMPARE(later.saveState(), saved);
}

void ScalingStateTest::strangeStatesDoNoHarm()
{
    StateBench bench;
    for (const char* json :
         { "{}", R"({"source": 3, "choices": [], "fit": "x"})", R"({"source": "shipped:nothing"})",
           R"({"source": "file:/nowhere/at/all.csv", "recent": [1, null]})",
           R"({"fit": {"law": "none", "decades": -5, "bootstrap": 1e9, "huber": -1}})" }) {
        bench.state.restoreState(QJsonDocument::fromJson(json).object());
        QVERIFY(QTest::qWaitFor([&] { return !bench.state.isOpening(); }, kPatienceMs));
        QVERIFY(!bench.state.table());
    }
    QCOMPARE(bench.state.fitSettings().decades, 0.0);
    QVERIFY(!bench.state.fitSettings().huberDelta);
}

void ScalingStateTest::aHundredThousandRowsAreSortedAndFiltered()
{
    QByteArray csv = "model,task,flops,accuracy\n";
    constexpr int kRows = 100'000;
    for (int i = 0; i < kRows; ++i) {
        csv += "model" + QByteArray::number(i % 1000) + ",task" + QByteArray::number(i % 7) + ','
            + QByteArray::number(1e18 * (1 + i * 37 % kRows)) + ','
            + QByteArray::number(0.00001 * i) + '\n';
    }
    StateBench bench;
    QVERIFY(bench.openFile(bench.write(QStringLiteral("large.csv"), csv)));
    scaling_tab::DataTableModel model;
    model.setRows(bench.state.table(), bench.state.rows());
    for (int column = 0; column < 4; ++column) {
        model.sort(column, Qt::DescendingOrder);
    }
    QCOMPARE(model.rowCount(), kRows);
    model.sort(3, Qt::DescendingOrder);
    QCOMPARE(model.rowAt(0), std::size_t { kRows - 1 });
    QCOMPARE(*model.viewRowOf(0), kRows - 1);
    bench.choose([](PlotChoice& choice) { choice.conditions = { { "task", "task3" } }; });
    const charts::PlotData plot = scaling_tab::plotData(bench.state);
    QCOMPARE(plot.series.first().points.size(), kRows / 7 + 1); // 3, 10 ... 99,998
}

void ScalingStateTest::datesAndChanceAreDrawn()
{
    StateBench bench;
    QVERIFY(bench.openShipped("models"));
    charts::PlotData plot = scaling_tab::plotData(bench.state);
    QVERIFY(plot.datesX && !plot.x.log && plot.y.log);
    QVERIFY(plot.label(plot.series.first().points.first().id) == QStringLiteral("Transformer"));
    QVERIFY(bench.openShipped("pythia_evals")); // tokens from 0 to 3e11
    QVERIFY(scaling_tab::plotData(bench.state).x.log);
    QVERIFY(bench.openShipped("overtrain_downstream"));
    plot = scaling_tab::plotData(bench.state);
    QCOMPARE(plot.lines.size(), 1);
    QCOMPARE(plot.lines.first().y, 0.25);
    QVERIFY(bench.openShipped("overtrain_losses"));
    plot = scaling_tab::plotData(bench.state);
    const charts::PlotPoint& point = plot.series.first().points.first();
    QVERIFY(point.low < point.y && point.y < point.high);
}

QTEST_MAIN(ScalingStateTest)
#include "tst_scaling_state.moc"
