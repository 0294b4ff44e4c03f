// SPDX-License-Identifier: GPL-3.0-or-later
#include "job_outcome.h"

#include <QSignalSpy>
#include <QTest>

#include <atomic>
#include <chrono>
#include <future>
#include <new>
#include <stdexcept>
#include <thread>

#if defined(__linux__)
#include <pthread.h>
#endif

using namespace fe;
using jobs::JobHandle;
using jobs::JobRunner;
using jobs::Lane;
using jobs::Outcome;
using jobs::returning;
using jobs::untilCancelled;

class TestJobRunner : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void resultArrivesOnceOnTheUiThread();
    void moveOnlyResultsArrive();
    void callbacksNeverRunInsideStartOrCancel();
    void jobsOfALaneRunInOrder();
    void lanesRunSideBySide();
    void threadsAreNamed();
    void cancelOfARunningJobIsNoFailure();
    void cancelOfAWaitingJobNeverRunsIt();
    void partialResultAfterCancelIsKept();
    void exceptionsBecomeErrors_data();
    void exceptionsBecomeErrors();
    void progressIsPolled();
    void manyJobsAreEachToldOnce();
};

void TestJobRunner::resultArrivesOnceOnTheUiThread()
{
    JobRunner runner;
    QThread* deliveredOn = nullptr;
    std::thread::id workedOn;
    int count = 0;
    const JobHandle handle = runner.start<int>(
        { .title = QStringLiteral("count"), .slot = {} },
        [&workedOn](const base::CancelToken&, base::Progress&) -> base::Result<int> {
            workedOn = std::this_thread::get_id();
            return 7;
        },
        { .done =
              [&](int value) {
                  ++count;
                  QCOMPARE(value, 7);
                  deliveredOn = QThread::currentThread();
              },
          .cancelled = [&] { ++count; },
          .failed = [&](const base::Error&) { ++count; } });
    QVERIFY(handle.isActive());
    QTRY_COMPARE(count, 1);
    QVERIFY(!handle.isActive());
    QCOMPARE(deliveredOn, QThread::currentThread());
    QVERIFY(workedOn != std::this_thread::get_id());
    QVERIFY(runner.jobs().isEmpty());
    QTest::qWait(30);
    QCOMPARE(count, 1);
}

void TestJobRunner::moveOnlyResultsArrive()
{
    JobRunner runner;
    std::unique_ptr<int> got;
    const JobHandle handle = runner.start<std::unique_ptr<int>>(
        {},
        [](const base::CancelToken&, base::Progress&) -> base::Result<std::unique_ptr<int>> {
            return std::make_unique<int>(5);
        },
        { .done = [&got](std::unique_ptr<int> value) { got = std::move(value); },
          .cancelled = {},
          .failed = {} });
    QTRY_VERIFY(got != nullptr);
    QCOMPARE(*got, 5);
}

void TestJobRunner::callbacksNeverRunInsideStartOrCancel()
{
    JobRunner runner;
    Outcome first;
    Outcome second;
    JobHandle blocking = runner.start<int>({}, untilCancelled(), first.callbacks());
    JobHandle waiting = runner.start<int>({}, returning(1), second.callbacks());
    waiting.cancel();
    QCOMPARE(second.total(), 0);
    QVERIFY(waiting.isActive());
    blocking.cancel();
    QCOMPARE(first.total(), 0);
    QTRY_COMPARE(first.cancelled, 1);
    QCOMPARE(second.cancelled, 1);
}

void TestJobRunner::jobsOfALaneRunInOrder()
{
    JobRunner runner;
    QList<int> order;
    std::vector<JobHandle> handles;
    for (int i = 0; i < 20; ++i) {
        handles.push_back(runner.start<int>({}, returning(i),
                                            { .done = [&order](int value) { order.append(value); },
                                              .cancelled = {},
                                              .failed = {} }));
    }
    QTRY_COMPARE(order.size(), 20);
    for (int i = 0; i < 20; ++i) {
        QCOMPARE(order.at(i), i);
    }
}

void TestJobRunner::lanesRunSideBySide()
{
    JobRunner runner;
    Outcome compute;
    Outcome io;
    JobHandle blocking = runner.start<int>({ .title = {}, .lane = Lane::Compute, .slot = {} },
                                           untilCancelled(), compute.callbacks());
    const JobHandle quick = runner.start<int>({ .title = {}, .lane = Lane::Io, .slot = {} },
                                              returning(3), io.callbacks());
    QTRY_COMPARE(io.done, 1);
    QVERIFY(blocking.isActive());
    QCOMPARE(compute.total(), 0);
}

void TestJobRunner::threadsAreNamed()
{
#if defined(__linux__)
    JobRunner runner;
    for (const auto& [lane, name] :
         { std::pair { Lane::Compute, "fe-compute" }, std::pair { Lane::Io, "fe-io" } }) {
        std::string got;
        const JobHandle handle = runner.start<std::string>(
            { .title = {}, .lane = lane, .slot = {} },
            [](const base::CancelToken&, base::Progress&) -> base::Result<std::string> {
                char text[16] = {};
                pthread_getname_np(pthread_self(), text, sizeof text);
                return std::string(text);
            },
            { .done = [&got](std::string text) { got = std::move(text); },
              .cancelled = {},
              .failed = {} });
        QTRY_COMPARE(got, std::string(name));
    }
#endif
}

void TestJobRunner::cancelOfARunningJobIsNoFailure()
{
    JobRunner runner;
    Outcome outcome;
    auto begun = std::make_shared<std::promise<void>>();
    JobHandle handle = runner.start<int>({}, untilCancelled(begun), outcome.callbacks());
    begun->get_future().wait();
    runner.cancel(runner.jobs().constFirst().id);
    QTRY_COMPARE(outcome.cancelled, 1);
    QTest::qWait(20);
    QCOMPARE(outcome.total(), 1);
}

void TestJobRunner::cancelOfAWaitingJobNeverRunsIt()
{
    JobRunner runner;
    Outcome blocking;
    Outcome waiting;
    std::atomic<bool> ran { false };
    JobHandle first = runner.start<int>({}, untilCancelled(), blocking.callbacks());
    JobHandle second = runner.start<int>(
        {},
        [&ran](const base::CancelToken&, base::Progress&) -> base::Result<int> {
            ran = true;
            return 1;
        },
        waiting.callbacks());
    second.cancel();
    QTRY_COMPARE(waiting.cancelled, 1);
    QVERIFY2(first.isActive(), "the waiting job must not wait for the running one to be cancelled");
    first.cancel();
    QTRY_COMPARE(blocking.cancelled, 1);
    QTest::qWait(20);
    QVERIFY(!ran);
    QCOMPARE(waiting.total(), 1);
}

void TestJobRunner::partialResultAfterCancelIsKept()
{
    JobRunner runner;
    Outcome outcome;
    auto begun = std::make_shared<std::promise<void>>();
    JobHandle handle = runner.start<int>(
        {},
        [begun](const base::CancelToken& cancel, base::Progress&) -> base::Result<int> {
            begun->set_value();
            while (!cancel.isCancelled()) {
                std::this_thread::yield();
            }
            return 12; // what was there when the user stopped it
        },
        outcome.callbacks());
    begun->get_future().wait();
    handle.cancel();
    QTRY_COMPARE(outcome.done, 1);
    QCOMPARE(outcome.value, 12);
    QCOMPARE(outcome.total(), 1);
}

void TestJobRunner::exceptionsBecomeErrors_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("code");
    QTest::newRow("bad_alloc") << 0 << static_cast<int>(base::ErrorCode::OutOfMemory);
    QTest::newRow("runtime_error") << 1 << static_cast<int>(base::ErrorCode::Internal);
    QTest::newRow("int") << 2 << static_cast<int>(base::ErrorCode::Internal);
}

void TestJobRunner::exceptionsBecomeErrors()
{
    QFETCH(const int, kind);
    QFETCH(const int, code);
    JobRunner runner;
    Outcome outcome;
    const JobHandle handle = runner.start<int>(
        {},
        [kind](const base::CancelToken&, base::Progress&) -> base::Result<int> {
            switch (kind) {
            case 0:
                throw std::bad_alloc();
            case 1:
                throw std::runtime_error("the reason");
            default:
                throw 3;
            }
        },
        outcome.callbacks());
    QTRY_COMPARE(outcome.failed, 1);
    QCOMPARE(static_cast<int>(outcome.error.code), code);
    if (kind == 1) {
        QVERIFY(outcome.error.oneLine().find("the reason") != std::string::npos);
    }
    Outcome next; // the lane lives on
    const JobHandle after = runner.start<int>({}, returning(1), next.callbacks());
    QTRY_COMPARE(next.done, 1);
}

void TestJobRunner::progressIsPolled()
{
    JobRunner runner;
    QSignalSpy changed(&runner, &JobRunner::jobsChanged);
    Outcome outcome;
    JobHandle handle = runner.start<int>(
        { .title = QStringLiteral("reading"), .slot = {} },
        [](const base::CancelToken& cancel, base::Progress& progress) -> base::Result<int> {
            progress.begin("weights", 10);
            progress.advance(4);
            while (!cancel.isCancelled()) {
                std::this_thread::yield();
            }
            return base::cancelled();
        },
        outcome.callbacks());
    QTRY_COMPARE(runner.jobs().constFirst().done, 4U);
    const jobs::JobInfo info = runner.jobs().constFirst();
    QVERIFY(info.running);
    QCOMPARE(info.total, 10U);
    QCOMPARE(info.title, QStringLiteral("reading"));
    QCOMPARE(info.stage, QStringLiteral("weights"));
    QTRY_VERIFY(runner.jobs().constFirst().seconds > 0.0);
    QVERIFY(changed.count() >= 1);
    handle.cancel();
    QTRY_COMPARE(outcome.cancelled, 1);
}

void TestJobRunner::manyJobsAreEachToldOnce()
{
    constexpr int kJobs = 300;
    JobRunner runner;
    std::vector<Outcome> outcomes(kJobs);
    std::vector<JobHandle> handles;
    for (int i = 0; i < kJobs; ++i) {
        handles.push_back(runner.start<int>(
            { .title = {}, .lane = i % 2 ? Lane::Compute : Lane::Io, .slot = {} },
            [i](const base::CancelToken& cancel, base::Progress& progress) -> base::Result<int> {
                progress.advance();
                if (cancel.isCancelled()) {
                    return base::cancelled();
                }
                return i;
            },
            outcomes[static_cast<std::size_t>(i)].callbacks()));
        if (i % 3 == 0) {
            handles.back().cancel();
        }
        if (i % 50 == 0) {
            QCoreApplication::sendPostedEvents();
        }
    }
    QTRY_VERIFY(runner.jobs().isEmpty());
    for (int i = 0; i < kJobs; ++i) {
        const Outcome& outcome = outcomes[static_cast<std::size_t>(i)];
        QCOMPARE(outcome.total(), 1);
        QCOMPARE(outcome.failed, 0);
        QVERIFY(outcome.cancelled == 1 || outcome.value == i);
    }
}

QTEST_GUILESS_MAIN(TestJobRunner)
#include "tst_job_runner.moc"
