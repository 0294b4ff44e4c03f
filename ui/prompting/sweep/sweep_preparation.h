// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/job_runner.h"
#include "prompting/sweep/sweep_estimate.h"
#include "prompting/sweep/sweep_setup.h"

#include <QObject>
#include <QTimer>

#include <map>
#include <memory>
#include <optional>

namespace fe::prompting {

/// From what the user chose to a plan that can be run: reads the data, makes and checks the plan
/// (io lane), and estimates what it takes (compute lane), again after each change. UI thread.
class SweepPreparation : public QObject
{
    Q_OBJECT
public:
    explicit SweepPreparation(jobs::JobRunner& runner, QObject* parent = nullptr);

    void setSetup(const SweepSetup& setup);
    void setDocument(const PromptDocument& document);
    /// What estimates are made with; may be null.
    void setModel(const workspace::LoadedModelPtr& model);
    /// Nothing is done while nobody looks.
    void setActive(bool active);
    /// No estimates while a sweep runs: they would wait behind it.
    void setBusy(bool busy);
    /// A speed that a sweep measured.
    void setSpeed(const QString& modelPath, double tokensPerSecond);
    /// Reads the data again: its file may be another.
    void refresh();

    using PlanPtr = std::shared_ptr<const evaluation::SweepPlan>;

    /// Null while it is read, or if it cannot be.
    [[nodiscard]] const SweepDataPtr& data() const { return m_data; }
    /// Null while it is made, or if problem() says why not.
    [[nodiscard]] const PlanPtr& plan() const { return m_plan; }
    [[nodiscard]] const std::optional<base::Error>& problem() const { return m_problem; }
    /// Nothing while it is being made.
    [[nodiscard]] const std::optional<SweepEstimate>& estimate() const { return m_estimate; }
    [[nodiscard]] bool isWorking() const { return m_wait.isActive() || m_planning.isActive(); }

Q_SIGNALS:
    /// One of the above is another.
    void changed();

private:
    struct Prepared {
        SweepDataPtr data;
        PlanPtr plan;
        std::optional<base::Error> problem;
    };

    void invalidate();
    void makePlan();
    void makeEstimate();

    jobs::JobRunner& m_runner;
    SweepSetup m_setup;
    PromptDocument m_document;
    workspace::LoadedModelPtr m_model;
    bool m_active = false;
    bool m_busy = false;
    bool m_stale = true; ///< something changed since the plan was made
    QTimer m_wait;
    QTimer m_waitEstimate;
    jobs::JobHandle m_planning;
    jobs::JobHandle m_estimating;
    SweepDataPtr m_data;
    std::optional<SweepSource> m_dataSource; ///< that m_data came from
    PlanPtr m_plan;
    std::optional<base::Error> m_problem;
    std::optional<SweepEstimate> m_estimate;
    std::map<QString, double> m_speeds; ///< by path of the model
};

} // namespace fe::prompting
