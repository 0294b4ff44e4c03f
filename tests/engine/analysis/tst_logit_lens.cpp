// SPDX-License-Identifier: GPL-3.0-or-later
//
// Distributions over tokens worked by hand, and the logit lens against the reference's.
#include "analysis/logit_lens.h"
#include "analysis/token_distribution.h"
#include "base/rng.h"
#include "support/small_models.h"

#include <QtTest>

using namespace fe;
using namespace fe::analysis;
using tests::largestDifference;

namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

TokenDistribution distribution(const std::vector<float>& logits)
{
    auto result = TokenDistribution::of(logits);
    if (!result) {
        qFatal("%s", result.error().oneLine().c_str());
    }
    return *std::move(result);
}

models::ReplayPtr read(const std::string& name, const models::ForwardInput& input)
{
    const base::CancelToken cancel;
    base::Progress progress;
    auto replay = models::readForReplay(tests::smallModel(name), input, {}, cancel, progress);
    if (!replay) {
        qFatal("%s", replay.error().oneLine().c_str());
    }
    return *replay;
}

LogitLens lensOf(const models::Replay& replay, const LensOptions& options = {})
{
    const base::CancelToken cancel;
    base::Progress progress;
    auto lens = logitLens(replay, options, cancel, progress);
    if (!lens) {
        qFatal("%s", lens.error().oneLine().c_str());
    }
    return *std::move(lens);
}

} // namespace

class TestLogitLens : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void threeTokensByHand();
    void divergenceOfThreeTokensByHand();
    void divergenceIsNeverNegative();
    void unlikelyTokensKeepTheirLogProbability();
    void orderAndRankOfEquals();
    void damagedScoresAreRefused();
    void layersEqualTheReference_data();
    void layersEqualTheReference();
    void lastLayerIsTheModelsOwn_data();
    void lastLayerIsTheModelsOwn();
    void partOfThePositions();
    void manyPositionsAreReadInParts();
    void cancelledLensSaysSo();
    void refusals();
};

void TestLogitLens::threeTokensByHand()
{
    // Probabilities 1/2, 1/3, 1/6.
    const auto d = distribution({ std::log(3.0F), std::log(2.0F), 0 });
    QVERIFY(std::abs(d.probability(0) - 1 / 2.0) < 1e-7);
    QVERIFY(std::abs(d.logProbability(2) - std::log(1 / 6.0)) < 1e-6);
    const double entropy = std::log(2.0) / 2 + std::log(3.0) / 3 + std::log(6.0) / 6;
    QVERIFY(std::abs(d.entropy() - entropy) < 1e-6);
    QCOMPARE(d.likeliest(2), (std::vector<models::TokenId> { 0, 1 }));
    QCOMPARE(d.rank(2), std::int64_t { 2 });
}

void TestLogitLens::divergenceOfThreeTokensByHand()
{
    const auto p = distribution({ std::log(3.0F), std::log(2.0F), 0 });
    const auto q = distribution({ 5, 5, 5 });
    const double wanted = std::log(3 / 2.0) / 2 + std::log(1.0) / 3 + std::log(1 / 2.0) / 6;
    QVERIFY(std::abs(p.divergence(q) - wanted) < 1e-6);
    const double back = (std::log(2 / 3.0) + std::log(1.0) + std::log(2.0)) / 3;
    QVERIFY(std::abs(q.divergence(p) - back) < 1e-6);
    QVERIFY(p.divergence(p) < 1e-9);
}

void TestLogitLens::divergenceIsNeverNegative()
{
    base::Rng rng(2);
    for (int round = 0; round < 100; ++round) {
        std::vector<float> a(20);
        std::vector<float> b(20);
        for (std::size_t i = 0; i < a.size(); ++i) {
            a[i] = static_cast<float>(rng.uniform() * 20);
            b[i] = a[i] + static_cast<float>(rng.uniform() * (round % 2 == 0 ? 1e-4 : 5));
        }
        QVERIFY(distribution(a).divergence(distribution(b)) >= 0);
    }
}

void TestLogitLens::unlikelyTokensKeepTheirLogProbability()
{
    const auto d = distribution({ 0, -500 });
    QVERIFY(std::abs(d.logProbability(1) + 500) < 1e-9);
    QCOMPARE(d.entropy(), 0.0);
}

void TestLogitLens::orderAndRankOfEquals()
{
    const auto d = distribution({ 1, 3, 2, 3, -kInfinity, 3 });
    QCOMPARE(d.likeliest(2), (std::vector<models::TokenId> { 1, 3 }));
    QCOMPARE(d.likeliest(99), (std::vector<models::TokenId> { 1, 3, 5, 2, 0, 4 }));
    QVERIFY(d.likeliest(0).empty());
    QCOMPARE(d.rank(5), std::int64_t { 2 });
}

void TestLogitLens::damagedScoresAreRefused()
{
    for (const std::vector<float>& logits :
         { std::vector<float> { 1, NAN }, { 1, kInfinity }, { -kInfinity, -kInfinity }, {} }) {
        const auto result = TokenDistribution::of(logits);
        QVERIFY(!result && result.error().code == base::ErrorCode::Malformed);
    }
}

void TestLogitLens::layersEqualTheReference_data()
{
    QTest::addColumn<int>("layers");
    for (const auto& [name, layers] :
         { std::pair("llama_tied", 3), std::pair("llama_untied", 2), std::pair("qwen2_bf16", 3),
           std::pair("gpt2", 3), std::pair("gpt_neox_sharded", 3) }) {
        QTest::newRow(name) << layers;
    }
}

void TestLogitLens::layersEqualTheReference()
{
    QFETCH(int, layers);
    const std::string name = QTest::currentDataTag();
    const auto expected = tests::readExpected(std::string(FE_TEST_DATA) + "/analysis/attention/"
                                              + name + "/expected.safetensors");
    const auto replay = read(name, tests::inputRow(tests::smallModelReference(name), 0));
    const LogitLens lens = lensOf(*replay, { .top = 5 });
    QCOMPARE(lens.layers, std::int64_t { layers } + 1);
    const auto& gaps = expected.at("lens_min_gap_top6").values;
    QCOMPARE(lens.cells.size(), gaps.size());
    std::vector<double> probabilities;
    std::vector<double> logits;
    std::vector<double> divergences;
    std::vector<double> ranks;
    for (std::size_t i = 0; i < lens.cells.size(); ++i) {
        const LensCell& cell = lens.cells[i];
        for (std::size_t k = 0; k < 5; ++k) {
            probabilities.push_back(static_cast<double>(cell.top[k].probability));
            logits.push_back(static_cast<double>(cell.top[k].logit));
            QVERIFY(gaps[i] <= 2e-3
                    || cell.top[k].id
                        == static_cast<int>(expected.at("lens_top5_ids").values[i * 5 + k]));
        }
        divergences.push_back(cell.klToFinal);
        ranks.push_back(static_cast<double>(cell.finalRank));
        QVERIFY(cell.entropy > 0);
    }
    QVERIFY(largestDifference(probabilities, expected.at("lens_top5_probs").values) < 5e-4);
    QVERIFY(largestDifference(logits, expected.at("lens_top5_logits").values) < 5e-4);
    QVERIFY(largestDifference(divergences, expected.at("lens_kl_final_to_layer_nats").values)
            < 5e-4);
    QCOMPARE(largestDifference(ranks, expected.at("lens_target_rank").values), 0.0);
}

void TestLogitLens::lastLayerIsTheModelsOwn_data()
{
    QTest::addColumn<bool>("masked");
    QTest::newRow("gemma") << false;
    QTest::newRow("opt") << false;
    QTest::newRow("t5") << false;
    QTest::newRow("bert_mlm_legacy") << true;
}

void TestLogitLens::lastLayerIsTheModelsOwn()
{
    const std::string name = QTest::currentDataTag();
    const auto model = tests::smallModel(name);
    models::ForwardInput input;
    input.ids = { { 5, 9, 40, 7 } };
    if (name == "t5") {
        input.decoderIds = { { 0, 8, 21, 4 } };
    }
    const auto logits = tests::resultsOf(*model, input).at("logits").values;
    const LogitLens lens = lensOf(*read(name, input), { .top = 1 });
    const std::size_t width = logits.size() / 4;
    for (std::size_t i = 0; i < 4; ++i) {
        const LensCell& cell = lens.at(lens.layers - 1, static_cast<std::int64_t>(i));
        const auto begin = logits.begin() + static_cast<std::ptrdiff_t>(i * width);
        const auto best = std::max_element(begin, begin + static_cast<std::ptrdiff_t>(width));
        QCOMPARE(cell.top.front().id, static_cast<models::TokenId>(best - begin));
        QVERIFY(std::abs(cell.top.front().logit - *best) < 1e-4F);
        QVERIFY(cell.klToFinal < 1e-9);
        QCOMPARE(cell.finalRank, std::int64_t { 0 });
        QVERIFY(lens.at(0, static_cast<std::int64_t>(i)).klToFinal > 1e-3);
    }
}

void TestLogitLens::partOfThePositions()
{
    models::ForwardInput input;
    input.ids = { { 5, 9, 40, 7, 3, 12 } };
    const auto replay = read("llama_tied", input);
    const LogitLens all = lensOf(*replay);
    const LogitLens part = lensOf(*replay, { .top = 3, .first = 2, .count = 2 });
    QCOMPARE(part.positions, std::int64_t { 2 });
    for (std::int64_t layer = 0; layer < all.layers; ++layer) {
        QCOMPARE(part.at(layer, 0).top.size(), std::size_t { 3 });
        QCOMPARE(part.at(layer, 0).top.front().id, all.at(layer, 2).top.front().id);
        QVERIFY(std::abs(part.at(layer, 1).entropy - all.at(layer, 3).entropy) < 1e-5);
    }
}

void TestLogitLens::manyPositionsAreReadInParts()
{
    models::ForwardInput input;
    input.ids.emplace_back();
    for (int i = 0; i < 70; ++i) { // more than two parts
        input.ids.front().push_back(i * 5 % 90 + 3);
    }
    const auto replay = read("llama_tied", input);
    const LogitLens all = lensOf(*replay);
    QCOMPARE(all.positions, std::int64_t { 70 });
    const LogitLens last = lensOf(*replay, { .first = 69 });
    for (std::int64_t layer = 0; layer < all.layers; ++layer) {
        QVERIFY(std::abs(all.at(layer, 69).klToFinal - last.at(layer, 0).klToFinal) < 1e-5);
    }
}

void TestLogitLens::cancelledLensSaysSo()
{
    models::ForwardInput input;
    input.ids = { { 5, 9 } };
    const auto replay = read("llama_tied", input);
    base::CancelToken cancel;
    cancel.cancel();
    base::Progress progress;
    QVERIFY(logitLens(*replay, {}, cancel, progress).error().code == base::ErrorCode::Cancelled);
}

void TestLogitLens::refusals()
{
    models::ForwardInput input;
    input.ids = { { 5, 9 } };
    const auto replay = read("llama_tied", input);
    const base::CancelToken cancel;
    base::Progress progress;
    for (const LensOptions& options :
         { LensOptions { 5, 2, 0 }, LensOptions { 5, -1, 1 }, LensOptions { 5, 1, 2 } }) {
        const auto lens = logitLens(*replay, options, cancel, progress);
        QVERIFY(!lens && lens.error().code == base::ErrorCode::InvalidArgument);
    }
}

QTEST_GUILESS_MAIN(TestLogitLens)
#include "tst_logit_lens.moc"
