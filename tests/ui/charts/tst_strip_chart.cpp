// SPDX-License-Identifier: GPL-3.0-or-later
#include "chart_bench.h"
#include "charts/strip_chart.h"

#include <QApplication>
#include <QClipboard>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace fe::charts;

namespace {

StripData abilities(int rows = 4)
{
    StripData data;
    data.text = { QStringLiteral("Abilities"), QStringLiteral("a table") };
    data.labels.name = QStringLiteral("ability");
    data.x = { QStringLiteral("FLOPs"), {}, NumberFormat::General, true };
    data.series = { QStringLiteral("published"), QStringLiteral("found") };
    data.rows = { { QStringLiteral("addition"), 1e22, 1e21, 1, QStringLiteral("appears") },
                  { QStringLiteral("덧셈, \"quoted\""), 3e23, kNothing, 0 },
                  { QStringLiteral("zero"), 0, -1, 0 },
                  { QStringLiteral("never"), kNothing, kNothing, 1, QStringLiteral("not yet") } };
    while (data.rows.size() < rows) {
        data.rows.append({ QStringLiteral("row %1").arg(data.rows.size()), 1e22, 1e20, 0 });
    }
    return data;
}

} // namespace

class StripChartTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void theAxisHoldsEveryPlaceThatItCan()
    {
        const ValueRange range = stripRange(abilities());
        QVERIFY(range.log);
        QVERIFY(range.low < 1e21 && range.low > 1e20); // not 0 or -1, which have no logarithm
        QVERIFY(range.high > 3e23 && range.high < 3e24);
        StripData empty = abilities();
        empty.rows.clear();
        QVERIFY(stripRange(empty).low < stripRange(empty).high);
        StripData one = empty;
        one.x.log = false;
        one.rows = { { QStringLiteral("a"), 5, kNothing } };
        QVERIFY(stripRange(one).low < 5 && stripRange(one).high > 5);
    }

    void rowAtIsTheInverseOfRowRect()
    {
        const StripData data = abilities();
        const StripLayout layout(data, { 600, 300 }, QFont(), 0);
        for (int row = 0; row < int(data.rows.size()); ++row) {
            QCOMPARE(layout.rowAt(layout.rowRect(row).center()), row);
        }
        QCOMPARE(layout.rowAt({ 10, layout.plot().top() - 1 }), -1);
        QCOMPARE(layout.rowAt({ 10, layout.plot().bottom() + 1 }), -1);
        QCOMPARE(layout.rowAt({ 10, layout.rowRect(4).center().y() }), -1);
        const StripLayout scrolled(data, { 600, 300 }, QFont(), layout.rowHeight());
        QCOMPARE(scrolled.rowAt({ 10, scrolled.plot().top() + 1 }), 1);
    }

    void placesGrowWithTheScale()
    {
        const StripLayout layout(abilities(), { 600, 300 }, QFont(), 0);
        const double middle = layout.xOf(std::sqrt(1e21 * 1e22));
        QVERIFY(std::abs(middle - (layout.xOf(1e21) + layout.xOf(1e22)) / 2) < 1e-6);
        QVERIFY(std::isnan(layout.xOf(0)));
        QVERIFY(std::isnan(layout.xOf(kNothing)));
        for (const Tick& tick : layout.ticks().major) {
            QVERIFY(layout.plot().contains(layout.xOf(tick.value), layout.plot().center().y()));
        }
    }

    void filesHoldEveryNumber()
    {
        const QByteArray csv = csvOf(abilities());
        QCOMPARE(csv.count('\n'), 5);
        QVERIFY(csv.contains("addition,found,1e+21,1e+22,appears,\r\n"));
        QVERIFY(csv.contains("\"덧셈, \"\"quoted\"\"\",published,,3e+23,,\r\n"));
        QVERIFY(csv.contains("never,found,,,not yet,\r\n"));
    }

    void keysWalkAndScroll()
    {
        StripChart chart;
        chart.setData(abilities(100));
        chart.resize(500, 260);
        chart.show();
        QSignalSpy activated(&chart, &StripChart::rowActivated);
        QTest::keyClick(&chart, Qt::Key_Down);
        QCOMPARE(chart.currentRow(), 0);
        QTest::keyClick(&chart, Qt::Key_End);
        QCOMPARE(chart.currentRow(), 99);
        QCOMPARE(chart.verticalScrollBar()->value(), chart.verticalScrollBar()->maximum());
        QVERIFY(chart.stripLayout().plot().contains(chart.stripLayout().rowRect(99).center()));
        QTest::keyClick(&chart, Qt::Key_Return);
        QCOMPARE(activated.value(0).value(0).toInt(), 99);
        QTest::keyClick(&chart, Qt::Key_Home);
        QCOMPARE(chart.verticalScrollBar()->value(), 0);
        QTest::keyClick(&chart, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text().count(u'\n'), 99);
    }

    void theCurrentRowStaysWithItsLabel()
    {
        StripChart chart;
        chart.setData(abilities());
        chart.setCurrentRow(1);
        StripData other = abilities();
        std::swap(other.rows[1], other.rows[3]);
        chart.setData(other);
        QCOMPARE(chart.currentRow(), 3);
        other.rows.resize(2);
        chart.setData(other);
        QCOMPARE(chart.currentRow(), -1);
    }

    void marksAreDrawnInTheirColoursAndExported()
    {
        StripChart chart;
        chart.setData(abilities(60));
        chart.resize(600, 300);
        chart.show();
        const QTemporaryDir folder;
        for (const char* suffix : { "png", "svg", "pdf", "csv" }) {
            const QString path = folder.filePath(QStringLiteral("strip.") + QLatin1String(suffix));
            QVERIFY(saveChart(chart, path, nullptr));
            QVERIFY2(contentOf(path).size() > 500, suffix);
        }
        // All rows are in the picture, not only those that are seen.
        const QImage image(folder.filePath(QStringLiteral("strip.png")));
        QVERIFY(image.height() > 2 * 60 * chart.stripLayout().rowHeight());
        QVERIFY(countColor(image, fe::widgets::lightTokens().series[0]) > 1000);
        QVERIFY(countColor(image, fe::widgets::lightTokens().series[1]) > 50);
        keepPicture(image, QStringLiteral("strip"));
    }
};

QTEST_MAIN(StripChartTest)
#include "tst_strip_chart.moc"
