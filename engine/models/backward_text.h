// SPDX-License-Identifier: Apache-2.0
//
// One text on its way back through the stack that reads it. Includes libtorch; private to models/.
#pragma once

#include "models/attention_gradients.h"
#include "models/stack_pass.h"

#include <functional>
#include <string>
#include <vector>

namespace fe::models {

/// The pass is the model's own; then each layer is run again from its recorded input in operators
/// that libtorch differentiates. Members throw torch's errors; the caller has switched inference
/// mode off.
class BackwardText
{
public:
    using Run = tensor::DifferentiableStack::Run;
    /// From the stream [tokens, hidden] after the last layer to the number whose gradient is
    /// wanted, a scalar.
    using Objective
        = std::function<at::Tensor(const tensor::DifferentiableStack& twin, const at::Tensor& x)>;

    /// Keeps references to all.
    /// @param stack the only one of the network that reads a text.
    BackwardText(const Network& network, const Stack& stack, const AttentionSink& sink,
                 const base::CancelToken& cancel, base::Progress& progress);

    /// Records what goes into every layer and out of the last.
    [[nodiscard]] base::Result<void> read(const ForwardInput& input);
    /// Leaves the gradient by the last stream. @return the objective.
    float finish(const Objective& objective);
    /// The one token whose stream the objective depends on; nothing if there are several.
    [[nodiscard]] std::optional<std::int64_t> readOut() const;
    /// Every layer, from the last; false if cancelled.
    /// @param from for AttentionStep.
    [[nodiscard]] bool walkBack(std::int64_t from);
    /// What methods of the twin are told.
    [[nodiscard]] Run newRun() const;

private:
    void tell(std::size_t layer, std::int64_t from, const at::Tensor& weights,
              const at::Tensor& gradient) const;

    const Network& m_network;
    const Stack& m_stack;
    const AttentionSink& m_sink;
    const base::CancelToken& m_cancel;
    base::Progress& m_progress;
    const tensor::DifferentiableStack m_twin;
    tensor::PassPtr m_pass;
    std::vector<at::Tensor> m_streams; ///< [layers + 1], each [tokens, hidden]
    at::Tensor m_gradient; ///< by the stream that the walk has come to
};

/// The refusal of a way back that does not fit into memory: a layer's activations, its scores and
/// their gradients beside the streams of all layers.
[[nodiscard]] base::Result<void> checkBackwardMemory(const StackInfo& info, std::int64_t tokens,
                                                     const std::string& what);

/// The input without what a way back does not record; refused are padding and batches.
[[nodiscard]] base::Result<ForwardInput> oneText(const Network& network, const ForwardInput& input,
                                                 const std::string& what);

} // namespace fe::models
