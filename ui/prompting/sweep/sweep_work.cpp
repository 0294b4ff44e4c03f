// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/sweep/sweep_work.h"

#include "workspace/load_model.h"
#include "workspace/path_text.h"

#include <chrono>

namespace fe::prompting {

namespace {

using Clock = std::chrono::steady_clock;

constexpr double kShortestMeasured = 0.05; // seconds; below, the clock says little

base::Error notForSweeps(const QString& name, const char* why)
{
    return {
        base::ErrorCode::Unsupported, "cannot run a sweep with " + name.toStdString(), {}, {}, why,
        "choose another model"
    };
}

constexpr QLatin1String kEndpoint("endpoint ");

base::Result<workspace::LoadedModelPtr> modelOf(const SweepWork& work,
                                                const base::CancelToken& cancel)
{
    workspace::LoadedModelPtr model = work.model;
    if (work.sweep.document->modelPath.startsWith(kEndpoint)) {
        return base::Error { base::ErrorCode::NotFound,
                             "cannot go on with the sweep",
                             {},
                             {},
                             work.sweep.model().toStdString() + " is not chosen now",
                             "choose the endpoint again and resume" };
    }
    if (!model) {
        base::Progress bytes; // the job counts prompts
        FE_TRY(const workspace::LoadOutcome outcome,
               workspace::loadModel(workspace::toPath(work.sweep.document->modelPath), work.options,
                                    cancel, bytes));
        if (!outcome.model) {
            return notForSweeps(work.sweep.model(),
                                "the file is a program: open it once as the window's model, where "
                                "you are asked whether you trust it");
        }
        model = outcome.model;
    }
    if (!model->model) {
        return notForSweeps(model->name, "it writes no text");
    }
    if (!model->tokenizer) {
        return model->tokenizerProblem.value_or(
            notForSweeps(model->name, "its files hold no tokenizer"));
    }
    return model;
}

/// A sweep in the history for as long as that takes writes.
class Kept
{
public:
    explicit Kept(SweepWork& work) : m_work(work)
    {
        auto keeper = SweepKeeper::open(work.history);
        if (!keeper) {
            give(keeper.error());
            return;
        }
        m_keeper.emplace(*std::move(keeper));
        begin();
    }

    void append(const evaluation::SweepCell& cell)
    {
        if (m_keeper) {
            check(m_keeper->append(cell));
        }
        const std::lock_guard lock(m_work.stream->mutex);
        m_work.stream->fresh.push_back(cell);
    }

    void flush()
    {
        if (m_keeper) {
            check(m_keeper->flush());
        }
    }

    void end(const Sweep& sweep)
    {
        if (m_keeper) {
            check(m_keeper->end(sweep));
        }
    }

private:
    void begin()
    {
        std::vector<history::RunId> ids;
        if (m_work.sweep.id) {
            ids.push_back(*m_work.sweep.id);
        } else if (auto id = m_keeper->add(*m_work.sweep.document)) {
            ids.push_back(*id);
        } else {
            check(id.error());
            return;
        }
        for (const auto& document : m_work.later) {
            auto id = m_keeper->add(*document);
            if (!id) {
                break; // it will be tried again in its turn
            }
            ids.push_back(*id);
        }
        m_keeper->follow(ids.front());
        const std::lock_guard lock(m_work.stream->mutex);
        m_work.stream->ids = std::move(ids);
    }

    void check(const base::Result<void>& written)
    {
        if (!written) {
            m_keeper.reset();
            give(written.error());
        }
    }

    void give(const base::Error& error)
    {
        const std::lock_guard lock(m_work.stream->mutex);
        m_work.stream->notKept = error;
    }

    SweepWork& m_work;
    std::optional<SweepKeeper> m_keeper;
};

/// What answers, and what of it goes into the document.
struct Answering {
    std::unique_ptr<generation::TextModel> text;
    std::shared_ptr<SweepDocument> document;
};

base::Result<Answering> atEndpoint(const SweepWork& work)
{
    Answering answering;
    FE_TRY(answering.text, work.endpoint->open());
    answering.document = std::make_shared<SweepDocument>(*work.sweep.document);
    answering.document->record.provenance.device = work.endpoint->endpoint.baseUrl;
    return answering;
}

base::Result<std::shared_ptr<SweepDocument>> described(const SweepWork& work,
                                                       const workspace::LoadedModel& model,
                                                       const base::CancelToken& cancel)
{
    auto document = std::make_shared<SweepDocument>(*work.sweep.document);
    evaluation::SweepProvenance& provenance = document->record.provenance;
    base::Progress bytes;
    FE_TRY(const std::string sha256, formats::packageSha256(*model.package, cancel, bytes));
    const models::LoadOptions& options = model.model->options();
    const char* weights = weightFormName(options.weights);
    if (!work.sweep.cells->empty()
        && ((!provenance.modelSha256.empty() && provenance.modelSha256 != sha256)
            || (!provenance.weights.empty() && provenance.weights != weights))) {
        return base::invalidArgument("cannot go on with the sweep",
                                     "it was begun with other weights of " + provenance.model);
    }
    provenance.modelSha256 = sha256;
    provenance.weights = weights;
    provenance.device = options.device;
    document->parameters = model.model->info().parameters;
    return document;
}

base::Result<Answering> onThisMachine(const SweepWork& work, const base::CancelToken& cancel)
{
    Answering answering;
    FE_TRY(const workspace::LoadedModelPtr model, modelOf(work, cancel));
    FE_TRY(answering.document, described(work, *model, cancel));
    answering.text
        = generation::localTextModel(model->model, model->tokenizer, model->name.toStdString());
    return answering;
}

} // namespace

QString endpointPath(const EndpointChoice& choice)
{
    return kEndpoint + QString::fromStdString(choice.endpoint.baseUrl) + u' '
        + QString::fromStdString(choice.endpoint.model);
}

base::Result<SweepOutcome> runSweepWork(SweepWork work, const base::CancelToken& cancel,
                                        base::Progress& progress)
{
    progress.begin("Sweep", work.sweep.total());
    progress.advance(work.sweep.cells->size());
    Kept kept(work);
    FE_TRY(const Answering answering,
           work.endpoint ? atEndpoint(work) : onThisMachine(work, cancel));
    const std::shared_ptr<SweepDocument> document = answering.document;
    work.sweep.document = document;
    kept.end(work.sweep); // the checksum, before the first cell
    const Clock::time_point began = Clock::now();
    const auto run = evaluation::runSweep(
        document->record.plan, *answering.text, *work.sweep.cells,
        [&kept](const evaluation::SweepCell& cell) -> base::Result<void> {
            kept.append(cell);
            return {};
        },
        cancel, progress);
    const double seconds = std::chrono::duration<double>(Clock::now() - began).count();
    if (!run) {
        kept.flush();
        return run.error();
    }
    auto result = std::make_shared<SweepDocument>(*document);
    result->record.complete = run->complete;
    result->record.tokensRead += run->tokensRead;
    result->record.uniqueTokens += run->uniqueTokens;
    work.sweep.document = result;
    work.sweep.cells = std::make_shared<const std::vector<evaluation::SweepCell>>(run->cells);
    kept.end(work.sweep);
    return SweepOutcome {
        result, seconds > kShortestMeasured ? static_cast<double>(run->tokensRead) / seconds : 0
    };
}

} // namespace fe::prompting
