// SPDX-License-Identifier: GPL-3.0-or-later
//
// Features of patches as colours, and attention between patches.
#include "analysis/patch_features.h"

#include <QtTest>

using namespace fe;
using namespace fe::analysis;

namespace {

models::ModelPtr load(const char* name)
{
    const std::string folder = std::string(FE_TEST_DATA) + "/models/" + name + "/checkpoint";
    const auto package = formats::openPackage(folder);
    base::CancelToken cancel;
    base::Progress progress;
    const auto model = package
        ? models::loadModel(*package, { models::WeightForm::F32, "cpu" }, cancel, progress)
        : base::Result<models::ModelPtr>(package.error());
    if (!model) {
        qFatal("%s", model.error().oneLine().c_str());
    }
    return *model;
}

models::Pixels picture(const models::Model& model)
{
    const std::int64_t side = model.info().picture.imageSize;
    models::Pixels pixels { 1, side, side, {} };
    for (std::int64_t i = 0; i < 3 * side * side; ++i) {
        pixels.values.push_back(static_cast<float>(std::sin(0.37 * static_cast<double>(i))));
    }
    return pixels;
}

std::shared_ptr<const PictureAttention> attentionOf(const models::Model& model)
{
    base::CancelToken cancel;
    base::Progress progress;
    const auto attention = PictureAttention::of(model, picture(model), cancel, progress);
    if (!attention) {
        qFatal("%s", attention.error().oneLine().c_str());
    }
    return *attention;
}

double largest(std::span<const float> a, std::span<const float> b)
{
    double difference = a.size() == b.size() && !a.empty() ? 0 : INFINITY;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
        difference
            = std::max(difference, std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i])));
    }
    return difference;
}

} // namespace

class TestPatchFeatures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void componentsBecomeColours();
    void picturesShareTheirColours();
    void oneOutlierTakesNoColourFromOthers();
    void whatDoesNotVaryIsGrey();
    void featuresAreTheModelsStates_data();
    void featuresAreTheModelsStates();
    void attentionIsTheModelsOwn();
    void rolloutOfTheClassTokenIsTheAttentionMap_data();
    void rolloutOfTheClassTokenIsTheAttentionMap();
    void poolingHeadsAreTheClassTokenOfModelsWithoutOne();
    void whatIsNotThereIsRefused();
};

/// Four patches on a line that is longer along the first axis: red runs with it, as its entry of
/// largest magnitude is positive; the second component is the shorter axis.
void TestPatchFeatures::componentsBecomeColours()
{
    const PatchFeatures square { 2, 2, 2, { -4, -1, -4, 1, 4, -1, 4, 1 } };
    const auto colours = patchColours(std::span(&square, 1), base::CancelToken());
    QVERIFY2(colours, colours ? "" : colours.error().oneLine().c_str());
    const std::vector<float> wanted { 0, 0, 0.5F, 0, 1, 0.5F, 1, 0, 0.5F, 1, 1, 0.5F };
    QVERIFY(largest(colours->front().rgb, wanted) < 1e-6);
    QCOMPARE(colours->front().rows, 2);
}

void TestPatchFeatures::picturesShareTheirColours()
{
    const std::vector<PatchFeatures> both { { 1, 3, 2, { -4, 0, 0, 1, 4, 0 } },
                                            { 1, 2, 2, { 4, 0, -4, 0 } } };
    const auto colours = patchColours(both, base::CancelToken());
    QVERIFY(colours);
    const std::vector<float>& first = (*colours)[0].rgb;
    const std::vector<float>& second = (*colours)[1].rgb;
    QCOMPARE(first.size(), std::size_t { 9 });
    QCOMPARE(second.size(), std::size_t { 6 });
    QVERIFY(largest(std::span(first).subspan(6, 3), std::span(second).first(3)) < 1e-6);
    QVERIFY(largest(std::span(first).first(3), std::span(second).subspan(3)) < 1e-6);
    QVERIFY(largest(std::span(first).first(3), std::span(second).first(3)) > 0.9);
}

void TestPatchFeatures::oneOutlierTakesNoColourFromOthers()
{
    PatchFeatures line { 1, 101, 1, {} };
    for (int i = 0; i < 100; ++i) {
        line.values.push_back(static_cast<float>(i));
    }
    line.values.push_back(1e6F);
    const auto colours = patchColours(std::span(&line, 1), base::CancelToken());
    QVERIFY(colours);
    const auto red = [&](std::size_t patch) { return colours->front().rgb[3 * patch]; };
    QVERIFY(red(50) > 0.4F && red(50) < 0.6F);
    QCOMPARE(red(100), 1.0F);
    QCOMPARE(red(0), 0.0F);
}

void TestPatchFeatures::whatDoesNotVaryIsGrey()
{
    const PatchFeatures flat { 1, 2, 3, { 1, 2, 3, 1, 2, 3 } };
    const auto colours = patchColours(std::span(&flat, 1), base::CancelToken());
    QVERIFY(colours);
    QCOMPARE(colours->front().rgb, std::vector<float>(6, 0.5F));
}

void TestPatchFeatures::featuresAreTheModelsStates_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("prefix");
    for (const char* name : { "vit", "dinov2", "dinov2_registers" }) {
        QTest::newRow(name) << QString::fromLatin1(name) << QString();
    }
    for (const char* name : { "clip", "siglip" }) {
        QTest::newRow(name) << QString::fromLatin1(name) << QStringLiteral("vision_");
    }
}

void TestPatchFeatures::featuresAreTheModelsStates()
{
    QFETCH(QString, model);
    QFETCH(QString, prefix);
    const auto loaded = load(qPrintable(model));
    base::CancelToken cancel;
    base::Progress progress;
    models::ForwardInput input;
    input.pixels = picture(*loaded);
    const auto arrays = loaded->forward(input, cancel, progress);
    QVERIFY(arrays);
    const std::pair<std::optional<std::int64_t>, const char*> rows[] = {
        { std::nullopt, "last_hidden_state" }, { 0, "hidden_states.0" }, { 1, "hidden_states.1" }
    };
    for (const auto& [layer, name] : rows) {
        const auto features = patchFeatures(*loaded, input.pixels, layer, cancel, progress);
        QVERIFY2(features, features ? "" : features.error().oneLine().c_str());
        QCOMPARE(features->rows * features->columns * features->dimensions,
                 static_cast<std::int64_t>(features->values.size()));
        const std::string wanted = prefix.toStdString() + name;
        const auto states = std::find_if(arrays->begin(), arrays->end(),
                                         [&](const auto& array) { return array.name == wanted; });
        QVERIFY(states != arrays->end());
        const std::size_t skipped = states->values.size() - features->values.size();
        QCOMPARE(
            skipped,
            static_cast<std::size_t>(loaded->info().picture.prefixTokens * features->dimensions));
        QVERIFY(largest(std::span(states->values).subspan(skipped), features->values) < 1e-5);
    }
}

void TestPatchFeatures::attentionIsTheModelsOwn()
{
    const auto model = load("dinov2_registers");
    models::ForwardInput input;
    input.pixels = picture(*model);
    base::CancelToken cancel;
    base::Progress progress;
    const auto arrays = model->forward(input, cancel, progress);
    QVERIFY(arrays);
    const auto weights = std::find_if(arrays->begin(), arrays->end(), [](const auto& array) {
        return array.name == "attentions.1";
    });
    const auto attention = attentionOf(*model);
    const auto tokens = static_cast<std::size_t>(attention->grid().tokens());
    const auto prefix = static_cast<std::size_t>(attention->grid().prefix);
    const auto patches = static_cast<std::size_t>(attention->grid().patches());
    QVERIFY(prefix > 1);
    const auto row = [&](std::size_t head, std::size_t query) {
        return std::span(weights->values)
            .subspan((head * tokens + query) * tokens + prefix, patches);
    };
    const auto classToken = attention->map({ 1, 2, {} });
    QVERIFY(classToken);
    QVERIFY(largest(classToken->values, row(2, 0)) < 1e-5);
    const auto patch = attention->map({ 1, 0, 5 });
    QVERIFY(patch);
    QVERIFY(largest(patch->values, row(0, prefix + 5)) < 1e-5);
    const auto mean = attention->map({ 1, {}, 5 });
    QVERIFY(mean);
    std::vector<float> wanted(patches, 0);
    for (std::int64_t head = 0; head < attention->heads(); ++head) {
        for (std::size_t i = 0; i < patches; ++i) {
            wanted[i] += row(static_cast<std::size_t>(head), prefix + 5)[i]
                / static_cast<float>(attention->heads());
        }
    }
    QVERIFY(largest(mean->values, wanted) < 1e-5);
}

void TestPatchFeatures::rolloutOfTheClassTokenIsTheAttentionMap_data()
{
    featuresAreTheModelsStates_data();
}

void TestPatchFeatures::rolloutOfTheClassTokenIsTheAttentionMap()
{
    QFETCH(QString, model);
    const auto loaded = load(qPrintable(model));
    base::CancelToken cancel;
    base::Progress progress;
    const auto wanted
        = heatMap(*loaded, picture(*loaded), {}, HeatMethod::Attention, cancel, progress);
    QVERIFY(wanted);
    const auto attention = attentionOf(*loaded);
    const auto rollout = attention->map({});
    QVERIFY(rollout);
    QVERIFY(largest(rollout->values, wanted->values) < 1e-7);
    const auto other = attention->map({ {}, {}, 3 });
    QVERIFY(other);
    // Half of each layer is the token itself.
    QVERIFY(std::max_element(other->values.begin(), other->values.end()) - other->values.begin()
            == 3);
}

void TestPatchFeatures::poolingHeadsAreTheClassTokenOfModelsWithoutOne()
{
    const auto attention = attentionOf(*load("siglip"));
    QCOMPARE(attention->grid().prefix, 0);
    for (const std::optional<std::int64_t> head : { std::optional<std::int64_t>(), { 1 } }) {
        const auto map = attention->map({ 0, head, {} });
        QVERIFY(map);
        double sum = 0;
        for (const float value : map->values) {
            sum += static_cast<double>(value);
        }
        QVERIFY(std::abs(sum - 1) < 1e-5);
        QCOMPARE(attention->map({ 1, head, {} })->values, map->values);
        QVERIFY(attention->map({ 0, head, 0 })->values != map->values);
    }
}

void TestPatchFeatures::whatIsNotThereIsRefused()
{
    const auto model = load("clip");
    const auto attention = attentionOf(*model);
    using Question = PictureAttention::Question;
    for (const Question& question :
         { Question { 3, {}, {} }, Question { -1, {}, {} }, Question { 0, 4, {} },
           Question { 0, {}, 16 }, Question { {}, 1, {} } }) {
        const auto map = attention->map(question);
        QVERIFY(!map && map.error().code == base::ErrorCode::InvalidArgument);
    }
    base::CancelToken cancel;
    base::Progress progress;
    QVERIFY(!patchFeatures(*model, picture(*model), 4, cancel, progress));
    QVERIFY(!patchFeatures(*model, {}, {}, cancel, progress));
    const auto text = patchFeatures(*load("bert"), picture(*model), {}, cancel, progress);
    QVERIFY(!text && text.error().code == base::ErrorCode::Unsupported);
    models::Pixels huge { 1, 8000, 8000, {} }; // a million patches; its pixels are not even there
    const auto kept = PictureAttention::of(*model, huge, cancel, progress);
    QVERIFY(!kept && kept.error().code == base::ErrorCode::LimitExceeded);
    const std::vector<PatchFeatures> mixed { { 1, 1, 2, { 1, 2 } }, { 1, 1, 1, { 1 } } };
    QVERIFY(!patchColours(mixed, cancel));
    QVERIFY(!patchColours({}, cancel));
    base::CancelToken stopped;
    stopped.cancel();
    const auto stoppedMap = PictureAttention::of(*model, picture(*model), stopped, progress);
    QVERIFY(!stoppedMap && stoppedMap.error().code == base::ErrorCode::Cancelled);
}

QTEST_GUILESS_MAIN(TestPatchFeatures)
#include "tst_patch_features.moc"
