// SPDX-License-Identifier: GPL-3.0-or-later
#include "chart_bench.h"
#include "charts/line_chart.h"

#include <QApplication>
#include <QClipboard>
#include <QHelpEvent>
#include <QSignalSpy>
#include <QTest>
#include <QToolTip>

#include <cmath>

using namespace fe::charts;

namespace {

// Accuracy by shots of two ways of scoring, as a sweep gives it.
LineData accuracies()
{
    LineData data;
    data.text = { QStringLiteral("Accuracy by shots"), QStringLiteral("200 reviews & more") };
    data.x.name = QStringLiteral("shots");
    data.y = { QStringLiteral("accuracy"), {}, NumberFormat::Percent };
    data.evenlySpaced = true;
    data.reference = 1 / 3.0;
    data.referenceName = QStringLiteral("chance 33.3 %");
    data.intervalName = QStringLiteral("95 %");
    const double shots[] = { 0, 1, 2, 4, 8 };
    LineSeries calibrated { QStringLiteral("calibrated"), {} };
    LineSeries sum { QStringLiteral("sum"), {} };
    for (int i = 0; i < 5; ++i) {
        const double high = 0.42 + 0.08 * i;
        calibrated.points.append(
            { shots[i], high, high - 0.05, high + 0.05, QStringLiteral("n = 200") });
        sum.points.append({ shots[i], 0.35 + 0.05 * i, 0.31 + 0.05 * i, 0.39 + 0.05 * i });
    }
    data.series = { calibrated, sum };
    return data;
}

QColor at(const QImage& image, const QPointF& place)
{
    const double scale = image.devicePixelRatio();
    return image.pixelColor(qRound(place.x() * scale), qRound(place.y() * scale));
}

// Smoothed edges mix with what lies behind.
bool isNearly(const QColor& color, const QColor& wanted)
{
    return std::abs(color.red() - wanted.red()) + std::abs(color.green() - wanted.green())
        + std::abs(color.blue() - wanted.blue())
        < 120;
}

QPointF placeOf(const LineChart& chart, int series, int point)
{
    const LinePoint& data = chart.data().series[series].points[point];
    return chart.lineLayout().place(data.x, data.y);
}

LineLayout laidOut(const LineData& data, const QSizeF& size = { 500, 300 })
{
    return LineLayout(data, size, QApplication::font());
}

} // namespace

class LineChartTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void shotsLieAtEqualDistances()
    {
        const LineLayout layout = laidOut(accuracies());
        const double step = layout.across(1) - layout.across(0);
        QVERIFY(step > 0.2 && step < 0.25);
        QCOMPARE(layout.across(4) - layout.across(2), step);
        QCOMPARE(layout.across(8) - layout.across(4), step);
        QVERIFY(std::isnan(layout.across(3))); // nobody measured it
        QVERIFY(layout.across(0) > 0 && layout.across(8) < 1);
        QString texts;
        for (const Tick& tick : layout.ticksX()) {
            texts += tick.text + u' ';
        }
        QCOMPARE(texts, QStringLiteral("0 1 2 4 8 "));
    }

    void whatIsNotMeasuredYetHasItsPlace()
    {
        LineData data = accuracies();
        const double whole = laidOut(data).across(1);
        data.series[0].points.resize(2);
        data.series[1].points.resize(2);
        QVERIFY(laidOut(data).across(1) > whole);
        data.steps = { 8, 4, 0, 1, 2, 2 };
        QCOMPARE(laidOut(data).across(1), whole);
        QCOMPARE(laidOut(data).ticksX().size(), 5);
    }

    void numbersAndLogarithmsKeepTheirDistances()
    {
        LineData data = accuracies();
        data.evenlySpaced = false;
        const LineLayout linear = laidOut(data);
        QCOMPARE(linear.across(8) - linear.across(4), linear.across(4) - linear.across(0));
        QVERIFY(!std::isnan(linear.across(3)));
        data.x.log = true;
        const LineLayout log = laidOut(data);
        QCOMPARE(log.across(8) - log.across(4), log.across(2) - log.across(1));
        QVERIFY(std::isnan(log.across(0))); // it has no logarithm
        QVERIFY(log.across(1) > 0);
    }

    void percentagesStayInTheirAxis()
    {
        LineData data = accuracies();
        data.series[0].points[4] = { 8, 1, 0.98, 1 };
        data.series[1].points[0] = { 0, 0, 0, 0.02 };
        const LineLayout layout = laidOut(data);
        QCOMPARE(layout.rangeY().low, 0.0);
        QCOMPARE(layout.rangeY().high, 1.0);
        QCOMPARE(layout.ticksY().first().text, QStringLiteral("0 %"));
        QCOMPARE(layout.ticksY().last().text, QStringLiteral("100 %"));
        // The whole of an interval is seen, and chance.
        data = accuracies();
        const LineLayout usual = laidOut(data);
        QVERIFY(usual.up(0.31) > 0 && usual.up(0.79) < 1);
        data.reference = 0.1;
        QVERIFY(laidOut(data).up(0.1) > 0);
    }

    void oneValueAndNoneHaveAPlaceToo()
    {
        LineData data = accuracies();
        data.series = { { QStringLiteral("one"), { { 4, 0.5 } } } };
        QCOMPARE(laidOut(data).across(4), 0.5);
        QVERIFY(std::isfinite(laidOut(data).place(4, 0.5).y()));
        QVERIFY(laidOut(data).plot().width() > 300);
        data.series.clear();
        QVERIFY(laidOut(data).plot().isValid());
        QVERIFY(laidOut(data, { 1, 1 }).plot().isValid());
        LineChart chart;
        chart.setData(data);
        QVERIFY(!chart.grab().isNull());
    }

    void theLegendBreaksIntoRowsAndCountsTheRest()
    {
        LineData data = accuracies();
        for (int i = 0; i < 40; ++i) {
            data.series.append({ QStringLiteral("model %1 with a long name").arg(i), {} });
        }
        const LineLayout layout = laidOut(data);
        QVERIFY(layout.legendCount() > 2 && layout.legendCount() < 42);
        QVERIFY(layout.legendRect(0).bottom() < layout.plot().top());
        QVERIFY(layout.legendRect(layout.legendCount() - 1).bottom() < layout.plot().top());
        QVERIFY(layout.moreRect().width() > 20);
        for (int i = 1; i < layout.legendCount(); ++i) {
            QVERIFY(!layout.legendRect(i).intersects(layout.legendRect(i - 1)));
            QVERIFY(layout.legendRect(i).right() <= 500);
            QCOMPARE(layout.legendAt(layout.legendRect(i).center()), i);
        }
        QVERIFY(layout.plot().height() > 100);
    }

    void pointsLinesAndBandsAreDrawnWhereTheNumbersAre()
    {
        LineChart chart;
        chart.resize(600, 400);
        chart.setData(accuracies());
        chart.show();
        const QImage image = chart.grab().toImage();
        const fe::widgets::ThemeTokens& tokens = fe::widgets::themeTokens(chart.palette());
        for (int series = 0; series < 2; ++series) {
            for (int point = 0; point < 5; ++point) {
                QCOMPARE(at(image, placeOf(chart, series, point)).name(),
                         tokens.series[std::size_t(series)].name());
            }
            const QPointF middle = (placeOf(chart, series, 1) + placeOf(chart, series, 2)) / 2;
            QVERIFY(isNearly(at(image, middle), tokens.series[std::size_t(series)]));
        }
        // Inside of the band, whose upper end at 4 shots is 71 %, and outside of all.
        const QColor inside = at(image, chart.lineLayout().place(4, 0.69));
        const QColor outside = at(image, chart.lineLayout().place(0, 0.72));
        QVERIFY(inside != outside);
        LineData bars = accuracies();
        bars.intervals = IntervalMark::Bars;
        chart.setData(bars);
        const QImage barred = chart.grab().toImage();
        QVERIFY(at(barred, chart.lineLayout().place(8, 0.775)) != outside);
        QCOMPARE(at(barred, chart.lineLayout().place(4, 0.69) + QPointF(20, 0)).name(),
                 outside.name());
        chart.setData(accuracies());
        keepCard(&chart, { 520, 320 }, QStringLiteral("lines"));
    }

    void aMissingPointBreaksTheLine()
    {
        LineData data = accuracies();
        data.series.removeLast();
        data.series[0].points[2].y = std::nan("");
        LineChart chart;
        chart.resize(600, 400);
        chart.setData(data);
        chart.show();
        const QImage image = chart.grab().toImage();
        const QColor series = fe::widgets::themeTokens(chart.palette()).series[0];
        const QPointF before = (placeOf(chart, 0, 0) + placeOf(chart, 0, 1)) / 2;
        const QPointF gap = (placeOf(chart, 0, 1) + placeOf(chart, 0, 3)) / 2;
        QVERIFY(isNearly(at(image, before), series));
        QVERIFY(!isNearly(at(image, gap), series));
    }

    void hoverTellsThePoint()
    {
        LineChart chart;
        chart.resize(600, 400);
        chart.setData(accuracies());
        chart.show();
        QSignalSpy hovered(&chart, &LineChart::pointHovered);
        const QPoint place = placeOf(chart, 0, 3).toPoint() + QPoint(3, 3);
        QTest::mouseMove(chart.viewport(), place);
        QTRY_COMPARE(hovered.value(0).value(0).value<LinePlace>(), (LinePlace { 0, 3 }));
        QHelpEvent help(QEvent::ToolTip, place, chart.viewport()->mapToGlobal(place));
        QApplication::sendEvent(chart.viewport(), &help);
        QCOMPARE(QToolTip::text(),
                 QStringLiteral("calibrated · shots 4 · accuracy 66.0 % · 95 % 61.0 % to 71.0 % · "
                                "n = 200"));
        QTest::mouseMove(chart.viewport(), QPoint(chart.width() - 3, chart.height() - 3));
        QTRY_VERIFY(hovered.last().value(0).value<LinePlace>().isNone());
    }

    void theLegendHidesASeries()
    {
        LineChart chart;
        chart.resize(600, 400);
        chart.setData(accuracies());
        chart.show();
        const auto legend = [&chart](int series) {
            return chart.lineLayout().legendRect(series).center().toPoint();
        };
        QTest::mouseClick(chart.viewport(), Qt::LeftButton, {}, legend(0));
        QVERIFY(chart.isSeriesHidden(0));
        const QColor color = fe::widgets::themeTokens(chart.palette()).series[0];
        QVERIFY(at(chart.grab().toImage(), placeOf(chart, 0, 4)) != color);
        // It cannot be hit, and stays hidden when the numbers grow.
        QTest::mouseClick(chart.viewport(), Qt::LeftButton, {}, placeOf(chart, 0, 4).toPoint());
        QVERIFY(chart.current().isNone());
        LineData data = accuracies();
        data.series.prepend({ QStringLiteral("token"), { { 0, 0.5 } } });
        chart.setData(data);
        QVERIFY(!chart.isSeriesHidden(0) && chart.isSeriesHidden(1));
        QTest::mouseClick(chart.viewport(), Qt::LeftButton, {}, legend(1));
        QVERIFY(!chart.isSeriesHidden(1));
    }

    void keysWalkOverThePoints()
    {
        LineChart chart;
        chart.resize(600, 400);
        chart.setData(accuracies());
        chart.show();
        QSignalSpy activated(&chart, &LineChart::pointActivated);
        QTest::keyClick(&chart, Qt::Key_Right);
        QCOMPARE(chart.current(), (LinePlace { 0, 0 }));
        QTest::keyClick(&chart, Qt::Key_End);
        QTest::keyClick(&chart, Qt::Key_Left);
        QTest::keyClick(&chart, Qt::Key_Down);
        QCOMPARE(chart.current(), (LinePlace { 1, 3 }));
        QVERIFY(chart.accessibleDescription().startsWith(QStringLiteral("sum · shots 4")));
        QTest::keyClick(&chart, Qt::Key_Return);
        QCOMPARE(activated.value(0).value(0).value<LinePlace>(), (LinePlace { 1, 3 }));
        QTest::keyClick(&chart, Qt::Key_Space);
        QVERIFY(chart.isSeriesHidden(1));
        QCOMPARE(chart.current().series, 0);
        QTest::keyClick(&chart, Qt::Key_Space); // the last one: all come back
        QVERIFY(!chart.isSeriesHidden(0) && !chart.isSeriesHidden(1));
        // The current point stays with its series and its x.
        chart.setCurrent({ 0, 3 });
        LineData fewer = accuracies();
        std::swap(fewer.series[0], fewer.series[1]);
        fewer.series[1].points.removeFirst();
        chart.setData(fewer);
        QCOMPARE(chart.current(), (LinePlace { 1, 2 }));
        chart.setData({});
        QVERIFY(chart.current().isNone());
    }

    void exportsHoldTheData()
    {
        LineChart chart;
        chart.setData(accuracies());
        const QString drawing = QString::fromUtf8(chartSvg(chart));
        for (const char* text : { "Accuracy by shots", "chance 33.3 %", "calibrated", "shots",
                                  "200 reviews &amp; more", "60 %" }) {
            QVERIFY2(drawing.contains(QString::fromUtf8(text)), text);
        }
        const QImage image = chartImage(chart);
        QVERIFY(countColor(image, fe::widgets::lightTokens().series[1]) > 300);
        keepPicture(image, QStringLiteral("lines-export"));
        QVERIFY(chartPdf(chart).startsWith("%PDF"));
        const QList<QByteArray> lines = chart.csv().split('\n');
        QCOMPARE(lines[0], QByteArray("series,shots,accuracy,low,high,note\r"));
        QCOMPARE(lines[1], QByteArray("calibrated,0,0.42,0.37,0.47,n = 200\r"));
        QCOMPARE(lines.size(), 12);
        QTest::keyClick(&chart, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text().split(u'\n').size(), 10);
    }
};

QTEST_MAIN(LineChartTest)
#include "tst_line_chart.moc"
