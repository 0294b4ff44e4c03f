// SPDX-License-Identifier: GPL-3.0-or-later
#include "evaluation/sweep_summary.h"
#include "sweep_plans.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace fe;
using namespace fe::evaluation;
using namespace fe::test;

namespace {

/// A cell whose labels have these likelihoods.
SweepCell cell(std::size_t query, std::int64_t shots, std::uint64_t seed, double good, double bad)
{
    return {
        .query = query, .shots = shots, .seed = seed, .scores = { { good, 4, 5 }, { bad, 1, 4 } }
    };
}

} // namespace

class TestSweepSummary : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachScoringDividesByItsOwn()
    {
        const SweepPlan plan = reviewPlan(1);
        // sum -4 < -2, per token -1 > -2, per byte -0.8 < -0.5
        const std::vector<SweepCell> cells { cell(0, 0, 0, -4, -2) };
        const auto answer = [&](SweepScoring scoring) {
            return summarise(plan, cells, scoring)->judgements[0].answer;
        };
        QCOMPARE(answer(SweepScoring::Sum), std::string("bad"));
        QCOMPARE(answer(SweepScoring::PerToken), std::string("good"));
        QCOMPARE(answer(SweepScoring::PerByte), std::string("bad"));
        const auto summary = summarise(plan, cells, SweepScoring::Sum);
        const SweepJudgement& judgement = summary->judgements[0];
        QCOMPARE(judgement.scores, (std::vector<double> { -4, -2 }));
        QVERIFY(std::abs(judgement.probabilities[0] - std::exp(-4) / (std::exp(-4) + std::exp(-2)))
                < 1e-12);
        QCOMPARE(judgement.truth, 0U);
        QCOMPARE(judgement.predicted, 1U);
        QVERIFY(!judgement.correct);
    }

    void pointsCountByShotsAndSeeds()
    {
        SweepPlan plan = reviewPlan(4); // good, bad, good, bad
        plan.shots = { 0, 2 };
        plan.seeds = { 7, 3 };
        std::vector<SweepCell> cells;
        for (std::size_t query = 0; query < 4; ++query) {
            const bool good = query % 2 == 0;
            cells.push_back(cell(query, 0, 7, -1, -2)); // always good: half right
            cells.push_back(cell(query, 2, 7, good ? -1 : -3, -2)); // all right
            cells.push_back(cell(query, 2, 3, query == 0 ? -3 : good ? -1 : -3, -2)); // one wrong
        }
        const auto summary = summarise(plan, cells, SweepScoring::Sum);
        QVERIFY(summary);
        QCOMPARE(summary->points.size(), 2U);
        const SweepPoint& none = summary->points[0];
        QCOMPARE(none.count, 4U);
        QCOMPARE(none.accuracy, 0.5);
        QCOMPARE(none.wilson, wilson95(2, 4));
        QCOMPARE(none.bySeed, (std::vector<double> { 0.5 }));
        QVERIFY(std::isnan(none.spread.interval.low));
        QVERIFY(std::abs(none.macroF1 - (2.0 / 3) / 2) < 1e-12);
        const SweepPoint& two = summary->points[1];
        QCOMPARE(two.count, 8U);
        QCOMPARE(two.correct, 7U);
        QCOMPARE(two.bySeed, (std::vector<double> { 1, 0.75 }));
        QCOMPARE(two.spread.mean, 0.875);
        QCOMPARE(two.confusion.count(0, 1), 1);
        QCOMPARE(summary->confusion.total(), 12);
        QCOMPARE(summary->confusion.count(1, 0), 2);
    }

    void tiesGoToTheEarlierLabelAndNaNToNone()
    {
        const SweepPlan plan = reviewPlan(2);
        const double nan = std::numeric_limits<double>::quiet_NaN();
        const auto summary
            = summarise(plan, { cell(0, 0, 0, -2, -2), cell(1, 0, 0, nan, -9) }, SweepScoring::Sum);
        QCOMPARE(summary->judgements[0].answer, std::string("good"));
        QCOMPARE(summary->judgements[1].answer, std::string("bad"));
        QCOMPARE(summary->judgements[1].probabilities[1], 1.0);
    }

    void halfASweepIsJudgedAsFarAsItGoes()
    {
        SweepPlan plan = reviewPlan(4);
        plan.shots = { 0, 1 };
        const auto summary = summarise(plan, { cell(1, 0, 0, -2, -1) }, SweepScoring::Sum);
        QCOMPARE(summary->points[0].count, 1U);
        QCOMPARE(summary->points[0].accuracy, 1.0);
        QCOMPARE(summary->points[1].count, 0U);
        QVERIFY(std::isnan(summary->points[1].accuracy));
        QCOMPARE(summary->points[1].wilson, (Interval { 0, 1 }));
        QVERIFY(summarise(plan, {}, SweepScoring::Sum));
    }

    void whatWasNotMeasuredIsRefused()
    {
        SweepPlan plan = reviewPlan(2);
        QVERIFY(!summarise(plan, {}, SweepScoring::Calibrated));
        QVERIFY(!summarise(plan, {}, SweepScoring::Generated));
        plan.calibrated = true;
        // A cell of a stored file that lacks what it should have is not counted.
        const auto summary
            = summarise(plan, { cell(0, 0, 0, -1, -2), { .query = 99 } }, SweepScoring::Calibrated);
        QVERIFY(summary);
        QCOMPARE(summary->points[0].count, 0U);
    }

    void freeAnswersHaveNoConfusion()
    {
        SweepPlan plan = reviewPlan(2);
        plan.table.rows = { { "1 + 1", "2" }, { "1,000 + 1", "1,001" } };
        plan.labels.clear();
        plan.generated = GeneratedAnswers {};
        plan.generated->rule = { .kind = AnswerRule::Kind::LastNumber };
        const auto summary = summarise(
            plan, { { .query = 0, .generated = " 3" }, { .query = 1, .generated = " 1,001." } },
            SweepScoring::Generated);
        QCOMPARE(summary->points[0].correct, 1U);
        QCOMPARE(summary->judgements[1].answer, std::string("1001"));
        QVERIFY(summary->judgements[1].correct);
        QVERIFY(std::isnan(summary->points[0].macroF1));
        QCOMPARE(summary->confusion.labels(), 0U);
    }

    void scoringsHaveNames()
    {
        for (const SweepScoring scoring :
             { SweepScoring::Sum, SweepScoring::PerToken, SweepScoring::PerByte,
               SweepScoring::Calibrated, SweepScoring::Generated }) {
            QCOMPARE(scoringFromName(scoringName(scoring)), std::optional(scoring));
        }
        QVERIFY(!scoringFromName("nothing"));
        SweepPlan plan = reviewPlan(2);
        QCOMPARE(scoringsOf(plan).size(), 3U);
        plan.calibrated = true;
        QCOMPARE(scoringsOf(plan).back(), SweepScoring::Calibrated);
    }
};

QTEST_APPLESS_MAIN(TestSweepSummary)
#include "tst_sweep_summary.moc"
