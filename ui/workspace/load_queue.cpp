// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/load_queue.h"

#include "workspace/path_text.h"

#include <QCoreApplication>

#include <utility>

namespace fe::workspace {

LoadQueue::LoadQueue(jobs::JobRunner& runner, Callbacks callbacks)
    : m_runner(runner), m_callbacks(std::move(callbacks))
{
}

void LoadQueue::replace(QList<LoadRequest> requests)
{
    m_loading.reset();
    m_waiting = std::move(requests);
    startNext();
}

QList<LoadRequest> LoadQueue::pending() const
{
    return m_loading ? QList<LoadRequest> { *m_loading } + m_waiting : m_waiting;
}

void LoadQueue::startNext()
{
    // A listener may have begun another load meanwhile.
    if (m_loading || m_waiting.isEmpty()) {
        return;
    }
    m_loading = m_waiting.takeFirst();
    const LoadRequest request = *m_loading;
    auto work = [path = toPath(request.path), options = request.options](
                    const base::CancelToken& cancel, base::Progress& progress) {
        return loadModel(path, options, cancel, progress);
    };
    jobs::JobCallbacks<LoadOutcome> callbacks {
        .done =
            [this, request](LoadOutcome outcome) {
                m_loading.reset();
                m_callbacks.done(request, std::move(outcome));
                startNext();
            },
        .cancelled =
            [this] {
                m_loading.reset();
                m_waiting.clear();
                m_callbacks.cancelled();
            },
        .failed =
            [this, request](const base::Error& error) {
                m_loading.reset();
                m_callbacks.failed(request, error);
                startNext();
            },
    };
    m_job = m_runner.start<LoadOutcome>(
        { .title
          = QCoreApplication::translate("LoadQueue", "Loading %1").arg(modelName(request.path)),
          .lane = jobs::Lane::Compute,
          .slot = QStringLiteral("workspace.load"),
          .unit = jobs::Unit::Bytes },
        std::move(work), std::move(callbacks));
    m_callbacks.started(request);
}

} // namespace fe::workspace
