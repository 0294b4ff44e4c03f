// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/parallel_ranges.h"

#include <QTest>

#include <atomic>
#include <numeric>
#include <string>

using namespace fe;
using jobs::IndexRange;

class ParallelRangesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rangesCoverEverythingOnce_data();
    void rangesCoverEverythingOnce();
    void everyTaskRunsOnce();
    void resultsKeepTheOrderOfTheRanges();
    void theFirstFailureInOrderIsTold();
};

void ParallelRangesTest::rangesCoverEverythingOnce_data()
{
    QTest::addColumn<quint64>("count");
    for (const quint64 count : { 0, 1, 2, 7, 8, 9, 400, 4001 }) {
        QTest::newRow(qPrintable(QString::number(count))) << count;
    }
}

void ParallelRangesTest::rangesCoverEverythingOnce()
{
    QFETCH(const quint64, count);
    std::size_t expected = 0;
    for (const IndexRange& range : jobs::rangesFor(count)) {
        QCOMPARE(range.begin, expected);
        QVERIFY(range.end > range.begin);
        expected = range.end;
    }
    QCOMPARE(expected, std::size_t { count });
}

void ParallelRangesTest::everyTaskRunsOnce()
{
    constexpr std::size_t kTasks = 1000;
    std::vector<std::atomic<int>> runs(kTasks);
    jobs::runTogether(kTasks, [&runs](std::size_t task) { ++runs[task]; });
    QVERIFY(std::all_of(runs.begin(), runs.end(), [](const auto& count) { return count == 1; }));
}

void ParallelRangesTest::resultsKeepTheOrderOfTheRanges()
{
    using Numbers = std::vector<std::size_t>;
    const auto parts
        = jobs::parallelRanges<Numbers>(100, [](IndexRange range) -> base::Result<Numbers> {
              Numbers numbers(range.end - range.begin);
              std::iota(numbers.begin(), numbers.end(), range.begin);
              return numbers;
          });
    QVERIFY(parts);
    Numbers all;
    for (const Numbers& part : *parts) {
        all.insert(all.end(), part.begin(), part.end());
    }
    Numbers expected(100);
    std::iota(expected.begin(), expected.end(), std::size_t { 0 });
    QCOMPARE(all, expected);
}

void ParallelRangesTest::theFirstFailureInOrderIsTold()
{
    const auto failed = jobs::parallelRanges<int>(100, [](IndexRange range) -> base::Result<int> {
        if (range.begin >= 50) {
            return base::invalidArgument("range " + std::to_string(range.begin), {});
        }
        return 1;
    });
    QVERIFY(!failed);
    std::size_t first = 0;
    for (const IndexRange& range : jobs::rangesFor(100)) {
        first = first == 0 && range.begin >= 50 ? range.begin : first;
    }
    QCOMPARE(failed.error().what, "range " + std::to_string(first));
}

QTEST_APPLESS_MAIN(ParallelRangesTest)
#include "tst_parallel_ranges.moc"
