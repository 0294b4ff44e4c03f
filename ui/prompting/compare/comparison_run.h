// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/job_runner.h"
#include "prompting/compare/comparison.h"
#include "prompting/prompt_run.h"
#include "workspace/load_model.h"

#include <QObject>

#include <memory>

namespace fe::prompting {

/// Where the models of a comparison come from.
struct ComparisonSources {
    workspace::LoadedModelPtr loaded {}; ///< the window's model; may be null
    models::LoadOptions options {}; ///< what others are loaded with
    /// Answers the columns whose `modelPath` is its address; may be null.
    EndpointChoicePtr endpoint {};
};

/// Fills a comparison column by column in the compute lane. A model that the window has not loaded
/// is loaded for its columns (refused beforehand if it does not fit into memory) and released after
/// the last of them; the window's own stays. UI thread.
class ComparisonRun : public QObject
{
    Q_OBJECT
public:
    explicit ComparisonRun(jobs::JobRunner& runner, QObject* parent = nullptr);
    ~ComparisonRun() override;

    /// Runs the columns that wait. Nothing happens while it is active.
    void start(Comparison comparison, ComparisonSources sources);
    /// Ends within a token; what came so far stays, columns that wait are cancelled.
    void cancel();

    [[nodiscard]] bool isActive() const { return m_active; }
    [[nodiscard]] const Comparison& comparison() const { return m_comparison; }
    /// The column that is being loaded or run; -1 if there is none.
    [[nodiscard]] int current() const { return m_active ? m_current : -1; }
    /// Of the column that runs.
    [[nodiscard]] const LiveAnswer& live() const;
    /// Of the column that runs; null at an endpoint.
    [[nodiscard]] const workspace::LoadedModelPtr& model() const { return m_model; }

Q_SIGNALS:
    /// A column's state is another.
    void columnChanged(int column);
    /// live() grew.
    void advanced(int column);
    /// Every column has ended.
    void finished();

private:
    void next();
    [[nodiscard]] bool asksEndpoint(const ComparisonColumn& column) const;
    void load(ComparisonColumn& column);
    void loadEnded(const base::Result<workspace::LoadOutcome>& outcome);
    void run(ComparisonColumn& column);
    void ended(ComparisonColumn::State state, RunRecordPtr record, const QString& problem);
    void setState(int column, ComparisonColumn::State state);
    void failModel(const QString& path, const QString& problem);
    void release();
    void end();

    jobs::JobRunner& m_runner;
    jobs::JobHandle m_loading;
    /// A new one for each model: it holds on to the model that it ran last.
    std::unique_ptr<PromptRun> m_run;
    Comparison m_comparison;
    ComparisonSources m_sources;
    workspace::LoadedModelPtr m_model; ///< whose columns are being run
    int m_current = -1;
    bool m_active = false;
    bool m_stopping = false;
};

} // namespace fe::prompting
