// SPDX-License-Identifier: GPL-3.0-or-later
//
// The difference of two accuracies and its interval: worked by hand, and how often it covers.
#include "analysis/paired_bootstrap.h"
#include "base/rng.h"

#include <QtTest>

using namespace fe;
using namespace fe::analysis;

namespace {

Interval intervalOf(const PairedOutcomes& outcomes, const BootstrapOptions& options = {})
{
    base::CancelToken cancel;
    const auto interval = pairedBootstrap(outcomes, options, cancel);
    if (!interval) {
        qFatal("%s", interval.error().oneLine().c_str());
    }
    return *interval;
}

Judged judged(std::size_t truth, std::size_t answer)
{
    return { truth, { { answer, 1, 1 } } };
}

} // namespace

class TestPairedBootstrap : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersArePairedByPicture()
    {
        const std::vector<Judged> first { judged(0, 0), judged(1, 1), judged(2, 0), judged(1, 0),
                                          judged(0, 0) };
        const std::vector<Judged> second { judged(0, 0), judged(1, 0), judged(2, 2), judged(1, 2),
                                           judged(0, 1) };
        const auto outcomes = pairOutcomes(first, second);
        QVERIFY(outcomes);
        QCOMPARE(outcomes->both, 1);
        QCOMPARE(outcomes->onlyFirst, 2);
        QCOMPARE(outcomes->onlySecond, 1);
        QCOMPARE(outcomes->neither, 1);
        QCOMPARE(outcomes->firstAccuracy(), 0.6);
        QCOMPARE(outcomes->secondAccuracy(), 0.4);
        QCOMPARE(outcomes->difference(), -0.2);
        QVERIFY(!pairOutcomes(first, std::span(second).first(4)));
        QVERIFY(!pairOutcomes(std::vector { judged(0, 0) }, std::vector { judged(1, 0) }));
    }

    void intervalsWorkedByHand_data()
    {
        QTest::addColumn<PairedOutcomes>("outcomes");
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::newRow("never apart") << PairedOutcomes { 30, 0, 0, 12 } << 0.0 << 0.0;
        QTest::newRow("one picture") << PairedOutcomes { 0, 1, 0, 0 } << -1.0 << -1.0;
        // A resample of two is -1, 0 or 1 with chances 1/4, 1/2, 1/4.
        QTest::newRow("one each") << PairedOutcomes { 0, 1, 1, 0 } << -1.0 << 1.0;
        // Binomial(10, 1/2): 1 % below 2, 5 % up to 2; 95 % up to 7, 99 % up to 8.
        QTest::newRow("half of ten") << PairedOutcomes { 3, 0, 5, 2 } << 0.2 << 0.8;
        QTest::newRow("the other half") << PairedOutcomes { 3, 5, 0, 2 } << -0.8 << -0.2;
    }
    void intervalsWorkedByHand()
    {
        QFETCH(PairedOutcomes, outcomes);
        QFETCH(double, low);
        QFETCH(double, high);
        const Interval interval = intervalOf(outcomes);
        QCOMPARE(interval.low, low);
        QCOMPARE(interval.high, high);
    }

    void theSeedFixesTheNumbers()
    {
        const PairedOutcomes outcomes { 211, 37, 61, 88 };
        const Interval first = intervalOf(outcomes, { 500, 0.95, 7 });
        const Interval again = intervalOf(outcomes, { 500, 0.95, 7 });
        QCOMPARE(first.low, again.low);
        QCOMPARE(first.high, again.high);
        const Interval narrow = intervalOf(outcomes, { 500, 0.5, 7 });
        QVERIFY(first.low < narrow.low && narrow.high < first.high);
        QVERIFY(narrow.low < outcomes.difference() && outcomes.difference() < narrow.high);
    }

    /// Of 400 experiments whose true difference is known, about 95 % cover it; binomial noise of
    /// 400 is 1.1 %, so four deviations and the percentile method's own slack are within 90..99 %.
    void aboutNineteenOfTwentyCoverTheTruth()
    {
        constexpr int kExperiments = 400;
        constexpr double kOnlyFirst = 0.1;
        constexpr double kOnlySecond = 0.25;
        base::Rng rng(11);
        int covered = 0;
        for (int experiment = 0; experiment < kExperiments; ++experiment) {
            PairedOutcomes outcomes;
            for (int picture = 0; picture < 200; ++picture) {
                const double at = rng.uniform();
                ++(at < kOnlyFirst                     ? outcomes.onlyFirst
                       : at < kOnlyFirst + kOnlySecond ? outcomes.onlySecond
                                                       : outcomes.both);
            }
            const Interval interval
                = intervalOf(outcomes, { 400, 0.95, static_cast<std::uint64_t>(experiment) });
            const double truth = kOnlySecond - kOnlyFirst;
            covered += interval.low <= truth && truth <= interval.high ? 1 : 0;
        }
        QVERIFY2(covered >= 360 && covered <= 396, qPrintable(QString::number(covered)));
    }

    void wrongOptionsAreRefused()
    {
        base::CancelToken cancel;
        const PairedOutcomes some { 1, 1, 1, 1 };
        QVERIFY(!pairedBootstrap({}, {}, cancel));
        QVERIFY(!pairedBootstrap(some, { 99, 0.95, 0 }, cancel));
        QVERIFY(!pairedBootstrap(some, { 100, 0, 0 }, cancel));
        QVERIFY(!pairedBootstrap(some, { 100, 1, 0 }, cancel));
        cancel.cancel();
        const auto stopped = pairedBootstrap(some, {}, cancel);
        QVERIFY(!stopped && stopped.error().code == base::ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestPairedBootstrap)
#include "tst_paired_bootstrap.moc"
