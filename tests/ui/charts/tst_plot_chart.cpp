// SPDX-License-Identifier: GPL-3.0-or-later
#include "chart_bench.h"
#include "charts/plot_chart.h"

#include <QElapsedTimer>
#include <QHelpEvent>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include <cmath>
#include <optional>

using namespace fe::charts;

namespace {

// Accuracy of two tasks against compute: what emergence looks like.
PlotData emergence()
{
    PlotData data;
    data.text = { QStringLiteral("When abilities appear"), QStringLiteral("made up") };
    data.x = { QStringLiteral("training compute"), QStringLiteral("FLOPs") };
    data.x.log = true;
    data.y = { QStringLiteral("accuracy"), {}, NumberFormat::Percent };
    data.intervalName = QStringLiteral("95 %");
    PlotSeries addition { QStringLiteral("addition"), {} };
    PlotSeries scrambled { QStringLiteral("scrambled words"), {} };
    for (int i = 0; i < 8; ++i) {
        const double x = 2e20 * std::pow(3.0, i);
        const double y = 1 / (1 + std::exp(-2.0 * (i - 4)));
        addition.points.append({ x, y, y - 0.04, y + 0.04, i });
        scrambled.points.append({ x, 0.6 * y, kNothing, kNothing, 100 + i });
    }
    data.series = { addition, scrambled };
    data.lines.append({ 0.1, QStringLiteral("chance 10 %") });
    data.marks.append({ 1.6e22, QStringLiteral("addition: 10^22.2"), 0 });
    PlotCurve curve;
    curve.measuredTo = addition.points.last().x;
    for (int i = 0; i < 100; ++i) {
        const double x = 2e20 * std::pow(10.0, i / 20.0);
        const double y = 1 / (1 + std::exp(-2.0 * (std::log(x / 2e20) / std::log(3.0) - 4)));
        curve.points.append({ x, y, y - 0.05, y + 0.05 });
    }
    data.curves.append(curve);
    data.label = [](qint64 id) { return QStringLiteral("model %1").arg(id); };
    data.note = [](qint64 id) { return QStringLiteral("line %1").arg(id + 2); };
    return data;
}

struct Bench {
    PlotChart chart;
    explicit Bench(const PlotData& data)
    {
        chart.resize(800, 500);
        chart.setData(data);
        chart.show();
        static_cast<void>(QTest::qWaitForWindowExposed(&chart));
    }
    [[nodiscard]] QPointF placeOf(int series, int point) const
    {
        const PlotPoint& at = chart.data().series[series].points[point];
        return chart.plotLayout().place(at.x, at.y);
    }
    void wheel(int notches, Qt::KeyboardModifiers keys = {}, std::optional<QPointF> mouse = {})
    {
        const QPointF at = mouse.value_or(chart.plotLayout().plot().center());
        QWheelEvent event(at, chart.viewport()->mapToGlobal(at), {}, { 0, 120 * notches },
                          Qt::NoButton, keys, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(chart.viewport(), &event);
    }
};

QStringList textsOf(const QVector<Tick>& ticks)
{
    QStringList texts;
    for (const Tick& tick : ticks) {
        texts.append(tick.text);
    }
    return texts;
}

} // namespace

class PlotChartTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void decadesAreLabelledAndDividedIntoNine();
    void shortRangesOfALogarithmHaveTexts();
    void datesAreYearsOrMonths();
    void powersOfTenAreWrittenAsSuch();
    void placeAndValueAreInverse();
    void theWheelZoomsAroundTheMouse();
    void aDragPansAndADoubleClickShowsEverything();
    void aRectangleIsZoomedInto();
    void aClickInTheLegendHidesASeries();
    void hoverTellsEverything();
    void theCurrentPointStaysByItsId();
    void otherAxesForgetTheZoom();
    void keysWalkByX();
    void namesDoNotOverlap();
    void whatHasNoPlaceIsLeftOut();
    void tenThousandPointsAreDrawn();
    void exportsHoldPointsAndCurves();
};

void PlotChartTest::decadesAreLabelledAndDividedIntoNine()
{
    const PlotTicks ticks = plotTicks({ 1e21, 1e25, true }, 10, NumberFormat::General);
    QCOMPARE(textsOf(ticks.major),
             (QStringList { QStringLiteral("10²¹"), QStringLiteral("10²²"), QStringLiteral("10²³"),
                            QStringLiteral("10²⁴"), QStringLiteral("10²⁵") }));
    QCOMPARE(ticks.minor.size(), 4 * 8);
    QCOMPARE(ticks.minor.first(), 2e21);
    // With less room every other decade has a text, and only decades have lines.
    const PlotTicks wide = plotTicks({ 1e-3, 1e25, true }, 7, NumberFormat::General);
    QVERIFY(wide.major.size() <= 8);
    QVERIFY(textsOf(wide.major).contains(QStringLiteral("10²⁰")));
}

void PlotChartTest::shortRangesOfALogarithmHaveTexts()
{
    const PlotTicks part = plotTicks({ 3e21, 2.5e22, true }, 8, NumberFormat::General);
    QVERIFY2(textsOf(part.major).contains(QStringLiteral("5·10²¹")),
             qPrintable(textsOf(part.major).join(u' ')));
    for (const ValueRange& range : { ValueRange { 2.1, 2.2, true }, ValueRange { 0.93, 0.97, true },
                                     ValueRange { 4e21, 8e21, true } }) {
        QVERIFY(plotTicks(range, 6, NumberFormat::General).major.size() >= 2);
    }
    QCOMPARE(textsOf(plotTicks({ 0, 3e11, false }, 4, NumberFormat::General).major),
             (QStringList { QStringLiteral("0"), QStringLiteral("10¹¹"), QStringLiteral("2·10¹¹"),
                            QStringLiteral("3·10¹¹") }));
    QCOMPARE(textsOf(plotTicks({ 0.01, 1, true }, 9, NumberFormat::Percent).major).first(),
             QStringLiteral("1 %"));
}

void PlotChartTest::datesAreYearsOrMonths()
{
    QCOMPARE(textsOf(dateTicks({ 2017.2, 2024.5 }, 10).major).first(), QStringLiteral("2018"));
    QCOMPARE(dateTicks({ 2017.2, 2024.5 }, 10).major.size(), 7);
    QVERIFY(dateTicks({ 1950, 2024.5 }, 5).major.size() <= 5);
    QCOMPARE(textsOf(dateTicks({ 2020.3, 2021 }, 12).major).first(), QStringLiteral("2020-05"));
    QCOMPARE(dateText(2020 + 149.0 / 366), QStringLiteral("2020-05-29"));
    QCOMPARE(dateText(2017), QStringLiteral("2017-01-01"));
}

void PlotChartTest::powersOfTenAreWrittenAsSuch()
{
    QLocale::setDefault(QLocale::c());
    QCOMPARE(scientificText(3.14e23, 3), QStringLiteral("3.14·10²³"));
    QCOMPARE(scientificText(9.9999e-8, 3), QStringLiteral("10⁻⁷"));
    QCOMPARE(scientificText(-2.5e9, 3), QStringLiteral("-2.5·10⁹"));
    QCOMPARE(scientificText(0.3473, 4), QStringLiteral("0.3473"));
    QCOMPARE(scientificText(0, 4), QStringLiteral("0"));
}

void PlotChartTest::placeAndValueAreInverse()
{
    Bench bench(emergence());
    bench.chart.setView({ 0.2, 0.1, 0.5, 0.6 });
    const PlotLayout& layout = bench.chart.plotLayout();
    for (const PlotPoint& point : bench.chart.data().series.first().points) {
        const QPointF back = layout.valueAt(layout.place(point.x, point.y));
        QVERIFY(std::abs(back.x() / point.x - 1) < 1e-9); // rounding of a logarithm of 52
        QVERIFY(std::abs(back.y() - point.y) < 1e-12);
    }
}

void PlotChartTest::theWheelZoomsAroundTheMouse()
{
    Bench bench(emergence());
    const QRectF plot = bench.chart.plotLayout().plot();
    const QPointF mouse(plot.left() + 0.8 * plot.width(), plot.top() + 0.3 * plot.height());
    const QPointF before = bench.chart.plotLayout().valueAt(mouse);
    bench.wheel(3, {}, mouse);
    QVERIFY(std::abs(bench.chart.view().width() - 1 / std::pow(1.25, 3)) < 1e-12);
    // The labels of the axis may be narrower now: what is under the mouse stays up to their width.
    const QPointF after = bench.chart.plotLayout().valueAt(mouse);
    QVERIFY(std::abs(std::log10(after.x() / before.x())) < 0.05);
    QVERIFY(std::abs(after.y() - before.y()) < 1e-6);
    bench.wheel(-3, {}, mouse);
    QVERIFY(std::abs(bench.chart.view().width() - 1) < 1e-12);
    bench.wheel(2, Qt::ShiftModifier, mouse);
    const double width = bench.chart.view().width();
    QVERIFY(width < 0.7);
    QVERIFY(std::abs(bench.chart.view().height() - 1) < 1e-12);
    bench.wheel(2, Qt::ControlModifier, mouse);
    QVERIFY(bench.chart.view().height() < 0.7);
    QVERIFY(std::abs(bench.chart.view().width() - width) < 1e-12);
}

void PlotChartTest::aDragPansAndADoubleClickShowsEverything()
{
    Bench bench(emergence());
    const QPoint from = bench.chart.plotLayout().plot().center().toPoint();
    const QPointF before = bench.placeOf(0, 4);
    QTest::mousePress(bench.chart.viewport(), Qt::LeftButton, {}, from);
    QTest::mouseMove(bench.chart.viewport(), from + QPoint(20, 10));
    QTest::mouseMove(bench.chart.viewport(), from + QPoint(60, 30));
    QTest::mouseRelease(bench.chart.viewport(), Qt::LeftButton, {}, from + QPoint(60, 30));
    const QPointF way = bench.placeOf(0, 4) - before;
    QVERIFY2(std::abs(way.x() - 60) < 12 && std::abs(way.y() - 30) < 2,
             qPrintable(QStringLiteral("%1 %2").arg(way.x()).arg(way.y())));
    QVERIFY(bench.chart.current().isNone()); // a drag is no click
    QTest::mouseDClick(bench.chart.viewport(), Qt::LeftButton, {}, from);
    QCOMPARE(bench.chart.view(), kWholeView);
}

void PlotChartTest::aRectangleIsZoomedInto()
{
    Bench bench(emergence());
    const QRectF plot = bench.chart.plotLayout().plot();
    const QPoint from
        = (plot.topLeft() + QPointF(0.25 * plot.width(), 0.5 * plot.height())).toPoint();
    const QPoint to = (plot.topLeft() + QPointF(0.75 * plot.width(), plot.height())).toPoint();
    QTest::mousePress(bench.chart.viewport(), Qt::LeftButton, Qt::ShiftModifier, from);
    QTest::mouseMove(bench.chart.viewport(), to);
    QTest::mouseRelease(bench.chart.viewport(), Qt::LeftButton, Qt::ShiftModifier, to);
    const QRectF view = bench.chart.view();
    QVERIFY(std::abs(view.left() - 0.25) < 0.01 && std::abs(view.width() - 0.5) < 0.01);
    QVERIFY(std::abs(view.top()) < 0.01 && std::abs(view.height() - 0.5) < 0.01);
}

void PlotChartTest::aClickInTheLegendHidesASeries()
{
    Bench bench(emergence());
    const QPoint entry = bench.chart.plotLayout().legend().entries[1].center().toPoint();
    const QColor color = fe::widgets::lightTokens().series[1];
    QVERIFY(countColor(bench.chart.grab().toImage(), color) > 50);
    QTest::mouseClick(bench.chart.viewport(), Qt::LeftButton, {}, entry);
    QVERIFY(bench.chart.isSeriesHidden(1));
    QCOMPARE(countColor(bench.chart.grab().toImage(), color), 0);
    bench.chart.setData(emergence()); // it stays hidden by its name
    QVERIFY(bench.chart.isSeriesHidden(1));
    QTest::mouseClick(bench.chart.viewport(), Qt::LeftButton, {}, entry);
    QVERIFY(!bench.chart.isSeriesHidden(1));
}

void PlotChartTest::hoverTellsEverything()
{
    Bench bench(emergence());
    const QString text = bench.chart.pointText({ 0, 4 });
    for (const char* part : { "model 4", "addition", "1.62·10²²", "50.0 %", "46.0 %", "54.0 %",
                              "95 %", "line 6", "training compute (FLOPs)" }) {
        QVERIFY2(text.contains(QString::fromUtf8(part)), qPrintable(text));
    }
    QVERIFY(!bench.chart.pointText({ 1, 4 }).contains(QStringLiteral("95 %")));
}

void PlotChartTest::theCurrentPointStaysByItsId()
{
    Bench bench(emergence());
    QSignalSpy changed(&bench.chart, &PlotChart::currentChanged);
    QTest::mouseClick(bench.chart.viewport(), Qt::LeftButton, {}, bench.placeOf(1, 6).toPoint());
    QCOMPARE(bench.chart.currentId(), qint64 { 106 });
    QCOMPARE(changed.size(), 1);
    PlotData other = emergence();
    std::reverse(other.series[1].points.begin(), other.series[1].points.end());
    bench.chart.setData(other);
    QCOMPARE(bench.chart.currentId(), qint64 { 106 });
    QCOMPARE(bench.chart.current(), (LinePlace { 1, 1 }));
    other.series.removeLast();
    bench.chart.setData(other);
    QCOMPARE(bench.chart.currentId(), qint64 { -1 });
}

void PlotChartTest::otherAxesForgetTheZoom()
{
    Bench bench(emergence());
    bench.wheel(2);
    const QRectF view = bench.chart.view();
    bench.chart.setData(emergence());
    QCOMPARE(bench.chart.view(), view);
    PlotData other = emergence();
    other.x.log = false;
    bench.chart.setData(other);
    QCOMPARE(bench.chart.view(), kWholeView);
}

void PlotChartTest::keysWalkByX()
{
    PlotData data = emergence();
    std::reverse(data.series[0].points.begin(), data.series[0].points.end());
    Bench bench(data);
    QTest::keyClick(&bench.chart, Qt::Key_Down);
    QCOMPARE(bench.chart.currentId(), qint64 { 0 }); // the least x
    QTest::keyClick(&bench.chart, Qt::Key_Right);
    QCOMPARE(bench.chart.currentId(), qint64 { 1 });
    QTest::keyClick(&bench.chart, Qt::Key_Down);
    QCOMPARE(bench.chart.currentId(), qint64 { 101 });
    QTest::keyClick(&bench.chart, Qt::Key_End);
    QCOMPARE(bench.chart.currentId(), qint64 { 107 });
    QTest::keyClick(&bench.chart, Qt::Key_Plus);
    QVERIFY(bench.chart.view().width() < 1);
    QTest::keyClick(&bench.chart, Qt::Key_0);
    QCOMPARE(bench.chart.view(), kWholeView);
    QTest::keyClick(&bench.chart, Qt::Key_Space);
    QVERIFY(bench.chart.isSeriesHidden(1));
}

void PlotChartTest::namesDoNotOverlap()
{
    PlotData data = emergence();
    data.labels = true;
    Bench bench(data);
    const QVector<PlacedLabel>& labels = bench.chart.plotLayout().labels();
    QVERIFY(labels.size() >= 8);
    for (qsizetype i = 0; i < labels.size(); ++i) {
        QVERIFY(bench.chart.plotLayout().plot().contains(labels[i].rect));
        for (qsizetype j = 0; j < i; ++j) {
            QVERIFY(!labels[i].rect.intersects(labels[j].rect));
        }
    }
}

void PlotChartTest::whatHasNoPlaceIsLeftOut()
{
    PlotData data = emergence();
    const double huge = std::numeric_limits<double>::max();
    for (const double x : { 0.0, -1.0, kNothing, huge, double(INFINITY) }) {
        data.series[0].points.append({ x, 0.5, kNothing, kNothing, 500 });
        data.series[0].points.append({ 1e21, x, -huge, huge, 501 });
    }
    Bench bench(data);
    QVERIFY(bench.chart.plotLayout().rangeX().high < 1e27);
    QVERIFY(countColor(bench.chart.grab().toImage(), fe::widgets::lightTokens().series[0]) > 50);
    // A curve whose band has no place, or no points at all.
    for (PlotPoint& point : data.curves[0].points) {
        point.low = kNothing;
    }
    data.curves.append(PlotCurve());
    bench.chart.setData(data);
    QVERIFY(!bench.chart.grab().isNull());
    PlotData nothing;
    nothing.series.append({ QStringLiteral("empty"), {} });
    bench.chart.setData(nothing);
    QVERIFY(!bench.chart.grab().isNull());
}

void PlotChartTest::tenThousandPointsAreDrawn()
{
    PlotData data = emergence();
    data.curves.clear();
    data.series.clear();
    for (int s = 0; s < 40; ++s) {
        PlotSeries series { QStringLiteral("series %1").arg(s), {}, true };
        for (int i = 0; i < 274; ++i) { // 10,960 in all
            const double y = 0.5 + 0.4 * std::sin(0.02 * i + s);
            series.points.append({ 1e20 * std::pow(1.02, i), y, y - 0.01, y + 0.01, i });
        }
        data.series.append(series);
    }
    Bench bench(data);
    QElapsedTimer timer;
    timer.start();
    constexpr int kPaints = 5;
    for (int i = 0; i < kPaints; ++i) {
        bench.chart.setView({ 0.01 * i, 0, 1, 1 });
        bench.chart.viewport()->repaint();
    }
    qInfo("a paint of 10,960 points: %.1f ms", double(timer.elapsed()) / kPaints);
    // Points are there, and other ones after the view has moved.
    const QImage before = bench.chart.grab().toImage();
    bench.chart.setView({ 0.3, 0, 1, 1 });
    QVERIFY(bench.chart.grab().toImage() != before);
}

void PlotChartTest::exportsHoldPointsAndCurves()
{
    Bench bench(emergence());
    keepCard(&bench.chart, { 800, 500 }, QStringLiteral("plot"));
    const QByteArray csv = bench.chart.csv();
    QVERIFY(
        csv.startsWith("kind,series,training compute (FLOPs),accuracy,low,high,label,note\r\n"));
    QCOMPARE(csv.count("\npoint,"), 16);
    QCOMPARE(csv.count("\ncurve,addition,"), 100);
    QVERIFY(csv.contains(",model 4,line 6\r\n"));
    const QImage image = chartImage(bench.chart);
    QVERIFY(countColor(image, fe::widgets::lightTokens().series[0]) > 100);
    QVERIFY(chartSvg(bench.chart).contains("<path"));
    QVERIFY(chartPdf(bench.chart).startsWith("%PDF"));
}

QTEST_MAIN(PlotChartTest)
#include "tst_plot_chart.moc"
