// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/endpoints/endpoint_run.h"

#include "prompting/prompt_encoding.h"

#include <algorithm>
#include <map>
#include <optional>

namespace fe::prompting {

namespace {

using endpoints::EndpointTextModel;
using generation::Step;

/// The beginning of a branched answer. Its ids are numbers of its own, out of the way of those that
/// this run will give.
struct Beginning {
    std::string text;
    std::vector<Step> steps;
    std::map<generation::TokenId, std::string> labels;
};

constexpr generation::TokenId kFirstId = 1 << 30;

class Observer final : public generation::GenerationObserver
{
public:
    Observer(const EndpointTextModel& model, const EndpointSink& sink, std::size_t offset)
        : m_model(model), m_sink(sink), m_offset(offset)
    {
    }

    void onToken(const Step& step, std::string_view text) override
    {
        Step shifted = step;
        shifted.textBegin += m_offset;
        shifted.textEnd += m_offset;
        m_sink(shifted, text, m_model.label(step.id));
    }

private:
    const EndpointTextModel& m_model;
    const EndpointSink& m_sink;
    std::size_t m_offset; ///< bytes before the text of this run
};

base::Error cannotBranch(const std::string& why)
{
    return { base::ErrorCode::Unsupported,
             "cannot branch from this answer",
             {},
             {},
             why,
             "generate anew, or use a model on this machine" };
}

Beginning beginningOf(const BranchPoint& branch)
{
    const RunRecord& record = *branch.record;
    const auto& steps = record.generation.steps;
    const std::size_t kept = std::min(branch.at, steps.size());
    Beginning beginning;
    beginning.steps.assign(steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(kept));
    beginning.text = record.generation.text.substr(0, kept == 0 ? 0 : steps[kept - 1].textEnd);
    beginning.steps.push_back(branch.step);
    beginning.steps.back().textBegin = beginning.text.size();
    beginning.text += record.label(branch.step.id);
    beginning.steps.back().textEnd = beginning.text.size();

    std::map<std::string, generation::TokenId> ids;
    const auto renumber = [&](generation::TokenId& id) {
        const std::string& label = record.label(id);
        const auto next = kFirstId + static_cast<generation::TokenId>(ids.size());
        id = ids.emplace(label, next).first->second;
        beginning.labels[id] = label;
    };
    for (Step& step : beginning.steps) {
        renumber(step.id);
        for (generation::Alternative& alternative : step.top) {
            renumber(alternative.id);
        }
    }
    return beginning;
}

/// Puts the beginning before what came.
void join(RunRecord& record, Beginning beginning)
{
    const std::size_t offset = beginning.text.size();
    for (Step step : record.generation.steps) {
        step.textBegin += offset;
        step.textEnd += offset;
        beginning.steps.push_back(std::move(step));
    }
    record.generation.steps = std::move(beginning.steps);
    record.generation.text = beginning.text + record.generation.text;
    record.labels.merge(beginning.labels);
}

base::Result<generation::TextRequest> requestOf(RunRecord& record, const RunRequest& request,
                                                quint64 seed)
{
    generation::TextRequest ask;
    const PromptDocument& document = request.document;
    record.mode = document.mode;
    if (request.branch) {
        record.options = request.branch->record->options;
        record.options.sampling.seed = seed;
        record.mode = request.branch->record->mode;
        record.prompt = request.branch->record->prompt;
        ask.prompt = record.prompt;
    } else {
        FE_TRY(record.options, generationOptions(document.sampling, seed));
        if (document.mode == Mode::Chat) {
            for (const ChatMessage& message : document.conversation()) {
                ask.messages.push_back(
                    { message.role.toStdString(), message.content.toStdString() });
                record.prompt
                    += message.role.toStdString() + ": " + message.content.toStdString() + "\n\n";
            }
        } else {
            FE_TRY(ask.prompt, plainText(document));
            record.prompt = ask.prompt;
        }
    }
    ask.options = record.options;
    return ask;
}

} // namespace

base::Result<void> runAtEndpoint(RunRecord& record, const RunRequest& request, quint64 seed,
                                 const EndpointSink& sink, const base::CancelToken& cancel,
                                 base::Progress& progress)
{
    const EndpointChoice& choice = *request.endpoint;
    FE_TRY(const auto model, choice.open());
    FE_TRY(generation::TextRequest ask, requestOf(record, request, seed));
    std::optional<Beginning> beginning;
    if (request.branch) {
        if (record.mode == Mode::Chat || !model->abilities().completes) {
            return cannotBranch("the endpoint answers messages and cannot go on with a text");
        }
        beginning = beginningOf(*request.branch);
        ask.prompt += beginning->text;
        std::size_t at = 0;
        for (const Step& step : beginning->steps) {
            sink(step, std::string_view(beginning->text).substr(at, step.textEnd - at),
                 beginning->labels[step.id]);
            at = step.textEnd;
        }
    }
    Observer observer(*model, sink, beginning ? beginning->text.size() : 0);
    FE_TRY(record.generation, model->generate(ask, &observer, cancel, progress));
    for (const Step& step : record.generation.steps) {
        record.labels[step.id] = model->label(step.id);
        for (const generation::Alternative& alternative : step.top) {
            record.labels[alternative.id] = model->label(alternative.id);
        }
    }
    if (beginning) {
        join(record, *std::move(beginning));
    }
    record.modelName = choice.title().toStdString();
    record.modelPath = choice.endpoint.baseUrl;
    record.architecture = endpoints::serverKindName(choice.server.kind);
    record.weights = "endpoint";
    record.device = choice.endpoint.baseUrl;
    record.warnings = model->warnings();
    return {};
}

} // namespace fe::prompting
