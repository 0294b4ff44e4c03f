// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/color_map.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace fe::charts;

namespace {

/// Lightness L of Oklab (Ottosson 2020), the published matrix written out.
double lightness(QRgb color)
{
    const auto linear = [](int channel) {
        const double c = channel / 255.0;
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    const double r = linear(qRed(color));
    const double g = linear(qGreen(color));
    const double b = linear(qBlue(color));
    return 0.2104542553 * std::cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
        + 0.7936177850 * std::cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
        - 0.0040720468 * std::cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
}

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

} // namespace

class ColorMapTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pyramidKeepsPeaks();
    void publishedColours_data()
    {
        QTest::addColumn<Palette>("palette");
        QTest::addColumn<QVector<QRgb>>("published"); // entries 0, 64, 128, 192, 255 of 256
        QTest::newRow("viridis") << Palette::Viridis
                                 << QVector<QRgb> { 0x440154, 0x3b528b, 0x21918c, 0x5ec962,
                                                    0xfde725 };
        QTest::newRow("magma") << Palette::Magma
                               << QVector<QRgb> { 0x000004, 0x51127c, 0xb73779, 0xfc8961,
                                                  0xfcfdbf };
        QTest::newRow("cividis") << Palette::Cividis
                                 << QVector<QRgb> { 0x00224e, 0x434e6c, 0x7d7c78, 0xbcae6c,
                                                    0xfee838 };
    }
    void publishedColours()
    {
        QFETCH(Palette, palette);
        QFETCH(QVector<QRgb>, published);
        const std::array<int, 5> entries { 0, 64, 128, 192, 255 };
        for (std::size_t i = 0; i < entries.size(); ++i) {
            const QRgb ours = colorMap(palette).rgb(entries[i] / 255.0);
            const QRgb theirs = published[int(i)];
            // Straight lines between every eighth colour: at most 2 of 255 off.
            QVERIFY(std::abs(qRed(ours) - qRed(theirs)) <= 2);
            QVERIFY(std::abs(qGreen(ours) - qGreen(theirs)) <= 2);
            QVERIFY(std::abs(qBlue(ours) - qBlue(theirs)) <= 2);
            QCOMPARE(qAlpha(ours), 255);
        }
    }

    void sequentialMapsOnlyGetLighter_data()
    {
        QTest::addColumn<Palette>("palette");
        QTest::newRow("viridis") << Palette::Viridis;
        QTest::newRow("magma") << Palette::Magma;
        QTest::newRow("cividis") << Palette::Cividis;
    }
    void sequentialMapsOnlyGetLighter()
    {
        QFETCH(Palette, palette);
        const ColorMap& map = colorMap(palette);
        for (int i = 0; i < 32; ++i) {
            QVERIFY(lightness(map.rgb((i + 1) / 32.0)) > lightness(map.rgb(i / 32.0)));
        }
    }

    void divergingMapIsLightestInTheMiddleAndEven()
    {
        const ColorMap& map = colorMap(Palette::Diverging);
        for (int i = 0; i < 16; ++i) {
            const double inner = i / 32.0;
            const double outer = (i + 1) / 32.0;
            QVERIFY(lightness(map.rgb(0.5 - outer)) < lightness(map.rgb(0.5 - inner)));
            // Rounding to 8 bits moves the lightness by up to 0.004.
            QVERIFY(std::abs(lightness(map.rgb(0.5 - outer)) - lightness(map.rgb(0.5 + outer)))
                    < 0.008);
        }
        QVERIFY(qBlue(map.rgb(0)) > qRed(map.rgb(0)));
        QVERIFY(qRed(map.rgb(1)) > qBlue(map.rgb(1)));
    }

    void outsideIsClampedAndNanIsClear()
    {
        const ColorMap& map = colorMap(Palette::Viridis);
        QCOMPARE(map.rgb(-1), map.rgb(0));
        QCOMPARE(map.rgb(std::numeric_limits<double>::infinity()), map.rgb(1));
        QCOMPARE(map.at(kNan).alpha(), 0);
    }

    void namesLeadBack()
    {
        for (const Palette palette :
             { Palette::Viridis, Palette::Magma, Palette::Cividis, Palette::Diverging }) {
            QCOMPARE(paletteNamed(paletteName(palette)), palette);
        }
        QCOMPARE(paletteNamed(QStringLiteral("rainbow")), Palette::Viridis);
    }

    void positionAndValueAreInverse_data()
    {
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::addColumn<bool>("log");
        QTest::addColumn<double>("middle");
        QTest::newRow("linear") << -1.0 << 3.0 << false << 1.0;
        QTest::newRow("decades") << 0.01 << 100.0 << true << 1.0;
        QTest::newRow("huge") << -1.7e308 << 1.7e308 << false << 0.0;
    }
    void positionAndValueAreInverse()
    {
        QFETCH(double, low);
        QFETCH(double, high);
        QFETCH(bool, log);
        QFETCH(double, middle);
        const ValueRange range { low, high, log };
        QCOMPARE(range.position(low), 0.0);
        QCOMPARE(range.position(high), 1.0);
        QCOMPARE(range.position(middle), 0.5);
        for (const double place : { 0.125, 0.5, 0.875 }) {
            QCOMPARE(range.position(range.value(place)), place);
        }
        QVERIFY(std::isnan(range.position(kNan)));
    }

    void rangesLookAtFiniteValuesOnly()
    {
        const float nan = std::numeric_limits<float>::quiet_NaN();
        const float infinity = std::numeric_limits<float>::infinity();
        const std::vector<float> values { nan, -2, 0, 5, infinity };
        QCOMPARE(rangeOf(values).low, -2.0);
        QCOMPARE(rangeOf(values).high, 5.0);
        QCOMPARE(rangeOf(values, true).low, 5.0);
        QVERIFY(rangeOf(values, true).log);
        QCOMPARE(symmetricRangeOf(values).low, -5.0);
        QVERIFY(!rangeOf(std::vector<float> { -1, 0 }, true).log);
        QCOMPARE(rangeOf({}).high, 1.0);
        QCOMPARE(rangeOf(std::vector<float> { 3, 3 }).position(3), 0.5);
        QCOMPARE((ValueRange { 1, 10, true }).position(-4), 0.0);
    }

    void picturesHaveAPixelAValue()
    {
        const ColorMap& map = colorMap(Palette::Magma);
        const std::vector<float> values { 0, 1, 2, 3, 4, std::nanf("") };
        const QImage image = colored(values, 2, 3, { 0, 4, false }, map);
        QCOMPARE(image.size(), QSize(3, 2));
        QCOMPARE(image.pixel(1, 0), map.rgb(0.25));
        QCOMPARE(image.pixel(1, 1), map.rgb(1));
        QCOMPARE(qAlpha(image.pixel(2, 1)), 0);
    }
};

void ColorMapTest::pyramidKeepsPeaks()
{
    constexpr int kRows = 100;
    constexpr int kColumns = 37;
    std::vector<float> values(kRows * kColumns, 0.1F);
    values[61 * kColumns + 30] = 1;
    values[5] = std::numeric_limits<float>::quiet_NaN();
    const ValueRange range { 0, 1, false };
    const std::vector<QImage> images
        = coloredPyramid(values, kRows, kColumns, range, Palette::Viridis);
    QCOMPARE(images.front().size(), QSize(kColumns, kRows));
    QCOMPARE(images.back().size(), QSize(1, 1));
    const QRgb peak = colorMap(Palette::Viridis).rgb(1);
    for (std::size_t level = 0; level < images.size(); ++level) {
        QCOMPARE(images[level].pixel(30 >> level, 61 >> level), peak);
    }
    // Of a diverging map what is farthest from the middle, also below it.
    std::vector<float> both { 0.2F, -0.9F, 0.3F, 0.1F };
    const std::vector<QImage> diverging
        = coloredPyramid(both, 2, 2, { -1, 1, false }, Palette::Diverging);
    QCOMPARE(diverging[1].pixel(0, 0), diverging[0].pixel(1, 0));
    QCOMPARE(coloredPyramid(std::vector<float> { 1 }, 1, 1, range, Palette::Magma).size(),
             std::size_t { 1 });
}

QTEST_APPLESS_MAIN(ColorMapTest)
#include "tst_color_map.moc"
