// SPDX-License-Identifier: GPL-3.0-or-later
//
// Relevance and rollout of three tokens, worked by hand.
#include "analysis/attention_flow.h"
#include "analysis/heat_map.h"

#include <QtTest>

using namespace fe;
using namespace fe::analysis;
using models::AttentionStep;

namespace {

using Rule = AttentionFlow::Rule;

AttentionStep layer(std::int64_t index, std::int64_t heads, const std::vector<float>& weights,
                    const std::vector<float>& gradient = {})
{
    return { index, heads, 3, 3, weights, 0, gradient };
}

std::vector<double> row(const AttentionFlow& flow)
{
    return { flow.row().begin(), flow.row().end() };
}

void compare(const std::vector<double>& actual, const std::vector<double>& wanted)
{
    QCOMPARE(actual.size(), wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        QVERIFY2(std::abs(actual[i] - wanted[i]) < 1e-7,
                 qPrintable(QStringLiteral("%1: %2").arg(i).arg(actual[i])));
    }
}

const std::vector<float> kFirst { 0.5F,  0.25F, 0.25F, // token 0
                                  0.0F,  0.5F,  0.5F, //
                                  0.25F, 0.25F, 0.5F };
const std::vector<float> kSecond { 0.5F, 0.5F,  0.0F, //
                                   0.5F, 0.0F,  0.5F, //
                                   0.0F, 0.25F, 0.75F };

} // namespace

class TestAttentionFlow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void relevanceOfTwoLayers();
    void relevanceTakesTheMeanOverHeadsOfPositiveParts();
    void rolloutOfTwoLayers();
    void rolloutSharesOutOne();
    void aPoolingHeadBeginsTheRow();
    void ranksWithTies();
    void sensitivityIsTheMeanOverOtherLabels();
};

/// gradient x attention, positive part: first layer {{1, 0, 1}, {0, 1, 0}, {0, 0, 0}}, second
/// {{0, 1, 0}, {1, 0, 0}, {0, 0, 3}}. (I + A2) = {{1, 1, 0}, ...}, row 0 = {1, 1, 0};
/// {1, 1, 0} (I + A1) = {1, 1, 0} + {1, 0, 1} + {0, 1, 0} = {2, 2, 1}.
void TestAttentionFlow::relevanceOfTwoLayers()
{
    AttentionFlow flow(Rule::Relevance, 3);
    flow.add(layer(1, 1, kSecond, { -9, 2, 5, 2, 7, -1, 1, 0, 4 }));
    compare(row(flow), { 1, 1, 0 });
    flow.add(layer(0, 1, kFirst, { 2, -1, 4, 9, 2, -3, -1, -1, 0 }));
    compare(row(flow), { 2, 2, 1 });
}

/// Heads of row 0: {1, 0, 0} and {0, 0.5, 0}; what is negative in one head does not lessen another.
void TestAttentionFlow::relevanceTakesTheMeanOverHeadsOfPositiveParts()
{
    std::vector<float> weights(kFirst);
    weights.insert(weights.end(), kFirst.begin(), kFirst.end());
    std::vector<float> gradient(18, 0);
    gradient[0] = 2;
    gradient[1] = -100;
    gradient[9] = -100;
    gradient[10] = 2;
    AttentionFlow flow(Rule::Relevance, 3);
    flow.add(layer(0, 2, weights, gradient));
    compare(row(flow), { 1.5, 0.25, 0 });
}

/// Row 0 of (A2 + I) / 2 = {0.75, 0.25, 0}; times (A1 + I) / 2 =
/// {{0.75, 0.125, 0.125}, {0, 0.75, 0.25}, ...} = {0.5625, 0.28125, 0.15625}.
void TestAttentionFlow::rolloutOfTwoLayers()
{
    AttentionFlow flow(Rule::Rollout, 3);
    flow.add(layer(1, 1, kSecond));
    compare(row(flow), { 0.75, 0.25, 0 });
    flow.add(layer(0, 1, kFirst));
    compare(row(flow), { 0.5625, 0.28125, 0.15625 });
}

void TestAttentionFlow::rolloutSharesOutOne()
{
    AttentionFlow flow(Rule::Rollout, 3);
    for (std::int64_t i = 8; i-- > 0;) {
        flow.add(layer(i, 1, i % 2 == 0 ? kFirst : kSecond));
        double sum = 0;
        for (const double share : flow.row()) {
            sum += share;
        }
        QVERIFY(std::abs(sum - 1) < 1e-12);
    }
}

/// One query over three keys in two heads; then a layer as above.
void TestAttentionFlow::aPoolingHeadBeginsTheRow()
{
    const std::vector<float> weights { 0.5F, 0.5F, 0, 0, 0.5F, 0.5F };
    const std::vector<float> gradient { 4, -4, 0, 0, 8, 0 };
    AttentionFlow rollout(Rule::Rollout, 3);
    rollout.add({ std::nullopt, 2, 1, 3, weights, 0, {} });
    compare(row(rollout), { 0.25, 0.5, 0.25 });
    AttentionFlow relevance(Rule::Relevance, 3);
    relevance.add({ std::nullopt, 2, 1, 3, weights, 0, gradient });
    compare(row(relevance), { 1, 2, 0 });
    relevance.add(layer(0, 1, kFirst, { 2, 0, 0, 0, 0, 2, 0, 0, 0 }));
    compare(row(relevance), { 2, 2, 2 });
}

/// Ranks {0, 1.5, 1.5, 3} and {0, 1, 2, 3}: deviations {-1.5, 0, 0, 1.5} and {-1.5, -0.5, 0.5,
/// 1.5}: 4.5 / sqrt(4.5 x 5).
void TestAttentionFlow::ranksWithTies()
{
    const std::vector<float> tied { 1, 2, 2, 9 };
    const std::vector<float> plain { -4, -3, 8, 10 };
    QVERIFY(std::abs(*rankCorrelation(tied, plain) - 4.5 / std::sqrt(22.5)) < 1e-12);
    QCOMPARE(*rankCorrelation(plain, plain), 1.0);
    QCOMPARE(*rankCorrelation(plain, std::vector<float> { 3, 2, 1, 0 }), -1.0);
    QVERIFY(!rankCorrelation(plain, std::vector<float> { 1, 1, 1, 1 }));
    QVERIFY(!rankCorrelation(plain, std::vector<float> { 1, 2 }));
    QVERIFY(!rankCorrelation(plain, std::vector<float> { 1, 2, NAN, 4 }));
}

void TestAttentionFlow::sensitivityIsTheMeanOverOtherLabels()
{
    const HeatMap up { 1, 3, { 1, 2, 3 }, true };
    const HeatMap down { 1, 3, { 3, 2, 1 }, true };
    const HeatMap flat { 1, 3, { 1, 1, 1 }, true };
    QCOMPARE(*labelSensitivity(std::vector { up, up }), 1.0);
    QCOMPARE(*labelSensitivity(std::vector { up, up, down, flat }), 0.0);
    QVERIFY(!labelSensitivity(std::vector { up }));
    QVERIFY(!labelSensitivity(std::vector { up, flat }));
}

QTEST_GUILESS_MAIN(TestAttentionFlow)
#include "tst_attention_flow.moc"
