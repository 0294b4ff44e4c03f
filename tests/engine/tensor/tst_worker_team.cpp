// SPDX-License-Identifier: GPL-3.0-or-later
#include "tensor/worker_team.h"

#include <QtTest>

#include <numeric>
#include <thread>

using namespace fe;

class TestWorkerTeam : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { tensor::setTeamSize(4); }
    void cleanupTestCase() { tensor::setTeamSize(1); }

    void everyItemIsDoneOnce_data();
    void everyItemIsDoneOnce();
    void aPhaseSeesWhatTheOneBeforeWrote();
    void preparationIsDoneByThoseWhoWorkAlone();
    void twoCallersGetTheirOwnResults();
    void sizeChangesBetweenPieces();
    void sleepingMembersWakeUp();
};

void TestWorkerTeam::everyItemIsDoneOnce_data()
{
    QTest::addColumn<int>("items");
    QTest::addColumn<int>("grain");
    QTest::newRow("none") << 0 << 1;
    QTest::newRow("one") << 1 << 1;
    QTest::newRow("fewer than members") << 3 << 1;
    QTest::newRow("many") << 1000 << 1;
    QTest::newRow("ranges that do not divide") << 1000 << 7;
    QTest::newRow("a range above all") << 10 << 64;
}

void TestWorkerTeam::everyItemIsDoneOnce()
{
    QFETCH(int, items);
    QFETCH(int, grain);
    for (int repeat = 0; repeat < 200; ++repeat) {
        std::vector<std::atomic<int>> seen(static_cast<std::size_t>(items));
        tensor::runAsTeam([&](tensor::TeamMember& member) {
            member.share(items, grain, [&](std::int64_t begin, std::int64_t end) {
                for (std::int64_t i = begin; i < end; ++i) {
                    ++seen[static_cast<std::size_t>(i)];
                }
            });
        });
        for (const std::atomic<int>& count : seen) {
            QCOMPARE(count.load(), 1);
        }
    }
}

void TestWorkerTeam::aPhaseSeesWhatTheOneBeforeWrote()
{
    // Plain memory: a missing barrier shows as a wrong sum, and to the thread sanitizer as a race.
    constexpr std::int64_t kItems = 64;
    std::vector<std::int64_t> values(kItems, 0);
    std::vector<std::int64_t> sums(kItems, 0);
    constexpr int kRounds = 500;
    tensor::runAsTeam([&](tensor::TeamMember& member) {
        for (int round = 0; round < kRounds; ++round) {
            std::int64_t total = 0;
            member.share(kItems, 1, [&](std::int64_t begin, std::int64_t end) {
                for (auto i = static_cast<std::size_t>(begin); i < static_cast<std::size_t>(end);
                     ++i) {
                    values[i] += sums[i] % 3 + 1;
                }
            });
            member.share(
                kItems, 3,
                [&] { total = std::accumulate(values.begin(), values.end(), std::int64_t { 0 }); },
                [&](std::int64_t begin, std::int64_t end) {
                    for (std::int64_t i = begin; i < end; ++i) {
                        sums[static_cast<std::size_t>(i)] = total + i;
                    }
                });
        }
    });
    std::vector<std::int64_t> alone(kItems, 0);
    std::vector<std::int64_t> aloneSums(kItems, 0);
    for (int round = 0; round < kRounds; ++round) {
        for (std::size_t i = 0; i < kItems; ++i) {
            alone[i] += aloneSums[i] % 3 + 1;
        }
        const auto total = std::accumulate(alone.begin(), alone.end(), std::int64_t { 0 });
        for (std::size_t i = 0; i < kItems; ++i) {
            aloneSums[i] = total + static_cast<std::int64_t>(i);
        }
    }
    QCOMPARE(values, alone);
    QCOMPARE(sums, aloneSums);
}

void TestWorkerTeam::preparationIsDoneByThoseWhoWorkAlone()
{
    std::atomic<int> prepared { 0 };
    std::atomic<int> ranges { 0 };
    tensor::runAsTeam([&](tensor::TeamMember& member) {
        member.share(
            2, 1, [&] { ++prepared; },
            [&](std::int64_t begin, std::int64_t end) { ranges += static_cast<int>(end - begin); });
    });
    QCOMPARE(ranges.load(), 2);
    QVERIFY(prepared.load() >= 1 && prepared.load() <= 2);
}

void TestWorkerTeam::twoCallersGetTheirOwnResults()
{
    const auto sumOfSquares = [](std::int64_t items) {
        std::atomic<std::int64_t> sum { 0 };
        tensor::shareWithTeam(items, 1, [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t i = begin; i < end; ++i) {
                sum += i * i;
            }
        });
        return sum.load();
    };
    std::atomic<int> wrong { 0 };
    std::vector<std::thread> callers;
    for (int caller = 0; caller < 3; ++caller) {
        callers.emplace_back([&, caller] {
            for (int i = 0; i < 300; ++i) {
                const std::int64_t n = 100 + caller;
                wrong += sumOfSquares(n) == (n - 1) * n * (2 * n - 1) / 6 ? 0 : 1;
            }
        });
    }
    for (std::thread& caller : callers) {
        caller.join();
    }
    QCOMPARE(wrong.load(), 0);
}

void TestWorkerTeam::sizeChangesBetweenPieces()
{
    for (int size = 1; size <= 6; ++size) {
        tensor::setTeamSize(size);
        QCOMPARE(tensor::teamSize(), size);
        std::atomic<std::int64_t> count { 0 };
        tensor::shareWithTeam(100, 1,
                              [&](std::int64_t begin, std::int64_t end) { count += end - begin; });
        QCOMPARE(count.load(), std::int64_t { 100 });
    }
}

void TestWorkerTeam::sleepingMembersWakeUp()
{
    // Each item waits until another member has one too: without a second member it never ends.
    for (int round = 0; round < 5; ++round) {
        std::this_thread::sleep_for(std::chrono::milliseconds(30)); // all are asleep by now
        std::atomic<int> inside { 0 };
        tensor::runAsTeam([&](tensor::TeamMember& member) {
            member.share(2, 1, [&](std::int64_t, std::int64_t) {
                ++inside;
                while (inside.load() < 2) {
                    std::this_thread::yield();
                }
            });
        });
        QCOMPARE(inside.load(), 2);
    }
}

QTEST_GUILESS_MAIN(TestWorkerTeam)
#include "tst_worker_team.moc"
