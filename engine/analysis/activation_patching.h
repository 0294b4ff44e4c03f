// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "base/progress.h"
#include "base/result.h"
#include "models/replay.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace fe::analysis {

/// What is measured of a prediction.
enum class PatchingMeasure {
    LogitDifference, ///< logit(answer) - logit(other)
    LogProbability, ///< log p(answer)
};

struct PatchingQuestion {
    models::TokenId answer = 0; ///< what the clean prompt calls for
    models::TokenId other = 0; ///< what the corrupted one calls for; LogitDifference
    PatchingMeasure measure = PatchingMeasure::LogitDifference;
    std::optional<std::int64_t> position {}; ///< whose prediction, in both; nothing: the last
};

/// How much of the clean answer comes back if one residual stream of the clean run is put into the
/// corrupted run: (patched - corrupted) / (clean - corrupted), so 0 nothing, 1 all of it.
struct PatchingMap {
    std::int64_t layers = 0; ///< those of the model, and 1: streams before each and after the last
    std::int64_t positions = 0;
    std::vector<double> restored; ///< [layers, positions]; NaN where it was cancelled before
    double clean = 0; ///< the measure, nats
    double corrupted = 0;
    std::int64_t done = 0; ///< cells
    [[nodiscard]] bool isComplete() const { return done == layers * positions; }
};

/// Called on the calling thread after each cell.
using PatchingObserver
    = std::function<void(std::int64_t layer, std::int64_t position, double restored)>;

/// Activation patching of the residual stream (causal tracing: Meng et al. 2022, arXiv:2202.05262;
/// with a second prompt in place of noise, as in Wang et al. 2022, arXiv:2211.00593), measured at
/// one position. From the last layer down: the cheapest cells come first. Cancelling is no
/// error: what is done is given back. Progress counts cells.
/// @param clean, corrupted the same model and stack, as many tokens. InvalidArgument if not, for
/// positions and tokens that are not there, or if both answer alike.
[[nodiscard]] base::Result<PatchingMap> activationPatching(
    const models::Replay& clean, const models::Replay& corrupted, const PatchingQuestion& question,
    const PatchingObserver& observer, const base::CancelToken& cancel, base::Progress& progress);

} // namespace fe::analysis
