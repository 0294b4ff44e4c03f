// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/job_runner.h"
#include "prompting/prompt_document.h"
#include "prompting/run_record.h"
#include "workspace/workspace.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace fe::prompting {

/// What to run.
struct RunRequest {
    workspace::LoadedModelPtr model; ///< not null
    PromptDocument document;
    quint64 seed = 0;
};

/// A run as far as it has come.
struct LiveAnswer {
    std::vector<generation::Step> steps;
    std::string text; ///< what became certain: later steps may reach beyond its end
    double seconds = 0; ///< since the first token
};

/// Runs prompts, one at a time: builds the ids, generates in the compute lane and brings tokens to
/// the UI thread 30 times a second. The generator (and its KV cache) lives on between runs with
/// the same model, so that the next chat turn reads only what is new. UI thread.
class PromptRun : public QObject
{
    Q_OBJECT
public:
    explicit PromptRun(jobs::JobRunner& runner, QObject* parent = nullptr);
    ~PromptRun() override;

    /// While a stopped run is still ending, waits for its end; a run that was not stopped is
    /// stopped first.
    void start(RunRequest request);
    /// Ends within a token; finished() follows with the partial answer.
    void cancel();
    /// Stops, and lets go of the model.
    void forgetModel();

    /// From start() to finished() or failed().
    [[nodiscard]] bool isActive() const { return m_active; }
    [[nodiscard]] bool isStopping() const { return m_stopping; }
    [[nodiscard]] const LiveAnswer& live() const { return m_live; }

Q_SIGNALS:
    /// The run begins; live() is empty.
    void started();
    /// live() grew.
    void advanced();
    /// Ended, also by cancel(): generation.reason tells. Null if it was stopped before the first
    /// token.
    void finished(fe::prompting::RunRecordPtr record);
    void failed(const fe::base::Error& error);

private:
    struct Stream;
    class Observer;
    struct Outcome;

    void begin(RunRequest request);
    void fetch();
    void end();
    [[nodiscard]] static base::Result<Outcome> work(const RunRequest& request, Stream& stream,
                                                    generation::Generator& generator,
                                                    const base::CancelToken& cancel,
                                                    base::Progress& progress);

    jobs::JobRunner& m_runner;
    jobs::JobHandle m_job;
    QTimer m_timer;
    std::shared_ptr<generation::Generator> m_generator; ///< used by the compute lane alone
    workspace::LoadedModelPtr m_generatorModel;
    std::shared_ptr<Stream> m_stream;
    LiveAnswer m_live;
    std::optional<RunRequest> m_next;
    bool m_active = false;
    bool m_stopping = false;
};

} // namespace fe::prompting
