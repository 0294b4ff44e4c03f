// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/compare/comparison_run.h"

#include "workspace/error_text.h"
#include "workspace/path_text.h"

#include <QTimer>

namespace fe::prompting {

using State = ComparisonColumn::State;

namespace {

QString textOf(const base::Error& error)
{
    const workspace::ErrorText text = workspace::errorText(error);
    return text.reason.isEmpty() ? text.headline
                                 : text.headline + QStringLiteral(": ") + text.reason;
}

} // namespace

ComparisonRun::ComparisonRun(jobs::JobRunner& runner, QObject* parent)
    : QObject(parent), m_runner(runner)
{
}

ComparisonRun::~ComparisonRun() = default;

void ComparisonRun::start(Comparison comparison, ComparisonSources sources)
{
    if (m_active) {
        return;
    }
    m_comparison = std::move(comparison);
    m_sources = std::move(sources);
    m_active = true;
    m_stopping = false;
    m_current = -1;
    next();
}

void ComparisonRun::cancel()
{
    if (!m_active || m_stopping) {
        return;
    }
    m_stopping = true;
    m_loading.cancel();
    if (m_run && m_run->isActive()) {
        m_run->cancel();
    }
}

const LiveAnswer& ComparisonRun::live() const
{
    static const LiveAnswer none;
    return m_run ? m_run->live() : none;
}

void ComparisonRun::next()
{
    auto& columns = m_comparison.columns;
    for (m_current = 0; m_current < static_cast<int>(columns.size()); ++m_current) {
        ComparisonColumn& column = columns[static_cast<std::size_t>(m_current)];
        if (column.state != State::Waiting) {
            continue;
        }
        if (m_stopping) {
            setState(m_current, State::Cancelled);
            continue;
        }
        const auto isOf = [&column](const workspace::LoadedModelPtr& model) {
            return model && workspace::toText(model->package->path()) == column.modelPath;
        };
        const bool remote = asksEndpoint(column);
        if (remote || !isOf(m_model)) {
            release();
            m_model = !remote && isOf(m_sources.loaded) ? m_sources.loaded : nullptr;
        }
        remote || m_model ? run(column) : load(column);
        return;
    }
    end();
}

bool ComparisonRun::asksEndpoint(const ComparisonColumn& column) const
{
    return m_sources.endpoint
        && column.modelPath == QString::fromStdString(m_sources.endpoint->endpoint.baseUrl);
}

void ComparisonRun::load(ComparisonColumn& column)
{
    setState(m_current, State::Loading);
    jobs::JobOptions options;
    options.title = tr("Load %1 for a comparison").arg(column.model);
    options.lane = jobs::Lane::Compute;
    options.slot = QStringLiteral("compare-load");
    options.unit = jobs::Unit::Bytes;
    m_loading = m_runner.start<workspace::LoadOutcome>(
        options,
        [path = workspace::toPath(column.modelPath),
         load = m_sources.options](const base::CancelToken& cancel, base::Progress& progress) {
            return workspace::loadModel(path, load, cancel, progress);
        },
        { .done = [this](const workspace::LoadOutcome& outcome) { loadEnded(outcome); },
          .cancelled = [this] { loadEnded(base::cancelled()); },
          .failed = [this](const base::Error& error) { loadEnded(error); } });
}

void ComparisonRun::loadEnded(const base::Result<workspace::LoadOutcome>& outcome)
{
    ComparisonColumn& column = m_comparison.columns[static_cast<std::size_t>(m_current)];
    const bool cancelled = !outcome && outcome.error().code == base::ErrorCode::Cancelled;
    if (m_stopping || cancelled) {
        ended(State::Cancelled, nullptr, {});
    } else if (!outcome) {
        failModel(column.modelPath, textOf(outcome.error()));
    } else if (!outcome->model) {
        failModel(column.modelPath,
                  tr("The file is a program: open it once as the window's model, where you are "
                     "asked whether you trust it."));
    } else if (!outcome->model->model) {
        failModel(column.modelPath, tr("This model writes no text."));
    } else {
        m_model = outcome->model;
        run(column);
    }
}

void ComparisonRun::failModel(const QString& path, const QString& problem)
{
    for (int i = 0; i < static_cast<int>(m_comparison.columns.size()); ++i) {
        ComparisonColumn& column = m_comparison.columns[static_cast<std::size_t>(i)];
        if (column.modelPath == path
            && (column.state == State::Waiting || column.state == State::Loading)) {
            column.problem = problem;
            setState(i, State::Failed);
        }
    }
    next();
}

void ComparisonRun::run(ComparisonColumn& column)
{
    if (!m_run) {
        m_run = std::make_unique<PromptRun>(m_runner, nullptr, QStringLiteral("compare"));
        connect(m_run.get(), &PromptRun::advanced, this, [this] { Q_EMIT advanced(m_current); });
        connect(m_run.get(), &PromptRun::finished, this, [this](const RunRecordPtr& record) {
            const bool whole
                = record && record->generation.reason != generation::StopReason::Cancelled;
            ended(whole ? State::Done : State::Cancelled, record, {});
        });
        connect(m_run.get(), &PromptRun::failed, this,
                [this](const base::Error& error) { ended(State::Failed, nullptr, textOf(error)); });
    }
    setState(m_current, State::Running);
    m_run->start({ .model = m_model,
                   .document = column.document,
                   .seed = m_comparison.seed,
                   .endpoint = asksEndpoint(column) ? m_sources.endpoint : nullptr });
}

void ComparisonRun::ended(State state, RunRecordPtr record, const QString& problem)
{
    ComparisonColumn& column = m_comparison.columns[static_cast<std::size_t>(m_current)];
    column.record = std::move(record);
    column.problem = problem;
    // A column that was stopped by the job strip alone ends the others too: one cancel is enough.
    m_stopping = m_stopping || state == State::Cancelled;
    setState(m_current, state);
    // Not from inside the signals of the run that just ended: it may be released now.
    QTimer::singleShot(0, this, [this] { next(); });
}

void ComparisonRun::setState(int column, State state)
{
    m_comparison.columns[static_cast<std::size_t>(column)].state = state;
    Q_EMIT columnChanged(column);
}

void ComparisonRun::release()
{
    m_run.reset();
    m_model.reset();
}

void ComparisonRun::end()
{
    release();
    m_sources = {};
    m_current = -1;
    m_active = false;
    Q_EMIT finished();
}

} // namespace fe::prompting
