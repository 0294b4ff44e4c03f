// SPDX-License-Identifier: GPL-3.0-or-later
// Who may go before whom: handles, slots, runners.
#include "job_outcome.h"

#include <QTest>

#include <atomic>

using namespace fe;
using jobs::JobHandle;
using jobs::JobRunner;
using jobs::Lane;
using jobs::Outcome;
using jobs::returning;
using jobs::untilCancelled;

class TestJobLifetime : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void newJobInTheSlotDropsTheLateResult();
    void destroyedHandleDropsTheResult();
    void replacedHandleDropsTheOldJob();
    void destroyedRunnerCancelsAndJoins();
    void handleMayOutliveTheRunner();
    void callbackMayStartTheNextJobOfItsSlot();
    void callbackMayDestroyTheRunner();
};

void TestJobLifetime::newJobInTheSlotDropsTheLateResult()
{
    JobRunner runner;
    Outcome old;
    Outcome fresh;
    auto begun = std::make_shared<std::promise<void>>();
    auto release = std::make_shared<std::promise<void>>();
    const JobHandle first = runner.start<int>(
        { .title = {}, .lane = Lane::Io, .slot = QStringLiteral("s") },
        [begun, release](const base::CancelToken&, base::Progress&) -> base::Result<int> {
            begun->set_value();
            release->get_future().wait(); // deaf to cancel: its result comes late
            return 1;
        },
        old.callbacks());
    begun->get_future().wait();
    const JobHandle second
        = runner.start<int>({ .title = {}, .lane = Lane::Compute, .slot = QStringLiteral("s") },
                            returning(2), fresh.callbacks());
    QVERIFY(!first.isActive());
    QTRY_COMPARE(fresh.done, 1);
    release->set_value();
    QTest::qWait(50);
    QCOMPARE(old.total(), 0);
    QCOMPARE(fresh.value, 2);
}

void TestJobLifetime::destroyedHandleDropsTheResult()
{
    JobRunner runner;
    Outcome outcome;
    auto begun = std::make_shared<std::promise<void>>();
    {
        const JobHandle handle = runner.start<int>({}, untilCancelled(begun), outcome.callbacks());
        begun->get_future().wait();
    }
    QVERIFY(runner.jobs().isEmpty());
    QTest::qWait(50);
    QCOMPARE(outcome.total(), 0);
}

void TestJobLifetime::replacedHandleDropsTheOldJob()
{
    JobRunner runner;
    Outcome old;
    Outcome fresh;
    JobHandle handle = runner.start<int>({}, untilCancelled(), old.callbacks());
    handle = runner.start<int>({}, returning(4), fresh.callbacks());
    QTRY_COMPARE(fresh.done, 1);
    QCOMPARE(old.total(), 0);
}

void TestJobLifetime::destroyedRunnerCancelsAndJoins()
{
    Outcome outcome;
    std::atomic<bool> ended { false };
    auto begun = std::make_shared<std::promise<void>>();
    JobHandle handle;
    {
        JobRunner runner;
        handle = runner.start<int>(
            {},
            [begun, &ended](const base::CancelToken& cancel, base::Progress&) -> base::Result<int> {
                begun->set_value();
                while (!cancel.isCancelled()) {
                    std::this_thread::yield();
                }
                ended = true;
                return base::cancelled();
            },
            outcome.callbacks());
        begun->get_future().wait();
    }
    QVERIFY2(ended, "the runner was gone before its thread");
    QTest::qWait(20);
    QCOMPARE(outcome.total(), 0);
}

void TestJobLifetime::handleMayOutliveTheRunner()
{
    Outcome outcome;
    JobHandle handle;
    {
        JobRunner runner;
        handle = runner.start<int>({}, returning(1), outcome.callbacks());
    }
    QVERIFY(!handle.isActive());
    handle.cancel();
    handle = JobHandle();
    QCOMPARE(outcome.total(), 0);
}

void TestJobLifetime::callbackMayStartTheNextJobOfItsSlot()
{
    JobRunner runner;
    JobHandle handle;
    int rounds = 0;
    std::function<void()> next = [&] {
        handle = runner.start<int>({ .title = {}, .slot = QStringLiteral("s") }, returning(1),
                                   { .done =
                                         [&](int) {
                                             if (++rounds < 5) {
                                                 next();
                                             }
                                         },
                                     .cancelled = {},
                                     .failed = {} });
    };
    next();
    QTRY_COMPARE(rounds, 5);
}

void TestJobLifetime::callbackMayDestroyTheRunner()
{
    auto runner = std::make_unique<JobRunner>();
    bool told = false;
    const JobHandle handle = runner->start<int>({}, returning(1),
                                                { .done =
                                                      [&](int) {
                                                          told = true;
                                                          runner.reset();
                                                      },
                                                  .cancelled = {},
                                                  .failed = {} });
    QTRY_VERIFY(told);
    QVERIFY(!runner);
}

QTEST_GUILESS_MAIN(TestJobLifetime)
#include "tst_job_lifetime.moc"
