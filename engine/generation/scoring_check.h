// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "models/language_model.h"

#include <span>
#include <vector>

namespace fe::generation {

using models::TokenId;

/// InvalidArgument if an id lies outside the model's vocabulary.
[[nodiscard]] base::Result<void> checkIds(std::span<const TokenId> ids,
                                          const models::ModelInfo& info);

/// Refuses what has no likelihood: an empty prompt, ids outside the vocabulary (InvalidArgument),
/// more than the context holds (LimitExceeded).
[[nodiscard]] base::Result<void> checkContinuations(
    const models::ModelInfo& info, std::span<const TokenId> prompt,
    const std::vector<std::vector<TokenId>>& continuations);

} // namespace fe::generation
