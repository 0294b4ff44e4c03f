// SPDX-License-Identifier: GPL-3.0-or-later
#include "evaluation_bench.h"
#include "history/run_history.h"
#include "imaging/evaluation/evaluation_measurement.h"

#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <cmath>

namespace {

/// Answers to some pictures with so many labels, of which some are right.
EvaluationAnswers answers(std::size_t labels, std::int64_t count, std::int64_t right)
{
    auto pictures = std::make_shared<pictures::LabelledVectors>();
    for (std::size_t i = 0; i < labels; ++i) {
        pictures->labels.push_back("label " + std::to_string(i));
    }
    EvaluationAnswers result;
    result.pictures = std::move(pictures);
    result.evaluation.count = count;
    result.evaluation.top1 = double(right) / double(count);
    result.evaluation.top5 = 1;
    return result;
}

const base::Json& rowAt(const base::Json& json, std::size_t row)
{
    return (*json.find("rows")->asArray())[row];
}

} // namespace

class EvaluationMeasurementTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void accuracyComesWithSizeChanceAndInterval()
    {
        EvaluationFacts facts { "clip", 1000, "abc", "animals", "a {}", "2026-01-02T03:04:05Z" };
        const base::Json json = measurements(answers(10, 80, 60), facts);
        QCOMPARE(*json.find("format")->asString(), std::string("foundation-explorer/measurements"));
        QCOMPARE(json.find("rows")->asArray()->size(), 2U);
        const base::Json& top1 = rowAt(json, 0);
        QCOMPARE(top1.find("value")->asDouble(), std::optional(0.75));
        QCOMPARE(top1.find("n")->asInt(), std::optional<std::int64_t>(80));
        QCOMPARE(top1.find("chance")->asDouble(), std::optional(0.1));
        QCOMPARE(top1.find("parameters")->asUint(), std::optional<std::uint64_t>(1000));
        // Wilson's interval of 60 of 80, worked out by hand.
        QVERIFY(std::abs(*top1.find("low")->asDouble() - 0.6452) < 5e-4);
        QVERIFY(std::abs(*top1.find("high")->asDouble() - 0.8319) < 5e-4);
        const base::Json& top5 = rowAt(json, 1);
        QCOMPARE(*top5.find("metric")->asString(), std::string("top-5 accuracy"));
        QCOMPARE(top5.find("chance")->asDouble(), std::optional(0.5));
    }

    void fewLabelsHaveNoTopFive()
    {
        const base::Json json = measurements(answers(5, 10, 5), { "m", 0, {}, "f" });
        QCOMPARE(json.find("rows")->asArray()->size(), 1U);
        QVERIFY(rowAt(json, 0).find("parameters")->isNull());
        QVERIFY(rowAt(json, 0).find("model_sha256")->isNull());
    }

    void nothingIsNoMeasurement()
    {
        EvaluationAnswers none = answers(5, 1, 0);
        none.evaluation.count = 0;
        QVERIFY(measurements(none, { "m", 0, {}, "f" }).find("rows")->asArray()->empty());
    }

    void theButtonKeepsThemInTheHistory()
    {
        const QTemporaryDir data;
        qputenv("XDG_DATA_HOME", data.path().toUtf8());
        PageBench bench;
        QVERIFY(bench.load());
        const QTemporaryDir folder;
        QVERIFY(makeSmallFolder(QDir(folder.path())));
        QVERIFY(!bench.find<QPushButton>("sendToScaling")->isVisible());
        QVERIFY(bench.evaluate(folder.path()));
        QVERIFY(bench.find<QPushButton>("sendToScaling")->isVisible());
        QSignalSpy told(&bench.workspace, &workspace::Workspace::messageReported);
        bench.find<QPushButton>("sendToScaling")->click();
        QVERIFY(told.wait(kPatienceMs));
        auto history = history::RunHistory::open(history::RunHistory::defaultFile());
        QVERIFY(history);
        const auto entries = history->find({ {}, { "measurement" }, {}, 10 });
        QCOMPARE(entries->size(), 1U);
        const auto json = base::parseJson(*history->document(entries->front().id), "test");
        const base::Json& row = rowAt(*json, 0);
        QCOMPARE(row.find("n")->asInt(), std::optional<std::int64_t>(4));
        QCOMPARE(row.find("parameters")->asUint(),
                 std::optional(bench.state.loaded()->any->info().parameters));
        QCOMPARE(row.find("model_sha256")->asString()->size(), 64U);
        QCOMPARE(row.find("value")->asDouble(),
                 std::optional(bench.page->run().answers()->evaluation.top1));
    }
};

QTEST_MAIN(EvaluationMeasurementTest)
#include "tst_evaluation_measurement.moc"
