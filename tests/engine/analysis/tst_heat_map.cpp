// SPDX-License-Identifier: GPL-3.0-or-later
//
// Patch maps against PyTorch's numbers (tests/reference/relevance.py), gradients against finite
// differences, and what a map must not do.
#include "analysis/heat_map.h"

#include "models/attention_gradients.h"
#include "models/patch_vectors.h"
#include "vision/load_pixels.h"

#include <QtTest>

#include <numeric>
#include <thread>

using namespace fe;
using namespace fe::analysis;

namespace {

const QString kData = QStringLiteral(FE_TEST_DATA "/");
const QString kResources = QStringLiteral(FE_TEST_DATA "/../../resources/models/");

QString folderOf(const QString& model)
{
    if (model == QStringLiteral("starterclip-64")) {
        return kResources + model;
    }
    return kData + QStringLiteral("models/") + model + QStringLiteral("/checkpoint");
}

models::ModelPtr load(const QString& name, models::WeightForm form = models::WeightForm::F32)
{
    const auto package = formats::openPackage(folderOf(name).toStdString());
    base::CancelToken cancel;
    base::Progress progress;
    const auto model = package ? models::loadModel(*package, { form, "cpu" }, cancel, progress)
                               : base::Result<models::ModelPtr>(package.error());
    if (!model) {
        qFatal("%s", model.error().oneLine().c_str());
    }
    return *model;
}

QJsonArray cases()
{
    QFile file(kData + QStringLiteral("analysis/relevance/expected.json"));
    if (!file.open(QIODevice::ReadOnly)) {
        qFatal("%s is missing", qPrintable(file.fileName()));
    }
    return QJsonDocument::fromJson(file.readAll()).object()[u"cases"].toArray();
}

QJsonObject caseOf(const QString& model)
{
    for (const QJsonValue& value : cases()) {
        if (value[u"model"].toString() == model) {
            return value.toObject();
        }
    }
    qFatal("there is no case of %s", qPrintable(model));
}

std::vector<float> floats(const QJsonValue& array)
{
    std::vector<float> values;
    for (const QJsonValue& value : array.toArray()) {
        values.push_back(static_cast<float>(value.toDouble()));
    }
    return values;
}

models::Pixels wave(std::int64_t height, std::int64_t width)
{
    models::Pixels pixels { 1, height, width, {} };
    for (std::int64_t i = 0; i < 3 * height * width; ++i) {
        pixels.values.push_back(static_cast<float>(std::sin(0.37 * static_cast<double>(i))));
    }
    return pixels;
}

models::Pixels pixelsOf(const QJsonObject& expected)
{
    const QString picture = expected[u"picture"].toString();
    if (picture == QStringLiteral("wave")) {
        return wave(expected[u"side"].toInt(), expected[u"side"].toInt());
    }
    const auto processor = vision::preprocessorFor(
        std::filesystem::path(folderOf(expected[u"model"].toString()).toStdString()));
    const QString file = kResources + QStringLiteral("samples/") + picture;
    base::CancelToken cancel;
    auto loaded = vision::loadPixels(file.toStdString(), *processor, cancel);
    if (!loaded) {
        qFatal("%s", loaded.error().oneLine().c_str());
    }
    return { 1, loaded->shape[2], loaded->shape[3], std::move(loaded->values) };
}

std::vector<float> allTexts(const QJsonObject& expected)
{
    std::vector<float> texts;
    for (const QJsonValue& text : expected[u"texts"].toArray()) {
        const auto values = floats(text);
        texts.insert(texts.end(), values.begin(), values.end());
    }
    return texts;
}

std::vector<HeatMap> maps(const models::Model& model, const models::Pixels& pixels,
                          std::span<const float> texts, HeatMethod method)
{
    base::CancelToken cancel;
    base::Progress progress;
    auto result = heatMaps(model, pixels, texts, method, cancel, progress);
    if (!result) {
        qFatal("%s", result.error().oneLine().c_str());
    }
    return *std::move(result);
}

/// Largest difference, as a share of the largest number there is: float32 in another order of sums.
double distance(std::span<const float> actual, std::span<const float> wanted)
{
    if (actual.size() != wanted.size() || wanted.empty()) {
        return INFINITY;
    }
    double largest = 0;
    double scale = 0;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        largest = std::max(largest, std::abs(static_cast<double>(actual[i]) - wanted[i]));
        scale = std::max(scale, std::abs(static_cast<double>(wanted[i])));
    }
    return largest / scale;
}

/// Sums of at most some hundred float32 products in a few layers: about 100 roundings of 6e-8,
/// amplified by layer norms that divide by small deviations.
constexpr double kRounding = 2e-4;

} // namespace

class TestHeatMap : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void mapsEqualTheReference_data();
    void mapsEqualTheReference();
    void theFirstLayersGradientEqualsTheReference();
    void gradientsEqualFiniteDifferences_data();
    void gradientsEqualFiniteDifferences();
    void anotherLabelGivesAnotherMap();
    void attentionOfVisionModels_data();
    void attentionOfVisionModels();
    void picturesOfOtherSizesHaveTheirOwnGrid();
    void storedWeightsGiveNearlyTheSame();
    void threadsMayShareAModel();
    void cancelStopsBothWays();
    void whatDoesNotFitIsRefused();
};

void TestHeatMap::mapsEqualTheReference_data()
{
    QTest::addColumn<QString>("model");
    for (const char* name : { "clip", "clip_gelu_eosid", "siglip", "starterclip-64" }) {
        QTest::newRow(name) << QString::fromLatin1(name);
    }
}

void TestHeatMap::mapsEqualTheReference()
{
    QFETCH(QString, model);
    const QJsonObject expected = caseOf(model);
    const auto loaded = load(model);
    const models::Pixels pixels = pixelsOf(expected);
    const auto texts = allTexts(expected);
    const auto similarity = maps(*loaded, pixels, texts, HeatMethod::Similarity);
    const auto relevance = maps(*loaded, pixels, texts, HeatMethod::Relevance);
    const QJsonArray wanted = expected[u"maps"].toArray();
    QCOMPARE(similarity.size(), static_cast<std::size_t>(wanted.size()));
    QCOMPARE(relevance.size(), similarity.size());
    for (qsizetype i = 0; i < wanted.size(); ++i) {
        const auto at = static_cast<std::size_t>(i);
        const double far = distance(similarity[at].values, floats(wanted[i][u"similarity"]));
        QVERIFY2(far < kRounding, qPrintable(QString::number(far)));
        const double away = distance(relevance[at].values, floats(wanted[i][u"relevance"]));
        QVERIFY2(away < kRounding, qPrintable(QString::number(away)));
        QVERIFY(similarity[at].isSigned && !relevance[at].isSigned);
        QCOMPARE(similarity[at].rows * similarity[at].columns,
                 static_cast<std::int64_t>(similarity[at].values.size()));
    }
    const auto attention = maps(*loaded, pixels, {}, HeatMethod::Attention);
    const double far = distance(attention.front().values, floats(expected[u"attention"]));
    QVERIFY2(far < kRounding, qPrintable(QString::number(far)));
}

void TestHeatMap::theFirstLayersGradientEqualsTheReference()
{
    for (const QString& name : { QStringLiteral("clip"), QStringLiteral("siglip") }) {
        const QJsonObject expected = caseOf(name);
        const auto texts = allTexts(expected);
        std::vector<std::vector<float>> gradients(2);
        base::CancelToken cancel;
        base::Progress progress;
        const auto objectives = models::attentionGradients(
            *load(name), pixelsOf(expected), texts,
            [&](const models::AttentionStep& step) {
                if (step.layer == 0) {
                    gradients[step.text] = { step.gradient.begin(), step.gradient.end() };
                }
            },
            cancel, progress);
        QVERIFY(objectives);
        for (qsizetype i = 0; i < 2; ++i) {
            const QJsonValue wanted = expected[u"maps"].toArray()[i];
            const auto at = static_cast<std::size_t>(i);
            QVERIFY(
                std::abs(static_cast<double>((*objectives)[at]) - wanted[u"objective"].toDouble())
                < 1e-5);
            QVERIFY(distance(gradients[at], floats(wanted[u"first_gradient"])) < kRounding);
        }
        QCOMPARE(progress.done(), progress.total());
    }
}

void TestHeatMap::gradientsEqualFiniteDifferences_data()
{
    mapsEqualTheReference_data();
}

/// A head's output is linear in its attention: scaling the head by 1 + e scales all its weights, so
/// the derivative by e is the sum of gradient x attention over the head. The pass with scaled heads
/// is Model::forward(), which shares no code with the gradient's.
void TestHeatMap::gradientsEqualFiniteDifferences()
{
    QFETCH(QString, model);
    const QJsonObject expected = caseOf(model);
    const auto loaded = load(model);
    const models::Pixels pixels = pixelsOf(expected);
    const auto text = floats(expected[u"texts"].toArray()[0]);
    const models::StackInfo& stack = loaded->info().stacks.back();
    std::vector<std::vector<double>> derivative(static_cast<std::size_t>(stack.layers));
    base::CancelToken cancel;
    base::Progress progress;
    QVERIFY(models::attentionGradients(
        *loaded, pixels, text,
        [&](const models::AttentionStep& step) {
            const auto each = static_cast<std::size_t>(step.queries * step.keys);
            for (std::size_t at = 0; step.layer && at < step.weights.size(); at += each) {
                derivative[static_cast<std::size_t>(*step.layer)].push_back(std::inner_product(
                    &step.weights[at], &step.weights[at] + each, &step.gradient[at], 0.0));
            }
        },
        cancel, progress));
    constexpr float kStep = 0.02F;
    for (const std::size_t layer : { std::size_t { 0 }, derivative.size() - 1 }) {
        double values[2];
        for (const int side : { 0, 1 }) {
            models::ForwardInput input;
            input.pixels = pixels;
            auto& heads = input.switches["vision"].heads;
            heads.assign(derivative.size(),
                         std::vector<float>(static_cast<std::size_t>(stack.heads), 1));
            heads[layer][1] += side == 0 ? kStep : -kStep;
            const auto arrays = loaded->forward(input, cancel, progress);
            QVERIFY(arrays);
            const auto vector = std::find_if(arrays->begin(), arrays->end(), [](const auto& array) {
                return array.name == "image_embeds";
            });
            values[side]
                = std::inner_product(text.begin(), text.end(), vector->values.begin(), 0.0);
        }
        const double difference = (values[0] - values[1]) / (2 * static_cast<double>(kStep));
        // Float32 cosines differ by about 1e-7, over 0.04; curvature adds about step^2.
        QVERIFY2(std::abs(difference - derivative[layer][1]) < 2e-5 + 5e-3 * std::abs(difference),
                 qPrintable(QStringLiteral("layer %1: %2 instead of %3")
                                .arg(layer)
                                .arg(derivative[layer][1])
                                .arg(difference)));
    }
}

void TestHeatMap::anotherLabelGivesAnotherMap()
{
    const QJsonObject expected = caseOf(QStringLiteral("starterclip-64"));
    const auto model = load(QStringLiteral("starterclip-64"));
    const auto texts = allTexts(expected);
    for (const HeatMethod method : { HeatMethod::Similarity, HeatMethod::Relevance }) {
        const auto both = maps(*model, pixelsOf(expected), texts, method);
        const auto same = labelSensitivity(both);
        QVERIFY(same);
        QVERIFY2(*same < 0.95, heatMethodName(method));
        // The other way round each label keeps its map.
        std::vector<float> swapped(texts.begin() + static_cast<std::ptrdiff_t>(texts.size() / 2),
                                   texts.end());
        swapped.insert(swapped.end(), texts.begin(),
                       texts.begin() + static_cast<std::ptrdiff_t>(texts.size() / 2));
        const auto turned = maps(*model, pixelsOf(expected), swapped, method);
        QVERIFY(distance(turned[1].values, both[0].values) < kRounding);
    }
}

void TestHeatMap::attentionOfVisionModels_data()
{
    QTest::addColumn<QString>("model");
    for (const char* name :
         { "vit", "vit_classifier", "dinov2", "dinov2_registers", "dinov2_swiglu" }) {
        QTest::newRow(name) << QString::fromLatin1(name);
    }
}

/// Against the rollout of the attentions that Model::forward() gives, whole matrices this time.
void TestHeatMap::attentionOfVisionModels()
{
    QFETCH(QString, model);
    const auto loaded = load(model);
    const auto side = loaded->info().picture.imageSize;
    models::ForwardInput input;
    input.pixels = wave(side, side);
    base::CancelToken cancel;
    base::Progress progress;
    const auto arrays = loaded->forward(input, cancel, progress);
    QVERIFY(arrays);
    std::vector<double> mixed;
    std::size_t tokens = 0;
    for (std::int64_t layer = 0; layer < loaded->info().stacks.front().layers; ++layer) {
        const auto array = std::find_if(arrays->begin(), arrays->end(), [&](const auto& one) {
            return one.name == "attentions." + std::to_string(layer);
        });
        QVERIFY(array != arrays->end());
        tokens = static_cast<std::size_t>(array->shape[3]);
        const auto heads = static_cast<std::size_t>(array->shape[1]);
        std::vector<double> next(tokens * tokens, 0);
        if (mixed.empty()) {
            mixed = next;
            for (std::size_t i = 0; i < tokens; ++i) {
                mixed[i * tokens + i] = 1;
            }
        }
        for (std::size_t q = 0; q < tokens; ++q) {
            for (std::size_t k = 0; k < tokens; ++k) {
                double mean = q == k ? 0.5 : 0;
                for (std::size_t head = 0; head < heads; ++head) {
                    mean += static_cast<double>(array->values[(head * tokens + q) * tokens + k])
                        / static_cast<double>(2 * heads);
                }
                for (std::size_t j = 0; j < tokens; ++j) {
                    next[q * tokens + j] += mean * mixed[k * tokens + j];
                }
            }
        }
        mixed = next;
    }
    const auto prefix = static_cast<std::size_t>(loaded->info().picture.prefixTokens);
    const std::vector<float> wanted(mixed.begin() + static_cast<std::ptrdiff_t>(prefix),
                                    mixed.begin() + static_cast<std::ptrdiff_t>(tokens));
    const auto map = maps(*loaded, input.pixels, {}, HeatMethod::Attention).front();
    const double far = distance(map.values, wanted);
    QVERIFY2(far < kRounding, qPrintable(QString::number(far)));
}

void TestHeatMap::picturesOfOtherSizesHaveTheirOwnGrid()
{
    const QJsonObject expected = caseOf(QStringLiteral("clip"));
    const auto model = load(QStringLiteral("clip"));
    const auto text = floats(expected[u"texts"].toArray()[0]);
    for (const HeatMethod method : kHeatMethods) {
        const auto map = maps(*model, wave(24, 52), text, method).front(); // 52 = 6 patches and 4
        QCOMPARE(map.rows, 3);
        QCOMPARE(map.columns, 6);
        QCOMPARE(map.values.size(), std::size_t { 18 });
    }
}

/// The starter's float16 and, as bfloat16, rounded weights: every way of decoding on the way back.
void TestHeatMap::storedWeightsGiveNearlyTheSame()
{
    const QJsonObject expected = caseOf(QStringLiteral("starterclip-64"));
    const auto wanted = floats(expected[u"maps"].toArray()[0][u"relevance"]);
    const auto text = floats(expected[u"texts"].toArray()[0]);
    const std::pair<models::WeightForm, double> forms[]
        = { { models::WeightForm::Stored, kRounding }, { models::WeightForm::BF16, 0.1 } };
    for (const auto& [form, tolerance] : forms) {
        const auto model = load(QStringLiteral("starterclip-64"), form);
        const auto map = maps(*model, pixelsOf(expected), text, HeatMethod::Relevance).front();
        const double far = distance(map.values, wanted);
        QVERIFY2(far < tolerance, qPrintable(QString::number(far)));
    }
}

void TestHeatMap::threadsMayShareAModel()
{
    const QJsonObject expected = caseOf(QStringLiteral("clip"));
    const auto model = load(QStringLiteral("clip"));
    const auto text = floats(expected[u"texts"].toArray()[0]);
    const models::Pixels pixels = pixelsOf(expected);
    std::array<HeatMap, 3> found;
    std::vector<std::thread> threads;
    for (HeatMap& map : found) {
        threads.emplace_back(
            [&] { map = maps(*model, pixels, text, HeatMethod::Relevance).front(); });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    for (const HeatMap& map : found) {
        QVERIFY(distance(map.values, floats(expected[u"maps"].toArray()[0][u"relevance"]))
                < kRounding);
    }
}

void TestHeatMap::cancelStopsBothWays()
{
    const QJsonObject expected = caseOf(QStringLiteral("starterclip-64"));
    const auto model = load(QStringLiteral("starterclip-64"));
    const auto text = floats(expected[u"texts"].toArray()[0]);
    const models::Pixels pixels = pixelsOf(expected);
    for (const HeatMethod method : kHeatMethods) {
        base::CancelToken cancel;
        base::Progress progress;
        cancel.cancel();
        const auto map = heatMap(*model, pixels, text, method, cancel, progress);
        QVERIFY(!map && map.error().code == base::ErrorCode::Cancelled);
        QCOMPARE(progress.done(), std::uint64_t { 0 });
    }
    // From within: after the last layer nothing more is told.
    base::CancelToken cancel;
    base::Progress progress;
    int steps = 0;
    const auto gradients = models::attentionGradients(
        *model, pixels, text,
        [&](const models::AttentionStep& /*step*/) {
            ++steps;
            cancel.cancel();
        },
        cancel, progress);
    QVERIFY(!gradients && gradients.error().code == base::ErrorCode::Cancelled);
    QCOMPARE(steps, 1);
}

void TestHeatMap::whatDoesNotFitIsRefused()
{
    base::CancelToken cancel;
    base::Progress progress;
    const auto code = [&](const QString& name, models::Pixels pixels, std::vector<float> text,
                          HeatMethod method) {
        const auto map = heatMap(*load(name), pixels, text, method, cancel, progress);
        return map ? base::ErrorCode::Internal : map.error().code;
    };
    const std::vector<float> text(32, 0.1F);
    const QString clip = QStringLiteral("clip");
    for (const HeatMethod method : { HeatMethod::Similarity, HeatMethod::Relevance }) {
        QCOMPARE(code(clip, wave(32, 32), { 1, 0 }, method), base::ErrorCode::InvalidArgument);
        QCOMPARE(code(clip, wave(32, 32), {}, method), base::ErrorCode::InvalidArgument);
        QCOMPARE(code(clip, wave(4, 32), text, method), base::ErrorCode::InvalidArgument);
        QCOMPARE(code(clip, {}, text, method), base::ErrorCode::InvalidArgument);
        QCOMPARE(code(QStringLiteral("bert"), wave(32, 32), text, method),
                 base::ErrorCode::InvalidArgument);
        base::CancelToken live;
        const auto vit = load(QStringLiteral("vit"));
        const auto side = vit->info().picture.imageSize;
        const auto maps = heatMaps(*vit, wave(side, side), text, method, live, progress);
        QVERIFY(!maps && maps.error().code == base::ErrorCode::Unsupported);
    }
    // A hundred thousand patches: one layer's probabilities alone would take 160 GB.
    const models::Pixels endless { 1, 8, 800'000, std::vector<float>(3 * 8 * 800'000) };
    for (const HeatMethod method : { HeatMethod::Relevance, HeatMethod::Attention }) {
        QCOMPARE(code(clip, endless, text, method), base::ErrorCode::OutOfMemory);
    }
    models::Pixels two = wave(64, 32);
    two.count = 2;
    two.height = 32;
    QCOMPARE(code(clip, two, text, HeatMethod::Attention), base::ErrorCode::InvalidArgument);
}

QTEST_GUILESS_MAIN(TestHeatMap)
#include "tst_heat_map.moc"
