// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "base/progress.h"
#include "base/result.h"
#include "generation/prefix_cache.h"

#include <span>
#include <vector>

namespace fe::generation {

/// scoreContinuations() through a cache: what the prompt shares with the text read before, and what
/// the continuations share with each other, is read once.
[[nodiscard]] base::Result<std::vector<std::vector<float>>> scoreThroughCache(
    PrefixCache& cache, std::span<const TokenId> prompt,
    const std::vector<std::vector<TokenId>>& continuations, const base::CancelToken& cancel,
    base::Progress& progress);

} // namespace fe::generation
