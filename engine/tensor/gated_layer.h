// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tensor/row_kernels.h"
#include "tensor/torch_bridge.h"

#include <memory>

namespace fe::tensor {

/// One layer of a gated decoder (Touvron et al. 2023, arXiv:2302.13971) for a few tokens on the
/// CPU: the arithmetic of its TorchScript source, which stays the reference, as six phases that a
/// team of threads shares without coming back to the interpreter. What a token costs is then the
/// reading of the weights.
class GatedLayer
{
public:
    /// Weights as in the layer's source; undefined tensors where there are none.
    struct Weights {
        at::Tensor attentionNorm; ///< [hidden]
        MatrixPtr qkv;
        at::Tensor qkvBias;
        at::Tensor queryNorm; ///< [headDim], with keyNorm or without
        at::Tensor keyNorm;
        MatrixPtr output;
        at::Tensor outputBias;
        at::Tensor mlpNorm;
        MatrixPtr gateUp; ///< gate rows, then up rows
        at::Tensor gateUpBias;
        MatrixPtr down;
        at::Tensor downBias;
        float eps = 0;
        Gate gate = Gate::Silu;
    };

    explicit GatedLayer(Weights weights) : m_weights(std::move(weights)) { }

    /// Whether this pass is one for it: a few tokens of one row, on the CPU, with a cache and
    /// rotation, and nothing recorded, masked or switched off.
    [[nodiscard]] bool takes(const ForwardPass& pass) const;

    /// x [n, hidden] -> [n, hidden]; keys and values go into the pass's cache. Throws.
    [[nodiscard]] at::Tensor run(const at::Tensor& x, ForwardPass& pass, std::int64_t layer) const;

private:
    Weights m_weights;
};

} // namespace fe::tensor
