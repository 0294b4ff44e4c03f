// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/pooling.h"
#include "base/cancel.h"
#include "base/progress.h"
#include "models/language_model.h"
#include "tokenizers/tokenizer.h"

#include <span>
#include <string>
#include <vector>

namespace fe::analysis {

/// Vectors of unit length, row-major.
struct Embeddings {
    std::int64_t dimensions = 0;
    std::vector<float> values; ///< [rows, dimensions]
};

/// Vectors of texts, in their order. They are read in batches of similar length, so that little is
/// padding. Texts that are too long are cut as the model's files say. Progress counts texts; cancel
/// is checked between batches and layers. A text without tokens is refused.
[[nodiscard]] base::Result<Embeddings> embedTexts(
    const models::Model& model, const tokenizers::Tokenizer& tokenizer,
    const EmbeddingSettings& settings, std::span<const std::string> texts, std::size_t batchSize,
    const base::CancelToken& cancel, base::Progress& progress);

/// Vectors of pictures that lie ready in one batch.
[[nodiscard]] base::Result<Embeddings> embedPixels(const models::Model& model,
                                                   const EmbeddingSettings& settings,
                                                   models::Pixels pixels,
                                                   const base::CancelToken& cancel,
                                                   base::Progress& progress);

} // namespace fe::analysis
