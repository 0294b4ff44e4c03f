// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/prompt_run.h"

#include "prompting/endpoints/endpoint_run.h"
#include "prompting/prompt_encoding.h"

#include <QCoreApplication>
#include <QDateTime>

#include <chrono>
#include <iterator>
#include <mutex>

namespace fe::prompting {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kFetchMs = 33;

double secondsSince(Clock::time_point begin)
{
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

void addLabels(RunRecord& record, const tokenizers::Tokenizer& tokenizer)
{
    const auto add = [&](generation::TokenId id) {
        if (!record.labels.contains(id)) {
            record.labels.emplace(id, tokenLabel(tokenizer, id));
        }
    };
    for (const generation::Step& step : record.generation.steps) {
        add(step.id);
        for (const generation::Alternative& alternative : step.top) {
            add(alternative.id);
        }
    }
}

void describeModel(RunRecord& record, const workspace::LoadedModel& model)
{
    record.modelName = model.name.toStdString();
    record.modelPath = model.package->path().string();
    record.architecture = model.model->info().architecture;
    record.weights = weightFormName(model.model->options().weights);
    record.device = model.model->options().device;
    record.threads = models::threads();
}

} // namespace

/// What the worker hands over; both sides hold it, so a late token of a dropped run harms nobody.
struct PromptRun::Stream {
    std::mutex mutex;
    std::vector<generation::Step> steps; // guarded by mutex
    std::string text; // guarded by mutex
    std::map<generation::TokenId, std::string> labels; // guarded by mutex
    std::optional<Clock::time_point> firstToken; // guarded by mutex

    void take(const generation::Step& step, std::string_view piece)
    {
        const std::lock_guard lock(mutex);
        if (!firstToken) {
            firstToken = Clock::now();
        }
        steps.push_back(step);
        text += piece;
    }
    void name(generation::TokenId id, const std::string& label)
    {
        const std::lock_guard lock(mutex);
        labels[id] = label;
    }
};

class PromptRun::Observer final : public generation::GenerationObserver
{
public:
    explicit Observer(Stream& stream) : m_stream(stream) { }

    void onToken(const generation::Step& step, std::string_view text) override
    {
        m_stream.take(step, text);
    }

private:
    Stream& m_stream;
};

/// A run's result; the record is finished on the UI thread.
struct PromptRun::Outcome {
    std::shared_ptr<RunRecord> record;
};

PromptRun::PromptRun(jobs::JobRunner& runner, QObject* parent, QString slot)
    : QObject(parent), m_runner(runner), m_slot(std::move(slot))
{
    m_timer.setInterval(kFetchMs);
    connect(&m_timer, &QTimer::timeout, this, &PromptRun::fetch);
}

PromptRun::~PromptRun() = default;

void PromptRun::start(RunRequest request)
{
    if (m_active) {
        m_next = std::move(request);
        cancel();
        return;
    }
    begin(std::move(request));
}

void PromptRun::cancel()
{
    if (m_active && !m_stopping) {
        m_stopping = true;
        m_job.cancel();
    }
}

void PromptRun::forgetModel()
{
    m_next.reset();
    cancel();
    m_generator.reset();
    m_generatorModel.reset();
}

namespace {

/// Prompt and options of a request: a branch has those of the answer that it leaves.
base::Result<void> prepare(RunRecord& record, const RunRequest& request, quint64 seed)
{
    if (request.branch) {
        const BranchPoint& branch = *request.branch;
        record.options = branch.record->options;
        record.mode = branch.record->mode;
        record.prompt = branch.record->prompt;
        record.promptIds = branch.record->promptIds;
        const auto& steps = branch.record->generation.steps;
        const std::size_t kept = std::min(branch.at, steps.size());
        record.options.begin.assign(steps.begin(),
                                    steps.begin() + static_cast<std::ptrdiff_t>(kept));
        record.options.begin.push_back(branch.step);
        record.options.sampling.seed = seed;
        return {};
    }
    FE_TRY(EncodedPrompt prompt, encodePrompt(*request.model, request.document));
    FE_TRY(record.options,
           generationOptions(request.document.sampling, seed, *request.model->tokenizer));
    record.mode = request.document.mode;
    record.prompt = std::move(prompt.text);
    record.promptIds = std::move(prompt.encoding.ids);
    return {};
}

} // namespace

base::Result<PromptRun::Outcome> PromptRun::work(const RunRequest& request, quint64 seed,
                                                 Stream& stream, generation::Generator* generator,
                                                 const base::CancelToken& cancel,
                                                 base::Progress& progress)
{
    const auto begin = Clock::now();
    auto record = std::make_shared<RunRecord>();
    if (request.endpoint) {
        const EndpointSink sink = [&stream](const generation::Step& step, std::string_view text,
                                            const std::string& label) {
            stream.name(step.id, label);
            stream.take(step, text);
        };
        FE_CHECK(runAtEndpoint(*record, request, seed, sink, cancel, progress));
    } else {
        FE_CHECK(prepare(*record, request, seed));
        Observer observer(stream);
        FE_TRY(record->generation,
               generator->run(record->promptIds, record->options, &observer, cancel, progress));
        record->options.begin.clear(); // the steps are the generation's now
        describeModel(*record, *request.model);
        addLabels(*record, *request.model->tokenizer);
    }
    const std::lock_guard lock(stream.mutex);
    record->firstTokenSeconds = stream.firstToken
        ? std::chrono::duration<double>(*stream.firstToken - begin).count()
        : secondsSince(begin);
    return Outcome { std::move(record) };
}

void PromptRun::begin(RunRequest request)
{
    if (request.model && (m_generatorModel != request.model || !m_generator)) {
        m_generator = std::make_shared<generation::Generator>(request.model->model,
                                                              request.model->tokenizer);
        m_generatorModel = request.model;
    }
    m_request = std::move(request);
    m_sample = 0;
    beginSample();
}

void PromptRun::beginSample()
{
    m_live = {};
    m_stream = std::make_shared<Stream>();
    m_active = true;
    m_stopping = false;
    jobs::JobOptions options;
    const int samples = m_request.document.sampling.samples;
    const QString model = m_request.endpoint ? m_request.endpoint->title() : m_request.model->name;
    options.title = samples > 1
        ? tr("Generate with %1 (%2 of %3)").arg(model).arg(m_sample + 1).arg(samples)
        : tr("Generate with %1").arg(model);
    options.lane = jobs::Lane::Compute;
    options.slot = m_slot;
    m_job = m_runner.start<Outcome>(
        options,
        [request = m_request, seed = m_request.seed + static_cast<quint64>(m_sample),
         stream = m_stream,
         generator = m_generator](const base::CancelToken& cancel, base::Progress& progress) {
            return work(request, seed, *stream, generator.get(), cancel, progress);
        },
        { .done =
              [this](const Outcome& outcome) {
                  fetch();
                  outcome.record->version = QCoreApplication::applicationVersion().toStdString();
                  outcome.record->time
                      = QDateTime::currentDateTimeUtc().toString(Qt::ISODate).toStdString();
                  const bool nothing
                      = outcome.record->generation.reason == generation::StopReason::Cancelled
                      && outcome.record->generation.steps.empty();
                  const bool cancelled
                      = outcome.record->generation.reason == generation::StopReason::Cancelled;
                  end(!cancelled && m_sample + 1 < m_request.document.sampling.samples);
                  Q_EMIT finished(nothing ? nullptr : outcome.record);
              },
          .cancelled =
              [this] {
                  end(false);
                  Q_EMIT finished(nullptr);
              },
          .failed =
              [this](const base::Error& error) {
                  end(false);
                  Q_EMIT failed(error);
              } });
    m_timer.start();
    Q_EMIT started();
}

void PromptRun::fetch()
{
    std::vector<generation::Step> steps;
    std::string text;
    {
        const std::lock_guard lock(m_stream->mutex);
        steps.swap(m_stream->steps);
        text.swap(m_stream->text);
        m_live.labels.insert(m_stream->labels.begin(), m_stream->labels.end());
        m_stream->labels.clear();
        if (m_stream->firstToken) {
            m_live.seconds = secondsSince(*m_stream->firstToken);
        }
    }
    if (steps.empty() && text.empty()) {
        return;
    }
    m_live.steps.insert(m_live.steps.end(), std::make_move_iterator(steps.begin()),
                        std::make_move_iterator(steps.end()));
    m_live.text += text;
    Q_EMIT advanced();
}

void PromptRun::end(bool more)
{
    m_timer.stop();
    const bool goesOn = more && !m_stopping && !m_next;
    m_active = goesOn;
    m_stopping = false;
    if (goesOn) {
        // After the signals of this end have been delivered; one of them may have stopped it.
        QTimer::singleShot(0, this, [this] {
            if (m_stopping || m_next) {
                end(false);
                Q_EMIT finished(nullptr);
            } else if (m_active) {
                ++m_sample;
                beginSample();
            }
        });
        return;
    }
    if (m_next) {
        // After the signals of this end have been delivered.
        QTimer::singleShot(0, this, [this] {
            if (m_next && !m_active) {
                RunRequest next = *std::move(m_next);
                m_next.reset();
                begin(std::move(next));
            }
        });
    }
}

} // namespace fe::prompting
