// SPDX-License-Identifier: GPL-3.0-or-later
//
// Maps painted over pictures, and the PNG files they become.
#include "vision/decode.h"
#include "vision/encode_png.h"
#include "vision/heat_overlay.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace fe;
using namespace fe::vision;

namespace {

Image grey(std::int32_t width, std::int32_t height)
{
    Image image { width, height, {} };
    image.rgb.assign(static_cast<std::size_t>(3 * width * height), 128);
    return image;
}

using Rgb = std::array<int, 3>;

Rgb at(const Image& image, std::int32_t x, std::int32_t y)
{
    const std::uint8_t* pixel = image.row(y) + 3 * x;
    return { pixel[0], pixel[1], pixel[2] };
}

Image painted(const Image& picture, const HeatGrid& heat, const OverlayOptions& options)
{
    base::CancelToken cancel;
    auto image = overlayHeat(picture, heat, options, cancel);
    if (!image) {
        qFatal("%s", image.error().oneLine().c_str());
    }
    return *std::move(image);
}

constexpr Rgb kLowest { 68, 1, 84 };
constexpr Rgb kMiddle { 33, 144, 141 };
constexpr Rgb kHighest { 253, 231, 37 };
constexpr Rgb kGrey { 128, 128, 128 };

} // namespace

class TestHeatOverlay : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void blocksHaveTheColoursOfTheirNumbers();
    void smoothMapsAreStraightBetweenMiddles();
    void opacityMixes();
    void whatIsNoNumberShowsThePicture();
    void picturesAreScaledByWholeNumbers();
    void pixelsBecomeThePictureAgain();
    void pngsAreReadBack();
    void cancelAndEmptyThingsAreRefused();
};

void TestHeatOverlay::blocksHaveTheColoursOfTheirNumbers()
{
    const std::vector<float> values { -1, 0, 1, 0 };
    const Image image = painted(grey(9, 8), { 2, 2, 4, values }, { 1, false, 1 });
    QCOMPARE(at(image, 0, 0), kLowest);
    QCOMPARE(at(image, 3, 3), kLowest);
    QCOMPARE(at(image, 4, 0), kMiddle);
    QCOMPARE(at(image, 3, 4), kHighest);
    QCOMPARE(at(image, 7, 7), kMiddle);
    QCOMPARE(at(image, 8, 7), kGrey); // half a patch is none
    const std::vector<float> flat { 5, 5 };
    QCOMPARE(at(painted(grey(2, 1), { 1, 2, 1, flat }, { 1, false, 1 }), 0, 0), kMiddle);
}

void TestHeatOverlay::smoothMapsAreStraightBetweenMiddles()
{
    const std::vector<float> values { 0, 1 };
    const Image image = painted(grey(10, 5), { 1, 2, 5, values }, { 1, true, 1 });
    QCOMPARE(at(image, 0, 0), kLowest);
    QCOMPARE(at(image, 2, 4), kLowest); // its own middle
    QCOMPARE(at(image, 7, 2), kHighest);
    QCOMPARE(at(image, 9, 2), kHighest);
    for (int x = 3; x < 7; ++x) {
        QVERIFY(at(image, x, 2)[1] > at(image, x - 1, 2)[1]);
    }
}

void TestHeatOverlay::opacityMixes()
{
    const std::vector<float> values { 0, 1 };
    const Image image = painted(grey(2, 1), { 1, 2, 1, values }, { 0.5, false, 1 });
    QCOMPARE(at(image, 0, 0), (Rgb { 98, 65, 106 })); // (68 + 128) / 2, (1 + 128) / 2 ...
    QCOMPARE(painted(grey(2, 1), { 1, 2, 1, values }, { 0, false, 1 }).rgb, grey(2, 1).rgb);
}

void TestHeatOverlay::whatIsNoNumberShowsThePicture()
{
    const std::vector<float> values { NAN, 1, INFINITY, 0 };
    const Image image = painted(grey(2, 2), { 2, 2, 1, values }, { 1, false, 1 });
    QCOMPARE(at(image, 0, 0), kGrey);
    QCOMPARE(at(image, 1, 0), kHighest);
    QCOMPARE(at(image, 0, 1), kGrey);
    QCOMPARE(at(image, 1, 1), kLowest);
    const std::vector<float> none { NAN, NAN };
    QCOMPARE(painted(grey(2, 1), { 1, 2, 1, none }, { 1, true, 1 }).rgb, grey(2, 1).rgb);
}

void TestHeatOverlay::picturesAreScaledByWholeNumbers()
{
    const std::vector<float> one { 1 };
    const auto size = [&](std::int32_t width, std::int32_t height) {
        const Image image = painted(grey(width, height), { 1, 1, 1, one }, {});
        return std::pair(image.width, image.height);
    };
    QCOMPARE(size(64, 100), std::pair(448, 700));
    QCOMPARE(size(500, 600), std::pair(500, 600));
    QCOMPARE(size(2, 3), std::pair(32, 48));
    QCOMPARE(size(8, 1 << 20), std::pair(16, 1 << 21)); // 64 million pixels
}

void TestHeatOverlay::pixelsBecomeThePictureAgain()
{
    Image noise = grey(7, 5);
    for (std::size_t i = 0; i < noise.rgb.size(); ++i) {
        noise.rgb[i] = static_cast<std::uint8_t>(i * 97 % 256);
    }
    const ImageProcessor processors[] = {
        { {},
          Resample::Bicubic,
          {},
          1.0 / 255,
          { { { 0.48, 0.46, 0.41 }, { 0.27, 0.26, 0.28 } } } },
        { {}, Resample::Bicubic, {}, {}, {} },
    };
    base::CancelToken cancel;
    for (const ImageProcessor& processor : processors) {
        const auto pixels = preprocess(noise, processor, cancel);
        QVERIFY(pixels);
        const auto back = pictureOf(*pixels, processor);
        QVERIFY(back);
        QCOMPARE(back->width, 7);
        QCOMPARE(back->rgb, noise.rgb);
    }
    const auto wild = pictureOf({ { 1, 3, 1, 1 }, { NAN, 1e30F, -1e30F } }, processors[1]);
    QVERIFY(wild);
    QCOMPARE(at(*wild, 0, 0), (Rgb { 0, 255, 0 }));
    QVERIFY(!pictureOf({ { 1, 3, 2, 2 }, { 1 } }, processors[1]));
    QVERIFY(!pictureOf({ { 3, 1, 1 }, { 1, 1, 1 } }, processors[1]));
}

void TestHeatOverlay::pngsAreReadBack()
{
    Image noise = grey(31, 17);
    for (std::size_t i = 0; i < noise.rgb.size(); ++i) {
        noise.rgb[i] = static_cast<std::uint8_t>(i * i % 251);
    }
    const auto file = encodePng(noise);
    QVERIFY(file);
    const QTemporaryDir folder;
    QFile out(folder.filePath(QStringLiteral("a.png")));
    QVERIFY(out.open(QIODevice::WriteOnly));
    out.write(file->data(), static_cast<qint64>(file->size()));
    out.close();
    base::CancelToken cancel;
    const auto image = decodeImage(std::filesystem::path(out.fileName().toStdString()), cancel);
    QVERIFY2(image, image ? "" : image.error().oneLine().c_str());
    QCOMPARE(image->width, 31);
    QCOMPARE(image->rgb, noise.rgb);
    QVERIFY(!encodePng({}));
    QVERIFY(!encodePng({ 2, 2, { 1, 2, 3 } }));
}

void TestHeatOverlay::cancelAndEmptyThingsAreRefused()
{
    const std::vector<float> one { 1 };
    base::CancelToken live;
    QVERIFY(!overlayHeat({}, { 1, 1, 1, one }, {}, live));
    QVERIFY(!overlayHeat(grey(2, 2), { 1, 2, 1, one }, {}, live));
    QVERIFY(!overlayHeat(grey(2, 2), { 1, 1, 0, one }, {}, live));
    QVERIFY(!overlayHeat(grey(2, 2), {}, {}, live));
    base::CancelToken cancelled;
    cancelled.cancel();
    const auto image = overlayHeat(grey(2, 2), { 1, 1, 1, one }, {}, cancelled);
    QVERIFY(!image && image.error().code == base::ErrorCode::Cancelled);
}

QTEST_GUILESS_MAIN(TestHeatOverlay)
#include "tst_heat_overlay.moc"
