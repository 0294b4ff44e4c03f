// SPDX-License-Identifier: Apache-2.0
//
// A stack of layers that libtorch can differentiate. Includes libtorch; for .cpp of tensor/ and
// models/ alone.
#pragma once

#include "tensor/torch_bridge.h"

#include <ATen/core/Dict.h>

#include <memory>
#include <string>
#include <vector>

namespace fe::tensor {

/// The sources of a stack compiled once more, in stock operators (portable_source.h), with the
/// weights of the scripts it is made of: nothing is copied, matrices multiply by their own product
/// and decode their rows again on the way back. Gradients exist by activations, not by weights.
/// For stacks that read pictures: there is no fe.embedding. Any number of threads may call.
class DifferentiableStack
{
public:
    /// What a run is told and records; see kPortableOperators. Attention probabilities come to lie
    /// under "attentions.I" and the names that the model's source gives to fe.seen.
    using Run = c10::Dict<std::string, at::Tensor>;

    /// Throws torch's errors.
    DifferentiableStack(const Script& model, const std::vector<Script>& layers);

    /// @param device of the stack's weights: masks and positions are made there.
    [[nodiscard]] static Run newRun(const AttentionShape& shape, std::int64_t batch,
                                    std::int64_t length, c10::Device device);
    /// Method of the model. Throws.
    [[nodiscard]] at::Tensor model(const char* method, const at::Tensor& x) const;
    [[nodiscard]] at::Tensor model(const char* method, const at::Tensor& x, const Run& run) const;
    /// [n, hidden] -> [n, hidden]. Throws.
    [[nodiscard]] at::Tensor layer(std::size_t index, const at::Tensor& x, const Run& run) const;

private:
    struct Impl;
    std::shared_ptr<const Impl> m_impl;
};

/// x W^T with a gradient by x: the operator fe::product.
[[nodiscard]] at::Tensor differentiableProduct(const at::Tensor& x, const MatrixPtr& w);

} // namespace fe::tensor
