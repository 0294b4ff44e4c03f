// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/job_runner.h"
#include "prompting/endpoints/endpoint_choice.h"
#include "prompting/prompt_document.h"
#include "prompting/run_record.h"
#include "workspace/workspace.h"

#include <QObject>
#include <QTimer>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace fe::prompting {

/// An earlier answer, to be gone on with from one of its tokens.
struct BranchPoint {
    RunRecordPtr record; ///< not null
    std::size_t at = 0; ///< tokens of it that stay
    generation::Step step; ///< what follows them instead
    int node = -1; ///< of the tree
};

/// What to run.
struct RunRequest {
    workspace::LoadedModelPtr model; ///< null at an endpoint
    PromptDocument document; ///< its sampling.samples texts are written, one after the other
    quint64 seed = 0; ///< of the first of them; each next has the next
    std::optional<BranchPoint> branch {}; ///< then the prompt and the options are the record's
    EndpointChoicePtr endpoint {}; ///< where to run instead of on this machine
};

/// A run as far as it has come.
struct LiveAnswer {
    std::vector<generation::Step> steps;
    std::string text; ///< what became certain: later steps may reach beyond its end
    double seconds = 0; ///< since the first token
    std::map<generation::TokenId, std::string> labels; ///< of an endpoint's ids
};

/// Runs prompts, one at a time: builds the ids, generates in the compute lane and brings tokens to
/// the UI thread 30 times a second. The generator (and its KV cache) lives on between runs with
/// the same model, so that the next chat turn reads only what is new. UI thread.
class PromptRun : public QObject
{
    Q_OBJECT
public:
    /// @param slot of its jobs: runs in one slot replace each other.
    explicit PromptRun(jobs::JobRunner& runner, QObject* parent = nullptr,
                       QString slot = QStringLiteral("prompt"));
    ~PromptRun() override;

    /// Runs the request; with several samples each comes with its own started() and finished().
    /// While a stopped run is still ending, waits for its end; a run that was not stopped is
    /// stopped first.
    void start(RunRequest request);
    /// Ends within a token; finished() follows with the partial answer.
    void cancel();
    /// Stops, and lets go of the model.
    void forgetModel();

    /// From start() to the last finished() or failed().
    [[nodiscard]] bool isActive() const { return m_active; }
    /// What is being run, or was run last.
    [[nodiscard]] const RunRequest& request() const { return m_request; }
    /// Which of its samples, from 0 on.
    [[nodiscard]] int sample() const { return m_sample; }
    [[nodiscard]] bool isStopping() const { return m_stopping; }
    [[nodiscard]] const LiveAnswer& live() const { return m_live; }

Q_SIGNALS:
    /// The run, or the next of its samples, begins; live() is empty.
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
    void beginSample();
    void fetch();
    /// @param more whether the next sample follows.
    void end(bool more);
    [[nodiscard]] static base::Result<Outcome> work(const RunRequest& request, quint64 seed,
                                                    Stream& stream,
                                                    generation::Generator* generator,
                                                    const base::CancelToken& cancel,
                                                    base::Progress& progress);

    jobs::JobRunner& m_runner;
    QString m_slot;
    jobs::JobHandle m_job;
    QTimer m_timer;
    std::shared_ptr<generation::Generator> m_generator; ///< used by the compute lane alone
    workspace::LoadedModelPtr m_generatorModel;
    std::shared_ptr<Stream> m_stream;
    LiveAnswer m_live;
    RunRequest m_request;
    int m_sample = 0;
    std::optional<RunRequest> m_next;
    bool m_active = false;
    bool m_stopping = false;
};

} // namespace fe::prompting
