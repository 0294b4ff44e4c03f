// SPDX-License-Identifier: GPL-3.0-or-later
#include "pictures.h"

#include "vision/load_pixels.h"
#include "vision/processor_config.h"

#include <QTemporaryDir>

using namespace fe;
using namespace fe::tests;
using base::Json;
using vision::ResizeRule;

namespace {

Json json(const char* text)
{
    auto parsed = base::parseJson(text, "test");
    if (!parsed) {
        qFatal("%s", parsed.error().oneLine().c_str());
    }
    return *std::move(parsed);
}

base::Result<vision::ImageProcessor> parsed(const char* text)
{
    return vision::parseProcessor(json(text), nullptr, "preprocessor_config.json");
}

void write(const QTemporaryDir& folder, const char* name, const char* content)
{
    QFile file(folder.filePath(QString::fromLatin1(name)));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) < 0) {
        qFatal("cannot write %s", name);
    }
}

base::Result<vision::ImageProcessor> inFolder(const QTemporaryDir& folder)
{
    return vision::preprocessorFor(std::filesystem::path(folder.path().toStdString()));
}

} // namespace

class TestProcessorConfig : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// To the last bit what transformers makes of noise with the same settings.
    void everyDialectGivesTheReferencesPixels_data()
    {
        QTest::addColumn<int>("index");
        const auto text = formats::readTextFile(visionData("processors.json"), 1 << 20);
        VERIFY_OK(text);
        m_reference = json(text->c_str());
        for (std::size_t i = 0; i < m_reference.asArray()->size(); ++i) {
            const Json& entry = (*m_reference.asArray())[i];
            QTest::addRow("%s", base::toText(*entry.find("settings")).c_str())
                << static_cast<int>(i);
        }
    }
    void everyDialectGivesTheReferencesPixels()
    {
        QFETCH(int, index);
        const Json& entry = (*m_reference.asArray())[static_cast<std::size_t>(index)];
        const auto processor = vision::parseProcessor(*entry.find("settings"), nullptr, "test");
        VERIFY_OK(processor);
        for (const Json& result : *entry.find("results")->asArray()) {
            const auto& in = *result.find("in")->asArray();
            const auto image
                = noise(static_cast<int>(*in[0].asInt()), static_cast<int>(*in[1].asInt()));
            const auto pixels = vision::preprocess(image, *processor, m_live);
            VERIFY_OK(pixels);
            QCOMPARE(Json::arrayOf(pixels->shape), *result.find("shape"));
            const auto bytes = std::as_bytes(std::span(pixels->values));
            const std::span unsignedBytes(reinterpret_cast<const std::uint8_t*>(bytes.data()),
                                          bytes.size());
            QCOMPARE(std::int64_t { crc32(unsignedBytes) }, *result.find("crc32")->asInt());
        }
    }

    void oldAndNewNamesMeanTheSame_data()
    {
        QTest::addColumn<QByteArray>("settings");
        const auto row
            = [](const char* settings) { QTest::newRow(settings) << QByteArray(settings); };
        row(R"({"feature_extractor_type": "CLIPFeatureExtractor", "size": 224, "crop_size": 224})");
        row(R"({"image_processor_type": "CLIPImageProcessorFast", "do_pad": false, "device": null,
                "data_format": "channels_first", "input_data_format": null})");
        row(R"({"image_processor_type": "CLIPImageProcessorPil", "size": null, "processor_class":
                "CLIPProcessor", "crop_size": [224, 224], "resample": 3})");
        row(R"({"image_processor_type": "CLIPImageProcessor", "feature_extractor_type":
                "CLIPFeatureExtractor", "default_to_square": false, "size": 224})");
    }
    void oldAndNewNamesMeanTheSame()
    {
        QFETCH(QByteArray, settings);
        const auto processor = parsed(settings.constData());
        VERIFY_OK(processor);
        QVERIFY(processor->resize->kind == ResizeRule::Kind::ShortestEdge);
        QCOMPARE(processor->resize->shortest, std::int64_t { 224 });
        QCOMPARE(processor->crop->width, std::int64_t { 224 });
        QCOMPARE(processor->crop->height, std::int64_t { 224 });
        QVERIFY(processor->filter == vision::Resample::Bicubic);
        QCOMPARE(processor->normalise->mean[0], 0.48145466);
    }

    void wrongSettingsAreRefusedByField_data()
    {
        QTest::addColumn<QByteArray>("settings");
        QTest::addColumn<QByteArray>("field");
        const auto row = [](const char* field, const char* settings) {
            QTest::addRow("%s", settings)
                << QByteArray(R"({"image_processor_type": "ViTImageProcessor", )") + settings + '}'
                << QByteArray(field);
        };
        row("size", R"("size": "large")");
        row("size", R"("size": 0)");
        row("size", R"("size": -224)");
        row("size", R"("size": 224.5)");
        row("size", R"("size": 1000000000)");
        row("size", R"("size": [224, 224, 3])");
        row("size", R"("size": {"height": 224})");
        row("size", R"("size": {"height": 224, "width": "224"})");
        row("size", R"("size": {"height": 224, "width": 224, "shortest_edge": 224})");
        row("size", R"("size": {"min_pixels": 3136, "max_pixels": 12845056})");
        row("crop_size", R"("do_center_crop": true)");
        row("crop_size", R"("crop_size": {"shortest_edge": 224})");
        row("crop_size", R"("crop_size": {"height": 0, "width": 224})");
        row("do_resize", R"("do_resize": "yes")");
        row("do_center_crop", R"("do_center_crop": 1)");
        row("do_rescale", R"("do_rescale": [])");
        row("do_normalize", R"("do_normalize": {})");
        row("resample", R"("resample": 6)");
        row("resample", R"("resample": -1)");
        row("resample", R"("resample": "bicubic")");
        row("rescale_factor", R"("rescale_factor": 0)");
        row("rescale_factor", R"("rescale_factor": 1e300)");
        row("rescale_factor", R"("rescale_factor": "1/255")");
        row("image_mean", R"("image_mean": [0.5, 0.5])");
        row("image_mean", R"("image_mean": [0.5, 0.5, null])");
        row("image_std", R"("image_std": [0.5, 0, 0.5])");
        row("image_std", R"("image_std": "0.5")");
        row("do_pad", R"("do_pad": true)");
        row("crop_pct", R"("crop_pct": 0.875)");
        row("data_format", R"("data_format": "channels_last")");
        row("feature_extractor_type", R"("feature_extractor_type": "CLIPFeatureExtractor")");
        row("feature_extractor_type", R"("feature_extractor_type": 3)");
    }
    void wrongSettingsAreRefusedByField()
    {
        QFETCH(QByteArray, settings);
        QFETCH(QByteArray, field);
        const auto processor = parsed(settings.constData());
        QVERIFY(!processor);
        QCOMPARE(QByteArray::fromStdString(processor.error().field), field);
        QCOMPARE(processor.error().file, std::string("preprocessor_config.json"));
    }

    void unknownClassesAreRefused()
    {
        for (const char* settings :
             { R"({"image_processor_type": "Qwen2VLImageProcessor"})", R"({"size": 224})",
               R"({"image_processor_type": "Siglip2ImageProcessor"})",
               R"({"image_processor_type": "ImageProcessor"})" }) {
            const auto processor = parsed(settings);
            QVERIFY(!processor);
            QCOMPARE(processor.error().field, std::string("image_processor_type"));
        }
    }

    void withoutAFileTheArchitectureDecides_data()
    {
        QTest::addColumn<QByteArray>("config");
        QTest::addColumn<QByteArray>("described"); ///< kind shortest height width crop filter mean
        const auto row = [](const char* config, const char* described) {
            QTest::newRow(config) << QByteArray(config) << QByteArray(described);
        };
        row(R"({"model_type": "clip", "vision_config": {"image_size": 64}})",
            "shortest 64, crop 64 x 64, filter 3, mean 0.48145466");
        row(R"({"model_type": "clip_vision_model", "image_size": 336})",
            "shortest 336, crop 336 x 336, filter 3, mean 0.48145466");
        row(R"({"model_type": "clip"})", "shortest 224, crop 224 x 224, filter 3, mean 0.48145466");
        row(R"({"model_type": "siglip", "vision_config": {"image_size": 32}})",
            "exact 32 x 32, filter 3, mean 0.5");
        row(R"({"model_type": "vit", "image_size": 32})", "exact 32 x 32, filter 2, mean 0.5");
        row(R"({"model_type": "vit", "image_size": [32, 48]})",
            "exact 48 x 32, filter 2, mean 0.5");
        row(R"({"model_type": "dinov2", "image_size": 224})",
            "shortest 256, crop 224 x 224, filter 3, mean 0.485");
        row(R"({"model_type": "dinov2_with_registers", "image_size": 56})",
            "shortest 64, crop 56 x 56, filter 3, mean 0.485");
    }
    void withoutAFileTheArchitectureDecides()
    {
        QFETCH(QByteArray, config);
        QFETCH(QByteArray, described);
        QTemporaryDir folder;
        write(folder, "config.json", config.constData());
        const auto processor = inFolder(folder);
        VERIFY_OK(processor);
        const ResizeRule& rule = *processor->resize;
        QString text = rule.kind == ResizeRule::Kind::Exact
            ? QStringLiteral("exact %1 x %2").arg(rule.size.width).arg(rule.size.height)
            : QStringLiteral("shortest %1").arg(rule.shortest);
        if (processor->crop) {
            text += QStringLiteral(", crop %1 x %2")
                        .arg(processor->crop->width)
                        .arg(processor->crop->height);
        }
        text += QStringLiteral(", filter %1, mean %2")
                    .arg(static_cast<int>(processor->filter))
                    .arg(processor->normalise->mean[0], 0, 'g', 10);
        QCOMPARE(text.toUtf8(), described);
        QCOMPARE(*processor->rescale, 1.0 / 255);
    }

    void wrongConfigsAreRefused_data()
    {
        QTest::addColumn<QByteArray>("config");
        QTest::addColumn<QByteArray>("field");
        const auto row = [](const char* config, const char* field) {
            QTest::newRow(config) << QByteArray(config) << QByteArray(field);
        };
        row(R"({"model_type": "llama"})", "model_type");
        row(R"({"image_size": 32})", "model_type");
        row(R"({"model_type": 7})", "model_type");
        row(R"({"model_type": "clip", "vision_config": 3})", "vision_config");
        row(R"({"model_type": "clip", "vision_config": {"image_size": 0}})",
            "vision_config.image_size");
        row(R"({"model_type": "vit", "image_size": "224"})", "image_size");
        row(R"({"model_type": "vit", "image_size": [1, 2, 3]})", "image_size");
        row(R"({"model_type": "vit", "image_size": 1000000})", "image_size");
        row("[]", "");
    }
    void wrongConfigsAreRefused()
    {
        QFETCH(QByteArray, config);
        QFETCH(QByteArray, field);
        QTemporaryDir folder;
        write(folder, "config.json", config.constData());
        const auto processor = inFolder(folder);
        QVERIFY(!processor);
        QVERIFY(processor.error().file.ends_with("/config.json"));
        QCOMPARE(QByteArray::fromStdString(processor.error().field), field);
    }

    void theNestedFileWins()
    {
        QTemporaryDir folder;
        QVERIFY(!inFolder(folder));
        write(folder, "config.json",
              R"({"model_type": "clip", "vision_config": {"image_size": 64}})");
        QCOMPARE(inFolder(folder)->resize->shortest, std::int64_t { 64 });
        write(folder, "preprocessor_config.json", R"({"size": 65})"); // of the model's family
        QCOMPARE(inFolder(folder)->resize->shortest, std::int64_t { 65 });
        write(folder, "processor_config.json", R"({"processor_class": "CLIPProcessor"})");
        QCOMPARE(inFolder(folder)->resize->shortest, std::int64_t { 65 });
        write(folder, "processor_config.json",
              R"({"image_processor": {"image_processor_type": "CLIPImageProcessor", "size": 66}})");
        QCOMPARE(inFolder(folder)->resize->shortest, std::int64_t { 66 });
        write(folder, "processor_config.json", "{\"image_processor\": ");
        const auto broken = inFolder(folder);
        QVERIFY(!broken);
        QVERIFY(broken.error().file.ends_with("processor_config.json"));
    }

    void sizesAreRoundedAsInPython_data()
    {
        QTest::addColumn<QByteArray>("size");
        QTest::addColumn<QList<int>>("numbers"); ///< width, height in; width, height out
        const auto row = [](const char* size, const QList<int>& numbers) {
            QTest::addRow("%s of %d x %d", size, numbers[0], numbers[1])
                << QByteArray(size) << numbers;
        };
        row(R"({"shortest_edge": 224})", { 351, 479, 224, 305 });
        row(R"({"shortest_edge": 224})", { 479, 351, 305, 224 });
        row(R"({"shortest_edge": 224, "longest_edge": 300})", { 351, 479, 220, 300 });
        row(R"({"longest_edge": 100})", { 351, 479, 73, 100 });
        row(R"({"max_height": 100, "max_width": 50})", { 351, 479, 50, 68 });
        row(R"({"height": 7, "width": 9})", { 351, 479, 9, 7 });
    }
    void sizesAreRoundedAsInPython()
    {
        QFETCH(QByteArray, size);
        QFETCH(QList<int>, numbers);
        const QByteArray settings
            = R"({"image_processor_type": "CLIPImageProcessor", "size": )" + size + '}';
        const auto processor = parsed(settings.constData());
        VERIFY_OK(processor);
        const auto out = processor->resize->apply({ numbers[0], numbers[1] });
        QCOMPARE(out.width, std::int64_t { numbers[2] });
        QCOMPARE(out.height, std::int64_t { numbers[3] });
    }

    void whatWouldBeEndlessIsRefused()
    {
        const auto uncropped
            = parsed(R"({"image_processor_type": "CLIPImageProcessor", "do_center_crop": false})");
        VERIFY_OK(uncropped);
        QVERIFY(!vision::resizeAndCrop(noise(1, 100'000), *uncropped, m_live));
        const auto vanishing = parsed(R"({"image_processor_type": "CLIPImageProcessor",
            "do_center_crop": false, "size": {"longest_edge": 10}})");
        VERIFY_OK(vanishing);
        QVERIFY(!vision::resizeAndCrop(noise(1, 100), *vanishing, m_live));
    }

private:
    Json m_reference;
    base::CancelToken m_live;
};

QTEST_GUILESS_MAIN(TestProcessorConfig)
#include "tst_processor_config.moc"
