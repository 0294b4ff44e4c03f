// SPDX-License-Identifier: GPL-3.0-or-later
#include "evaluation/prefix_counter.h"
#include "evaluation/sweep.h"
#include "evaluation/sweep_summary.h"
#include "fake_text_model.h"
#include "sweep_plans.h"

#include <QTest>

#include <map>
#include <set>

using namespace fe;
using namespace fe::evaluation;
using namespace fe::test;

namespace {

struct Fixture {
    base::Result<SweepRun> run(const SweepPlan& plan, const std::vector<SweepCell>& done = {})
    {
        return runSweep(
            plan, model, done,
            [this](const SweepCell& cell) -> base::Result<void> {
                stored.push_back(cell);
                return {};
            },
            cancel, progress);
    }

    FakeTextModel model;
    std::vector<SweepCell> stored;
    base::CancelToken cancel;
    base::Progress progress;
};

std::vector<std::size_t> examplesOf(const SweepPlan& plan, std::size_t query, std::int64_t shots,
                                    std::uint64_t seed)
{
    return cellPrompt(plan, query, shots, seed).value().examples;
}

QString why(const base::Result<void>& result)
{
    return result ? QStringLiteral("sound") : QString::fromStdString(result.error().why);
}

} // namespace

class TestSweep : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCellIsMeasuredOnceByItsExactPrompt()
    {
        SweepPlan plan = reviewPlan(10);
        plan.shots = { 0, 2 };
        plan.seeds = { 5, 6 };
        plan.prompt.instruction = "Judge.";
        Fixture fixture;
        std::map<std::string, std::vector<std::string>> asked;
        fixture.model.likelihood = [&](const std::string& prompt, const std::string& text) {
            asked[prompt].push_back(text);
            return text == " good" ? -1.0 : -2.0;
        };
        const auto run = fixture.run(plan);
        QVERIFY2(run, run ? "" : run.error().oneLine().c_str());
        QVERIFY(run->complete);
        QCOMPARE(run->cells.size(), 10U + 20U);
        QCOMPARE(run->cells.size(), cellCount(plan));
        QCOMPARE(fixture.stored.size(), run->cells.size());
        QCOMPARE(fixture.progress.done(), fixture.progress.total());
        for (const SweepCell& cell : run->cells) {
            const auto prompt = cellPrompt(plan, cell.query, cell.shots, cell.seed);
            QVERIFY(asked.contains(prompt->prompt.text));
            QCOMPARE(asked[prompt->prompt.text], (std::vector<std::string> { " good", " bad" }));
            QCOMPARE(prompt->examples.size(), static_cast<std::size_t>(cell.shots));
            for (const std::size_t row : prompt->examples) {
                QVERIFY(row != cell.query);
            }
            QCOMPARE(cell.scores.size(), 2U);
            QCOMPARE(cell.scores[0], (generation::TextScore { -1, 5, 5 }));
            QCOMPARE(cell.scores[1], (generation::TextScore { -2, 4, 4 }));
        }
    }

    void sharedBeginningsAreReadOnce_data()
    {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("seeds");
        QTest::addColumn<bool>("calibrated");
        QTest::newRow("200 examples, 8 shots") << 200 << 1 << false;
        QTest::newRow("five seeds") << 50 << 5 << false;
        QTest::newRow("calibrated") << 50 << 2 << true;
    }
    void sharedBeginningsAreReadOnce()
    {
        QFETCH(int, rows);
        QFETCH(int, seeds);
        QFETCH(bool, calibrated);
        SweepPlan plan = reviewPlan(rows);
        plan.prompt.instruction = "Say whether the text is good or bad.";
        plan.shots = { 0, 1, 2, 4, 8 };
        plan.balanced = true;
        plan.calibrated = calibrated;
        plan.seeds.clear();
        for (int seed = 0; seed < seeds; ++seed) {
            plan.seeds.push_back(static_cast<std::uint64_t>(seed));
        }
        Fixture fixture;
        std::set<std::string> nodes; // of the prefix tree, by definition
        fixture.model.likelihood = [&](const std::string& prompt, const std::string& text) {
            const std::string whole = prompt + text;
            for (std::size_t length = 1; length < whole.size(); ++length) {
                nodes.insert(whole.substr(0, length));
            }
            return -1.0;
        };
        const auto run = fixture.run(plan);
        QVERIFY(run);
        QCOMPARE(run->uniqueTokens, static_cast<std::int64_t>(nodes.size()));
        QCOMPARE(run->tokensRead, fixture.model.read);
        const double cost
            = static_cast<double>(run->tokensRead) / static_cast<double>(nodes.size());
        QVERIFY2(cost <= 1.3 && cost >= 1, qPrintable(QString::number(cost)));
    }

    void queriesAboutOnePassageFollowEachOther()
    {
        SweepPlan plan = reviewPlan(40);
        for (std::size_t i = 0; i < 40; ++i) {
            plan.table.rows[i][0]
                = std::string(200, static_cast<char>('a' + i % 4)) + " text " + std::to_string(i);
        }
        Fixture fixture;
        const auto run = fixture.run(plan);
        QVERIFY(run);
        // Each of the four passages is read once.
        QVERIFY2(run->tokensRead < 4 * 200 + 40 * 40, qPrintable(QString::number(run->tokensRead)));
    }

    void withoutExamplesSeedsChangeNothing()
    {
        SweepPlan plan = reviewPlan(6);
        plan.seeds = { 1, 2, 3 };
        Fixture fixture;
        QCOMPARE(fixture.run(plan)->cells.size(), 6U);
        QCOMPARE(fixture.model.prompts.size(), 6U);
        plan.generated = GeneratedAnswers {};
        QCOMPARE(cellCount(plan), 6U);
        plan.generated->sampling.temperature = 1;
        QCOMPARE(cellCount(plan), 18U);
        std::set<std::uint64_t> seeds;
        fixture.model.writes = [&](const generation::TextRequest& request) {
            seeds.insert(request.options.sampling.seed);
            return std::string(" good");
        };
        QCOMPARE(fixture.run(plan)->cells.size(), 18U);
        QCOMPARE(seeds, (std::set<std::uint64_t> { 1, 2, 3 }));
    }

    void aQueryAndItsDoublesAreNeverItsExamples()
    {
        SweepPlan plan = reviewPlan(6);
        plan.table.rows[3] = plan.table.rows[0];
        plan.shots = { 4 };
        plan.seeds = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 };
        for (const std::uint64_t seed : plan.seeds) {
            for (const std::size_t query : { 0U, 3U }) {
                for (const std::size_t row : examplesOf(plan, query, 4, seed)) {
                    QVERIFY(row != 0 && row != 3);
                }
            }
        }
        plan.shots = { 5 };
        QVERIFY(why(checkSweep(plan)).contains(QStringLiteral("only 4")));
    }

    void examplesCanComeFromAnotherTable()
    {
        SweepPlan plan = reviewPlan(4);
        plan.pool.columns = { "label", "text" };
        plan.pool.rows = { { "good", "fine" }, { "bad", "poor" }, { "good", "text 1" } };
        plan.shots = { 2 };
        Fixture fixture;
        QVERIFY(fixture.run(plan));
        for (const std::string& prompt : fixture.model.prompts) {
            QVERIFY(prompt.find("fine") != std::string::npos
                    || prompt.find("poor") != std::string::npos);
        }
        // The double of row 1 is not among its examples, though its label differs.
        QCOMPARE(examplesOf(plan, 1, 2, 0).size(), 2U);
        for (const std::size_t row : examplesOf(plan, 1, 2, 0)) {
            QVERIFY(row != 2);
        }
    }

    void finishedCellsAreNotMeasuredAgain()
    {
        SweepPlan plan = reviewPlan(8);
        plan.shots = { 0, 1, 3 };
        plan.seeds = { 1, 2 };
        Fixture whole;
        const auto all = whole.run(plan);
        for (const std::size_t count : { 0U, 1U, 7U, 39U, 40U }) {
            std::vector<SweepCell> done(whole.stored.begin(),
                                        whole.stored.begin() + static_cast<std::ptrdiff_t>(count));
            Fixture rest;
            const auto run = rest.run(plan, done);
            QVERIFY(run && run->complete);
            QCOMPARE(run->cells, all->cells);
            QCOMPARE(rest.stored.size(), 40U - count);
        }
    }

    void cellsOfAnotherPlanAreRefused()
    {
        SweepPlan plan = reviewPlan(4);
        plan.seeds = { 0, 1 };
        plan.shots = { 0, 2 };
        Fixture fixture;
        QVERIFY(fixture.run(plan, { { .shots = 2, .seed = 1 } }));
        QVERIFY(!fixture.run(plan, { { .query = 4 } }));
        QVERIFY(!fixture.run(plan, { { .shots = 1 } }));
        QVERIFY(!fixture.run(plan, { { .shots = 2, .seed = 2 } }));
        QVERIFY(!fixture.run(plan, { { .shots = 0, .seed = 1 } })); // 0 shots count once
        QVERIFY(!fixture.run(plan, { SweepCell {}, SweepCell {} }));
    }

    void cancelKeepsWhatIsFinished()
    {
        SweepPlan plan = reviewPlan(8);
        plan.shots = { 0, 2 };
        Fixture fixture;
        fixture.model.onCall = [&] {
            if (fixture.model.prompts.size() == 6) {
                fixture.cancel.cancel();
            }
        };
        const auto run = fixture.run(plan);
        QVERIFY2(run, run ? "" : run.error().oneLine().c_str());
        QVERIFY(!run->complete);
        QCOMPARE(run->cells.size(), 5U);
        QCOMPARE(fixture.stored.size(), 5U);
        QVERIFY(run->tokensRead > 0);
        Fixture rest;
        const auto resumed = rest.run(plan, run->cells);
        QVERIFY(resumed && resumed->complete);
        QCOMPARE(resumed->cells, Fixture().run(plan)->cells);
    }

    void aSinkThatFailsEndsTheSweep()
    {
        Fixture fixture;
        int calls = 0;
        const auto run = runSweep(
            reviewPlan(4), fixture.model, {},
            [&](const SweepCell&) -> base::Result<void> {
                ++calls;
                return base::internalError("disk", "full");
            },
            fixture.cancel, fixture.progress);
        QCOMPARE(run.error().why, std::string("full"));
        QCOMPARE(calls, 1);
    }

    void tooLongPromptsAreKeptAsRefusedAndOthersEndIt()
    {
        SweepPlan plan = reviewPlan(4);
        Fixture fixture;
        fixture.model.refuses = [](const std::string& prompt) -> std::optional<base::Error> {
            if (queryIn(prompt) != 2) {
                return std::nullopt;
            }
            return base::Error { base::ErrorCode::LimitExceeded, "w", {}, {}, "too long", {} };
        };
        const auto run = fixture.run(plan);
        QVERIFY(run && run->complete);
        QCOMPARE(run->cells[2].refusal, std::string("too long"));
        QVERIFY(run->cells[2].scores.empty() && run->cells[3].refusal.empty());
        const auto summary = summarise(plan, run->cells, SweepScoring::Sum);
        QCOMPARE(summary->points[0].count, 3U);
        QCOMPARE(summary->points[0].refused, 1U);
        fixture.model.refuses = [](const std::string&) -> std::optional<base::Error> {
            return base::internalError("model", "broken");
        };
        QCOMPARE(fixture.run(plan).error().why, std::string("broken"));
    }

    void calibrationAveragesContentFreePrompts()
    {
        SweepPlan plan = reviewPlan(4);
        plan.calibrated = true;
        plan.contentFree = { "N/A", "" };
        Fixture fixture;
        fixture.model.likelihood = [](const std::string& prompt, const std::string& text) {
            const bool good = text == " good";
            if (prompt == "Text: N/A\nLabel:") {
                return std::log(good ? 0.6 : 0.2);
            }
            if (prompt == "Text: \nLabel:") {
                return std::log(good ? 0.3 : 0.1);
            }
            return std::log(good ? 0.5 : 0.4);
        };
        const auto run = fixture.run(plan);
        QVERIFY(run);
        // Means 0.45 and 0.15, made to sum to 1.
        QVERIFY(std::abs(run->cells[0].contentFree[0] - std::log(0.75)) < 1e-12);
        QVERIFY(std::abs(run->cells[0].contentFree[1] - std::log(0.25)) < 1e-12);
        QCOMPARE(fixture.model.prompts.size(), 6U);
        const auto plain = summarise(plan, run->cells, SweepScoring::Sum);
        const auto calibrated = summarise(plan, run->cells, SweepScoring::Calibrated);
        QCOMPARE(plain->judgements[1].answer, std::string("good"));
        QCOMPARE(calibrated->judgements[1].answer, std::string("bad"));
        // 0.5 / 0.75 against 0.4 / 0.25.
        const double share = (0.4 / 0.25) / (0.5 / 0.75 + 0.4 / 0.25);
        QVERIFY(std::abs(calibrated->judgements[1].probabilities[1] - share) < 1e-12);
        QVERIFY(std::abs(std::exp(calibrated->judgements[1].scores[1]) - share) < 1e-12);
    }

    void unlikelyLabelsCanBeCalibrated()
    {
        SweepPlan plan = reviewPlan(4);
        plan.calibrated = true;
        Fixture fixture;
        fixture.model.likelihood = [](const std::string&, const std::string& text) {
            return text == " good" ? -2000.0 : -4000.0; // exp() of them is 0
        };
        const auto run = fixture.run(plan);
        const auto summary = summarise(plan, run->cells, SweepScoring::Calibrated);
        QVERIFY(std::abs(summary->judgements[0].probabilities[0] - 0.5) < 1e-9);
    }

    void generatedAnswersAreTakenOutAndCompared()
    {
        SweepPlan plan = reviewPlan(6);
        plan.generated = GeneratedAnswers {};
        plan.generated->rule = { .kind = AnswerRule::Kind::Label, .labels = plan.labels };
        plan.generated->maxTokens = 7;
        Fixture fixture;
        fixture.model.writes = [](const generation::TextRequest& request) -> std::string {
            if (request.options.maxTokens != 7 || request.options.sampling.temperature != 0
                || request.options.stop != std::vector<std::string> { "\n" }) {
                return "wrong options";
            }
            switch (queryIn(request.prompt)) {
            case 0:
                return " Good.";
            case 1:
                return " good";
            case 2:
                return " nothing";
            default:
                return " bad";
            }
        };
        const auto run = fixture.run(plan);
        QVERIFY2(run, run ? "" : run.error().oneLine().c_str());
        QCOMPARE(run->cells[0].generated, std::string(" Good."));
        const auto summary = summarise(plan, run->cells, SweepScoring::Generated);
        QVERIFY2(summary, summary ? "" : summary.error().oneLine().c_str());
        QCOMPARE(summary->points[0].correct, 3U); // rows 0, 3 and 5
        QCOMPARE(summary->confusion.count(0, 0), 1);
        QCOMPARE(summary->confusion.count(1, 0), 1);
        QCOMPARE(summary->confusion.count(0, 2), 1); // row 2: none of the labels
        QVERIFY(!summary->judgements[2].answered);
        QVERIFY(!summarise(plan, run->cells, SweepScoring::Sum));
    }

    void modelsThatOnlyChatGetAMessage()
    {
        SweepPlan plan = reviewPlan(2);
        plan.generated = GeneratedAnswers {};
        Fixture fixture;
        fixture.model.offered.completes = false;
        QCOMPARE(fixture.run(plan).error().code, base::ErrorCode::Unsupported);
        fixture.model.offered.chats = true;
        fixture.model.offered.tokenizes = false;
        const auto run = fixture.run(plan);
        QVERIFY(run);
        QCOMPARE(run->uniqueTokens, 0);
        QCOMPARE(fixture.model.prompts.front(), std::string("Text: text 0\nLabel:"));
        plan.generated.reset();
        fixture.model.offered.scores = false;
        QCOMPARE(fixture.run(plan).error().code, base::ErrorCode::Unsupported);
    }

    void plansThatCannotRunAreRefused_data()
    {
        using Change = std::function<void(SweepPlan&)>;
        QTest::addColumn<Change>("change");
        QTest::addColumn<QString>("part");
        const auto row = [](const char* part, const Change& change) {
            QTest::newRow(part) << change << QString::fromLatin1(part);
        };
        row("sound", [](SweepPlan&) {});
        row("no rows", [](SweepPlan& plan) { plan.table.rows.clear(); });
        row("said to be the answer", [](SweepPlan& plan) { plan.prompt.answerField.clear(); });
        row("is no column", [](SweepPlan& plan) { plan.table.columns[0] = "other"; });
        row("table of examples", [](SweepPlan& plan) {
            plan.pool.columns = { "text" };
            plan.pool.rows = { { "a" } };
        });
        row("at least two labels", [](SweepPlan& plan) { plan.labels = { "good" }; });
        row("there twice", [](SweepPlan& plan) { plan.labels = { "good", " good" }; });
        row("\"bad\" of row 2 is none", [](SweepPlan& plan) { plan.labels = { "good", "x" }; });
        row("no shots or seeds", [](SweepPlan& plan) { plan.seeds.clear(); });
        row("one is there twice", [](SweepPlan& plan) { plan.shots = { 1, 1 }; });
        row("between 0 and 10,000", [](SweepPlan& plan) { plan.shots = { -1 }; });
        row("there are only 9", [](SweepPlan& plan) { plan.shots = { 10 }; });
        row("must be generated", [](SweepPlan& plan) { plan.prompt.trigger = "Think."; });
        row("a content-free input", [](SweepPlan& plan) {
            plan.calibrated = true;
            plan.contentFree.clear();
        });
        row("only likelihoods", [](SweepPlan& plan) {
            plan.calibrated = true;
            plan.generated = GeneratedAnswers {};
        });
        row("no tokens", [](SweepPlan& plan) {
            plan.generated = GeneratedAnswers {};
            plan.generated->maxTokens = 0;
        });
        row("missing closing parenthesis", [](SweepPlan& plan) {
            plan.generated = GeneratedAnswers {};
            plan.generated->rule = { .kind = AnswerRule::Kind::Expression, .expression = "(" };
        });
        row("more than 10,000,000", [](SweepPlan& plan) {
            plan.shots.clear();
            for (std::int64_t shots = 0; shots < 1001; ++shots) {
                plan.shots.push_back(shots);
                plan.seeds.push_back(static_cast<std::uint64_t>(shots) + 1);
            }
        });
    }
    void plansThatCannotRunAreRefused()
    {
        QFETCH(std::function<void(SweepPlan&)>, change);
        QFETCH(QString, part);
        SweepPlan plan = reviewPlan(10);
        change(plan);
        const auto result = checkSweep(plan);
        QVERIFY2(why(result).contains(part), qPrintable(why(result)));
        Fixture fixture;
        QCOMPARE(fixture.run(plan).hasValue(), part == QStringLiteral("sound"));
        QCOMPARE(fixture.model.prompts.empty(), part != QStringLiteral("sound"));
    }

    void onlyTheFirstRowsCountWithALimit()
    {
        SweepPlan plan = reviewPlan(10);
        plan.limit = 3;
        plan.table.rows[5][1] = "neither";
        Fixture fixture;
        QCOMPARE(fixture.run(plan)->cells.size(), 3U);
        plan.limit = 0;
        QVERIFY(!fixture.run(plan));
        plan.limit = 99;
        QVERIFY(!fixture.run(plan));
    }

    void labelsAreFoundInTheData()
    {
        SweepPlan plan = reviewPlan(4);
        plan.table.rows[2][1] = " new ";
        QCOMPARE(labelsIn(plan.table, "label"),
                 (std::vector<std::string> { "good", "bad", "new" }));
        QVERIFY(labelsIn(plan.table, "none").empty());
    }

    void prefixesAreCountedOnce()
    {
        using Ids = std::vector<std::int32_t>;
        PrefixCounter counter;
        counter.add(Ids { 1, 2, 3 }, Ids {});
        counter.add(Ids { 1, 2 }, Ids { 3, 4 });
        counter.add(Ids { 2 }, Ids { 1 });
        counter.add(Ids {}, Ids {});
        QCOMPARE(counter.count(), 3 + 1 + 2);
    }
};

QTEST_APPLESS_MAIN(TestSweep)
#include "tst_sweep.moc"
