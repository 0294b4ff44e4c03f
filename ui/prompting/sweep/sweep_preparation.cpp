// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/sweep/sweep_preparation.h"

#include "workspace/path_text.h"

namespace fe::prompting {

namespace {

constexpr int kWaitMs = 150; // while somebody types
constexpr int kWaitEstimateMs = 400;

/// The same data need not be read again; the builder's examples change with the document.
bool isSame(const SweepSource& a, const std::optional<SweepSource>& b)
{
    return b && a == *b && a.kind != SweepSource::Kind::Builder;
}

} // namespace

SweepPreparation::SweepPreparation(jobs::JobRunner& runner, QObject* parent)
    : QObject(parent), m_runner(runner)
{
    m_wait.setSingleShot(true);
    m_wait.setInterval(kWaitMs);
    connect(&m_wait, &QTimer::timeout, this, &SweepPreparation::makePlan);
    m_waitEstimate.setSingleShot(true);
    m_waitEstimate.setInterval(kWaitEstimateMs);
    connect(&m_waitEstimate, &QTimer::timeout, this, &SweepPreparation::makeEstimate);
}

void SweepPreparation::setSetup(const SweepSetup& setup)
{
    if (!(setup == m_setup)) {
        m_setup = setup;
        invalidate();
    }
}

void SweepPreparation::setDocument(const PromptDocument& document)
{
    if (!(document == m_document)) {
        m_document = document;
        invalidate();
    }
}

void SweepPreparation::setModel(const workspace::LoadedModelPtr& model)
{
    if (model != m_model) {
        m_model = model;
        m_estimating = {};
        m_estimate.reset();
        if (m_active) {
            m_waitEstimate.start();
        }
        Q_EMIT changed();
    }
}

void SweepPreparation::setActive(bool active)
{
    m_active = active;
    if (!active) {
        m_wait.stop();
        m_waitEstimate.stop();
        m_estimating = {};
    } else if (m_stale) {
        makePlan();
    } else if (!m_estimate) {
        m_waitEstimate.start();
    }
}

void SweepPreparation::setBusy(bool busy)
{
    m_busy = busy;
    if (busy) {
        m_estimating = {};
    } else if (m_active && !m_estimate) {
        m_waitEstimate.start();
    }
}

void SweepPreparation::setSpeed(const QString& modelPath, double tokensPerSecond)
{
    if (tokensPerSecond > 0) {
        m_speeds[modelPath] = tokensPerSecond;
    }
}

void SweepPreparation::refresh()
{
    m_dataSource.reset();
    invalidate();
}

void SweepPreparation::invalidate()
{
    m_stale = true;
    m_planning = {};
    m_estimating = {};
    m_waitEstimate.stop();
    m_plan.reset();
    m_problem.reset();
    m_estimate.reset();
    if (m_active) {
        m_wait.start();
    }
    Q_EMIT changed();
}

void SweepPreparation::makePlan()
{
    m_stale = false;
    jobs::JobOptions options;
    options.title = tr("Preparing a sweep");
    options.lane = jobs::Lane::Io;
    options.slot = QStringLiteral("sweep-plan");
    const SweepDataPtr known = isSame(m_setup.source, m_dataSource) ? m_data : nullptr;
    m_planning = m_runner.start<Prepared>(
        options,
        [known, setup = m_setup, document = m_document](const base::CancelToken&,
                                                        base::Progress&) -> base::Result<Prepared> {
            Prepared prepared;
            prepared.data = known;
            if (!known) {
                const PatternPart* part = document.part();
                auto data = readSweepData(
                    setup.source, part != nullptr ? part->examples : evaluation::ExampleTable());
                if (!data) {
                    prepared.problem = data.error();
                    return prepared;
                }
                prepared.data = *std::move(data);
            }
            auto plan = sweepPlan(setup, document, *prepared.data);
            if (plan) {
                prepared.plan = std::make_shared<const evaluation::SweepPlan>(*std::move(plan));
            } else {
                prepared.problem = plan.error();
            }
            return prepared;
        },
        { .done =
              [this, source = m_setup.source](const Prepared& prepared) {
                  m_data = prepared.data;
                  m_dataSource = m_data ? std::optional(source) : std::nullopt;
                  m_plan = prepared.plan;
                  m_problem = prepared.problem;
                  if (m_plan) {
                      m_waitEstimate.start();
                  }
                  Q_EMIT changed();
              },
          .cancelled = [this] { m_stale = true; },
          .failed =
              [this](const base::Error& error) {
                  m_problem = error;
                  Q_EMIT changed();
              } });
}

void SweepPreparation::makeEstimate()
{
    if (!m_plan || !m_active || m_busy || !m_model || !m_model->model || !m_model->tokenizer) {
        return;
    }
    struct Made {
        SweepEstimate estimate;
        double speed;
    };
    const QString path = workspace::toText(m_model->package->path());
    const auto known = m_speeds.find(path);
    jobs::JobOptions options;
    options.title = tr("Estimating a sweep");
    options.lane = jobs::Lane::Compute;
    options.slot = QStringLiteral("sweep-estimate");
    m_estimating = m_runner.start<Made>(
        options,
        [plan = m_plan, model = m_model, speed = known == m_speeds.end() ? 0 : known->second](
            const base::CancelToken& cancel, base::Progress&) -> base::Result<Made> {
            double measured = speed;
            FE_TRY(const SweepEstimate estimate, estimateSweep(*plan, *model, measured, cancel));
            return Made { estimate, measured };
        },
        { .done =
              [this, path](const Made& made) {
                  setSpeed(path, made.speed);
                  m_estimate = made.estimate;
                  Q_EMIT changed();
              },
          .cancelled = {},
          // What is wrong with the model shows when it is run.
          .failed = {} });
}

} // namespace fe::prompting
