// SPDX-License-Identifier: GPL-3.0-or-later
#include "chart_bench.h"
#include "charts/scatter_chart.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QSet>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include <cmath>
#include <limits>
#include <random>

using namespace fe::charts;

namespace {

ScatterData corners()
{
    ScatterData data;
    data.text = { QStringLiteral("Map of a folder"), QStringLiteral("principal components") };
    data.x.name = QStringLiteral("first component");
    data.y.name = QStringLiteral("second component");
    data.categories = { QStringLiteral("고양이"), QStringLiteral("dog") };
    data.points = { { 0, 0, 0, QStringLiteral("a.png") },
                    { 1, 0, 1, QStringLiteral("b.png") },
                    { 0, 1, 1, QStringLiteral("c.png") },
                    { 1, 1, 0, QStringLiteral("d.png") } };
    return data;
}

ScatterData cloud(int count, int categories)
{
    ScatterData data = corners();
    data.points.clear();
    data.categories.clear();
    std::mt19937 random(7);
    std::normal_distribution<double> normal;
    for (int i = 0; i < categories; ++i) {
        data.categories.append(QStringLiteral("category %1").arg(i));
    }
    for (int i = 0; i < count; ++i) {
        const int category = i % categories;
        data.points.append({ 3 * std::cos(category) + normal(random),
                             3 * std::sin(category) + normal(random), category,
                             QStringLiteral("%1.png").arg(i) });
    }
    return data;
}

void wheel(ScatterChart& chart, const QPointF& at, int delta)
{
    QWheelEvent event(at, at, {}, { 0, delta }, Qt::NoButton, {}, Qt::NoScrollPhase, false);
    QApplication::sendEvent(&chart, &event);
}

const QVector<bool> kNoneHidden;

} // namespace

class ScatterChartTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void layoutHasAMarginOfFourPercent()
    {
        const ScatterLayout layout(corners(), { 10, 20, 108, 108 }, { 0, 0, 1, 1 });
        const auto close
            = [](const QPointF& a, const QPointF& b) { return (a - b).manhattanLength() < 1e-9; };
        QVERIFY(close(layout.place(0, 0), { 14, 124 }));
        QVERIFY(close(layout.place(1, 1), { 114, 24 }));
        QVERIFY(close(layout.valueAt({ 64, 74 }), { 0.5, 0.5 }));
    }

    void valueAtIsTheInverseOfPlace_data()
    {
        QTest::addColumn<bool>("log");
        QTest::newRow("linear") << false;
        QTest::newRow("log") << true;
    }
    void valueAtIsTheInverseOfPlace()
    {
        QFETCH(bool, log);
        ScatterData data = corners();
        data.x.log = log;
        data.points = { { 1, 5, 0 }, { 1e6, -5, 0 } };
        const ScatterLayout layout(data, { 0, 0, 500, 300 }, { 0.2, 0.1, 0.5, 0.7 });
        for (const double x : { 10.0, 1234.0, 5e5 }) {
            const QPointF value = layout.valueAt(layout.place(x, 1.5));
            QVERIFY(std::abs(value.x() / x - 1) < 1e-9);
            QVERIFY(std::abs(value.y() - 1.5) < 1e-9);
        }
        QCOMPARE(std::isnan(layout.place(0, 0).x()), log);
    }

    void nearestFindsWhatIsSeen()
    {
        const ScatterData data = corners();
        const ScatterLayout layout(data, { 0, 0, 100, 100 }, { 0, 0, 1, 1 });
        for (int i = 0; i < 4; ++i) {
            const QPointF place = layout.place(data.points[i].x, data.points[i].y);
            QCOMPARE(layout.nearest(data, kNoneHidden, place + QPointF(3, -2), 5), i);
        }
        QCOMPARE(layout.nearest(data, kNoneHidden, { 50, 50 }, 5), -1);
        const QPointF dog = layout.place(1, 0);
        QCOMPARE(layout.nearest(data, { false, true }, dog, 5), -1);
    }

    void nextWalksInADirection()
    {
        const ScatterData data = corners();
        const ScatterLayout layout(data, { 0, 0, 100, 100 }, { 0, 0, 1, 1 });
        QCOMPARE(layout.next(data, kNoneHidden, 0, { 1, 0 }), 1);
        QCOMPARE(layout.next(data, kNoneHidden, 0, { 0, -1 }), 2);
        QCOMPARE(layout.next(data, kNoneHidden, 0, { -1, 0 }), -1);
        QCOMPARE(layout.next(data, { false, true }, 0, { 1, 0 }), 3);
    }

    void zoomKeepsThePointAndEndsAtTheWhole()
    {
        const ScatterData data = corners();
        const QRectF plot(0, 0, 100, 100);
        const ScatterLayout whole(data, plot, { 0, 0, 1, 1 });
        const QPointF at(30, 80);
        const QPointF value = whole.valueAt(at);
        const ScatterLayout near(data, plot, whole.zoomed(at, 4));
        QVERIFY((near.place(value.x(), value.y()) - at).manhattanLength() < 1e-9);
        QCOMPARE(near.view().width(), 0.25);
        QCOMPARE(near.zoomed(at, 0.01).width(), 1.0);
        const ScatterLayout moved(data, plot, whole.moved({ 10, 20 }));
        QVERIFY((moved.place(value.x(), value.y()) - at - QPointF(10, 20)).manhattanLength()
                < 1e-9);
    }

    void oddPointsDoNoHarm()
    {
        const double nan = std::nan("");
        const double infinity = std::numeric_limits<double>::infinity();
        ScatterData data = corners();
        data.points = { { nan, 0, 0 }, { infinity, 1, 0 }, { 5, 5, 99 }, { 5, 5, -3 } };
        ScatterChart chart;
        chart.resize(300, 200);
        chart.setData(data);
        QVERIFY(!chart.grab().isNull());
        QCOMPARE(chart.placeOf(2), chart.placeOf(3));
        chart.setData({});
        QVERIFY(!chart.grab().isNull());
        QTest::keyClick(&chart, Qt::Key_Right);
        QCOMPARE(chart.current(), -1);
    }

    void mouseAndKeyboardFindPoints()
    {
        ScatterChart chart;
        chart.resize(500, 400);
        chart.setData(corners());
        chart.show();
        QSignalSpy hovered(&chart, &ScatterChart::pointHovered);
        QSignalSpy activated(&chart, &ScatterChart::pointActivated);
        QTest::mouseMove(&chart, chart.placeOf(2).toPoint());
        QTRY_COMPARE(hovered.value(0).value(0).toInt(), 2);
        QTest::mouseClick(&chart, Qt::LeftButton, {}, chart.placeOf(3).toPoint());
        QCOMPARE(activated.value(0).value(0).toInt(), 3);
        QTest::keyClick(&chart, Qt::Key_Left);
        QCOMPARE(chart.current(), 2);
        QVERIFY(chart.accessibleDescription().startsWith(QStringLiteral("c.png\ndog\n")));
        QTest::keyClick(&chart, Qt::Key_Down);
        QTest::keyClick(&chart, Qt::Key_Enter);
        QCOMPARE(activated.last().value(0).toInt(), 0);
    }

    void wheelZoomsDragPansKeyResets()
    {
        ScatterChart chart;
        chart.resize(500, 400);
        chart.setData(corners());
        chart.show();
        const QPointF before = chart.placeOf(1);
        wheel(chart, chart.placeOf(0), 240);
        QVERIFY((chart.placeOf(1) - before).manhattanLength() > 50);
        const QPointF from = chart.placeOf(0);
        QTest::mousePress(&chart, Qt::LeftButton, {}, from.toPoint());
        QMouseEvent move(QEvent::MouseMove, from.toPoint() + QPoint(40, -30),
                         from.toPoint() + QPoint(40, -30), Qt::NoButton, Qt::LeftButton, {});
        QApplication::sendEvent(&chart, &move);
        QTest::mouseRelease(&chart, Qt::LeftButton, {}, from.toPoint() + QPoint(40, -30));
        QVERIFY((chart.placeOf(0) - from - QPointF(40, -30)).manhattanLength() < 1e-6);
        QCOMPARE(chart.current(), -1);
        QTest::keyClick(&chart, Qt::Key_0);
        QVERIFY((chart.placeOf(1) - before).manhattanLength() < 1e-6);
    }

    void sixtyFourCategoriesAreAllDifferent()
    {
        QSet<QString> seen;
        for (int category = 0; category < 64; ++category) {
            QString outline;
            const QPainterPath path = categoryShape(category, 100);
            for (int i = 0; i < path.elementCount(); ++i) {
                outline += QString::number(qRound(path.elementAt(i).x)) + u' '
                    + QString::number(qRound(path.elementAt(i).y)) + u';';
            }
            seen.insert(categoryColor(category, fe::widgets::lightTokens()).name() + outline);
        }
        QCOMPARE(seen.size(), 64);
    }

    void legendHidesCategories()
    {
        ScatterChart chart;
        chart.resize(500, 400);
        chart.setData(corners());
        chart.show();
        const QColor dogs = fe::widgets::lightTokens().series[1];
        const int before = countColor(chart.grab().toImage(), dogs);
        const ScatterFrame frame = scatterFrame(chart.data(), chart.size(), chart.font());
        QCOMPARE(frame.legendRows, 2);
        QTest::mouseClick(
            &chart, Qt::LeftButton, {},
            QPoint(int(frame.legend.left()) + 3, int(frame.legend.top() + 1.5 * frame.rowHeight)));
        QCOMPARE(countColor(chart.grab().toImage(), dogs), 0);
        QVERIFY(before > 20);
    }

    void highlightedPointsStandOut()
    {
        ScatterChart chart;
        chart.resize(500, 400);
        chart.setData(corners());
        const QColor cats = fe::widgets::lightTokens().series[0];
        const int before = countColor(chart.grab().toImage(), cats);
        chart.setHighlighted({ 1 });
        QVERIFY(countColor(chart.grab().toImage(), cats) < before);
    }

    void tenThousandPoints()
    {
        ScatterChart chart;
        chart.resize(1200, 800);
        chart.setData(cloud(10000, 20));
        chart.show();
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < 10; ++i) {
            wheel(chart, { 500, 400 }, 12);
            QVERIFY(!chart.grab().isNull());
        }
        const double drawn = double(timer.restart()) / 10;
        for (int i = 0; i < 100; ++i) {
            QTest::mouseMove(&chart, QPoint(300 + i, 300));
        }
        // Told, not judged: machines differ.
        qInfo("10,000 points: %.1f ms a zoom, %.1f ms a hover", drawn,
              double(timer.elapsed()) / 100);
        keepCard(&chart, { 900, 560 }, QStringLiteral("scatter-large"));
    }

    void exportsHoldTheData()
    {
        ScatterChart chart;
        chart.resize(300, 200);
        chart.setData(corners());
        const QString drawing = QString::fromUtf8(chartSvg(chart));
        for (const char* text : { "Map of a folder", "first component", "second component", "dog",
                                  "principal components" }) {
            QVERIFY2(drawing.contains(QString::fromUtf8(text)), text);
        }
        QCOMPARE(chart.csv(),
                 QStringLiteral("label,category,first component,second component\r\n"
                                "a.png,고양이,0,0\r\nb.png,dog,1,0\r\n"
                                "c.png,dog,0,1\r\nd.png,고양이,1,1\r\n")
                     .toUtf8());
        chart.setData(cloud(150, 5));
        const QImage image = chartImage(chart);
        QVERIFY(countColor(image, fe::widgets::lightTokens().series[4]) > 500);
        keepPicture(image, QStringLiteral("scatter-export"));
        keepCard(&chart, { 700, 420 }, QStringLiteral("scatter"));
    }
};

QTEST_MAIN(ScatterChartTest)
#include "tst_scatter_chart.moc"
