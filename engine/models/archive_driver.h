// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/architecture.h"
#include "tensor/torch_bridge.h"

namespace fe::models {

// An archive is one module: for each stack a part that embeds and ends and a part a layer, and on
// top of them what runs them in order:
//   decoder          forward(input_ids, attention_mask=None) -> logits [batch, length, vocab]
//   encoder          forward(input_ids, attention_mask=None, token_type_ids=None) -> logits, or
//                    last_hidden_state where there is no head
//   encoder-decoder  forward(input_ids, decoder_input_ids, attention_mask=None) -> logits
//   vision           forward(pixel_values) -> logits or last_hidden_state
//   vision-language  forward(input_ids, pixel_values, attention_mask=None) -> logits_per_image;
//                    encode_image(pixel_values), encode_text(input_ids, attention_mask=None) ->
//                    unit vectors

/// Names of the parts of a stack.
[[nodiscard]] std::string modelPart(const StackPlan& stack);
[[nodiscard]] std::string layerPart(const StackPlan& stack, std::size_t layer);

/// TorchScript of the methods above, to be compiled against driverAttributes and the parts.
[[nodiscard]] std::string driverSource(const ModelPlan& plan);
[[nodiscard]] std::vector<tensor::Attribute> driverAttributes(const ModelPlan& plan);

} // namespace fe::models
