// SPDX-License-Identifier: Apache-2.0
//
// Inside the engine, beside torch_bridge.h.
#pragma once

#include "tensor/torch_bridge.h"

namespace fe::tensor {

/// Attention of the last token of each row over the pass's cache, on the CPU: one pass over keys
/// and values, which is all that decoding costs. Causal; nothing is recorded, masked or scaled.
/// @param qkv [batch, (heads + 2 kvHeads) headDim]; its keys and values are in the cache already.
/// @return [batch, heads headDim].
[[nodiscard]] at::Tensor attendOneQuery(const at::Tensor& qkv, const ForwardPass& pass,
                                        std::int64_t layer);

} // namespace fe::tensor
