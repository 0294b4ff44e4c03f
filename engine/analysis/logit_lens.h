// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "base/progress.h"
#include "base/result.h"
#include "models/replay.h"

#include <cstdint>
#include <vector>

namespace fe::analysis {

struct LensToken {
    models::TokenId id = 0;
    float logit = 0;
    float probability = 0;
};

/// What one layer would say at one position.
struct LensCell {
    std::vector<LensToken> top; ///< falling, ties to the lower id
    double entropy = 0; ///< nats
    double klToFinal = 0; ///< KL(final || layer), nats
    std::int64_t finalRank
        = 0; ///< of the token that the model itself puts first; 0: first here too
};

struct LensOptions {
    std::size_t top = 10; ///< tokens a cell
    std::int64_t first = 0; ///< position
    std::int64_t count = 0; ///< positions; 0: all from `first` on
};

/// [layers, positions]; layer 0 the embeddings, the last one the model's own output.
struct LogitLens {
    std::int64_t layers = 0; ///< those of the model, and 1
    std::int64_t first = 0; ///< position of the first column
    std::int64_t positions = 0;
    std::vector<LensCell> cells;

    [[nodiscard]] const LensCell& at(std::int64_t layer, std::int64_t column) const
    {
        return cells[static_cast<std::size_t>(layer * positions + column)];
    }
};

/// Logit lens (nostalgebraist 2020, "interpreting GPT: the logit lens"): the residual stream before
/// each layer through the final norm and the head, once. Logits of a few positions at a time are
/// alive: 32, or as many as fit 64 MB. Cancel is checked between them;
/// progress counts cells.
[[nodiscard]] base::Result<LogitLens> logitLens(const models::Replay& replay,
                                                const LensOptions& options,
                                                const base::CancelToken& cancel,
                                                base::Progress& progress);

} // namespace fe::analysis
