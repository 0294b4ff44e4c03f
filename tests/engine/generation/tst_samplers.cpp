// SPDX-License-Identifier: GPL-3.0-or-later
#include "generation/sampler_chain.h"
#include "generation/samplers/sampler.h"

#include <QDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <set>

using namespace fe;
using namespace fe::generation;

namespace {

using Ids = std::vector<TokenId>;

/// Runs one stage over logits and gives the candidates that are left, by id.
std::vector<Candidate> applied(std::string_view stage, const SamplingOptions& options,
                               const std::vector<double>& logits,
                               const Occurrences& occurrences = {})
{
    std::vector<Candidate> candidates;
    for (std::size_t i = 0; i < logits.size(); ++i) {
        candidates.push_back({ static_cast<TokenId>(i), logits[i], 0 });
    }
    for (const SamplerRow& row : samplerRows()) {
        if (row.id == stage) {
            if (const auto sampler = row.make(options)) {
                sampler->apply(candidates, occurrences);
            }
        }
    }
    std::sort(candidates.begin(), candidates.end(),
              [](const auto& a, const auto& b) { return a.id < b.id; });
    return candidates;
}

Ids idsOf(const std::vector<Candidate>& candidates)
{
    Ids ids;
    for (const Candidate& candidate : candidates) {
        ids.push_back(candidate.id);
    }
    return ids;
}

/// Logits whose softmax is exactly these probabilities.
std::vector<double> logs(const std::vector<double>& probabilities)
{
    std::vector<double> logits;
    for (const double p : probabilities) {
        logits.push_back(std::log(p));
    }
    return logits;
}

std::vector<float> floats(const std::vector<double>& values)
{
    return { values.begin(), values.end() };
}

std::vector<double> drawn(const SamplingOptions& options, const std::vector<float>& logits,
                          int draws)
{
    auto chain = SamplerChain::make(options, {}, logits.size());
    std::vector<double> share(logits.size());
    for (int i = 0; i < draws; ++i) {
        share[static_cast<std::size_t>(*chain->next(logits))] += 1.0 / draws;
    }
    return share;
}

} // namespace

class TestSamplers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFileHasARow()
    {
        const QDir folder(QStringLiteral(FE_TEST_DATA "/../../engine/generation/samplers"));
        std::set<std::string> files;
        for (const QString& name : folder.entryList({ QStringLiteral("*.cpp") })) {
            files.insert(QString(name).chopped(4).replace(u'_', u'-').toStdString());
        }
        std::set<std::string> rows;
        for (const SamplerRow& row : samplerRows()) {
            rows.emplace(row.id);
        }
        QVERIFY(!files.empty());
        QCOMPARE(rows, files);
    }

    void defaultsSwitchEveryStageOff()
    {
        for (const SamplerRow& row : samplerRows()) {
            QVERIFY2(row.make(SamplingOptions {}) == nullptr, row.id.data());
        }
    }

    void biasIsAdded()
    {
        SamplingOptions options;
        options.logitBias = { { 1, 2.5 }, { 2, -INFINITY } };
        const auto left = applied("logit-bias", options, { 1, 1, 1 });
        QCOMPARE(left[0].logit, 1.0);
        QCOMPARE(left[1].logit, 3.5);
        QCOMPARE(left[2].logit, -INFINITY);
    }

    void repetitionDividesPositiveAndMultipliesNegativeLogits()
    {
        SamplingOptions options;
        options.repetitionPenalty = 2;
        // Token 0 only in the prompt, 1 three times in the text: once each all the same.
        const auto left
            = applied("penalties", options, { 4, -4, 4, 0 }, { { 0, 0 }, { 1, 3 }, { 3, 1 } });
        QCOMPARE(left[0].logit, 2.0);
        QCOMPARE(left[1].logit, -8.0);
        QCOMPARE(left[2].logit, 4.0);
        QCOMPARE(left[3].logit, 0.0);
    }

    void frequencyCountsAndPresenceDoesNotInTheGeneratedTextAlone()
    {
        SamplingOptions options;
        options.frequencyPenalty = 0.5;
        options.presencePenalty = 0.25;
        const auto left = applied("penalties", options, { 1, 1, 1 }, { { 0, 0 }, { 1, 3 } });
        QCOMPARE(left[0].logit, 1.0);
        QCOMPARE(left[1].logit, 1.0 - 1.5 - 0.25);
        QCOMPARE(left[2].logit, 1.0);
    }

    void topKKeepsExactlyKWithTiesToTheLowerId()
    {
        SamplingOptions options;
        options.topK = 3;
        QCOMPARE(idsOf(applied("top-k", options, { 1, 5, 2, 2, 2, 0 })), (Ids { 1, 2, 3 }));
        options.topK = 1;
        QCOMPARE(idsOf(applied("top-k", options, { 7, 7, 7 })), (Ids { 0 }));
        options.topK = 100;
        QCOMPARE(applied("top-k", options, { 1, 2 }).size(), 2U);
    }

    void topPKeepsTheShortestListThatReachesP_data()
    {
        QTest::addColumn<double>("p");
        QTest::addColumn<Ids>("kept");
        QTest::newRow("0 keeps the likeliest") << 0.0 << Ids { 2 };
        QTest::newRow("below the first") << 0.4 << Ids { 2 };
        QTest::newRow("just above the first") << 0.51 << Ids { 0, 2 };
        QTest::newRow("two and a crumb") << 0.76 << Ids { 0, 1, 2 };
        QTest::newRow("nearly all") << 0.99 << Ids { 0, 1, 2, 3 };
    }
    void topPKeepsTheShortestListThatReachesP()
    {
        QFETCH(double, p);
        QFETCH(Ids, kept);
        SamplingOptions options;
        options.topP = p;
        QCOMPARE(idsOf(applied("top-p", options, logs({ 0.25, 0.15, 0.5, 0.1 }))), kept);
    }

    void topPOverAFlatLargeVocabularyKeepsItsShare()
    {
        SamplingOptions options;
        options.topP = 0.25;
        const auto left = applied("top-p", options, std::vector<double>(40000, 1.0));
        QVERIFY(left.size() >= 9999 && left.size() <= 10001); // rounding of the sum of 1/40000
        QCOMPARE(left.front().id, 0);
        QCOMPARE(left.back().id, static_cast<TokenId>(left.size() - 1)); // ties to the lower ids
    }

    void minPIsRelativeToTheLikeliest()
    {
        SamplingOptions options;
        options.minP = 0.3;
        QCOMPARE(idsOf(applied("min-p", options, logs({ 0.5, 0.16, 0.14, 0.2 }))),
                 (Ids { 0, 1, 3 }));
        options.minP = 1;
        QCOMPARE(idsOf(applied("min-p", options, { 3, 3, 2 })), (Ids { 0, 1 }));
    }

    void typicalPrefersTheExpectedSurprise()
    {
        // H = 1.2799 nats; |−log p − H|: 0.587 for 0.5, 0.106 for 0.25, 0.617 for 0.15, 1.023 for
        // 0.1.
        SamplingOptions options;
        options.typicalP = 0.2;
        QCOMPARE(idsOf(applied("typical", options, logs({ 0.5, 0.25, 0.15, 0.1 }))), (Ids { 1 }));
        options.typicalP = 0.7;
        QCOMPARE(idsOf(applied("typical", options, logs({ 0.5, 0.25, 0.15, 0.1 }))),
                 (Ids { 0, 1 }));
        options.typicalP = 0.8;
        QCOMPARE(idsOf(applied("typical", options, logs({ 0.5, 0.25, 0.15, 0.1 }))),
                 (Ids { 0, 1, 2 }));
        options.typicalP = 0;
        QCOMPARE(applied("typical", options, { 1, 2, -INFINITY }).size(), 1U);
    }

    void temperatureDividesDistances()
    {
        SamplingOptions options;
        options.temperature = 0.5;
        const auto left = applied("temperature", options, { 3, 1, -INFINITY });
        QCOMPARE(left[0].logit - left[1].logit, 4.0);
        QCOMPARE(left[2].logit, -INFINITY);
    }

    void greedyTakesTheLowerIdOfATie()
    {
        SamplingOptions options;
        options.temperature = 0;
        auto chain = SamplerChain::make(options, {}, 4);
        QCOMPARE(*chain->next(std::vector<float> { 1, 3, 3, 2 }), 1);
        options.repetitionPenalty = 1.5; // the long way round: nothing has occurred yet
        auto penalised = SamplerChain::make(options, {}, 4);
        QCOMPARE(*penalised->next(std::vector<float> { 1, 3, 3, 2 }), 1);
        QCOMPARE(*penalised->next(std::vector<float> { 1, 3, 3, 2 }), 2); // 1 is now at 2
    }

    void greedyIgnoresTruncationThatWouldRemoveTheLikeliest()
    {
        SamplingOptions options;
        options.temperature = 0;
        options.typicalP = 0.2;
        auto chain = SamplerChain::make(options, {}, 4);
        QCOMPARE(*chain->next(floats(logs({ 0.5, 0.25, 0.15, 0.1 }))), 0);
    }

    void drawsFollowTheDistribution()
    {
        // 20,000 draws: 4 standard deviations of a share are at most 4 * sqrt(0.25 / 20000) =
        // 0.015.
        const auto share = drawn({ .seed = 3 }, floats(logs({ 0.5, 0.3, 0.15, 0.05 })), 20000);
        const std::vector<double> expected { 0.5, 0.3, 0.15, 0.05 };
        for (std::size_t i = 0; i < expected.size(); ++i) {
            QVERIFY2(std::abs(share[i] - expected[i]) < 0.015,
                     qPrintable(QString::number(share[i])));
        }
        // Temperature 0.5 squares the probabilities: 0.25, 0.09, 0.0225, 0.0025 of 0.365.
        const auto sharp = drawn({ .temperature = 0.5, .seed = 3 },
                                 floats(logs({ 0.5, 0.3, 0.15, 0.05 })), 20000);
        QVERIFY(std::abs(sharp[0] - 0.25 / 0.365) < 0.015);
        QVERIFY(std::abs(sharp[1] - 0.09 / 0.365) < 0.015);
    }

    void anImpossibleTokenIsNeverDrawn()
    {
        const auto share = drawn({ .seed = 5 }, { -INFINITY, 0.0F, -INFINITY }, 1000);
        QVERIFY(std::abs(share[1] - 1.0) < 1e-9);
    }

    void extremeTemperaturesAreSafe()
    {
        const auto cold = drawn({ .temperature = 5e-324, .seed = 1 }, { 1.0F, 3.0F, 2.0F }, 100);
        QVERIFY(std::abs(cold[1] - 1.0) < 1e-9);
        const auto hot = drawn({ .temperature = 1e300, .seed = 1 }, { 1.0F, 30.0F, -20.0F }, 3000);
        for (const double share : hot) {
            QVERIFY(std::abs(share - 1.0 / 3) < 0.04);
        }
    }

    void theSameSeedDrawsTheSame()
    {
        const std::vector<float> logits(50, 0.0F);
        const auto sequence = [&](std::uint64_t seed) {
            auto chain
                = SamplerChain::make({ .topK = 40, .topP = 0.9, .seed = seed }, {}, logits.size());
            Ids ids;
            for (int i = 0; i < 20; ++i) {
                ids.push_back(*chain->next(logits));
            }
            return ids;
        };
        QCOMPARE(sequence(42), sequence(42));
        QVERIFY(sequence(42) != sequence(43));
    }

    void optionsOutsideTheirRangeAreRefused_data()
    {
        QTest::addColumn<SamplingOptions>("options");
        QTest::newRow("temperature -1") << SamplingOptions { .temperature = -1 };
        QTest::newRow("temperature NaN") << SamplingOptions { .temperature = NAN };
        QTest::newRow("temperature infinite") << SamplingOptions { .temperature = INFINITY };
        QTest::newRow("top-k -1") << SamplingOptions { .topK = -1 };
        QTest::newRow("top-p 1.5") << SamplingOptions { .topP = 1.5 };
        QTest::newRow("top-p NaN") << SamplingOptions { .topP = NAN };
        QTest::newRow("min-p -0.1") << SamplingOptions { .minP = -0.1 };
        QTest::newRow("typical 2") << SamplingOptions { .typicalP = 2 };
        QTest::newRow("repetition 0") << SamplingOptions { .repetitionPenalty = 0 };
        QTest::newRow("frequency NaN") << SamplingOptions { .frequencyPenalty = NAN };
        QTest::newRow("presence infinite") << SamplingOptions { .presencePenalty = INFINITY };
        QTest::newRow("bias outside the vocabulary")
            << SamplingOptions { .logitBias = { { 4, 1.0 } } };
        QTest::newRow("bias of a negative id") << SamplingOptions { .logitBias = { { -1, 1.0 } } };
        QTest::newRow("bias +infinity") << SamplingOptions { .logitBias = { { 1, INFINITY } } };
    }
    void optionsOutsideTheirRangeAreRefused()
    {
        QFETCH(SamplingOptions, options);
        const auto chain = SamplerChain::make(options, {}, 4);
        QVERIFY(!chain);
        QCOMPARE(chain.error().code, base::ErrorCode::InvalidArgument);
    }

    void nothingLeftToDrawIsAnError()
    {
        for (const double temperature : { 0.0, 1.0 }) {
            SamplingOptions options { .temperature = temperature };
            options.logitBias = { { 0, -INFINITY }, { 1, -INFINITY } };
            auto chain = SamplerChain::make(options, {}, 2);
            QCOMPARE(chain->next(std::vector<float> { 1, 2 }).error().code,
                     base::ErrorCode::InvalidArgument);
        }
    }

    void penaltiesThatOverflowAreAnError()
    {
        SamplingOptions options { .repetitionPenalty = 1e-320, .presencePenalty = 1e308 };
        options.topP = 0.5;
        auto chain = SamplerChain::make(options, Ids { 0 }, 2);
        QCOMPARE(chain->next(std::vector<float> { 5, 2 }).error().code,
                 base::ErrorCode::InvalidArgument);
    }

    void theRepetitionPenaltyKnowsThePrompt()
    {
        SamplingOptions options { .temperature = 0, .repetitionPenalty = 2 };
        auto chain = SamplerChain::make(options, Ids { 1 }, 3);
        QCOMPARE(*chain->next(std::vector<float> { 1, 3, 2 }), 2);
    }
};

QTEST_APPLESS_MAIN(TestSamplers)
#include "tst_samplers.moc"
