// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/sweep/sweep_runner.h"

#include "prompting/history/run_store.h"
#include "prompting/sweep/sweep_work.h"

#include <iterator>

namespace fe::prompting {

namespace {

constexpr int kFetchMs = 250; // every summary looks at all cells again

using Cells = std::vector<evaluation::SweepCell>;

} // namespace

SweepRunner::SweepRunner(jobs::JobRunner& runner, QObject* parent)
    : QObject(parent), m_runner(runner)
{
    m_timer.setInterval(kFetchMs);
    connect(&m_timer, &QTimer::timeout, this, &SweepRunner::fetch);
}

SweepRunner::~SweepRunner() = default;

void SweepRunner::start(std::vector<SweepTask> tasks, const models::LoadOptions& options)
{
    if (m_active || tasks.empty()) {
        return;
    }
    m_tasks = std::move(tasks);
    m_sweeps.clear();
    for (const SweepTask& task : m_tasks) {
        m_sweeps.push_back(task.sweep);
    }
    m_options = options;
    m_current = 0;
    m_active = true;
    m_stopping = false;
    Q_EMIT started();
    next();
}

void SweepRunner::cancel()
{
    if (m_active) {
        m_stopping = true;
        m_job.cancel();
    }
}

void SweepRunner::next()
{
    while (m_current < m_tasks.size() && m_sweeps[m_current].isComplete()) {
        ++m_current;
    }
    if (m_stopping || m_current >= m_tasks.size()) {
        end();
        return;
    }
    const Sweep& sweep = m_sweeps[m_current];
    m_stream = std::make_shared<SweepStream>();
    SweepWork work;
    work.sweep = sweep;
    work.stream = m_stream;
    work.history = RunStore::file();
    work.model = m_tasks[m_current].model;
    work.endpoint = m_tasks[m_current].endpoint;
    work.options = m_options;
    for (std::size_t i = m_current + 1; i < m_sweeps.size() && !m_sweeps[i].id; ++i) {
        work.later.push_back(m_sweeps[i].document);
    }
    jobs::JobOptions options;
    options.title = tr("Sweep with %1").arg(sweep.model());
    options.lane = jobs::Lane::Compute;
    options.slot = QStringLiteral("sweep");
    m_clock.invalidate();
    m_job = m_runner.start<SweepOutcome>(
        options,
        [work = std::move(work)](const base::CancelToken& cancel, base::Progress& progress) {
            return runSweepWork(work, cancel, progress);
        },
        { .done = [this](const SweepOutcome& outcome) { ended(outcome); },
          .cancelled = [this] { failTask(base::cancelled()); },
          .failed = [this](const base::Error& error) { failTask(error); } });
    m_timer.start();
}

void SweepRunner::fetch()
{
    Cells fresh;
    std::vector<history::RunId> ids;
    std::optional<base::Error> problem;
    {
        const std::lock_guard lock(m_stream->mutex);
        fresh.swap(m_stream->fresh);
        ids.swap(m_stream->ids);
        problem.swap(m_stream->notKept);
    }
    for (std::size_t i = 0; i < ids.size(); ++i) {
        m_sweeps[m_current + i].id = ids[i];
    }
    if (problem) {
        Q_EMIT notKept(*problem);
    }
    if (fresh.empty()) {
        return;
    }
    if (!m_clock.isValid()) {
        m_clock.start();
        m_cellsBefore = cellsDone() + fresh.size();
    }
    auto cells = std::make_shared<Cells>(*m_sweeps[m_current].cells);
    cells->insert(cells->end(), std::make_move_iterator(fresh.begin()),
                  std::make_move_iterator(fresh.end()));
    m_sweeps[m_current].cells = std::move(cells);
    Q_EMIT advanced();
}

void SweepRunner::ended(const SweepOutcome& outcome)
{
    m_timer.stop();
    fetch();
    m_sweeps[m_current].document = outcome.document;
    if (outcome.tokensPerSecond > 0) {
        m_speeds[outcome.document->modelPath] = outcome.tokensPerSecond;
    }
    // One that was cancelled in the job strip ends the others too: one cancel is enough.
    m_stopping = m_stopping || !outcome.document->record.complete;
    ++m_current;
    next();
}

void SweepRunner::failTask(const base::Error& error)
{
    m_timer.stop();
    fetch();
    if (error.code == base::ErrorCode::Cancelled) {
        m_stopping = true;
    } else {
        Q_EMIT failed(m_sweeps[m_current].model(), error);
    }
    ++m_current;
    next();
}

void SweepRunner::end()
{
    m_active = false;
    m_tasks.clear();
    m_stream.reset();
    Q_EMIT finished();
}

std::size_t SweepRunner::cellsDone() const
{
    std::size_t done = 0;
    for (const Sweep& sweep : m_sweeps) {
        done += sweep.cells->size();
    }
    return done;
}

SweepRunner::Pace SweepRunner::pace() const
{
    Pace pace;
    pace.done = cellsDone();
    for (const Sweep& sweep : m_sweeps) {
        pace.total += sweep.total();
    }
    if (m_active && m_clock.isValid() && m_clock.elapsed() > 0 && pace.done > m_cellsBefore) {
        pace.perSecond = 1000.0 * static_cast<double>(pace.done - m_cellsBefore)
            / static_cast<double>(m_clock.elapsed());
        pace.secondsLeft = static_cast<double>(pace.total - pace.done) / pace.perSecond;
    }
    return pace;
}

double SweepRunner::speedOf(const QString& modelPath) const
{
    const auto found = m_speeds.find(modelPath);
    return found == m_speeds.end() ? 0 : found->second;
}

} // namespace fe::prompting
