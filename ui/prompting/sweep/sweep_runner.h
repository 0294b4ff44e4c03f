// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/job_runner.h"
#include "models/language_model.h"
#include "prompting/endpoints/endpoint_choice.h"
#include "prompting/sweep/sweep_document.h"
#include "workspace/loaded_model.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace fe::prompting {

struct SweepOutcome;
struct SweepStream;

/// One model's sweep to be run or gone on with.
struct SweepTask {
    Sweep sweep; ///< its cells are not measured again
    /// The window's model if it is the one; null: it is loaded from the document's path, and
    /// released afterwards.
    workspace::LoadedModelPtr model {};
    EndpointChoicePtr endpoint {}; ///< not null: it is run there
};

/// Runs sweeps in the compute lane, one model after the other, and keeps every finished cell in the
/// history while it does. A model that fails does not keep the next from being run. UI thread.
class SweepRunner : public QObject
{
    Q_OBJECT
public:
    explicit SweepRunner(jobs::JobRunner& runner, QObject* parent = nullptr);
    ~SweepRunner() override;

    /// Nothing happens while it is active.
    /// @param options what models are loaded with.
    void start(std::vector<SweepTask> tasks, const models::LoadOptions& options);
    /// Ends after the prompt that is being read; finished cells stay.
    void cancel();

    [[nodiscard]] bool isActive() const { return m_active; }
    [[nodiscard]] bool isStopping() const { return m_active && m_stopping; }
    /// As far as they have come, in the order of the tasks. The snapshots are immutable.
    [[nodiscard]] const std::vector<Sweep>& sweeps() const { return m_sweeps; }

    struct Pace {
        std::size_t done = 0; ///< cells, all models together
        std::size_t total = 0;
        double perSecond = 0; ///< 0: not known yet
        double secondsLeft = 0;
    };
    [[nodiscard]] Pace pace() const;
    /// Tokens that a second reads with that model, as measured by its last sweep; 0: not known.
    [[nodiscard]] double speedOf(const QString& modelPath) const;

Q_SIGNALS:
    void started();
    /// sweeps() grew.
    void advanced();
    /// A model's sweep failed; the next one follows.
    void failed(const QString& model, const fe::base::Error& error);
    /// The history does not take it (any more); the sweep goes on.
    void notKept(const fe::base::Error& error);
    void finished();

private:
    void next();
    void ended(const SweepOutcome& outcome);
    void failTask(const base::Error& error);
    void fetch();
    void end();
    [[nodiscard]] std::size_t cellsDone() const;

    jobs::JobRunner& m_runner;
    jobs::JobHandle m_job;
    QTimer m_timer;
    QElapsedTimer m_clock; ///< since the first cell of the current model
    std::size_t m_cellsBefore = 0; ///< when that clock started
    std::shared_ptr<SweepStream> m_stream;
    std::vector<SweepTask> m_tasks;
    std::vector<Sweep> m_sweeps;
    models::LoadOptions m_options;
    std::map<QString, double> m_speeds; ///< by path
    std::size_t m_current = 0;
    bool m_active = false;
    bool m_stopping = false;
};

} // namespace fe::prompting
