// SPDX-License-Identifier: Apache-2.0
//
// Attention of many queries whose probabilities somebody takes, without all of them ever lying in
// memory. Private to tensor/.
#pragma once

#include "tensor/torch_bridge.h"

namespace fe::tensor {

/// Attention of many queries over given keys, float32.
struct AttentionInputs {
    at::Tensor queries; ///< [batch, length, kvHeads, group, headDim]
    at::Tensor keys; ///< [batch, kvHeads, keys, headDim]
    at::Tensor values;
    at::Tensor mask; ///< added to the scores, [1 or batch, 1 or kvHeads, 1 or length, keys]
    bool causal = false; ///< a query sees no later key; said by a mask too, if there is one
    bool padded = false; ///< some keys do not count: a query may see none at all
    double scale = 1;
    at::Tensor headScale; ///< [heads] or undefined
    std::int64_t layer = 0;
    bool cross = false;
    std::int64_t start = 0; ///< causal: keys before the first query's own
};

/// Works out scores, probabilities and mixed values of a few queries of one head at a time.
/// @param in a batch of one, on the CPU. @return [1, length, kvHeads, group, headDim].
[[nodiscard]] at::Tensor attendInBlocks(const AttentionInputs& in,
                                        const std::function<void(const AttentionBlock&)>& taker);

} // namespace fe::tensor
