// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/job_runner.h"

#include "jobs/lane_thread.h"

#include <QCoreApplication>
#include <QEvent>
#include <QPointer>
#include <QThread>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <exception>
#include <mutex>
#include <new>
#include <optional>
#include <vector>

namespace fe::jobs {

namespace {

using Clock = std::chrono::steady_clock;

qint64 nowMs()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now().time_since_epoch())
        .count();
}

/// Runs what a job was given; nothing thrown gets past it.
template<typename Work>
base::Result<std::any> runGuarded(const Work& work, const base::CancelToken& cancel,
                                  base::Progress& progress)
{
    try {
        return work(cancel, progress);
    } catch (const std::bad_alloc&) {
        return base::Error { .code = base::ErrorCode::OutOfMemory,
                             .what = "not enough memory to finish this",
                             .file = {},
                             .field = {},
                             .why = "the system refused an allocation",
                             .fix = "close other programs or choose a smaller model" };
    } catch (const std::exception& exception) {
        return base::internalError("a background job", exception.what());
    } catch (...) {
        return base::internalError("a background job", "an exception of unknown type");
    }
}

} // namespace

/// A job from start to delivery.
struct JobHandle::Shared {
    // Set before the job is posted, then only read.
    quint64 id = 0;
    JobOptions options;

    // Any thread.
    base::CancelToken cancel;
    base::Progress progress;
    std::atomic<qint64> startedMs { -1 }; // -1: waits for its lane
    std::atomic<bool> dropped { false }; // nobody wants the result

    // Worker until the job is in Private::finished, UI thread from then on.
    JobRunner::ErasedWork work;
    std::optional<base::Result<std::any>> result;

    // UI thread only.
    JobRunner::ErasedCallbacks callbacks;
    JobRunner::Private* runner = nullptr; // null once settled
};

using SharedPtr = std::shared_ptr<JobHandle::Shared>;

struct JobRunner::Private {
    explicit Private(JobRunner* owner) : q(owner) { }

    void runOnLane(const SharedPtr& job);
    void cancel(JobHandle::Shared& job);
    void drop(JobHandle::Shared& job);
    void settle(JobHandle::Shared& job);
    void deliver(const SharedPtr& job);
    void wake();
    LaneThread& lane(const JobHandle::Shared& job)
    {
        return *lanes[job.options.lane == Lane::Compute ? 0 : 1];
    }

    JobRunner* q;
    std::vector<SharedPtr> active; // UI thread; not settled, oldest first
    quint64 lastId = 0; // UI thread

    std::mutex mutex;
    std::vector<SharedPtr> finished; // guarded by mutex
    bool wakePosted = false; // guarded by mutex

    std::array<std::unique_ptr<LaneThread>, 2> lanes; // last: they use the members above
};

/// Asks the UI thread to look at `finished` and to tell about it. Called with the mutex held, so
/// that the event's memory is handed over under our own lock too.
void JobRunner::Private::wake()
{
    if (!wakePosted) {
        wakePosted = true;
        QCoreApplication::postEvent(q, new QEvent(QEvent::User));
    }
}

void JobRunner::Private::runOnLane(const SharedPtr& job)
{
    job->startedMs.store(nowMs(), std::memory_order_relaxed);
    {
        const std::lock_guard lock(mutex);
        wake();
    }
    std::optional<base::Result<std::any>> result;
    if (job->cancel.isCancelled()) {
        result.emplace(base::cancelled());
    } else {
        result.emplace(runGuarded(job->work, job->cancel, job->progress));
    }
    job->work = nullptr; // what it holds goes here and not on the UI thread
    if (!job->dropped.load(std::memory_order_relaxed)) {
        job->result = std::move(result);
    }
    const std::lock_guard lock(mutex);
    finished.push_back(job);
    wake();
}

void JobRunner::Private::cancel(JobHandle::Shared& job)
{
    job.cancel.cancel();
    if (lane(job).takeBack(job.id)) {
        job.result.emplace(base::cancelled());
        const auto found
            = std::find_if(active.begin(), active.end(),
                           [&job](const SharedPtr& other) { return other.get() == &job; });
        const std::lock_guard lock(mutex);
        finished.push_back(*found);
        wake();
    }
}

void JobRunner::Private::drop(JobHandle::Shared& job)
{
    job.dropped.store(true, std::memory_order_relaxed);
    job.cancel.cancel();
    lane(job).takeBack(job.id);
    settle(job);
}

/// From here on the job is nobody's: no callback, not listed.
void JobRunner::Private::settle(JobHandle::Shared& job)
{
    job.runner = nullptr;
    job.callbacks = {};
    std::erase_if(active, [&job](const SharedPtr& other) { return other.get() == &job; });
}

void JobRunner::Private::deliver(const SharedPtr& job)
{
    if (!job->runner) {
        return;
    }
    const ErasedCallbacks callbacks = std::move(job->callbacks);
    const std::optional<base::Result<std::any>> result = std::move(job->result);
    settle(*job);
    if (result->hasValue()) {
        callbacks.done(**result);
    } else if (result->error().code == base::ErrorCode::Cancelled) {
        if (callbacks.cancelled) {
            callbacks.cancelled();
        }
    } else if (callbacks.failed) {
        callbacks.failed(result->error());
    }
}

JobHandle::JobHandle(std::shared_ptr<Shared> shared) : m_shared(std::move(shared)) { }
JobHandle::JobHandle(JobHandle&&) noexcept = default;

JobHandle& JobHandle::operator=(JobHandle&& other) noexcept
{
    // The old job goes with `old`, after this handle already holds the new one: its callbacks may
    // own objects that look at this handle.
    const JobHandle old(std::move(m_shared));
    m_shared = std::move(other.m_shared);
    return *this;
}

JobHandle::~JobHandle()
{
    if (m_shared && m_shared->runner) {
        auto& runner = *m_shared->runner;
        runner.drop(*m_shared);
        const std::lock_guard lock(runner.mutex);
        runner.wake();
    }
}

void JobHandle::cancel()
{
    if (m_shared && m_shared->runner) {
        m_shared->runner->cancel(*m_shared);
    }
}

bool JobHandle::isActive() const
{
    return m_shared && m_shared->runner;
}

JobRunner::JobRunner(QObject* parent) : QObject(parent), d(std::make_unique<Private>(this))
{
    d->lanes
        = { std::make_unique<LaneThread>("fe-compute"), std::make_unique<LaneThread>("fe-io") };
}

JobRunner::~JobRunner()
{
    while (!d->active.empty()) {
        const SharedPtr job = d->active.back(); // keeps it alive while it leaves the list
        d->drop(*job);
    }
    d->lanes = {};
}

JobHandle JobRunner::startErased(JobOptions options, ErasedWork work, ErasedCallbacks callbacks)
{
    Q_ASSERT(QThread::currentThread() == thread());
    if (!options.slot.isEmpty()) {
        const auto old
            = std::find_if(d->active.begin(), d->active.end(), [&options](const SharedPtr& job) {
                  return job->options.slot == options.slot;
              });
        if (old != d->active.end()) {
            const SharedPtr job = *old;
            d->drop(*job);
        }
    }
    auto job = std::make_shared<JobHandle::Shared>();
    job->id = ++d->lastId;
    job->options = std::move(options);
    job->work = std::move(work);
    job->callbacks = std::move(callbacks);
    job->runner = d.get();
    d->active.push_back(job);
    d->lane(*job).post(job->id, [runner = d.get(), job] { runner->runOnLane(job); });
    JobHandle handle(job);
    Q_EMIT jobsChanged();
    return handle;
}

QList<JobInfo> JobRunner::jobs() const
{
    QList<JobInfo> infos;
    for (const SharedPtr& job : d->active) {
        const qint64 startedMs = job->startedMs.load(std::memory_order_relaxed);
        infos.append(
            { .id = job->id,
              .title = job->options.title,
              .running = startedMs >= 0,
              .seconds = startedMs < 0 ? 0.0 : static_cast<double>(nowMs() - startedMs) / 1000.0,
              .done = job->progress.done(),
              .total = job->progress.total(),
              .unit = job->options.unit,
              .stage = QString::fromUtf8(job->progress.stage()) });
    }
    return infos;
}

void JobRunner::cancel(quint64 id)
{
    for (const SharedPtr& job : d->active) {
        if (job->id == id) {
            const SharedPtr kept = job;
            d->cancel(*kept);
            return;
        }
    }
}

void JobRunner::customEvent(QEvent*)
{
    // The event is not looked at: only wake() sends one, and what it says lies behind the lock.
    std::vector<SharedPtr> finished;
    {
        const std::lock_guard lock(d->mutex);
        finished.swap(d->finished);
        d->wakePosted = false;
    }
    const QPointer<JobRunner> alive(this); // a callback may close the window and all with it
    for (const SharedPtr& job : finished) {
        d->deliver(job);
        if (!alive) {
            return;
        }
    }
    Q_EMIT jobsChanged();
}

} // namespace fe::jobs
