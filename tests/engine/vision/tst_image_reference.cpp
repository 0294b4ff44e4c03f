// SPDX-License-Identifier: GPL-3.0-or-later
#include "pictures.h"

#include "base/json.h"
#include "support/expected_tensors.h"
#include "vision/load_pixels.h"

using namespace fe;
using namespace fe::tests;
using base::Json;

namespace {

/// The reference made both ways; this program composites on white, applies EXIF, rounds 16-bit
/// grey.
const Json& variantOf(const Json& picture)
{
    const Json* white = picture.find("variants")->find("white");
    return white != nullptr ? *white : *picture.find("variants")->find("default");
}

std::string suffixOf(const Json& picture)
{
    return picture.find("variants")->find("white") != nullptr ? ".white" : "";
}

std::string textOf(const Json& object, const char* key)
{
    return *object.find(key)->asString();
}

bool isLossless(const std::string& file)
{
    return file.ends_with(".png") || file.find("lossless") != std::string::npos;
}

double halfToDouble(std::uint16_t half)
{
    const int exponent = half >> 10U & 31U;
    const int mantissa = half & 1023U;
    const double size
        = exponent == 0 ? std::ldexp(mantissa, -24) : std::ldexp(1024 + mantissa, exponent - 25);
    return (half & 0x8000U) != 0 ? -size : size;
}

} // namespace

/// The pictures and tensors of the reference (transformers 5.23, PIL back end), three processors.
class TestImageReference : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const auto text
            = formats::readTextFile(visionData("reference/expected/images.json"), 1 << 20);
        VERIFY_OK(text);
        auto json = base::parseJson(*text, "images.json");
        VERIFY_OK(json);
        m_pictures = *std::move(json);
        m_tensors = readExpected(visionData("reference/expected/pixels.safetensors"));
        QCOMPARE(m_pictures.asArray()->size(), std::size_t { 17 });
        QVERIFY(m_tensors.size() > 50);
    }

    void decoded_data()
    {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < m_pictures.asArray()->size(); ++i) {
            QTest::newRow(textOf((*m_pictures.asArray())[i], "file").c_str())
                << static_cast<int>(i);
        }
    }
    void decoded()
    {
        QFETCH(int, index);
        const Json& picture = at(index);
        const Json& expected = variantOf(picture);
        const auto image = decode(picture);
        VERIFY_OK(image);
        const auto& shape = *expected.find("rgb_shape_hw")->asArray();
        QCOMPARE(std::int64_t { image->height }, *shape[0].asInt());
        QCOMPARE(std::int64_t { image->width }, *shape[1].asInt());
        if (isLossless(textOf(picture, "file"))) {
            QCOMPARE(std::int64_t { crc32(image->rgb) }, *expected.find("rgb_crc32")->asInt());
        }
        // Other versions of a lossy codec may round otherwise, by a level here and there.
        std::array<double, 3> sums {};
        for (std::size_t i = 0; i < image->rgb.size(); ++i) {
            sums[i % 3] += image->rgb[i];
        }
        for (std::size_t c = 0; c < 3; ++c) {
            const double mean = sums[c] / (static_cast<double>(image->rgb.size()) / 3);
            QVERIFY(std::fabs(mean - *(*expected.find("rgb_mean")->asArray())[c].asDouble()) < 0.5);
        }
    }

    void preprocessed_data()
    {
        QTest::addColumn<int>("index");
        QTest::addColumn<QString>("processor");
        for (std::size_t i = 0; i < m_pictures.asArray()->size(); ++i) {
            for (const char* processor : { "clip", "vit", "dinov2" }) {
                QTest::addRow("%s, %s", textOf((*m_pictures.asArray())[i], "file").c_str(),
                              processor)
                    << static_cast<int>(i) << QString::fromLatin1(processor);
            }
        }
    }
    void preprocessed()
    {
        QFETCH(int, index);
        QFETCH(QString, processor);
        const Json& picture = at(index);
        const std::string file = textOf(picture, "file");
        const Json& expected
            = *variantOf(picture).find("processors")->find(processor.toStdString());
        const auto settings = vision::preprocessorFor(std::filesystem::path(
            visionData("reference/" + processor.toStdString() + "_processor")));
        VERIFY_OK(settings);
        const auto image = decode(picture);
        VERIFY_OK(image);
        const auto scaled = vision::resizeAndCrop(*image, *settings, m_live);
        VERIFY_OK(scaled);
        if (isLossless(file)) {
            QCOMPARE(std::int64_t { crc32(scaled->rgb) }, *expected.find("uint8_crc32")->asInt());
        }
        const auto pixels = vision::preprocess(*image, *settings, m_live);
        VERIFY_OK(pixels);
        QCOMPARE(pixels->shape, (base::Shape { 1, 3, 224, 224 }));
        // Of a lossless file the pixels are the same, of others a step or three (0.015 each) away.
        const double tolerance = isLossless(file) ? 1e-5 : 0.06;
        const std::string stem = file.substr(0, file.find('.')) + suffixOf(picture);
        const auto slice = m_tensors.find(stem + '.' + processor.toStdString() + ".slice");
        QVERIFY(slice != m_tensors.end());
        QVERIFY(excess(sliceOf(*pixels), slice->second.values, tolerance, 0) <= 0);
        double sum = 0;
        for (const float value : pixels->values) {
            sum += static_cast<double>(value);
        }
        const double mean = sum / static_cast<double>(pixels->values.size());
        QVERIFY(std::fabs(mean - *expected.find("mean")->asDouble())
                <= (isLossless(file) ? 1e-5 : 0.01));
    }

    void aWholeTensor()
    {
        const auto settings = vision::preprocessorFor(
            std::filesystem::path(visionData("reference/clip_processor")));
        VERIFY_OK(settings);
        const auto pixels = vision::loadPixels(visionData("reference/files/04_shapes_q30_420.jpg"),
                                               *settings, m_live);
        VERIFY_OK(pixels);
        const auto package
            = formats::openPackage(visionData("reference/expected/pixels.safetensors"));
        VERIFY_OK(package);
        const auto* entry = (*package)->findTensor("04_shapes_q30_420.clip.full_f16");
        QVERIFY(entry != nullptr && entry->dtype == base::DType::F16);
        std::vector<std::uint16_t> halves(entry->bytes / 2);
        VERIFY_OK((*package)->read(*entry, std::as_writable_bytes(std::span(halves))));
        QCOMPARE(halves.size(), pixels->values.size());
        double worst = 0;
        for (std::size_t i = 0; i < halves.size(); ++i) {
            worst = std::max(
                worst, std::fabs(static_cast<double>(pixels->values[i]) - halfToDouble(halves[i])));
        }
        // Half precision is off by 2^-10 at values up to 2.2; a lossy file by three steps.
        QVERIFY2(worst <= 0.06, QByteArray::number(worst).constData());
    }

private:
    [[nodiscard]] const Json& at(int index) const
    {
        return (*m_pictures.asArray())[static_cast<std::size_t>(index)];
    }
    [[nodiscard]] base::Result<vision::Image> decode(const Json& picture) const
    {
        return vision::decodeImage(
            std::filesystem::path(visionData("reference/files/" + textOf(picture, "file"))),
            m_live);
    }
    /// x[:, 3::7, 5::7]
    static std::vector<float> sliceOf(const vision::PixelTensor& pixels)
    {
        std::vector<float> values;
        const auto height = static_cast<std::size_t>(pixels.shape[2]);
        const auto width = static_cast<std::size_t>(pixels.shape[3]);
        for (std::size_t c = 0; c < 3; ++c) {
            for (std::size_t y = 3; y < height; y += 7) {
                for (std::size_t x = 5; x < width; x += 7) {
                    values.push_back(pixels.values[(c * height + y) * width + x]);
                }
            }
        }
        return values;
    }

    Json m_pictures;
    std::map<std::string, ExpectedTensor> m_tensors;
    base::CancelToken m_live;
};

QTEST_GUILESS_MAIN(TestImageReference)
#include "tst_image_reference.moc"
