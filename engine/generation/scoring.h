// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "base/progress.h"
#include "base/result.h"
#include "models/language_model.h"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace fe::generation {

using models::TokenId;

/// Natural log p(continuation[i] | prompt, continuation[0..i-1]) for each continuation. The prompt
/// is read once and shared. An empty prompt leaves the first token unscored (0 entries are never
/// invented): refused as InvalidArgument. Encoder-decoders read the prompt with the encoder and
/// score what follows the decoder's start token.
[[nodiscard]] base::Result<std::vector<std::vector<float>>> scoreContinuations(
    const models::LanguageModel& model, std::span<const TokenId> prompt,
    const std::vector<std::vector<TokenId>>& continuations, const base::CancelToken& cancel,
    base::Progress& progress);

struct PerplexityOptions {
    std::int64_t context = 0; ///< tokens per window; 0: the model's context
    std::int64_t stride = 0; ///< a window begins every `stride` tokens; 0: context
};

struct Perplexity {
    double nll = 0; ///< summed negative natural log-likelihood
    std::int64_t tokens = 0; ///< tokens scored
    [[nodiscard]] double perToken() const;
    [[nodiscard]] double perplexity() const;
};

/// Sliding windows: each scores the tokens not yet scored, its first token never.
/// At least 2 tokens, context >= 2, 1 <= stride <= context.
[[nodiscard]] base::Result<Perplexity> perplexity(const models::LanguageModel& model,
                                                  std::span<const TokenId> ids,
                                                  const PerplexityOptions& options,
                                                  const base::CancelToken& cancel,
                                                  base::Progress& progress);

} // namespace fe::generation
