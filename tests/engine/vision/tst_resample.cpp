// SPDX-License-Identifier: GPL-3.0-or-later
#include "pictures.h"

#include "vision/resample_filters.h"

#include <numeric>

using namespace fe;
using namespace fe::tests;
using vision::Resample;
using vision::ScaledPart;

class TestResample : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFilterGivesPillowsBytes_data()
    {
        QTest::addColumn<QList<int>>("numbers");
        QTest::addColumn<quint32>("crc");
        for (const auto& row : tableRows("resample.tsv")) {
            QList<int> numbers;
            for (int i = 0; i < 5; ++i) {
                numbers << row[i].toInt();
            }
            QTest::addRow("filter %d, %d x %d to %d x %d", numbers[0], numbers[1], numbers[2],
                          numbers[3], numbers[4])
                << numbers << row[5].toUInt();
        }
    }
    void everyFilterGivesPillowsBytes()
    {
        QFETCH(QList<int>, numbers);
        QFETCH(quint32, crc);
        const auto out
            = vision::resample(noise(numbers[1], numbers[2]), whole(numbers[3], numbers[4]),
                               static_cast<Resample>(numbers[0]), m_live);
        VERIFY_OK(out);
        QCOMPARE(crc32(out->rgb), crc);
    }

    /// Both orders of the passes, each filter; a part is just that part of the whole.
    void aPartEqualsTheWhole_data()
    {
        QTest::addColumn<int>("filter");
        QTest::addColumn<int>("height");
        for (int filter = 0; filter < 6; ++filter) {
            QTest::addRow("filter %d, horizontal first", filter) << filter << 70;
            QTest::addRow("filter %d, vertical first", filter) << filter << 20;
        }
    }
    void aPartEqualsTheWhole()
    {
        QFETCH(int, filter);
        QFETCH(int, height);
        const auto image = noise(50, 80);
        const auto full
            = vision::resample(image, whole(64, height), static_cast<Resample>(filter), m_live);
        VERIFY_OK(full);
        const ScaledPart part { 64, height, 17, 5, 21, 11 };
        const auto cut = vision::resample(image, part, static_cast<Resample>(filter), m_live);
        VERIFY_OK(cut);
        for (int y = 0; y < part.height; ++y) {
            QVERIFY(std::equal(cut->row(y), cut->row(y) + cut->rowBytes(),
                               full->row(y + 5) + std::size_t { 17 } * 3));
        }
    }

    void weightsSumToOne()
    {
        vision::Taps taps;
        for (int filter = 1; filter < 6; ++filter) {
            for (const auto& [in, out] : { std::pair { 7, 100 }, { 100, 7 }, { 1000, 999 } }) {
                vision::TapMaker maker(static_cast<Resample>(filter), in, out);
                for (int i = 0; i < out; ++i) {
                    maker.make(i, taps);
                    const auto count = static_cast<std::int64_t>(taps.weights.size());
                    QVERIFY(count >= 1 && count <= maker.mostTaps());
                    QVERIFY(taps.first >= 0 && taps.first + count <= in);
                    const auto sum = std::accumulate(taps.weights.begin(), taps.weights.end(),
                                                     std::int64_t { 0 });
                    // Each weight is rounded by half a unit at most.
                    QVERIFY(std::abs(sum - (1 << vision::kWeightBits)) <= count);
                }
            }
        }
    }

    /// Scaled so that its narrow side fits, such a picture would have billions of pixels.
    void aVeryLongPictureIsCutBeforeItIsScaled()
    {
        const vision::ImageProcessor clip {
            vision::ResizeRule { vision::ResizeRule::Kind::ShortestEdge, {}, 224, 0 },
            Resample::Bicubic,
            vision::PixelSize { 224, 224 },
            {},
            {}
        };
        for (const bool wide : { false, true }) {
            const auto image = wide ? noise(1'000'000, 1) : noise(1, 1'000'000);
            const auto out = vision::resizeAndCrop(image, clip, m_live);
            VERIFY_OK(out);
            QCOMPARE(out->width, 224);
            QCOMPARE(out->height, 224);
        }
    }

    /// A flat picture stays flat whatever happens to its shape.
    void aFlatPictureStaysFlat()
    {
        for (const auto& [width, height] : { std::pair { 1, 300'000 }, { 300'000, 1 }, { 2, 3 } }) {
            vision::Image image { width, height, {} };
            image.rgb.assign(image.rowBytes() * static_cast<std::size_t>(height), 201);
            for (int filter = 0; filter < 6; ++filter) {
                const auto out
                    = vision::resample(image, whole(24, 25), static_cast<Resample>(filter), m_live);
                VERIFY_OK(out);
                QVERIFY(std::all_of(out->rgb.begin(), out->rgb.end(), [](std::uint8_t v) {
                    return v >= 200 && v <= 202; // rounded weights add up to a little off 1
                }));
            }
        }
    }

    void cancellingStopsBothOrders()
    {
        base::CancelToken cancelled;
        cancelled.cancel();
        for (const int height : { 70, 20 }) {
            const auto out
                = vision::resample(noise(50, 80), whole(64, height), Resample::Bicubic, cancelled);
            QVERIFY(!out);
            QCOMPARE(out.error().code, base::ErrorCode::Cancelled);
        }
    }

    void aPartOutsideIsRefused()
    {
        const auto image = noise(4, 4);
        for (const ScaledPart& part :
             { ScaledPart { 8, 8, 1, 0, 8, 8 }, ScaledPart { 8, 8, 0, -1, 8, 8 },
               ScaledPart { 8, 8, 0, 0, 0, 8 } }) {
            QVERIFY(!vision::resample(image, part, Resample::Bilinear, m_live));
        }
    }

private:
    static ScaledPart whole(int width, int height)
    {
        return { width, height, 0, 0, width, height };
    }

    base::CancelToken m_live;
};

QTEST_GUILESS_MAIN(TestResample)
#include "tst_resample.moc"
