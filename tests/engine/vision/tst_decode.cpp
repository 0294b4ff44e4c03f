// SPDX-License-Identifier: GPL-3.0-or-later
#include "pictures.h"

#include "vision/pixels.h"

using namespace fe;
using namespace fe::tests;

class TestDecode : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Bit for bit what Pillow gives: the same codecs, the same conversions.
    void everyKindBecomesPillowsBytes_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::addColumn<quint32>("crc");
        for (const auto& row : tableRows("decode.tsv")) {
            QTest::newRow(row[0].constData())
                << row[1].toInt() << row[2].toInt() << row[3].toUInt();
        }
    }
    void everyKindBecomesPillowsBytes()
    {
        QFETCH(int, width);
        QFETCH(int, height);
        QFETCH(quint32, crc);
        const std::string path = visionData("decode/") + QTest::currentDataTag();
        const auto image = vision::decodeImage(std::filesystem::path(path), m_live);
        VERIFY_OK(image);
        QCOMPARE(image->width, width);
        QCOMPARE(image->height, height);
        QCOMPARE(crc32(image->rgb), crc);
    }

    void theNameDoesNotMatter()
    {
        const auto bytes = bytesOf(visionData("decode/rgb.png"));
        const auto image = vision::decodeImage(bytes, "picture.jpg", m_live);
        VERIFY_OK(image);
        QCOMPARE(image->width, 29);
    }

    void grey16IsRounded()
    {
        for (std::uint32_t v = 0; v < 65536; ++v) {
            const auto sample = static_cast<std::uint16_t>(v);
            std::uint8_t level = 0;
            vision::narrow(&sample, 1, true, &level);
            QCOMPARE(static_cast<int>(level), static_cast<int>(std::floor(v / 257.0 + 0.5)));
        }
    }

    void alphaIsCompositedOnWhite()
    {
        for (int alpha = 0; alpha < 256; ++alpha) {
            for (int value = 0; value < 256; ++value) {
                const std::array<std::uint8_t, 2> pixel { static_cast<std::uint8_t>(value),
                                                          static_cast<std::uint8_t>(alpha) };
                std::array<std::uint8_t, 3> rgb {};
                vision::toRgb(pixel.data(), 1, vision::PixelLayout::GreyAlpha, rgb.data());
                // 255 is odd: there are no ties, so every rounding to the nearest agrees.
                const double exact = (value * alpha + 255.0 * (255 - alpha)) / 255.0;
                QCOMPARE(static_cast<int>(rgb[0]), static_cast<int>(std::floor(exact + 0.5)));
            }
        }
    }

    void limitsAreHeldBeforeDecoding()
    {
        const auto bytes = bytesOf(visionData("decode/rgb.png"));
        vision::DecodeLimits limits;
        limits.pixels = 29 * 23 - 1;
        auto image = vision::decodeImage(bytes, "a.png", m_live, limits);
        QVERIFY(!image);
        QCOMPARE(image.error().code, base::ErrorCode::LimitExceeded);
        limits.pixels = 29 * 23;
        VERIFY_OK(vision::decodeImage(bytes, "a.png", m_live, limits));
        limits.edge = 28;
        QVERIFY(!vision::decodeImage(bytes, "a.png", m_live, limits));
        limits = {};
        limits.fileBytes = bytes.size() - 1;
        image = vision::decodeImage(std::filesystem::path(visionData("decode/rgb.png")), m_live,
                                    limits);
        QVERIFY(!image);
        QCOMPARE(image.error().code, base::ErrorCode::LimitExceeded);
    }

    void aCancelledTokenStopsEveryDecoder_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : { "rgb.png", "interlaced.png", "q90.jpg", "progressive.jpg",
                                  "lossy.webp", "rgb.bmp", "rgb_plain.tif" }) {
            QTest::newRow(name) << QString::fromLatin1(name);
        }
    }
    void aCancelledTokenStopsEveryDecoder()
    {
        QFETCH(QString, name);
        base::CancelToken cancelled;
        cancelled.cancel();
        const auto image = vision::decodeImage(
            std::filesystem::path(visionData("decode/" + name.toStdString())), cancelled);
        QVERIFY(!image);
        QCOMPARE(image.error().code, base::ErrorCode::Cancelled);
    }

    void aMissingFileIsNotFound()
    {
        const auto image = vision::decodeImage(std::filesystem::path("no-such.png"), m_live);
        QVERIFY(!image);
        QCOMPARE(image.error().code, base::ErrorCode::NotFound);
    }

private:
    base::CancelToken m_live;
};

QTEST_GUILESS_MAIN(TestDecode)
#include "tst_decode.moc"
