// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/emergence.h"
#include "scaling/sharpness.h"

#include <QTest>

#include <cmath>
#include <string>

using namespace fe::scaling;

namespace {

const fe::base::CancelToken kLive;

DataTable parsed(const std::string& text)
{
    fe::base::Progress progress;
    return *parseDataTable(text, "t.csv", {}, kLive, progress);
}

DataTable shipped(const std::string& name)
{
    fe::base::Progress progress;
    return *readDataTable(FE_RESOURCES "/scaling/" + name + ".csv", {}, kLive, progress);
}

std::vector<Emergence> found(const DataTable& table, const EmergenceColumns& columns,
                             const EmergenceRule& rule)
{
    return *emergenceBySeries(table, *matchingRows(table, {}), columns, rule);
}

const EmergenceColumns kColumns { "x", "y", { "t" }, "chance", "error", "n" };

} // namespace

class TestEmergence : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ruleByRule();
    void intervalsDecide();
    void lossesFall();
    void rowsOfOneScaleAreAveraged();
    void wordsAreRefused();
    void tableOfWei();
    void additionEmergesInTheData();
    void pairsInTheData();
    void transformByHand();
};

void TestEmergence::ruleByRule()
{
    const DataTable table
        = parsed("t,x,y,chance,error,n\n"
                 "late,1,0.2,0.25,,\nlate,10,0.26,0.25,,\nlate,100,0.5,0.25,,\n"
                 "start,1,0.5,,,\nstart,10,0.6,,,\nstart,100,0.7,,,\n"
                 "never,1,0.2,0.25,,\nnever,10,0.26,0.25,,\nnever,100,0.29,0.25,,\n"
                 "back,1,0.02,,,\nback,10,0.9,,,\nback,100,0,,,\n"
                 "few,1,0.1,,,\nfew,10,0.9,,,\n");
    const auto all = found(table, kColumns, {});
    QCOMPARE(all.size(), std::size_t { 5 });
    QCOMPARE(all[0].ability, std::string("late"));
    QCOMPARE(all[0].verdict, EmergenceVerdict::Appears);
    QCOMPARE(*all[0].scale, 100.0);
    QCOMPARE(*all[0].below, 10.0);
    QCOMPARE(all[0].chance, 0.25);
    QCOMPARE(all[1].ability, std::string("start"));
    QCOMPARE(all[1].verdict, EmergenceVerdict::FromStart);
    QCOMPARE(all[2].verdict, EmergenceVerdict::NotYet);
    QCOMPARE(all[3].verdict, EmergenceVerdict::NotYet); // it did not stay
    QVERIFY(!all[3].scale);
    QCOMPARE(all[4].verdict, EmergenceVerdict::TooFew);
    EmergenceRule once;
    once.stays = false;
    const auto again = found(table, kColumns, once);
    QCOMPARE(again[0].ability, std::string("back"));
    QCOMPARE(*again[0].scale, 10.0);
}

/// 0.4 of 10 is 0.17 to 0.69 (Wilson), of 1000 0.370 to 0.431; chance and margin are 0.30.
void TestEmergence::intervalsDecide()
{
    const DataTable table
        = parsed("t,x,y,chance,error,n\na,1,0.25,0.25,,10\na,2,0.4,0.25,,10\na,3,0.4,0.25,,1000\n"
                 "b,1,0.25,0.25,0.01,\nb,2,0.4,0.25,0.06,\nb,3,0.4,0.25,0.01,\n");
    const auto all = found(table, kColumns, {});
    QCOMPARE(*all[0].scale, 3.0);
    QCOMPARE(*all[1].scale, 3.0);
    EmergenceRule plain;
    plain.byInterval = false;
    QCOMPARE(*found(table, kColumns, plain)[0].scale, 2.0);
}

void TestEmergence::lossesFall()
{
    const DataTable table = parsed("t,x,y,chance,error,n\na,1,4,4,,\na,2,3.97,4,,\na,3,3,4,,\n");
    EmergenceRule rule;
    rule.lowerIsBetter = true;
    QCOMPARE(*found(table, kColumns, rule)[0].scale, 3.0);
}

void TestEmergence::rowsOfOneScaleAreAveraged()
{
    const DataTable table = parsed("t,x,y,chance,error,n\na,1,0,,,\na,2,0,,,\na,2,0.08,,,\n"
                                   "a,3,0.9,,,\na,,0.5,,,\n");
    const auto all = found(table, kColumns, {});
    QCOMPARE(all[0].scales, std::size_t { 3 });
    QCOMPARE(*all[0].scale, 3.0); // 0.04 is below the margin of 0.05
    QCOMPARE(all[0].largest, 0.9);
}

void TestEmergence::wordsAreRefused()
{
    const DataTable table = parsed("t,x,y,chance,error,n\na,b,0,,,\n");
    const auto refused = emergenceBySeries(table, *matchingRows(table, {}), kColumns, {});
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, fe::base::ErrorCode::InvalidArgument);
}

void TestEmergence::tableOfWei()
{
    const auto abilities = publishedAbilities(shipped("emergence_thresholds_wei2022"));
    QVERIFY(abilities);
    QCOMPARE(abilities->size(), std::size_t { 22 });
    QCOMPARE(abilities->front().task, std::string("Scratchpad: 8-digit addition (finetuning)"));
    QCOMPARE(*abilities->front().trainFlops, 8.9e19);
    QVERIFY(!publishedAbilities(shipped("models")));
}

/// Few-shot 3-digit addition is there at 13 billion parameters, as table 1 of Wei et al. says.
void TestEmergence::additionEmergesInTheData()
{
    const DataTable table = shipped("gpt3_table_h1");
    const std::vector<Condition> conditions { { "task", "arithmetic_3_digit_addition" },
                                              { "setting", "few_shot" } };
    EmergenceRule rule;
    rule.margin = 5; // percent
    const auto all = emergenceBySeries(table, *matchingRows(table, conditions),
                                       { "params", "value", { "task" }, {}, {}, {} }, rule);
    QVERIFY(all);
    QCOMPARE(all->front().verdict, EmergenceVerdict::Appears);
    QCOMPARE(*all->front().scale, 12.85e9);
}

void TestEmergence::pairsInTheData()
{
    const auto pairs = metricPairs(shipped("open_llm_emergent"), "task", "metric");
    QVERIFY(pairs);
    QCOMPARE(pairs->size(), std::size_t { 1 });
    QVERIFY(pairs->front().task.find("phonetic") != std::string::npos);
    QCOMPARE(pairs->front().smooth, std::string("bleu"));
    QVERIFY(!pairs->front().smoothLowerIsBetter);
    QVERIFY(!pairs->front().sharpRows.empty());
    const auto pythia = metricPairs(shipped("pythia_evals"), "task", "metric");
    QCOMPARE(pythia->front().task, std::string("lambada_openai"));
    QVERIFY(pythia->front().smoothLowerIsBetter);
}

void TestEmergence::transformByHand()
{
    QCOMPARE(perToken(0.25, 2), 0.5);
    QCOMPARE(wholeAnswer(0.5, 3), 0.125);
    QVERIFY(std::abs(wholeAnswer(perToken(0.37, 7), 7) - 0.37) < 1e-15);
    QVERIFY(std::isnan(perToken(1.1, 2)));
    QVERIFY(std::isnan(perToken(0.5, 0)));
    QVERIFY(std::isnan(wholeAnswer(-0.1, 2)));
}

QTEST_GUILESS_MAIN(TestEmergence)
#include "tst_emergence.moc"
