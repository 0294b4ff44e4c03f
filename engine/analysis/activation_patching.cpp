// SPDX-License-Identifier: Apache-2.0
#include "analysis/activation_patching.h"

#include "analysis/token_distribution.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace fe::analysis {
namespace {

using base::Result;

constexpr const char* kWhat = "cannot patch one run into the other";
/// Smaller differences between the prompts are rounding; a share of them would mean nothing.
constexpr double kSmallest = 1e-4;

Result<double> measureOf(const models::Replay& replay, const models::Ending& ending,
                         const PatchingQuestion& question)
{
    const auto last = static_cast<std::int64_t>(replay.ids().size()) - 1;
    FE_TRY(const models::LogitRows rows,
           replay.logits(ending, question.position.value_or(last), 1));
    FE_TRY(const auto distribution, TokenDistribution::of(rows.row(0)));
    return question.measure == PatchingMeasure::LogProbability
        ? distribution.logProbability(question.answer)
        : static_cast<double>(distribution.logit(question.answer))
            - static_cast<double>(distribution.logit(question.other));
}

Result<void> check(const models::Replay& clean, const models::Replay& corrupted,
                   const PatchingQuestion& question)
{
    if (clean.tokens() != corrupted.tokens()) {
        return base::invalidArgument(kWhat,
                                     "the clean prompt has " + std::to_string(clean.tokens())
                                         + " tokens and the corrupted one "
                                         + std::to_string(corrupted.tokens()));
    }
    if (clean.info().architecture != corrupted.info().architecture
        || clean.info().vocabSize != corrupted.info().vocabSize
        || clean.stack().name != corrupted.stack().name
        || clean.stack().layers != corrupted.stack().layers
        || clean.stack().hiddenSize != corrupted.stack().hiddenSize) {
        return base::invalidArgument(kWhat, "they are of different models or stacks");
    }
    const auto length
        = static_cast<std::int64_t>(std::min(clean.ids().size(), corrupted.ids().size()));
    if (question.position && (*question.position < 0 || *question.position >= length)) {
        return base::invalidArgument(kWhat,
                                     "there is no position " + std::to_string(*question.position));
    }
    const std::int64_t vocabulary = clean.info().vocabSize;
    for (const models::TokenId id : { question.answer, question.other }) {
        if (id < 0 || id >= vocabulary) {
            return base::invalidArgument(kWhat, "there is no token " + std::to_string(id));
        }
    }
    return {};
}

} // namespace

Result<PatchingMap> activationPatching(const models::Replay& clean, const models::Replay& corrupted,
                                       const PatchingQuestion& question,
                                       const PatchingObserver& observer,
                                       const base::CancelToken& cancel, base::Progress& progress)
{
    FE_CHECK(check(clean, corrupted, question));
    PatchingMap map;
    map.layers = clean.stack().layers + 1;
    map.positions = clean.tokens();
    FE_TRY(map.clean, measureOf(clean, clean.plain(), question));
    FE_TRY(map.corrupted, measureOf(corrupted, corrupted.plain(), question));
    const double difference = map.clean - map.corrupted;
    if (!(std::abs(difference) > kSmallest)) {
        return base::invalidArgument(kWhat, "both prompts give the same answer");
    }
    map.restored.assign(static_cast<std::size_t>(map.layers * map.positions),
                        std::numeric_limits<double>::quiet_NaN());
    progress.begin("patching each layer and position", map.restored.size());
    const auto width = static_cast<std::size_t>(clean.stack().hiddenSize);
    for (std::int64_t layer = map.layers; layer-- > 0;) {
        FE_TRY(const std::vector<float> stream, clean.stream(layer));
        for (std::int64_t position = 0; position < map.positions; ++position) {
            const auto at = stream.begin()
                + static_cast<std::ptrdiff_t>(static_cast<std::size_t>(position) * width);
            models::Change change;
            change.patches.push_back(
                { layer, position, { at, at + static_cast<std::ptrdiff_t>(width) } });
            const auto ending = corrupted.run(change, cancel);
            if (!ending && ending.error().code == base::ErrorCode::Cancelled) {
                return map;
            }
            if (!ending) {
                return ending.error();
            }
            FE_TRY(const double patched, measureOf(corrupted, *ending, question));
            const double restored = (patched - map.corrupted) / difference;
            map.restored[static_cast<std::size_t>(layer * map.positions + position)] = restored;
            ++map.done;
            progress.advance();
            if (observer) {
                observer(layer, position, restored);
            }
        }
    }
    return map;
}

} // namespace fe::analysis
