// SPDX-License-Identifier: GPL-3.0-or-later
#include "chart_bench.h"
#include "charts/reliability_chart.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>

using namespace fe::charts;

namespace {

ReliabilityData bins()
{
    ReliabilityData data;
    data.text = { QStringLiteral("Reliability"), QStringLiteral("testset20 & more") };
    data.calibrationError = 0.0834;
    for (int i = 0; i < 15; ++i) {
        const double low = i / 15.0;
        const double confidence = low + 1 / 30.0;
        data.bins.append(
            { low, (i + 1) / 15.0, i < 2 ? 0 : 3 * i * i, confidence, 0.4 * confidence + 0.1 });
    }
    return data;
}

} // namespace

class ReliabilityChartTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void barsAreAsHighAsTheAccuracy()
    {
        ReliabilityChart chart;
        chart.resize(600, 500);
        chart.setData(bins());
        chart.show();
        const QImage image = chart.grab().toImage();
        const double scale = image.devicePixelRatio();
        const QColor accent = fe::widgets::themeTokens(chart.palette()).accent;
        const auto share = [&](int bin) {
            const QRect column = chart.binRect(bin);
            // A line beside the middle, where the counts stand.
            const int x = qRound((column.left() + 4) * scale);
            int count = 0;
            for (int y = 0; y < image.height(); ++y) {
                count += image.pixelColor(x, y).rgb() == accent.rgb();
            }
            return count / scale / column.height();
        };
        QCOMPARE(share(0), 0.0);
        QVERIFY(std::abs(share(4) - chart.data().bins[4].accuracy) < 0.03);
        // The diagonal crosses it.
        QVERIFY(std::abs(share(9) - chart.data().bins[9].accuracy) < 0.05);
        keepCard(&chart, { 460, 400 }, QStringLiteral("reliability"));
    }

    void mouseAndKeyboardFindTheBins()
    {
        ReliabilityChart chart;
        chart.resize(600, 500);
        chart.setData(bins());
        chart.show();
        QSignalSpy hovered(&chart, &ReliabilityChart::binHovered);
        QSignalSpy activated(&chart, &ReliabilityChart::binActivated);
        QTest::mouseMove(chart.viewport(), chart.binRect(6).center());
        QTRY_COMPARE(hovered.value(0).value(0).toInt(), 6);
        QTest::mouseClick(chart.viewport(), Qt::LeftButton, {}, chart.binRect(11).center());
        QCOMPARE(chart.currentBin(), 11);
        QTest::keyClick(&chart, Qt::Key_Left);
        QTest::keyClick(&chart, Qt::Key_Return);
        QCOMPARE(activated.last().value(0).toInt(), 10);
        QCOMPARE(chart.accessibleDescription(),
                 QStringLiteral("confidence 66.7 % to 73.3 %: 38.0 % of 300 right, "
                                "mean confidence 70.0 %"));
        QTest::keyClick(&chart, Qt::Key_Home);
        QVERIFY(chart.accessibleDescription().endsWith(QStringLiteral("nothing")));
        QTest::keyClick(&chart, Qt::Key_End);
        QTest::keyClick(&chart, Qt::Key_Right);
        QCOMPARE(chart.currentBin(), 14);
        chart.setData({});
        QCOMPARE(chart.currentBin(), -1);
        QVERIFY(!chart.grab().isNull());
    }

    void exportsHoldTheData()
    {
        ReliabilityChart chart;
        chart.resize(300, 300);
        chart.setData(bins());
        const QString drawing = QString::fromUtf8(chartSvg(chart));
        for (const char* text : { "Reliability", "Expected calibration error 8.3 %", "confidence",
                                  "testset20 &amp; more", "588" }) {
            QVERIFY2(drawing.contains(QString::fromUtf8(text)), text);
        }
        const QImage image = chartImage(chart);
        QVERIFY(countColor(image, fe::widgets::lightTokens().accent) > 10000);
        keepPicture(image, QStringLiteral("reliability-export"));
        const QList<QByteArray> lines = chart.csv().split('\n');
        QCOMPARE(lines[0], QByteArray("low,high,count,confidence,accuracy\r"));
        QVERIFY(lines[1].endsWith(",0,,\r"));
        QCOMPARE(lines[15].split(',')[2], QByteArray("588"));
    }
};

QTEST_MAIN(ReliabilityChartTest)
#include "tst_reliability_chart.moc"
