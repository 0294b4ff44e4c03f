// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/axis_ticks.h"
#include "charts/matrix_layout.h"

#include <QLocale>
#include <QTest>

#include <cmath>

using namespace fe::charts;

namespace {

const MatrixTexts kTexts { 20, 80, 60, 50, false, false };

QStringList textsOf(const QVector<Tick>& ticks)
{
    QStringList texts;
    for (const Tick& tick : ticks) {
        texts.append(tick.text);
    }
    return texts;
}

} // namespace

class MatrixLayoutTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void wholeFillsTheRoom()
    {
        const MatrixLayout layout(10, 20, { 800, 400 }, kTexts, MatrixFit::Whole);
        // Left: labels 80 + gap 8; right: legend 50 + 16; top: turned labels 60 + gap 8.
        QCOMPARE(layout.area(), QRectF(88, 68, 646, 322));
        QCOMPARE(layout.zoom().cellWidth, 646 / 20.0);
        QCOMPARE(layout.zoom().cellHeight, 32.2);
        QVERIFY(layout.columnLabelsTurned());
        QCOMPARE(layout.legendRect().left(), 750.0);
        QCOMPARE(layout.mostOffset(), QPointF(0, 0));
    }

    void squareTablesHaveSquareCells()
    {
        const MatrixLayout layout(2000, 2000, { 800, 400 }, kTexts, MatrixFit::Whole);
        QCOMPARE(layout.zoom().cellWidth, layout.zoom().cellHeight);
        QVERIFY(layout.zoom().cellWidth < 1);
        // Labels stand as far apart as lines of text: 20 pixels at 0.161 pixels a cell.
        QCOMPARE(layout.rowLabelStep(), int(std::ceil(20 / layout.zoom().cellHeight)));
    }

    void readableScrolls()
    {
        const MatrixLayout layout(1000, 100, { 800, 400 }, kTexts, MatrixFit::Readable);
        QCOMPARE(layout.zoom().cellHeight, 20.0);
        QCOMPARE(layout.zoom().cellWidth, 23.0);
        QCOMPARE(layout.rowLabelStep(), 1);
        QCOMPARE(layout.mostOffset().y(), 20000 - 322.0);
        QCOMPARE(layout.visibleRows(), std::make_pair(0, 17));
    }

    void wideCellsHaveUprightLabels()
    {
        const MatrixLayout layout(2, 3, { 800, 400 }, kTexts, MatrixFit::Readable);
        QVERIFY(!layout.columnLabelsTurned());
        QCOMPARE(layout.columnLabelStep(), 1);
    }

    void cellAtIsTheInverseOfCellRect()
    {
        const MatrixLayout start(1000, 100, { 800, 400 }, kTexts, MatrixFit::Readable);
        const MatrixLayout layout(1000, 100, { 800, 400 }, kTexts, MatrixFit::Readable,
                                  start.moved({ 333, 7777 }));
        const auto [firstRow, lastRow] = layout.visibleRows();
        const auto [firstColumn, lastColumn] = layout.visibleColumns();
        QCOMPARE(firstRow, 388);
        QCOMPARE(firstColumn, 14);
        for (int row = firstRow + 1; row < lastRow - 1; ++row) {
            for (int column = firstColumn + 1; column < lastColumn - 1; ++column) {
                const MatrixCell cell { row, column };
                QCOMPARE(layout.cellAt(layout.cellRect(cell).center()), cell);
            }
        }
        QVERIFY(!layout.cellAt({ 10, 10 }));
        QVERIFY(!layout.cellAt({ 799, 200 }));
    }

    void zoomKeepsThePoint()
    {
        const MatrixLayout before(500, 500, { 800, 400 }, kTexts, MatrixFit::Whole);
        const QPointF point = before.area().center();
        const auto cell = before.cellAt(point);
        const MatrixLayout after(500, 500, { 800, 400 }, kTexts, MatrixFit::Whole,
                                 before.zoomed(point, 8));
        QCOMPARE(after.zoom().cellWidth, 8 * before.zoom().cellWidth);
        // The same point within its cell; the room may have grown by the matrix's new width.
        const QPointF there = after.cellRect(*cell).topLeft();
        QVERIFY(std::abs(there.x() - point.x()) <= after.zoom().cellWidth);
        QVERIFY(std::abs(there.y() - point.y()) <= after.zoom().cellHeight);
    }

    void zoomNeverGoesBeyondTheWhole()
    {
        const MatrixLayout layout(500, 500, { 800, 400 }, kTexts, MatrixFit::Whole);
        QCOMPARE(layout.zoomed({ 200, 200 }, 0.1).cellWidth, layout.zoom().cellWidth);
        QVERIFY(layout.zoomed({ 200, 200 }, 1e9).cellWidth <= 12 * 20.0);
    }

    void revealingScrollsAsLittleAsNeeded()
    {
        const MatrixLayout start(1000, 100, { 800, 400 }, kTexts, MatrixFit::Readable);
        QCOMPARE(start.revealing({ 3, 3 }).offset, QPointF(0, 0));
        const MatrixLayout moved(1000, 100, { 800, 400 }, kTexts, MatrixFit::Readable,
                                 start.revealing({ 500, 0 }));
        QVERIFY(moved.area().contains(moved.cellRect({ 500, 0 })));
        QCOMPARE(moved.cellRect({ 500, 0 }).bottom(), moved.area().bottom());
    }

    void nothingIsNowhere()
    {
        const MatrixLayout empty(0, 0, { 100, 100 }, kTexts, MatrixFit::Readable);
        QVERIFY(!empty.cellAt({ 50, 50 }));
        QVERIFY(empty.area().isEmpty());
        const MatrixLayout tiny(5, 5, { 3, 3 }, kTexts, MatrixFit::Whole);
        QVERIFY(tiny.area().width() > 0);
    }

    void ticksAreRound_data()
    {
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::addColumn<bool>("log");
        QTest::addColumn<NumberFormat>("format");
        QTest::addColumn<QStringList>("texts");
        const auto t = [](const char* text) { return QString::fromLatin1(text).split(u'|'); };
        QTest::newRow("unit") << 0.0 << 1.0 << false << NumberFormat::General
                              << t("0.0|0.2|0.4|0.6|0.8|1.0");
        QTest::newRow("percent") << 0.0 << 1.0 << false << NumberFormat::Percent
                                 << t("0 %|20 %|40 %|60 %|80 %|100 %");
        QTest::newRow("counts") << 0.0 << 3.0 << false << NumberFormat::Integer << t("0|1|2|3");
        QTest::newRow("signed") << -0.37 << 0.37 << false << NumberFormat::General
                                << t("-0.2|0.0|0.2");
        QTest::newRow("decades") << 1.0 << 1e4 << true << NumberFormat::General
                                 << t("1|10|100|1e+03|1e+04");
        QTest::newRow("one decade")
            << 2.0 << 30.0 << true << NumberFormat::General << t("2|5|10|20");
        QTest::newRow("inside a decade") << 3.0 << 4.0 << true << NumberFormat::General << t("3|4");
        QTest::newRow("one value") << 7.0 << 7.0 << false << NumberFormat::General << t("7");
    }
    void ticksAreRound()
    {
        QFETCH(double, low);
        QFETCH(double, high);
        QFETCH(bool, log);
        QFETCH(NumberFormat, format);
        QFETCH(QStringList, texts);
        QCOMPARE(textsOf(axisTicks({ low, high, log }, 6, format)), texts);
    }

    void ticksStayInsideAndFew()
    {
        for (const double high : { 1e-300, 3e-7, 0.99, 12345.678, 1.7e308 }) {
            for (const double low : { 0.0, -high, high / 3 }) {
                const auto ticks = axisTicks({ low, high, false }, 5, NumberFormat::General);
                QVERIFY(ticks.size() >= 1 && ticks.size() <= 5);
                for (const Tick& tick : ticks) {
                    QVERIFY(tick.value >= low - 1e-6 * high && tick.value <= high * (1 + 1e-6));
                }
            }
        }
        QCOMPARE(axisTicks({ 1e-30, 1e30, true }, 5, NumberFormat::General).size(), 5);
    }
};

QTEST_APPLESS_MAIN(MatrixLayoutTest)
#include "tst_matrix_layout.moc"
