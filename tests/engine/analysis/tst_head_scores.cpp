// SPDX-License-Identifier: GPL-3.0-or-later
//
// Scores of heads worked by hand, made-up heads of known kind, and texts made to find them.
#include "analysis/attention_summary.h"
#include "analysis/class_map.h"
#include "analysis/head_scores.h"
#include "base/rng.h"
#include "support/small_models.h"

#include <QtTest>

#include <set>

using namespace fe;
using namespace fe::analysis;

namespace {

const std::string kSynthetic
    = std::string(FE_TEST_DATA) + "/analysis/attention/induction_synthetic/expected.safetensors";

std::vector<float> floats(const std::vector<double>& values)
{
    return { values.begin(), values.end() };
}

tokenizers::TokenizerPtr tokenizerOf(const std::string& name)
{
    const auto package
        = formats::openPackage(std::string(FE_TEST_DATA) + "/models/" + name + "/checkpoint");
    const auto tokenizer = package ? tokenizers::loadTokenizer(**package) : package.error();
    if (!tokenizer) {
        qFatal("%s", tokenizer.error().oneLine().c_str());
    }
    return *tokenizer;
}

} // namespace

class TestHeadScores : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void threeTokensByHand();
    void nothingToAskIsNotANumber();
    void crossAttentionMayHaveFewerKeys();
    void patchesByHand();
    void madeUpHeads();
    void uniformAttentionHasTheLargestEntropy();
    void earlierOccurrencesAreTheLast();
    void classMapsByHand();
    void delimiters();
    void randomTextsAreSaidTwice();
    void theSummaryGathersLayers();
};

void TestHeadScores::threeTokensByHand()
{
    // A B A: the last token has its first occurrence at 0, after which came 1.
    const std::vector<float> weights { 1, 0, 0, 0.25F, 0.75F, 0, 0.25F, 0.5F, 0.25F };
    ScoredTokens tokens;
    tokens.earlier = earlierOccurrences(std::vector<models::TokenId> { 7, 8, 7 });
    tokens.delimiters = { 1, 2 };
    const HeadScores scores = scoreHead(weights, 3, 3, tokens);
    const double second = -0.25 * std::log(0.25) - 0.75 * std::log(0.75);
    const double third = -0.5 * std::log(0.25) - 0.5 * std::log(0.5);
    QCOMPARE(scores.entropy, (second + third) / 3);
    QCOMPARE(scores.meanDistance, (0.25 + (0.25 * 2 + 0.5)) / 3);
    QCOMPARE(scores.previousToken, (0.25 + 0.5) / 2);
    QCOMPARE(scores.induction, 0.5);
    QCOMPARE(scores.duplicateToken, 0.25);
    QCOMPARE(scores.sink, (0.25 + 0.25) / 2);
    QCOMPARE(scores.delimiter, (0 + 0.75 + 0.75) / 3);
}

void TestHeadScores::nothingToAskIsNotANumber()
{
    const HeadScores one = scoreHead(std::vector<float> { 1 }, 1, 1, {});
    QCOMPARE(one.entropy, 0.0);
    QCOMPARE(one.meanDistance, 0.0);
    QVERIFY(std::isnan(one.previousToken) && std::isnan(one.sink) && std::isnan(one.induction)
            && std::isnan(one.duplicateToken) && std::isnan(one.delimiter));
    const std::vector<float> weights { 1, 0, 0.5F, 0.5F };
    ScoredTokens different;
    different.earlier = earlierOccurrences(std::vector<models::TokenId> { 7, 8 });
    QVERIFY(std::isnan(scoreHead(weights, 2, 2, different).induction));
}

void TestHeadScores::crossAttentionMayHaveFewerKeys()
{
    const std::vector<float> weights { 1, 0, 0.5F, 0.5F, 0, 1, 0.25F, 0.75F };
    const HeadScores scores = scoreHead(weights, 4, 2, {});
    QVERIFY(scores.entropy > 0 && std::isfinite(scores.previousToken));
}

void TestHeadScores::patchesByHand()
{
    // A class token before 1 x 2 patches of 8 pixels.
    const std::vector<float> weights { 0.5F, 0.25F, 0.25F, 0.5F, 0.125F, 0.375F, 0, 0.5F, 0.5F };
    ScoredTokens tokens;
    tokens.patches = PatchPlaces { { 1, 2, 1 }, 8 };
    QCOMPARE(scoreHead(weights, 3, 3, tokens).meanDistance, (8 * 0.75 + 8 * 0.5) / 2);
}

void TestHeadScores::madeUpHeads()
{
    const auto expected = tests::readExpected(kSynthetic);
    const auto all = floats(expected.at("attentions").values); // [3, 14, 14], 7 tokens said twice
    ScoredTokens tokens;
    std::vector<models::TokenId> ids { 1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4, 5, 6, 7 };
    tokens.earlier = earlierOccurrences(ids);
    for (std::size_t head = 0; head < 3; ++head) {
        const HeadScores scores
            = scoreHead(std::span(all).subspan(head * 196, 196), 14, 14, tokens);
        for (const auto& [name, value] :
             { std::pair("previous_token", scores.previousToken),
               std::pair("induction", scores.induction),
               std::pair("duplicate_token", scores.duplicateToken),
               std::pair("entropy_nats", scores.entropy),
               std::pair("mean_distance_tokens", scores.meanDistance) }) {
            const double wanted = expected.at(name).values[head];
            QVERIFY2(std::abs(value - wanted) < 1e-5, name);
        }
    }
    const HeadScores induction = scoreHead(std::span(all).subspan(196, 196), 14, 14, tokens);
    QVERIFY(induction.induction > 0.999 && induction.previousToken < 0.5);
}

void TestHeadScores::uniformAttentionHasTheLargestEntropy()
{
    base::Rng rng(3);
    for (int round = 0; round < 50; ++round) {
        std::vector<float> row(16);
        float sum = 0;
        for (float& weight : row) {
            weight = static_cast<float>(rng.uniform());
            sum += weight;
        }
        for (float& weight : row) {
            weight /= sum;
        }
        const HeadScores scores = scoreHead(row, 1, 16, {});
        QVERIFY(scores.entropy >= 0 && scores.entropy <= std::log(16.0) + 1e-6);
    }
    const std::vector<float> uniform(16, 1 / 16.0F);
    QVERIFY(std::abs(scoreHead(uniform, 1, 16, {}).entropy - std::log(16.0)) < 1e-6);
}

void TestHeadScores::earlierOccurrencesAreTheLast()
{
    const std::vector<models::TokenId> ids { 4, 4, 5, 4, 5, 6 };
    QCOMPARE(earlierOccurrences(ids), (std::vector<std::int64_t> { -1, 0, -1, 1, 2, -1 }));
    QVERIFY(earlierOccurrences({}).empty());
}

void TestHeadScores::classMapsByHand()
{
    const std::vector<float> weights { 0.2F, 0.1F, 0.4F, 0.3F, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 };
    QCOMPARE(classMap(weights, { 1, 3, 1 }), (std::vector<float> { 0.1F, 0.4F, 0.3F }));
    QCOMPARE(classMap(weights, { 1, 2, 2 }), (std::vector<float> { 0.4F, 0.3F }));
    QVERIFY(classMap(weights, { 2, 2, 0 }).empty());
    QCOMPARE(stretched(std::vector<float> { 1, 3, 2 }), (std::vector<float> { 0, 1, 0.5F }));
    QCOMPARE(stretched(std::vector<float> { 2, 2 }), (std::vector<float> { 0, 0 }));
    QVERIFY(stretched({}).empty());
    const std::vector<float> map { 0.5F, 0.125F, 0.375F };
    QCOMPARE(massMask(map, 0.6), (std::vector<bool> { true, false, true }));
    QCOMPARE(massMask(map, 0.4), (std::vector<bool> { true, false, false }));
}

void TestHeadScores::delimiters()
{
    const auto tokenizer = tokenizerOf("bert");
    const auto encoding = tokenizer->encode("a, b.");
    QVERIFY(encoding);
    std::vector<std::int64_t> wanted;
    for (std::size_t i = 1; i < encoding->tokens.size(); ++i) { // not the first, the class token
        const std::string& token = encoding->tokens[i];
        if (token == "," || token == "." || token == "[SEP]") {
            wanted.push_back(static_cast<std::int64_t>(i));
        }
    }
    QCOMPARE(wanted.size(), std::size_t { 3 });
    QCOMPARE(delimiterPlaces(encoding->ids, *tokenizer), wanted);
}

void TestHeadScores::randomTextsAreSaidTwice()
{
    const auto tokenizer = tokenizerOf("llama_tied");
    const auto ids = repeatedRandomTokens(tokenizer.get(), 500, 40, 1);
    QVERIFY(ids);
    QCOMPARE(ids->size(), std::size_t { 80 });
    const std::vector<models::TokenId> half(ids->begin(), ids->begin() + 40);
    QCOMPARE(std::vector<models::TokenId>(ids->begin() + 40, ids->end()), half);
    QCOMPARE(std::set<models::TokenId>(half.begin(), half.end()).size(), std::size_t { 40 });
    for (const models::TokenId id : half) {
        QVERIFY(id < 500 && !tokenizer->isSpecial(id));
    }
    QCOMPARE(*repeatedRandomTokens(tokenizer.get(), 500, 40, 1), *ids);
    QVERIFY(*repeatedRandomTokens(tokenizer.get(), 500, 40, 2) != *ids);
    const auto more = repeatedRandomTokens(nullptr, 3, 7, 1);
    QVERIFY(more && more->size() == 14);
    QVERIFY(!repeatedRandomTokens(nullptr, 3, 0, 1));
    QVERIFY(!repeatedRandomTokens(nullptr, 0, 3, 1));
}

void TestHeadScores::theSummaryGathersLayers()
{
    models::AttentionInfo info;
    info.layers = 2;
    info.heads = 2;
    info.queries = info.keys = 2;
    info.causal = true;
    AttentionSummary summary({ info }, {});
    const std::vector<float> weights { 1, 0, 0.5F, 0.5F, 1, 0, 1, 0 };
    const base::CancelToken never;
    QVERIFY(summary.add({ info, 0, weights }, never));
    const AttentionScores& scores = summary.scores().front();
    QCOMPARE(scores.at(0, 0).sink, 0.5);
    QCOMPARE(scores.at(0, 1).sink, 1.0);
    QVERIFY(std::isnan(scores.at(1, 0).sink));
    // half of [[1, 0], [0.75, 0.25]] and half of the identity
    QCOMPARE(scores.rollout, (std::vector<float> { 1, 0, 0.375F, 0.625F }));
    base::CancelToken cancel;
    cancel.cancel();
    QVERIFY(summary.add({ info, 1, weights }, cancel).error().code == base::ErrorCode::Cancelled);
    info.stack = "other";
    QVERIFY(!summary.add({ info, 0, weights }, never));
}

QTEST_GUILESS_MAIN(TestHeadScores)
#include "tst_head_scores.moc"
