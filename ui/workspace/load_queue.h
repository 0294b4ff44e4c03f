// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/job_runner.h"
#include "workspace/load_model.h"

#include <QList>

#include <functional>
#include <optional>

namespace fe::workspace {

/// A load that was asked for.
struct LoadRequest {
    QString path; ///< absolute
    models::LoadOptions options;
};

/// Loads models one after the other. UI thread only.
class LoadQueue
{
public:
    /// Called on the UI thread. In all but `started` the request is no longer pending.
    struct Callbacks {
        std::function<void(const LoadRequest&)> started;
        std::function<void(const LoadRequest&, LoadOutcome)> done;
        std::function<void(const LoadRequest&, const base::Error&)> failed;
        std::function<void()> cancelled; ///< what waited was dropped too
    };
    LoadQueue(jobs::JobRunner& runner, Callbacks callbacks);

    /// Drops what runs and waits.
    void replace(QList<LoadRequest> requests);
    void cancel() { m_job.cancel(); }
    /// What runs and waits, in order.
    [[nodiscard]] QList<LoadRequest> pending() const;

private:
    void startNext();

    jobs::JobRunner& m_runner;
    Callbacks m_callbacks;
    std::optional<LoadRequest> m_loading;
    QList<LoadRequest> m_waiting;
    jobs::JobHandle m_job;
};

} // namespace fe::workspace
