// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/rng.h"
#include "generation/distribution.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

using namespace fe;
using namespace fe::generation;

namespace {

constexpr float kInf = std::numeric_limits<float>::infinity();

std::vector<float> randomLogits(std::size_t count, double scale, std::uint64_t seed)
{
    base::Rng rng(seed);
    std::vector<float> logits(count);
    for (float& logit : logits) {
        logit = static_cast<float>((rng.uniform() - 0.5) * scale);
    }
    return logits;
}

/// The definition, in long double and without any trick.
std::pair<double, double> naive(const std::vector<float>& logits)
{
    long double maximum = *std::max_element(logits.begin(), logits.end());
    long double sum = 0;
    for (const float logit : logits) {
        sum += std::exp(static_cast<long double>(logit) - maximum);
    }
    long double entropy = 0;
    for (const float logit : logits) {
        const long double p = std::exp(static_cast<long double>(logit) - maximum) / sum;
        entropy -= p > 0 ? p * std::log(p) : 0.0L;
    }
    return { static_cast<double>(maximum + std::log(sum)), static_cast<double>(entropy) };
}

} // namespace

class TestDistribution : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void summaryMatchesTheDefinition_data()
    {
        QTest::addColumn<int>("count");
        QTest::addColumn<double>("scale");
        for (const int count : { 1, 2, 1023, 1024, 1025, 4097, 49152 }) {
            for (const double scale : { 0.0, 1.0, 30.0, 2000.0 }) {
                QTest::addRow("%d tokens, logits over %g", count, scale) << count << scale;
            }
        }
    }
    void summaryMatchesTheDefinition()
    {
        QFETCH(int, count);
        QFETCH(double, scale);
        const auto logits = randomLogits(static_cast<std::size_t>(count), scale, 7);
        const auto [logNormaliser, entropy] = naive(logits);
        const auto summary = summarise(logits);
        QVERIFY(summary);
        // Double sums of n rounded terms: n * 2^-53 relative at worst, 6e-12 here.
        QVERIFY(std::abs(summary->logNormaliser - logNormaliser)
                <= 1e-11 * (1 + std::abs(logNormaliser)));
        QVERIFY(std::abs(summary->entropy - entropy) <= 1e-10);
    }

    void theMaximumMayComeInAnyBlock()
    {
        for (const std::size_t position : { 0U, 1500U, 2999U }) {
            std::vector<float> logits(3000, -5.0F);
            logits[position] = 90.0F;
            const auto summary = summarise(logits);
            QVERIFY(summary);
            QVERIFY(std::abs(summary->logNormaliser - 90.0) < 1e-12);
            QVERIFY(summary->entropy >= 0 && summary->entropy < 1e-30);
        }
    }

    void impossibleTokensDoNotDisturb()
    {
        std::vector<float> logits(3000, -kInf);
        logits[2500] = 1.0F;
        logits[2600] = 1.0F;
        const auto summary = summarise(logits);
        QVERIFY(summary);
        QVERIFY(std::abs(summary->logNormaliser - (1.0 + std::log(2.0))) < 1e-12);
        QVERIFY(std::abs(summary->entropy - std::log(2.0)) < 1e-12);
    }

    void badLogitsAreAnError_data()
    {
        QTest::addColumn<std::vector<float>>("logits");
        QTest::newRow("none") << std::vector<float> {};
        QTest::newRow("NaN first") << std::vector<float> { NAN, 1, 2 };
        QTest::newRow("NaN last") << std::vector<float> { 1, 2, NAN };
        QTest::newRow("NaN beside -infinity") << std::vector<float> { -kInf, NAN };
        QTest::newRow("+infinity") << std::vector<float> { 1, kInf, 2 };
        QTest::newRow("all impossible") << std::vector<float> { -kInf, -kInf };
        std::vector<float> late(5000, 0.0F);
        late[4999] = NAN;
        QTest::newRow("NaN in the last block") << late;
        std::vector<float> hidden(3000, -kInf);
        hidden[0] = 1.0F;
        hidden[2000] = NAN;
        QTest::newRow("NaN among impossible tokens") << hidden;
        hidden[2000] = kInf;
        QTest::newRow("+infinity in a later block") << hidden;
    }
    void badLogitsAreAnError()
    {
        QFETCH(std::vector<float>, logits);
        const auto summary = summarise(logits);
        QVERIFY(!summary);
        QCOMPARE(summary.error().code, base::ErrorCode::Malformed);
    }

    void rankAndTopAgreeWithSorting()
    {
        // Few distinct values, so that ties are everywhere.
        auto logits = randomLogits(2000, 40, 11);
        for (float& logit : logits) {
            logit = std::round(logit);
        }
        std::vector<TokenId> order(logits.size());
        std::iota(order.begin(), order.end(), 0);
        std::stable_sort(order.begin(), order.end(), [&](TokenId a, TokenId b) {
            return logits[static_cast<std::size_t>(a)] > logits[static_cast<std::size_t>(b)];
        });
        const auto summary = summarise(logits);
        QVERIFY(summary);
        for (const int count : { 0, 1, 5, 100, 2000, 9999 }) {
            const auto top = likeliest(logits, *summary, count);
            QCOMPARE(top.size(), std::min<std::size_t>(static_cast<std::size_t>(count), 2000));
            for (std::size_t i = 0; i < top.size(); ++i) {
                QCOMPARE(top[i].id, order[i]);
            }
        }
        for (std::size_t i = 0; i < order.size(); ++i) {
            QCOMPARE(rankOf(logits, order[i]), static_cast<std::int32_t>(i + 1));
        }
        QCOMPARE(argmax(logits), order.front());
    }
};

QTEST_APPLESS_MAIN(TestDistribution)
#include "tst_distribution.moc"
