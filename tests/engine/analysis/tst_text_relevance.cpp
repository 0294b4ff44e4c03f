// SPDX-License-Identifier: GPL-3.0-or-later
//
// Gradients of a logit by attention, against what happens when a head is scaled; and relevance,
// against PyTorch's numbers (tests/reference/relevance.py).
#include "analysis/text_relevance.h"
#include "models/replay.h"
#include "support/small_models.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

#include <algorithm>
#include <set>

using namespace fe;
using namespace fe::models;

namespace {

ForwardInput text()
{
    ForwardInput input;
    input.ids = { { 5, 9, 40, 7, 3, 12, 9, 22 } };
    return input;
}

constexpr LogitPlace kPlace { 5, 11 };

base::Result<TracedLogit> gradients(const Model& model, const ForwardInput& input,
                                    const LogitPlace& place, const AttentionSink& sink)
{
    const base::CancelToken cancel;
    base::Progress progress;
    return logitGradients(model, input, place, sink, cancel, progress);
}

/// The logit with every head of one layer as it is but one.
double logitWithScale(const Replay& replay, std::int64_t layer, std::int64_t head, float scale)
{
    Change change;
    change.switches.heads.assign(
        static_cast<std::size_t>(replay.stack().layers),
        std::vector<float>(static_cast<std::size_t>(replay.stack().heads), 1));
    change.switches.heads[static_cast<std::size_t>(layer)][static_cast<std::size_t>(head)] = scale;
    const base::CancelToken cancel;
    const auto ending = replay.run(change, cancel);
    const auto rows = ending ? replay.logits(*ending, kPlace.position, 1) : ending.error();
    return rows ? static_cast<double>(rows->values[static_cast<std::size_t>(*kPlace.token)]) : NAN;
}

} // namespace

class TestTextRelevance : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void gradientsAreThoseOfScaledHeads_data();
    void gradientsAreThoseOfScaledHeads();
    void attentionIsTheModelsOwn();
    void relevanceIsThatOfPyTorch();
    void relevanceOfTwoLayersByHand();
    void relevanceOfADecoderEndsAtItsPosition();
    void cancelledWalksSaySo();
    void refusals();
};

void TestTextRelevance::gradientsAreThoseOfScaledHeads_data()
{
    QTest::addColumn<int>("layers");
    for (const auto& [name, layers] :
         { std::pair("llama_tied", 3), std::pair("gpt2", 3), std::pair("gpt_neox_sharded", 3),
           std::pair("mistral_swa", 2), std::pair("qwen3", 2), std::pair("gemma", 2),
           std::pair("opt", 2), std::pair("bert_mlm_legacy", 2) }) {
        QTest::newRow(name) << layers;
    }
}

/// A head's output is linear in its attention: d logit / d scale = sum of gradient x attention.
void TestTextRelevance::gradientsAreThoseOfScaledHeads()
{
    QFETCH(int, layers);
    const auto model = tests::smallModel(QTest::currentDataTag());
    const base::CancelToken cancel;
    base::Progress progress;
    const auto replay = readForReplay(model, text(), {}, cancel, progress);
    QVERIFY(replay);
    std::vector<std::vector<double>> slopes;
    const auto logit = gradients(*model, text(), kPlace, [&](const AttentionStep& step) {
        const std::size_t size = static_cast<std::size_t>(step.queries * step.keys);
        auto& heads = slopes.emplace_back();
        for (std::size_t at = 0; at < step.weights.size(); at += size) {
            double sum = 0;
            for (std::size_t i = at; i < at + size; ++i) {
                sum += static_cast<double>(step.weights[i]) * static_cast<double>(step.gradient[i]);
            }
            heads.push_back(sum);
        }
    });
    QVERIFY2(logit, logit ? "" : logit.error().oneLine().c_str());
    QCOMPARE(slopes.size(), static_cast<std::size_t>(layers));
    const auto plain = (*replay)->logits((*replay)->plain(), kPlace.position, 1);
    QVERIFY(std::abs(logit->value - plain->values[static_cast<std::size_t>(*kPlace.token)])
            < 1e-4F);
    constexpr float kStep = 0.005F; // rounding of 1e-6 and a curve of 1e-5 are left
    double largest = 0;
    for (std::size_t i = 0; i < slopes.size(); ++i) {
        const auto layer = static_cast<std::int64_t>(slopes.size() - 1 - i);
        for (std::size_t head = 0; head < slopes[i].size(); ++head) {
            const auto index = static_cast<std::int64_t>(head);
            const double slope = (logitWithScale(**replay, layer, index, 1 + kStep)
                                  - logitWithScale(**replay, layer, index, 1 - kStep))
                / (2 * static_cast<double>(kStep));
            const double away = std::abs(slope - slopes[i][head]);
            QVERIFY2(away < 0.002 + 0.01 * std::abs(slope), qPrintable(QString::number(away)));
            largest = std::max(largest, std::abs(slope));
        }
    }
    QVERIFY(largest > 0.1); // else nothing was compared
}

void TestTextRelevance::attentionIsTheModelsOwn()
{
    for (const char* name : { "llama_tied", "mistral_swa" }) {
        const auto model = tests::smallModel(name);
        const auto arrays = tests::resultsOf(*model, text());
        double largest = 0;
        std::size_t steps = 0;
        QVERIFY(gradients(*model, text(), kPlace, [&](const AttentionStep& step) {
            const auto& wanted = arrays.at("attentions." + std::to_string(*step.layer)).values;
            largest = std::max(largest, tests::largestDifference(step.weights, wanted));
            ++steps;
        }));
        QVERIFY(steps > 1 && largest < 1e-5);
    }
}

/// The first case of each model asks for no token: the model's own is followed.
void TestTextRelevance::relevanceIsThatOfPyTorch()
{
    QFile file(QStringLiteral(FE_TEST_DATA "/analysis/text_relevance/expected.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonArray cases = QJsonDocument::fromJson(file.readAll()).object()[u"cases"].toArray();
    QCOMPARE(cases.size(), 6);
    std::set<QString> seen;
    for (const QJsonValue& expected : cases) {
        const QString name = expected[u"model"].toString();
        const auto token = static_cast<TokenId>(expected[u"token"].toInt());
        LogitPlace place { expected[u"position"].toInt(), token };
        if (seen.insert(name).second) {
            place.token.reset();
        }
        ForwardInput input;
        input.ids.emplace_back();
        for (const QJsonValue& id : expected[u"ids"].toArray()) {
            input.ids.front().push_back(id.toInt());
        }
        std::vector<double> wanted;
        for (const QJsonValue& value : expected[u"relevance"].toArray()) {
            wanted.push_back(value.toDouble());
        }
        const base::CancelToken cancel;
        base::Progress progress;
        const auto found = analysis::textRelevance(*tests::smallModel(name.toStdString()), input,
                                                   place, cancel, progress);
        QVERIFY2(found, qPrintable(name));
        QCOMPARE(found->logit.token, token);
        // Both sides round in float32 (6e-8) over sums of some hundred products that go through
        // at most three layers each way; gradients of these models are of order 1.
        QVERIFY(std::abs(double { found->logit.value } - expected[u"logit"].toDouble()) < 5e-5);
        const double away = tests::excess(found->tokens, wanted, 1e-5, 1e-4);
        QVERIFY2(away <= 0, qPrintable(QStringLiteral("%1: %2").arg(name).arg(away)));
    }
}

void TestTextRelevance::relevanceOfTwoLayersByHand()
{
    // Eq. 5 and 6 from the steps themselves: R = I, then R += mean(positive part) R upwards.
    const auto model = tests::smallModel("llama_untied");
    std::vector<std::vector<double>> layers; // from the last
    QVERIFY(gradients(*model, text(), kPlace, [&](const AttentionStep& step) {
        const std::size_t size = static_cast<std::size_t>(step.queries * step.keys);
        auto& mean = layers.emplace_back(size);
        for (std::size_t i = 0; i < step.weights.size(); ++i) {
            mean[i % size] += std::max(0.0,
                                       static_cast<double>(step.weights[i])
                                           * static_cast<double>(step.gradient[i]))
                / static_cast<double>(step.heads);
        }
    }));
    constexpr std::size_t kTokens = 8;
    std::vector<double> relevance(kTokens * kTokens);
    for (std::size_t i = 0; i < kTokens; ++i) {
        relevance[i * (kTokens + 1)] = 1;
    }
    for (auto layer = layers.rbegin(); layer != layers.rend(); ++layer) {
        const std::vector<double> before = relevance;
        for (std::size_t row = 0; row < kTokens; ++row) {
            for (std::size_t middle = 0; middle < kTokens; ++middle) {
                for (std::size_t column = 0; column < kTokens; ++column) {
                    relevance[row * kTokens + column]
                        += (*layer)[row * kTokens + middle] * before[middle * kTokens + column];
                }
            }
        }
    }
    const base::CancelToken cancel;
    base::Progress progress;
    const auto found = analysis::textRelevance(*model, text(), kPlace, cancel, progress);
    QVERIFY(found);
    const auto wanted = std::span(relevance).subspan(kPlace.position * kTokens, kTokens);
    QVERIFY(tests::largestDifference(found->tokens, wanted) < 1e-9);
}

void TestTextRelevance::relevanceOfADecoderEndsAtItsPosition()
{
    const auto model = tests::smallModel("gpt2");
    const base::CancelToken cancel;
    base::Progress progress;
    const auto found = analysis::textRelevance(*model, text(), kPlace, cancel, progress);
    QVERIFY(found);
    QCOMPARE(found->tokens.size(), std::size_t { 8 });
    QVERIFY(found->tokens[5] >= 1 && found->tokens[0] > 0);
    QCOMPARE(found->tokens[6], 0.0);
    QCOMPARE(found->tokens[7], 0.0);
}

void TestTextRelevance::cancelledWalksSaySo()
{
    const auto model = tests::smallModel("gpt2");
    base::CancelToken cancel;
    base::Progress progress;
    int steps = 0;
    const auto result = logitGradients(
        *model, text(), kPlace,
        [&](const AttentionStep&) {
            ++steps;
            cancel.cancel();
        },
        cancel, progress);
    QVERIFY(!result && result.error().code == base::ErrorCode::Cancelled);
    QCOMPARE(steps, 1);
    QVERIFY(!logitGradients(*model, text(), kPlace, {}, cancel, progress));
}

void TestTextRelevance::refusals()
{
    const AttentionSink nobody = [](const AttentionStep&) {};
    for (const char* name : { "vit", "clip", "bert", "t5" }) {
        const auto refused = gradients(*tests::smallModel(name), text(), kPlace, nobody);
        QVERIFY2(!refused && refused.error().code == base::ErrorCode::Unsupported, name);
    }
    const auto model = tests::smallModel("gpt2");
    for (const LogitPlace& place : { LogitPlace { 8, 1 }, LogitPlace { -1, 1 },
                                     LogitPlace { 0, -1 }, LogitPlace { 0, 1'000'000 } }) {
        QVERIFY(!gradients(*model, text(), place, nobody));
    }
    ForwardInput padded = text();
    padded.attentionMask = { { 1, 1, 1, 1, 1, 1, 1, 0 } };
    QVERIFY(!gradients(*model, padded, kPlace, nobody));
    QVERIFY(!gradients(*model, {}, kPlace, nobody));
}

QTEST_GUILESS_MAIN(TestTextRelevance)
#include "tst_text_relevance.moc"
