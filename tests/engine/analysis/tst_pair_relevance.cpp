// SPDX-License-Identifier: GPL-3.0-or-later
//
// Relevance in both towers of a dual encoder against PyTorch's numbers
// (tests/reference/relevance.py), and the text's gradients against scaled heads.
#include "analysis/pair_relevance.h"
#include "models/similarity_gradients.h"
#include "support/small_models.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

#include <cmath>
#include <numeric>

using namespace fe;
using analysis::PairRelevance;
using models::ForwardInput;

namespace {

QJsonArray cases()
{
    QFile file(QStringLiteral(FE_TEST_DATA "/analysis/pair_relevance/expected.json"));
    return file.open(QIODevice::ReadOnly)
        ? QJsonDocument::fromJson(file.readAll()).object()[u"cases"].toArray()
        : QJsonArray();
}

std::vector<double> numbers(const QJsonValue& values)
{
    std::vector<double> result;
    for (const QJsonValue& value : values.toArray()) {
        result.push_back(value.toDouble());
    }
    return result;
}

ForwardInput inputOf(const QJsonValue& expected)
{
    ForwardInput input;
    auto& ids = input.ids.emplace_back();
    for (const QJsonValue& id : expected[u"ids"].toArray()) {
        ids.push_back(id.toInt());
    }
    const auto side = static_cast<std::int64_t>(expected[u"side"].toInt());
    input.pixels = { 1, side, side, {} };
    for (std::int64_t i = 0; i < 3 * side * side; ++i) { // the reference's own wave
        input.pixels.values.push_back(static_cast<float>(std::sin(0.37 * static_cast<double>(i))));
    }
    return input;
}

base::Result<PairRelevance> relevance(const models::Model& model, const ForwardInput& input)
{
    const base::CancelToken cancel;
    base::Progress progress;
    return analysis::pairRelevance(model, input, cancel, progress);
}

double similarity(const models::Model& model, const ForwardInput& input)
{
    const auto arrays = tests::resultsOf(model, input);
    const auto& text = arrays.at("text_embeds").values;
    const auto& picture = arrays.at("image_embeds").values;
    return std::inner_product(text.begin(), text.end(), picture.begin(), 0.0);
}

} // namespace

class TestPairRelevance : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bothTowersAreThoseOfPyTorch();
    void textGradientsAreThoseOfScaledHeads();
    void cancelledWalksSaySo();
    void refusals();
};

/// Both sides round in float32 (6e-8) over sums of some hundred products that go through at most
/// three layers each way; relevance is of order 0.01, a token's own of order 1.
void TestPairRelevance::bothTowersAreThoseOfPyTorch()
{
    QCOMPARE(cases().size(), 3);
    for (const QJsonValue& expected : cases()) {
        const QString name = expected[u"model"].toString();
        const auto found = relevance(*tests::smallModel(name.toStdString()), inputOf(expected));
        QVERIFY2(found, found ? "" : found.error().oneLine().c_str());
        QCOMPARE(found->readFrom, std::int64_t { expected[u"read_from"].toInt() });
        QVERIFY(std::abs(double { found->similarity } - expected[u"similarity"].toDouble()) < 1e-5);
        const double tokens
            = tests::excess(found->tokens, numbers(expected[u"tokens"]), 2e-6, 1e-4);
        QVERIFY2(tokens <= 0, qPrintable(QStringLiteral("%1: tokens %2").arg(name).arg(tokens)));
        const std::vector<double> patches(found->picture.values.begin(),
                                          found->picture.values.end());
        const double away = tests::excess(patches, numbers(expected[u"patches"]), 2e-6, 1e-4);
        QVERIFY2(away <= 0, qPrintable(QStringLiteral("%1: patches %2").arg(name).arg(away)));
    }
}

/// A head's output is linear in its attention: d cosine / d scale = sum of gradient x attention.
void TestPairRelevance::textGradientsAreThoseOfScaledHeads()
{
    const ForwardInput input = inputOf(cases()[0]);
    const auto model = tests::smallModel("clip");
    const auto stack = std::find_if(model->info().stacks.begin(), model->info().stacks.end(),
                                    [](const auto& each) { return each.name == "text"; });
    const base::CancelToken cancel;
    base::Progress progress;
    const auto image = tests::resultsOf(*model, input).at("image_embeds").values;
    std::map<std::pair<std::int64_t, std::size_t>, double> slopes;
    const auto objective = models::similarityGradients(
        *model, input, { image.data(), image.size() },
        [&](const models::AttentionStep& step) {
            const auto size = static_cast<std::size_t>(step.queries * step.keys);
            for (std::size_t i = 0; i < step.weights.size(); ++i) {
                slopes[{ *step.layer, i / size }]
                    += double { step.weights[i] } * double { step.gradient[i] };
            }
        },
        cancel, progress);
    QVERIFY(objective && std::abs(double { *objective } - similarity(*model, input)) < 1e-5);
    QCOMPARE(slopes.size(), static_cast<std::size_t>(stack->layers * stack->heads));
    double largest = 0;
    for (const auto& [head, slope] : slopes) {
        const auto scaled
            = [&, layer = static_cast<std::size_t>(head.first), index = head.second](float scale) {
                  ForwardInput changed = input;
                  auto& heads = changed.switches["text"].heads;
                  heads.assign(static_cast<std::size_t>(stack->layers),
                               std::vector<float>(static_cast<std::size_t>(stack->heads), 1));
                  heads[layer][index] = scale;
                  return similarity(*model, changed);
              };
        constexpr float kStep = 0.02F; // rounding of 1e-7 and a curve of 1e-5 are left
        const double measured = (scaled(1 + kStep) - scaled(1 - kStep)) / (2 * double { kStep });
        QVERIFY2(std::abs(measured - slope) < 1e-4 + 0.02 * std::abs(slope),
                 qPrintable(QStringLiteral("%1 and %2").arg(measured).arg(slope)));
        largest = std::max(largest, std::abs(slope));
    }
    QVERIFY(largest > 0.003); // else nothing was compared
}

void TestPairRelevance::cancelledWalksSaySo()
{
    const ForwardInput input = inputOf(cases()[0]);
    const auto model = tests::smallModel("clip");
    const auto image = tests::resultsOf(*model, input).at("image_embeds").values;
    base::CancelToken cancel;
    base::Progress progress;
    int steps = 0;
    const auto result = models::similarityGradients(
        *model, input, { image.data(), image.size() },
        [&](const models::AttentionStep&) {
            ++steps;
            cancel.cancel();
        },
        cancel, progress);
    QVERIFY(!result && result.error().code == base::ErrorCode::Cancelled);
    QCOMPARE(steps, 1);
    const auto whole = analysis::pairRelevance(*model, input, cancel, progress);
    QVERIFY(!whole && whole.error().code == base::ErrorCode::Cancelled);
}

void TestPairRelevance::refusals()
{
    const auto model = tests::smallModel("clip");
    const ForwardInput input = inputOf(cases()[0]);
    ForwardInput without = input;
    without.pixels = {};
    QVERIFY(relevance(*model, without).error().code == base::ErrorCode::InvalidArgument);
    without = input;
    without.ids.clear();
    QVERIFY(relevance(*model, without).error().code == base::ErrorCode::InvalidArgument);
    ForwardInput padded = input;
    padded.attentionMask = { std::vector<std::int64_t>(input.ids.front().size(), 1) };
    padded.attentionMask.front().back() = 0;
    QVERIFY(!relevance(*model, padded));
    for (const char* name : { "gpt2", "vit" }) {
        const auto refused = relevance(*tests::smallModel(name), input);
        QVERIFY2(!refused && refused.error().code == base::ErrorCode::Unsupported, name);
    }
    const base::CancelToken cancel;
    base::Progress progress;
    const std::vector<float> other(3, 1);
    const auto narrow = models::similarityGradients(
        *model, input, { other.data(), other.size() }, [](const auto&) {}, cancel, progress);
    QVERIFY(!narrow && narrow.error().code == base::ErrorCode::InvalidArgument);
}

QTEST_GUILESS_MAIN(TestPairRelevance)
#include "tst_pair_relevance.moc"
