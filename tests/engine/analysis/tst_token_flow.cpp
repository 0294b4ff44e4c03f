// SPDX-License-Identifier: GPL-3.0-or-later
//
// Rollout and attention flow: worked by hand, and against each other.
#include "analysis/rollout.h"
#include "analysis/token_flow.h"
#include "base/rng.h"

#include <QtTest>

#include <array>
#include <cmath>
#include <numeric>

using namespace fe;
using namespace fe::analysis;

namespace {

using Layers = std::vector<std::vector<float>>;

std::vector<double> flowOf(const Layers& layers, std::int64_t tokens, std::int64_t target)
{
    const base::CancelToken cancel;
    base::Progress progress;
    const auto flow = tokenFlow(layers, tokens, target, cancel, progress);
    return flow ? *flow : std::vector<double>();
}

/// Rows of random weights that sum to 1, [tokens, tokens].
std::vector<float> randomAttention(base::Rng& rng, std::size_t tokens, bool causal)
{
    std::vector<float> weights(tokens * tokens);
    for (std::size_t row = 0; row < tokens; ++row) {
        const std::size_t seen = causal ? row + 1 : tokens;
        float sum = 0;
        for (std::size_t i = 0; i < seen; ++i) {
            weights[row * tokens + i] = static_cast<float>(std::pow(rng.uniform(), 4.0)) + 1e-4F;
            sum += weights[row * tokens + i];
        }
        for (std::size_t i = 0; i < seen; ++i) {
            weights[row * tokens + i] /= sum;
        }
    }
    return weights;
}

double cut(const Layers& layers, std::size_t tokens, std::size_t target, std::size_t input,
           std::uint32_t side)
{
    // Bit (level - 1) tokens + position: an inner node is on the target's side.
    const std::size_t last = layers.size();
    const auto inside = [&](std::size_t level, std::size_t position) {
        return level == last ? position == target
            : level == 0     ? position != input
                             : (side >> ((level - 1) * tokens + position) & 1U) != 0;
    };
    double sum = 0;
    for (std::size_t level = 1; level <= last; ++level) {
        for (std::size_t upper = 0; upper < tokens; ++upper) {
            for (std::size_t lower = 0; lower < tokens; ++lower) {
                if (inside(level, upper) && !inside(level - 1, lower)) {
                    sum += static_cast<double>(layers[level - 1][upper * tokens + lower]);
                }
            }
        }
    }
    return sum;
}

} // namespace

class TestTokenFlow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rolloutOfThreeTokensByHand();
    void rolloutRowsSumToOne();
    void fusionsDiffer();
    void rolloutStopsWhenCancelled();
    void flowOfThreeTokensByHand();
    void flowIsTheSmallestCut();
    void flowIsNeverLessThanRollout();
    void ofACapture();
    void refusals();
};

void TestTokenFlow::rolloutOfThreeTokensByHand()
{
    // Two heads; their mean is [[1, 0, 0], [0.5, 0.5, 0], [0, 0.5, 0.5]].
    const std::vector<float> weights { 1, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1 };
    Rollout rollout(3, true);
    const base::CancelToken cancel;
    QVERIFY(rollout.add(weights, cancel));
    const std::vector<float> once { 1, 0, 0, 0.25F, 0.75F, 0, 0, 0.25F, 0.75F };
    QCOMPARE(std::vector<float>(rollout.matrix().begin(), rollout.matrix().end()), once);
    QVERIFY(rollout.add(weights, cancel));
    const std::vector<float> twice { 1, 0, 0, 0.4375F, 0.5625F, 0, 0.0625F, 0.375F, 0.5625F };
    QCOMPARE(std::vector<float>(rollout.matrix().begin(), rollout.matrix().end()), twice);
}

void TestTokenFlow::rolloutRowsSumToOne()
{
    base::Rng rng(5);
    const base::CancelToken cancel;
    for (const bool causal : { true, false }) {
        constexpr std::size_t kTokens = 70; // more than a block of rows
        Rollout rollout(kTokens, causal);
        Rollout whole(kTokens, false);
        for (int layer = 0; layer < 4; ++layer) {
            const auto weights = randomAttention(rng, kTokens, causal);
            QVERIFY(rollout.add(weights, cancel) && whole.add(weights, cancel));
        }
        for (std::size_t row = 0; row < kTokens; ++row) {
            const auto line = rollout.matrix().subspan(row * kTokens, kTokens);
            QVERIFY(std::abs(std::accumulate(line.begin(), line.end(), 0.0) - 1) < 1e-5);
            for (std::size_t i = 0; i < kTokens; ++i) {
                QVERIFY(std::abs(line[i] - whole.matrix()[row * kTokens + i]) < 1e-6F);
                QVERIFY(!causal || i <= row || line[i] == 0);
            }
        }
    }
}

void TestTokenFlow::fusionsDiffer()
{
    const std::vector<float> weights { 0.5F, 0.5F, 1, 0, 1, 0, 0, 1 };
    QCOMPARE(fusedWithResidual(weights, 2, HeadFusion::Max),
             (std::vector<float> { 1 / 1.25F, 0.25F / 1.25F, 0.5F / 1.5F, 1 / 1.5F }));
    QCOMPARE(fusedWithResidual(weights, 2, HeadFusion::Min), (std::vector<float> { 1, 0, 0, 1 }));
    QCOMPARE(fusedWithResidual(weights, 2, HeadFusion::Mean),
             (std::vector<float> { 0.875F, 0.125F, 0.25F, 0.75F }));
}

void TestTokenFlow::rolloutStopsWhenCancelled()
{
    base::CancelToken cancel;
    cancel.cancel();
    Rollout rollout(2, true);
    const std::vector<float> weights { 1, 0, 0.5F, 0.5F };
    QVERIFY(rollout.add(weights, cancel).error().code == base::ErrorCode::Cancelled);
    // Heads are fused between two looks at the token, not before the first.
    QVERIFY(rollout.add({}, cancel).error().code == base::ErrorCode::Cancelled);
    QCOMPARE(rollout.matrix()[0], 1.0F);
    const Layers layers { weights };
    base::Progress progress;
    QVERIFY(tokenFlow(layers, 2, 1, cancel, progress).error().code == base::ErrorCode::Cancelled);
}

void TestTokenFlow::flowOfThreeTokensByHand()
{
    const std::vector<float> step { 1, 0, 0, 0.25F, 0.75F, 0, 0, 0.25F, 0.75F };
    QCOMPARE(flowOf({ step }, 3, 2), (std::vector<double> { 0, 0.25, 0.75 }));
    // Two layers, from 2: to 1 by 2-2-1 (0.25 of the lower edge) and 2-1-1 (0.25); to 0 by 2-1-0;
    // to 2 by 2-2-2.
    QCOMPARE(flowOf({ step, step }, 3, 2), (std::vector<double> { 0.25, 0.5, 0.75 }));
    QCOMPARE(flowOf({ step, step }, 3, 0), (std::vector<double> { 1, 0, 0 }));
}

/// Max-flow min-cut (Ford & Fulkerson 1956), all cuts of a small graph.
void TestTokenFlow::flowIsTheSmallestCut()
{
    base::Rng rng(7);
    for (int round = 0; round < 5; ++round) {
        constexpr std::size_t kTokens = 3;
        Layers layers;
        for (int layer = 0; layer < 4; ++layer) {
            layers.push_back(fusedWithResidual(randomAttention(rng, kTokens, round % 2 == 0),
                                               kTokens, HeadFusion::Mean));
        }
        for (std::size_t target = 0; target < kTokens; ++target) {
            const auto flow = flowOf(layers, kTokens, static_cast<std::int64_t>(target));
            for (std::size_t input = 0; input < kTokens; ++input) {
                double least = INFINITY;
                for (std::uint32_t side = 0; side < 1U << (3 * kTokens); ++side) {
                    least = std::min(least, cut(layers, kTokens, target, input, side));
                }
                QVERIFY(std::abs(flow[input] - least) < 1e-5);
            }
        }
    }
}

void TestTokenFlow::flowIsNeverLessThanRollout()
{
    base::Rng rng(11);
    constexpr std::size_t kTokens = 12;
    const base::CancelToken cancel;
    Layers layers;
    Rollout rollout(kTokens, false);
    for (int layer = 0; layer < 5; ++layer) {
        const auto weights = randomAttention(rng, kTokens, false);
        layers.push_back(fusedWithResidual(weights, kTokens, HeadFusion::Mean));
        QVERIFY(rollout.add(weights, cancel));
    }
    bool differ = false;
    for (std::size_t target = 0; target < kTokens; ++target) {
        const auto flow = flowOf(layers, kTokens, static_cast<std::int64_t>(target));
        for (std::size_t input = 0; input < kTokens; ++input) {
            const auto rolled = static_cast<double>(rollout.matrix()[target * kTokens + input]);
            QVERIFY(flow[input] >= rolled - 1e-6 && flow[input] <= 1 + 1e-6);
            differ = differ || flow[input] > rolled + 0.01;
        }
    }
    QVERIFY(differ);
}

void TestTokenFlow::ofACapture()
{
    models::AttentionInfo info;
    info.layers = 2;
    info.heads = 2;
    info.queries = info.keys = 3;
    info.causal = true;
    const std::vector<float> weights { 1, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1 };
    models::AttentionCaptureBuilder builder(info);
    builder.add(0, weights);
    builder.add(1, weights);
    const auto capture = builder.finish();
    const base::CancelToken cancel;
    base::Progress progress;
    const auto flow = tokenFlow(capture, 2, cancel, progress);
    QVERIFY(flow);
    QCOMPARE(*flow, (std::vector<double> { 0.25, 0.5, 0.75 }));
    const auto rolled = rolloutOf(capture, cancel);
    QVERIFY(rolled);
    QCOMPARE(*rolled,
             (std::vector<float> { 1, 0, 0, 0.4375F, 0.5625F, 0, 0.0625F, 0.375F, 0.5625F }));
}

void TestTokenFlow::refusals()
{
    const base::CancelToken cancel;
    base::Progress progress;
    const Layers layers { { 1, 0, 0.5F, 0.5F } };
    QVERIFY(!tokenFlow(layers, 2, 2, cancel, progress));
    QVERIFY(!tokenFlow(layers, 2, -1, cancel, progress));
    QVERIFY(!tokenFlow(Layers {}, 2, 0, cancel, progress));
    models::AttentionInfo info;
    info.layers = 30;
    info.heads = 1;
    info.queries = info.keys = 1000;
    info.causal = true;
    const auto capture = models::AttentionCaptureBuilder(info).finish();
    const auto refused = tokenFlow(capture, 0, cancel, progress);
    QVERIFY(!refused && refused.error().code == base::ErrorCode::LimitExceeded);
    QVERIFY(refused.error().why.find("30,000,000") != std::string::npos);
}

QTEST_GUILESS_MAIN(TestTokenFlow)
#include "tst_token_flow.moc"
