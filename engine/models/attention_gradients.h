// SPDX-License-Identifier: Apache-2.0
//
// Where a picture's vector comes from: attention of every layer, and its gradient.
#pragma once

#include "models/language_model.h"

#include <functional>
#include <optional>
#include <span>

namespace fe::models {

/// Attention of one layer over one picture or text, valid while the sink runs.
struct AttentionStep {
    std::optional<std::int64_t> layer; ///< nothing: the pooling head, whose one query is learned
    std::int64_t heads = 0;
    std::int64_t queries = 0;
    std::int64_t keys = 0;
    std::span<const float> weights; ///< [heads, queries, keys], rows sum to 1
    std::size_t text = 0; ///< which of the texts the gradient is of
    std::span<const float> gradient; ///< same shape: of the objective by the weights; may be empty
    std::int64_t from = 0; ///< the token that is read out behind the last layer
};

/// Called on the calling thread from the output to the input: the pooling head where there is one,
/// then layers from the last to the first.
using AttentionSink = std::function<void(const AttentionStep& step)>;

/// Gradients of image_embeds . text (both of unit length) by the attention probabilities of every
/// layer of the vision stack, for several texts in one go; a layer's steps come text by text.
///
/// The pass is the model's own; then each layer is run again from its recorded input in operators
/// that libtorch differentiates, and the gradient is handed to the layer before. Memory is that of
/// one layer beside the streams [layers, tokens, hidden], refused beforehand if it is not free.
/// Quantised products are differentiated as if they were exact. Cancel is checked between layers
/// both ways; one layer of one text is not interrupted.
/// @param picture one. @param texts [count, embeddingSize], at least one.
/// @return the objective of each text. Unsupported: models without a common space, modules of other
/// programs.
[[nodiscard]] base::Result<std::vector<float>> attentionGradients(
    const Model& model, const Pixels& picture, std::span<const float> texts,
    const AttentionSink& sink, const base::CancelToken& cancel, base::Progress& progress);

/// The same order of steps without gradients, for any model that reads pictures. A model without a
/// class token comes with its pooling head.
[[nodiscard]] base::Result<void> pictureAttention(const Model& model, const Pixels& picture,
                                                  const AttentionSink& sink,
                                                  const base::CancelToken& cancel,
                                                  base::Progress& progress);

} // namespace fe::models
