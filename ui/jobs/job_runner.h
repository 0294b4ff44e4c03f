// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/cancel.h"
#include "base/progress.h"
#include "base/result.h"

#include <QObject>
#include <QString>

#include <any>
#include <functional>
#include <memory>

namespace fe::jobs {

/// One thread each; jobs of a lane run one after the other.
enum class Lane {
    Compute, ///< models and analyses (libtorch fans out by itself)
    Io, ///< files, hashes, tables
};

/// What a job's progress counts.
enum class Unit { Items, Bytes };

/// What the job strip shows of a job.
struct JobInfo {
    quint64 id = 0;
    QString title;
    bool running = false; ///< false: waiting for its lane
    double seconds = 0; ///< since it began to run
    quint64 done = 0; ///< Progress
    quint64 total = 0; ///< 0: unknown
    Unit unit = Unit::Items;
    QString stage;
};

struct JobOptions {
    QString title; ///< translated, for the job strip
    Lane lane = Lane::Compute;
    /// A new job in the same slot cancels the old one, whose late result is dropped. Empty: no
    /// slot.
    QString slot;
    Unit unit = Unit::Items; ///< of the progress
};

/// Exactly one of these is called, on the UI thread and never from inside start() or cancel(),
/// unless the handle was destroyed, another job took the slot or the runner is gone.
///
/// What the work returned decides: a value is `done`, even if the job was cancelled meanwhile (it
/// may be a partial result that says so itself); an Error with code Cancelled is `cancelled`.
/// Exceptions that leave the work become OutOfMemory or Internal errors.
template<typename T>
struct JobCallbacks {
    std::function<void(T)> done;
    std::function<void()> cancelled;
    std::function<void(const base::Error&)> failed;
};

class JobRunner;

/// Owns a job from the UI's side; destroying it cancels the job and drops its result. Movable.
class JobHandle
{
public:
    JobHandle() = default;
    JobHandle(JobHandle&&) noexcept;
    JobHandle& operator=(JobHandle&&) noexcept;
    ~JobHandle();

    void cancel();
    /// Waiting or running, and its callback not yet delivered.
    [[nodiscard]] bool isActive() const;

    struct Shared; // the block that UI and worker share
private:
    friend class JobRunner;
    explicit JobHandle(std::shared_ptr<Shared> shared);
    std::shared_ptr<Shared> m_shared;
};

/// The only place that starts threads. Runs one blocking engine call off the UI thread and brings
/// its result back. All members on the UI thread.
class JobRunner : public QObject
{
    Q_OBJECT
public:
    explicit JobRunner(QObject* parent = nullptr);
    /// Cancels everything and joins the lanes.
    ~JobRunner() override;

    template<typename T>
    using Work = std::function<base::Result<T>(const base::CancelToken&, base::Progress&)>;

    template<typename T>
    [[nodiscard]] JobHandle start(JobOptions options, Work<T> work, JobCallbacks<T> callbacks)
    {
        auto erased = [work = std::move(work)](const base::CancelToken& cancel,
                                               base::Progress& progress) -> base::Result<std::any> {
            base::Result<T> result = work(cancel, progress);
            if (!result) {
                return result.error();
            }
            // std::any wants copyable values; a shared pointer carries those that only move.
            return std::any(std::make_shared<T>(*std::move(result)));
        };
        auto done = [deliver = std::move(callbacks.done)](const std::any& value) {
            if (deliver) {
                deliver(std::move(*std::any_cast<std::shared_ptr<T>>(value)));
            }
        };
        return startErased(
            std::move(options), std::move(erased),
            { std::move(done), std::move(callbacks.cancelled), std::move(callbacks.failed) });
    }

    /// Waiting and running jobs, oldest first.
    [[nodiscard]] QList<JobInfo> jobs() const;
    /// Nothing happens if there is no such job (any more).
    void cancel(quint64 id);

protected:
    void customEvent(QEvent* event) override;

Q_SIGNALS:
    /// A job began, ended or moved up. Progress is polled through jobs(), 10 times a second.
    void jobsChanged();

private:
    friend struct JobHandle::Shared;
    struct ErasedCallbacks {
        std::function<void(const std::any&)> done;
        std::function<void()> cancelled;
        std::function<void(const base::Error&)> failed;
    };
    using ErasedWork
        = std::function<base::Result<std::any>(const base::CancelToken&, base::Progress&)>;
    JobHandle startErased(JobOptions options, ErasedWork work, ErasedCallbacks callbacks);

    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace fe::jobs
