// SPDX-License-Identifier: Apache-2.0
#include "evaluation/sweep.h"

#include "base/guarded.h"
#include "evaluation/prefix_counter.h"
#include "evaluation/sweep_layout.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

namespace fe::evaluation {
namespace {

using base::Result;
using generation::TextModel;
using generation::TextPart;
using generation::TextScore;
using models::TokenId;

base::Error notOffered(const TextModel& model, std::string what)
{
    return { base::ErrorCode::Unsupported,
             "cannot run the sweep",
             {},
             {},
             model.name() + " does not give " + std::move(what),
             "use another model or scoring" };
}

/// log of the mean of exp(sum) over content-free inputs, made to sum to 1 over the labels.
std::vector<double> averaged(const std::vector<std::vector<TextScore>>& inputs)
{
    const auto logSumExp = [](const std::vector<double>& values) {
        const double largest = *std::max_element(values.begin(), values.end());
        double sum = 0;
        for (const double value : values) {
            sum += std::exp(value - largest);
        }
        return largest + std::log(sum);
    };
    std::vector<double> result;
    for (std::size_t label = 0; label < inputs.front().size(); ++label) {
        std::vector<double> sums;
        for (const auto& scores : inputs) {
            sums.push_back(scores[label].sum);
        }
        result.push_back(logSumExp(sums)); // the number of inputs falls out
    }
    const double total = logSumExp(result);
    for (double& value : result) {
        value -= total;
    }
    return result;
}

/// A prompt that is ready to be measured.
struct Ready {
    const SweepUnit* unit = nullptr; ///< null: content-free
    BuiltPrompt prompt;
    std::vector<TokenId> ids; ///< empty if the model does not tokenise
};

/// One run of a sweep.
class Runner
{
public:
    Runner(const SweepPlan& plan, TextModel& model, const SweepSink& sink,
           const base::CancelToken& cancel, base::Progress& progress)
        : m_plan(plan), m_model(model), m_sink(sink), m_cancel(cancel), m_progress(progress),
          m_layout(plan)
    {
    }

    Result<SweepRun> run(const std::vector<SweepCell>& done);

private:
    using Key = std::tuple<std::size_t, std::int64_t, std::uint64_t>;

    Result<std::set<Key>> keysOf(const std::vector<SweepCell>& done) const;
    Result<void> checkModel() const;
    Result<void> runGroup(const SweepGroup& group);
    Result<Ready> ready(const SweepGroup& group, const FieldValues& query,
                        const SweepUnit* unit) const;
    Result<void> calibrate(const SweepGroup& group, SweepCell& measured);
    Result<void> measure(const Ready& ready, SweepCell& measured);
    Result<std::vector<TextScore>> scoresOf(const Ready& ready);
    Result<void> generate(const Ready& ready, SweepCell& measured);
    Result<void> finish(const SweepUnit& unit, SweepCell measured);
    void count(const Ready& ready, const std::vector<std::string>& continuations);

    const SweepPlan& m_plan;
    TextModel& m_model;
    const SweepSink& m_sink;
    const base::CancelToken& m_cancel;
    base::Progress& m_progress;
    base::Progress m_unwatched; ///< the model counts tokens, the sweep cells
    SweepLayout m_layout;
    PrefixCounter m_counter;
    SweepRun m_run;
};

Result<std::set<Runner::Key>> Runner::keysOf(const std::vector<SweepCell>& done) const
{
    std::set<Key> result;
    for (const SweepCell& cell : done) {
        if (!isPlanned(m_plan, cell) || !result.emplace(cell.query, cell.shots, cell.seed).second) {
            return base::invalidArgument("cannot continue the sweep",
                                         "a finished cell is none of the plan's, or there twice");
        }
    }
    return result;
}

Result<void> Runner::checkModel() const
{
    const auto& abilities = m_model.abilities();
    if (!m_plan.generated && !abilities.scores) {
        return notOffered(m_model, "the likelihood of a given text");
    }
    if (m_plan.generated && !abilities.completes && !abilities.chats) {
        return notOffered(m_model, "texts");
    }
    return {};
}

Result<SweepRun> Runner::run(const std::vector<SweepCell>& done)
{
    FE_CHECK(checkSweep(m_plan));
    FE_CHECK(checkModel());
    FE_TRY(const auto finished, keysOf(done));
    const std::int64_t readBefore = m_model.tokensRead();
    const auto groups = m_layout.groups([&](std::size_t query, const CellKey& key) {
        return finished.contains({ query, key.shots, key.seed });
    });
    m_run.cells = done;
    m_progress.begin("Sweep", m_layout.queries() * m_layout.cellKeys().size() - done.size());
    m_run.complete = true;
    for (const SweepGroup& group : groups) {
        const auto ran = runGroup(group);
        if (!ran && ran.error().code == base::ErrorCode::Cancelled) {
            m_run.complete = false;
            break;
        }
        FE_CHECK(ran);
    }
    std::sort(m_run.cells.begin(), m_run.cells.end(), [](const SweepCell& a, const SweepCell& b) {
        return std::tie(a.query, a.shots, a.seed) < std::tie(b.query, b.shots, b.seed);
    });
    m_run.tokensRead = m_model.tokensRead() - readBefore;
    m_run.uniqueTokens = m_counter.count();
    return std::move(m_run);
}

Result<Ready> Runner::ready(const SweepGroup& group, const FieldValues& query,
                            const SweepUnit* unit) const
{
    Ready result;
    result.unit = unit;
    FE_TRY(result.prompt, m_layout.prompt(group.examples, query));
    if (m_model.abilities().tokenizes) {
        FE_TRY(result.ids, m_model.tokenize(result.prompt.text, TextPart::Prompt));
    }
    return result;
}

Result<void> Runner::runGroup(const SweepGroup& group)
{
    SweepCell measured; // what all units of the group have in common
    if (m_plan.calibrated) {
        FE_CHECK(calibrate(group, measured));
    }
    std::vector<Ready> prompts;
    for (const SweepUnit& unit : group.units) {
        FE_TRY(prompts.emplace_back(), ready(group, m_plan.table.values(unit.query), &unit));
    }
    // Depth first through the prefix tree.
    std::sort(prompts.begin(), prompts.end(), [](const Ready& a, const Ready& b) {
        return std::tie(a.ids, a.prompt.text) < std::tie(b.ids, b.prompt.text);
    });
    for (const Ready& prompt : prompts) {
        if (m_cancel.isCancelled()) {
            return base::cancelled();
        }
        SweepCell cell = measured;
        if (cell.refusal.empty()) {
            FE_CHECK(measure(prompt, cell));
        }
        FE_CHECK(finish(*prompt.unit, std::move(cell)));
    }
    return {};
}

Result<void> Runner::calibrate(const SweepGroup& group, SweepCell& measured)
{
    std::vector<std::vector<TextScore>> inputs;
    for (const std::string& text : m_plan.contentFree) {
        FE_TRY(const Ready prompt, ready(group, m_layout.contentFreeQuery(text), nullptr));
        auto scores = scoresOf(prompt);
        if (!scores && scores.error().code == base::ErrorCode::LimitExceeded) {
            measured.refusal = scores.error().why;
            return {};
        }
        FE_TRY(inputs.emplace_back(), std::move(scores));
    }
    measured.contentFree = averaged(inputs);
    return {};
}

Result<std::vector<TextScore>> Runner::scoresOf(const Ready& ready)
{
    std::vector<std::string> continuations;
    for (const std::string& label : m_plan.labels) {
        continuations.push_back(ready.prompt.lead + label);
    }
    FE_TRY(auto scores, m_model.score(ready.prompt.text, continuations, m_cancel, m_unwatched));
    count(ready, continuations);
    return scores;
}

Result<void> Runner::measure(const Ready& ready, SweepCell& measured)
{
    Result<void> result;
    if (m_plan.generated) {
        result = generate(ready, measured);
    } else if (auto scores = scoresOf(ready)) {
        measured.scores = *std::move(scores);
    } else {
        result = scores.error();
    }
    if (!result && result.error().code == base::ErrorCode::LimitExceeded) {
        measured.refusal = result.error().why;
        return {};
    }
    return result;
}

Result<void> Runner::generate(const Ready& ready, SweepCell& measured)
{
    const GeneratedAnswers& answers = *m_plan.generated;
    generation::TextRequest request;
    if (m_model.abilities().completes) {
        request.prompt = ready.prompt.text;
    } else {
        request.messages = { { "user", ready.prompt.text } };
    }
    request.options.sampling = answers.sampling;
    request.options.sampling.seed = ready.unit->cells.front().seed;
    request.options.maxTokens = answers.maxTokens;
    request.options.stop = answers.stop;
    request.options.topAlternatives = 0;
    FE_TRY(const generation::Generation text,
           m_model.generate(request, nullptr, m_cancel, m_unwatched));
    if (text.reason == generation::StopReason::Cancelled) {
        return base::cancelled();
    }
    if (m_model.abilities().tokenizes) {
        std::vector<TokenId> ids;
        for (const generation::Step& step : text.steps) {
            ids.push_back(step.id);
        }
        if (text.reason == generation::StopReason::Length && !ids.empty()) {
            ids.pop_back(); // nothing was asked of it
        }
        m_counter.add(ready.ids, ids);
    }
    measured.generated = text.text;
    return {};
}

void Runner::count(const Ready& ready, const std::vector<std::string>& continuations)
{
    if (!m_model.abilities().tokenizes) {
        return;
    }
    for (const std::string& continuation : continuations) {
        if (auto ids = m_model.tokenize(continuation, TextPart::Continuation)) {
            const std::size_t read = ids->empty() ? 0 : ids->size() - 1;
            m_counter.add(ready.ids, std::span(*ids).first(read));
        }
    }
}

Result<void> Runner::finish(const SweepUnit& unit, SweepCell measured)
{
    measured.query = unit.query;
    for (const CellKey& key : unit.cells) {
        measured.shots = key.shots;
        measured.seed = key.seed;
        if (m_sink) {
            FE_CHECK(m_sink(measured));
        }
        m_run.cells.push_back(measured);
        m_progress.advance();
    }
    return {};
}

} // namespace

Result<SweepRun> runSweep(const SweepPlan& plan, TextModel& model,
                          const std::vector<SweepCell>& done, const SweepSink& sink,
                          const base::CancelToken& cancel, base::Progress& progress)
{
    return base::guarded("runSweep", [&]() -> Result<SweepRun> {
        return Runner(plan, model, sink, cancel, progress).run(done);
    });
}

} // namespace fe::evaluation
