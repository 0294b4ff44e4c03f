// SPDX-License-Identifier: Apache-2.0
//
// Whose prediction is looked at.
#pragma once

#include "base/result.h"
#include "models/language_model.h"
#include "tokenizers/tokenizer.h"

#include <cstdint>
#include <span>
#include <vector>

namespace fe::analysis {

/// Positions of masked tokens ("[MASK]", "<mask>"). @param tokenizer null: none is known.
[[nodiscard]] std::vector<std::int64_t> maskedPlaces(std::span<const models::TokenId> ids,
                                                     const tokenizers::Tokenizer* tokenizer);

/// The position whose prediction is looked at unless another is chosen. Of encoders the first
/// masked token or, without one, the last that is no special token (a separator at the end says
/// nothing of the text); of all others the last.
/// @param ids not empty; of the stack that gives logits.
[[nodiscard]] std::int64_t predictedPlace(const models::ModelInfo& info,
                                          std::span<const models::TokenId> ids,
                                          const tokenizers::Tokenizer* tokenizer);

/// The same of two prompts whose predictions are compared at one place. InvalidArgument if they
/// are as long and yet mean different places, as when other words are masked.
[[nodiscard]] base::Result<std::int64_t> sharedPredictedPlace(
    const models::ModelInfo& info, std::span<const models::TokenId> clean,
    std::span<const models::TokenId> corrupted, const tokenizers::Tokenizer* tokenizer);

} // namespace fe::analysis
