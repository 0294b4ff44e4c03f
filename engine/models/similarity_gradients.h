// SPDX-License-Identifier: Apache-2.0
//
// Where a text's vector comes from: attention of every layer, and its gradient.
#pragma once

#include "models/attention_gradients.h"

#include <span>

namespace fe::models {

/// Gradients of image . text_embeds (both of unit length) by the attention probabilities of every
/// layer of the text stack of a dual encoder: the other half of attentionGradients(). Steps come
/// from the last layer to the first; their `from` is the token that the text's vector is read from
/// (CLIP: the end token). Memory and cancel as there.
/// @param input its text is read, one row of ids, no padding. @param image [embeddingSize].
/// @return the objective. Unsupported: models without a common space, modules of other programs,
/// texts whose vector comes from more than one token.
[[nodiscard]] base::Result<float> similarityGradients(const Model& model, const ForwardInput& input,
                                                      std::span<const float> image,
                                                      const AttentionSink& sink,
                                                      const base::CancelToken& cancel,
                                                      base::Progress& progress);

} // namespace fe::models
