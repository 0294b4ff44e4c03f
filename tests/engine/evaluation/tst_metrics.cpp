// SPDX-License-Identifier: GPL-3.0-or-later
#include "evaluation/metrics.h"

#include <QTest>

#include <cmath>

using namespace fe::evaluation;

namespace {

bool close(double a, double b, double tolerance = 1e-6)
{
    return std::abs(a - b) <= tolerance * std::max(1.0, std::abs(b));
}

} // namespace

class TestMetrics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wilsonsIntervals_data()
    {
        // The formula in 30 digits (mpmath), z = sqrt(2) erfinv(0.95).
        QTest::addColumn<int>("successes");
        QTest::addColumn<int>("trials");
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::newRow("half") << 5 << 10 << 0.236593090512564 << 0.763406909487436;
        QTest::newRow("none right") << 0 << 10 << 0.0 << 0.277532799862889;
        QTest::newRow("all right") << 10 << 10 << 0.722467200137111 << 1.0;
        QTest::newRow("many") << 170 << 200 << 0.793944207158333 << 0.89286406437758;
        QTest::newRow("one of one") << 1 << 1 << 0.206549313999018 << 1.0;
        QTest::newRow("no trial") << 0 << 0 << 0.0 << 1.0;
    }
    void wilsonsIntervals()
    {
        QFETCH(int, successes);
        QFETCH(int, trials);
        QFETCH(double, low);
        QFETCH(double, high);
        const Interval interval
            = wilson95(static_cast<std::size_t>(successes), static_cast<std::size_t>(trials));
        QVERIFY2(close(interval.low, low, 1e-9),
                 qPrintable(QString::number(interval.low, 'g', 15)));
        QVERIFY2(close(interval.high, high, 1e-9),
                 qPrintable(QString::number(interval.high, 'g', 15)));
    }

    void studentsQuantiles_data()
    {
        QTest::addColumn<int>("degrees");
        QTest::addColumn<double>("quantile");
        // Root of the regularised incomplete beta function in 30 digits (mpmath).
        QTest::newRow("1") << 1 << 12.706204736432095;
        QTest::newRow("2") << 2 << 4.302652729911275;
        QTest::newRow("3") << 3 << 3.182446305284263;
        QTest::newRow("4") << 4 << 2.776445105197793;
        QTest::newRow("9") << 9 << 2.2621571627409915;
        QTest::newRow("10") << 10 << 2.2281388519649385;
        QTest::newRow("30") << 30 << 2.0422724563012373;
        QTest::newRow("400") << 400 << 1.9659123432294547;
        QTest::newRow("401") << 401 << 1.9658974653365165;
        QTest::newRow("10000") << 10000 << 1.9602012398906263;
    }
    void studentsQuantiles()
    {
        QFETCH(int, degrees);
        QFETCH(double, quantile);
        const double value = studentT975(static_cast<std::size_t>(degrees));
        QVERIFY2(close(value, quantile), qPrintable(QString::number(value, 'g', 15)));
    }

    void seedsSpread()
    {
        // mean 0.7, sample deviation 0.1, t(0.975, 2) = 4.3026527
        const std::vector<double> values { 0.6, 0.7, 0.8 };
        const SeedSpread spread = seedSpread(values);
        QVERIFY(close(spread.mean, 0.7) && close(spread.deviation, 0.1));
        QVERIFY(close(spread.interval.low, 0.7 - 4.302652729911275 * 0.1 / std::sqrt(3.0)));
        QVERIFY(close(spread.interval.high, 0.7 + 4.302652729911275 * 0.1 / std::sqrt(3.0)));
        const SeedSpread wide = seedSpread(std::vector<double> { 0.1, 0.9 });
        QCOMPARE(wide.interval, (Interval { 0, 1 }));
        const SeedSpread one = seedSpread(std::vector<double> { 0.5 });
        QVERIFY(one.mean == 0.5 && std::isnan(one.deviation) && std::isnan(one.interval.low));
        QVERIFY(std::isnan(seedSpread({}).mean));
    }

    void confusionByHand()
    {
        // truth 0 0 0 1 1 2, predictions 0 0 1 1 none none: f1 4/5, 2/4, 0/1
        Confusion confusion(4);
        confusion.add(0, 0);
        confusion.add(0, 0);
        confusion.add(0, 1);
        confusion.add(1, 1);
        confusion.add(1, 99);
        confusion.add(2, 4);
        QCOMPARE(confusion.total(), 6);
        QCOMPARE(confusion.correct(), 3);
        QCOMPARE(confusion.count(0, 1), 1);
        QCOMPARE(confusion.count(1, 4), 1);
        QVERIFY(close(confusion.recall(0), 2.0 / 3) && close(confusion.precision(0), 1));
        QVERIFY(close(confusion.recall(1), 0.5) && close(confusion.precision(1), 0.5));
        QVERIFY(close(confusion.recall(2), 0) && std::isnan(confusion.precision(2)));
        QVERIFY(std::isnan(confusion.recall(3)) && std::isnan(confusion.f1(3)));
        QVERIFY(close(confusion.macroF1(), (0.8 + 0.5 + 0) / 3));
        Confusion twice = confusion;
        twice.add(confusion);
        QCOMPARE(twice.total(), 12);
        QCOMPARE(twice.count(0, 0), 4);
        QVERIFY(std::isnan(Confusion(2).macroF1()));
    }
};

QTEST_APPLESS_MAIN(TestMetrics)
#include "tst_metrics.moc"
