// SPDX-License-Identifier: Apache-2.0
#include "analysis/ablation.h"

#include "analysis/token_distribution.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace fe::analysis {

using base::Result;

namespace {

constexpr const char* kWhat = "cannot switch off";

/// Rows of logits alive at a time while a loss is summed.
constexpr std::int64_t kLossRows = 32;

std::string counted(std::int64_t number, const char* what)
{
    return std::to_string(number) + ' ' + what;
}

Result<void> checkQuestion(const models::Replay& replay, const AblationQuestion& question)
{
    constexpr const char* kAsk = "cannot compare what the model says";
    const auto length = static_cast<std::int64_t>(replay.ids().size());
    const auto refuse = [](std::string why) { return base::invalidArgument(kAsk, std::move(why)); };
    if (question.position && (*question.position < 0 || *question.position >= length)) {
        return refuse("there is no position " + std::to_string(*question.position) + " in "
                      + counted(length, "tokens"));
    }
    if (question.measure == AblationMeasure::OutputVector) {
        return question.target || question.loss
            ? refuse("an output vector has neither tokens nor a loss")
            : Result<void>();
    }
    if (question.target && (*question.target < 0 || *question.target >= replay.info().vocabSize)) {
        return refuse("there is no token " + std::to_string(*question.target));
    }
    if (!question.loss) {
        return {};
    }
    const Span span = *question.loss;
    if (span.first < 1 || span.end <= span.first || span.end > length) {
        return refuse("a loss needs positions from 1 to " + std::to_string(length - 1) + ", not "
                      + std::to_string(span.first) + " to " + std::to_string(span.end - 1));
    }
    if (replay.info().kind == "encoder") {
        return refuse("an encoder sees every token, so that it foretells none");
    }
    return {};
}

/// Mean of -log p(token | those before it).
Result<double> lossOf(const models::Replay& replay, const models::Ending& ending, Span span,
                      const base::CancelToken& cancel)
{
    double sum = 0;
    for (std::int64_t at = span.first; at < span.end; at += kLossRows) {
        if (cancel.isCancelled()) {
            return base::cancelled();
        }
        const std::int64_t count = std::min(kLossRows, span.end - at);
        FE_TRY(const models::LogitRows rows, replay.logits(ending, at - 1, count));
        for (std::int64_t i = 0; i < count; ++i) {
            FE_TRY(const auto distribution,
                   TokenDistribution::of(rows.row(static_cast<std::size_t>(i))));
            sum -= distribution.logProbability(replay.ids()[static_cast<std::size_t>(at + i)]);
        }
    }
    return sum / static_cast<double>(span.end - span.first);
}

/// One token's state, or the mean of all.
Result<std::vector<double>> vectorOf(const models::Replay& replay, const models::Ending& ending,
                                     std::optional<std::int64_t> position)
{
    const std::int64_t count = position ? 1 : replay.tokens();
    FE_TRY(const std::vector<float> states, replay.states(ending, position.value_or(0), count));
    std::vector<double> mean(states.size() / static_cast<std::size_t>(count), 0);
    for (std::size_t i = 0; i < states.size(); ++i) {
        mean[i % mean.size()] += double { states[i] } / static_cast<double>(count);
    }
    return mean;
}

double cosineDistance(std::span<const double> a, std::span<const double> b)
{
    const double lengths = std::sqrt(std::inner_product(a.begin(), a.end(), a.begin(), 0.0)
                                     * std::inner_product(b.begin(), b.end(), b.begin(), 0.0));
    const double distance = 1 - std::inner_product(a.begin(), a.end(), b.begin(), 0.0) / lengths;
    return distance < 0 ? 0 : distance; // by rounding
}

} // namespace

Result<models::Switches> switchesOf(const Knockout& knockout, const models::StackInfo& stack)
{
    const auto refuse = [&stack](const std::string& part) {
        return base::invalidArgument(std::string(kWhat) + ' ' + part,
                                     "the model has " + counted(stack.layers, "layers of ")
                                         + counted(stack.heads, "heads, counted from 0"));
    };
    const auto layers = static_cast<std::size_t>(stack.layers);
    models::Switches switches;
    for (const HeadIndex& index : knockout.heads) {
        if (index.layer < 0 || index.layer >= stack.layers || index.head < 0
            || index.head >= stack.heads) {
            return refuse("head " + std::to_string(index.layer) + '.' + std::to_string(index.head));
        }
        if (switches.heads.empty()) {
            switches.heads.assign(layers,
                                  std::vector<float>(static_cast<std::size_t>(stack.heads), 1.0F));
        }
        switches.heads[static_cast<std::size_t>(index.layer)][static_cast<std::size_t>(index.head)]
            = 0;
    }
    for (const auto& [list, flags, part] :
         { std::tuple(&knockout.layers, &switches.layersOff, "layer "),
           std::tuple(&knockout.mlps, &switches.mlpsOff, "MLP ") }) {
        for (const std::int64_t layer : *list) {
            if (layer < 0 || layer >= stack.layers) {
                return refuse(part + std::to_string(layer));
            }
            flags->resize(layers, false);
            (*flags)[static_cast<std::size_t>(layer)] = true;
        }
    }
    return switches;
}

struct AblationBaseline::Answers {
    std::optional<TokenDistribution> distribution; ///< of a Prediction
    std::optional<double> loss;
    std::vector<double> vector; ///< of an OutputVector
};

Result<AblationBaseline> AblationBaseline::of(models::ReplayPtr replay,
                                              const AblationQuestion& question,
                                              const base::CancelToken& cancel)
{
    FE_CHECK(checkQuestion(*replay, question));
    AblationBaseline baseline;
    baseline.m_question = question;
    if (!question.position && question.measure == AblationMeasure::Prediction) {
        baseline.m_question.position = static_cast<std::int64_t>(replay->ids().size()) - 1;
    }
    FE_TRY(baseline.m_before, answers(*replay, baseline.m_question, replay->plain(), cancel));
    baseline.m_replay = std::move(replay);
    return baseline;
}

Result<std::shared_ptr<const AblationBaseline::Answers>> AblationBaseline::answers(
    const models::Replay& replay, const AblationQuestion& question, const models::Ending& ending,
    const base::CancelToken& cancel)
{
    auto answers = std::make_shared<Answers>();
    if (question.measure == AblationMeasure::OutputVector) {
        FE_TRY(answers->vector, vectorOf(replay, ending, question.position));
        return std::shared_ptr<const Answers>(std::move(answers));
    }
    FE_TRY(const models::LogitRows rows, replay.logits(ending, *question.position, 1));
    FE_TRY(answers->distribution, TokenDistribution::of(rows.row(0)));
    if (question.loss) {
        FE_TRY(answers->loss, lossOf(replay, ending, *question.loss, cancel));
    }
    return std::shared_ptr<const Answers>(std::move(answers));
}

const models::Replay& AblationBaseline::replay() const
{
    return *m_replay;
}

Effect AblationBaseline::compare(const Answers& after) const
{
    Effect effect;
    if (!after.distribution) {
        effect.vectorDistance = cosineDistance(m_before->vector, after.vector);
        return effect;
    }
    const TokenDistribution& before = *m_before->distribution;
    effect.kl = before.divergence(*after.distribution);
    if (m_question.target) {
        effect.targetChange = after.distribution->logProbability(*m_question.target)
            - before.logProbability(*m_question.target);
    }
    if (after.loss) {
        effect.lossChange = *after.loss - *m_before->loss;
    }
    return effect;
}

Result<std::shared_ptr<const AblationBaseline::Answers>> AblationBaseline::run(
    const Knockout& knockout, const base::CancelToken& cancel) const
{
    models::Change change;
    FE_TRY(change.switches, switchesOf(knockout, m_replay->stack()));
    FE_TRY(const models::Ending ending, m_replay->run(change, cancel));
    return answers(*m_replay, m_question, ending, cancel);
}

Result<Effect> AblationBaseline::effectOf(const Knockout& knockout,
                                          const base::CancelToken& cancel) const
{
    FE_TRY(const auto after, run(knockout, cancel));
    return compare(*after);
}

Result<Ablation> AblationBaseline::without(const Knockout& knockout,
                                           const base::CancelToken& cancel) const
{
    FE_TRY(const auto after, run(knockout, cancel));
    Ablation result;
    result.position = m_question.position;
    result.effect = compare(*after);
    result.lossBefore = m_before->loss;
    result.lossAfter = after->loss;
    if (!after->distribution) {
        return result;
    }
    const TokenDistribution& was = *m_before->distribution;
    const TokenDistribution& is = *after->distribution;
    for (const auto& [source, list] :
         { std::pair(&was, &result.before), std::pair(&is, &result.after) }) {
        for (const models::TokenId id : source->likeliest(m_question.top)) {
            list->push_back({ id, was.probability(id), is.probability(id) });
        }
    }
    return result;
}

Result<HeadImportance> headImportance(const AblationBaseline& baseline,
                                      const HeadObserver& observer, const base::CancelToken& cancel,
                                      base::Progress& progress)
{
    const models::StackInfo& stack = baseline.replay().stack();
    HeadImportance map;
    map.layers = stack.layers;
    map.heads = stack.heads;
    map.effects.resize(static_cast<std::size_t>(stack.layers * stack.heads));
    progress.begin("switching off each head", map.effects.size());
    for (std::int64_t layer = stack.layers; layer-- > 0;) {
        for (std::int64_t head = 0; head < stack.heads; ++head) {
            const auto effect = baseline.effectOf({ { { layer, head } }, {}, {} }, cancel);
            if (!effect && effect.error().code == base::ErrorCode::Cancelled) {
                return map;
            }
            if (!effect) {
                return effect.error();
            }
            map.effects[static_cast<std::size_t>(layer * stack.heads + head)] = *effect;
            ++map.done;
            progress.advance();
            if (observer) {
                observer({ layer, head }, *effect);
            }
        }
    }
    return map;
}

} // namespace fe::analysis
