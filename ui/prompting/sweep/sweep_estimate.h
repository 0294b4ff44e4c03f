// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/cancel.h"
#include "base/result.h"
#include "evaluation/sweep.h"
#include "workspace/loaded_model.h"

#include <cstdint>

namespace fe::prompting {

/// What a sweep is going to take with one model.
struct SweepEstimate {
    std::size_t prompts = 0; ///< exact
    std::int64_t tokens = 0; ///< of all prompts with their labels
    std::int64_t uniqueTokens = 0; ///< of them those that have to be read: beginnings are shared
    std::int64_t writtenTokens = 0; ///< of generated answers, at most
    double seconds = 0; ///< 0: not known
    bool exact = false; ///< every prompt was turned into tokens, not a sample of them
};

/// Turns prompts into tokens: all of them, or those of some rows, from which the rest follows. Time
/// comes from the speed; where that is not known, one prompt is read to measure it.
/// @param tokensPerSecond 0: not known.
[[nodiscard]] base::Result<SweepEstimate> estimateSweep(const evaluation::SweepPlan& plan,
                                                        const workspace::LoadedModel& model,
                                                        double& tokensPerSecond,
                                                        const base::CancelToken& cancel);

} // namespace fe::prompting
