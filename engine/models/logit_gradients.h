// SPDX-License-Identifier: Apache-2.0
//
// Where a predicted token comes from: attention of every layer over a text, and its gradient.
#pragma once

#include "models/attention_gradients.h"

#include <cstdint>
#include <optional>

namespace fe::models {

/// Whose logit is followed back.
struct LogitPlace {
    std::int64_t position = 0; ///< whose prediction
    std::optional<TokenId> token; ///< nothing: the one that the model puts first there
};

struct TracedLogit {
    TokenId token = 0;
    float value = 0;
};

/// Gradients of one logit by the attention probabilities of every layer of a decoder, or of an
/// encoder with a head for masked tokens. Steps come from the last layer to the first.
///
/// The pass is the model's own; then each layer is run again from its recorded input in operators
/// that libtorch differentiates, as in attentionGradients(). Memory is that of one layer beside the
/// streams [layers, tokens, hidden], refused beforehand if it is not free. Quantised products are
/// differentiated as if they were exact. Cancel is checked between layers both ways.
/// @param input one row of ids, no padding.
/// InvalidArgument for places that are not there; Unsupported: encoder-decoders, models without
/// such logits, modules of other programs.
[[nodiscard]] base::Result<TracedLogit> logitGradients(
    const Model& model, const ForwardInput& input, const LogitPlace& place,
    const AttentionSink& sink, const base::CancelToken& cancel, base::Progress& progress);

} // namespace fe::models
