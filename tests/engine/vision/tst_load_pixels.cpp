// SPDX-License-Identifier: GPL-3.0-or-later
#include "pictures.h"

#include "vision/load_pixels.h"

#include <QTemporaryDir>

#include <numeric>

using namespace fe;
using namespace fe::tests;

class TestLoadPixels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPictureIsPreprocessed()
    {
        const auto processor = *vision::defaultProcessor("clip", { 24, 24 });
        const auto path = visionData("decode/rgb.png");
        const auto pixels = vision::loadPixels(path, processor, m_live);
        VERIFY_OK(pixels);
        QCOMPARE(pixels->shape, (base::Shape { 1, 3, 24, 24 }));
        const auto image = vision::decodeImage(std::filesystem::path(path), m_live);
        QVERIFY(pixels->values == vision::preprocess(*image, processor, m_live)->values);
    }

    void storedPixelsAreTakenAsTheyAre()
    {
        std::vector<float> values(std::size_t { 3 } * 4 * 5);
        std::iota(values.begin(), values.end(), -7.5F);
        // The content decides, not the name.
        for (const char* name : { "pixels.safetensors", "pixels.png" }) {
            const auto path = stored(name, "pixel_values", { 1, 3, 4, 5 }, values);
            const auto pixels = vision::loadPixels(path, {}, m_live);
            VERIFY_OK(pixels);
            QCOMPARE(pixels->shape, (base::Shape { 1, 3, 4, 5 }));
            QVERIFY(pixels->values == values);
        }
    }

    void otherTensorsAreRefused_data()
    {
        QTest::addColumn<QByteArray>("tensor");
        QTest::addColumn<QList<int>>("shape");
        QTest::newRow("another name") << QByteArray("pixels") << QList<int> { 1, 3, 4, 5 };
        QTest::newRow("two pictures") << QByteArray("pixel_values") << QList<int> { 2, 3, 2, 5 };
        QTest::newRow("one channel") << QByteArray("pixel_values") << QList<int> { 1, 1, 12, 5 };
        QTest::newRow("no batch") << QByteArray("pixel_values") << QList<int> { 3, 4, 5 };
        QTest::newRow("no pixels") << QByteArray("pixel_values") << QList<int> { 1, 3, 0, 5 };
    }
    void otherTensorsAreRefused()
    {
        QFETCH(QByteArray, tensor);
        QFETCH(QList<int>, shape);
        base::Shape dims(shape.begin(), shape.end());
        const std::vector<float> values(static_cast<std::size_t>(*base::elementCount(dims)));
        const auto path = stored("other.safetensors", tensor.constData(), dims, values);
        const auto pixels = vision::loadPixels(path, {}, m_live);
        QVERIFY(!pixels);
        QCOMPARE(pixels.error().file, path.string());
        QCOMPARE(pixels.error().field, std::string("pixel_values"));
    }

    void aPictureThatTheModelCannotTakeIsTheFilesFault()
    {
        vision::ImageProcessor processor;
        processor.resize = vision::ResizeRule { vision::ResizeRule::Kind::LongestEdge, {}, 0, 1 };
        const auto path = visionData("decode/rgb.png");
        const auto pixels = vision::loadPixels(path, processor, m_live);
        QVERIFY(!pixels);
        QCOMPARE(pixels.error().code, base::ErrorCode::Unsupported);
        QCOMPARE(pixels.error().file, path);
    }

private:
    std::filesystem::path stored(const char* name, const char* tensor, const base::Shape& shape,
                                 const std::vector<float>& values)
    {
        const std::filesystem::path path
            = m_folder.filePath(QString::fromLatin1(name)).toStdString();
        const formats::OutputTensor output { tensor, base::DType::F32, shape,
                                             std::as_bytes(std::span(values)) };
        if (!formats::writeSafetensors(path, std::span(&output, 1))) {
            qFatal("cannot write %s", name);
        }
        return path;
    }

    QTemporaryDir m_folder;
    base::CancelToken m_live;
};

QTEST_GUILESS_MAIN(TestLoadPixels)
#include "tst_load_pixels.moc"
