// SPDX-License-Identifier: Apache-2.0
//
// A loaded model: what the model and its sessions share. Includes libtorch; private to models/.
#pragma once

#include "base/cancel.h"
#include "models/architecture.h"
#include "tensor/differentiable.h"
#include "tensor/gated_layer.h"
#include "tensor/torch_bridge.h"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace fe::models {

/// What one run of a stack is told and tells.
struct RunHooks {
    /// Called with the residual stream [n, hidden] before each layer; run() calls it after the last
    /// too.
    std::function<void(const at::Tensor&)> seen = {};
    std::vector<bool> layersOff = {}; ///< these pass their input on; empty: none
};

/// A StackPlan with its weights.
struct Stack {
    StackInfo info;
    Rope rope;
    tensor::AttentionShape attention;
    bool writes = false;
    bool crossAttention = false;
    bool positionBias = false;
    bool lastHiddenIsNormed = false;
    std::vector<StackOutput> outputs;
    tensor::Script model;
    std::vector<tensor::Script> layers;
    std::vector<tensor::GatedLayer> gated; ///< the same layers for a few tokens; or empty

    [[nodiscard]] std::uint64_t cacheBytesPerToken() const;
    /// A pass over `batch` rows; `capacity` tokens of KV cache if the stack writes. Throws.
    [[nodiscard]] tensor::PassPtr newPass(std::int64_t batch, std::int64_t capacity,
                                          c10::Device device) const;
    /// Embeds the input (ids [n], or pixels; the pass's length is then found out) and runs all
    /// layers: [n, hidden] before the final norm, or nothing if cancelled between two layers.
    /// Throws.
    [[nodiscard]] std::optional<at::Tensor> run(const at::Tensor& input,
                                                const tensor::PassPtr& pass,
                                                const base::CancelToken& cancel,
                                                const RunHooks& hooks = {}) const;
    /// The two halves of run(), for those who stop between layers. The stream before the first
    /// layer. Throws.
    [[nodiscard]] at::Tensor enter(const at::Tensor& input, const tensor::PassPtr& pass) const;
    /// Layers [first, last) of a pass that was entered. Throws.
    [[nodiscard]] std::optional<at::Tensor> runLayers(at::Tensor x, const tensor::PassPtr& pass,
                                                      std::size_t first, std::size_t last,
                                                      const base::CancelToken& cancel,
                                                      const RunHooks& hooks = {}) const;
    /// Keys and values of an encoder's states [batch * source, hidden] for every layer.
    void remember(const at::Tensor& memory, tensor::ForwardPass& pass) const;

private:
    void addCache(tensor::ForwardPass& pass, std::int64_t capacity, c10::Device device) const;
};

/// The differentiable form of a stack, compiled when it is first asked for. Any thread.
class LazyGradients
{
public:
    /// @param stack the same one every time. Throws.
    [[nodiscard]] tensor::DifferentiableStack of(const Stack& stack) const;

private:
    mutable std::mutex m_mutex;
    mutable std::optional<tensor::DifferentiableStack> m_compiled; // guarded by m_mutex
};

struct Network {
    ModelInfo info;
    LoadOptions options;
    c10::Device device = c10::kCPU;
    std::uint64_t weightBytes = 0;
    std::vector<Stack> stacks;
    LazyGradients pictureGradients; ///< of pictureStack()
    LazyGradients textGradients; ///< of the stack that reads texts, where there is one

    /// Null if there is no stack of that name.
    [[nodiscard]] const Stack* stack(std::string_view name) const;
    /// The stack that writes text; null if none does.
    [[nodiscard]] const Stack* writer() const;
    /// The stack that reads pictures; null if none does.
    [[nodiscard]] const Stack* pictureStack() const;
    /// Refuses ids outside [0, vocabSize) by value and place.
    [[nodiscard]] base::Result<void> checkIds(std::span<const TokenId> ids) const;
    /// The ids, checked, on the device, [n]. Throws.
    [[nodiscard]] base::Result<at::Tensor> idTensor(std::span<const TokenId> ids) const;
    /// Additive mask [rows, 1, 1, length] from 0s and 1s.
    [[nodiscard]] at::Tensor keyMask(const std::vector<std::vector<std::int64_t>>& counts) const;
    /// [rows, length] int64 on the device.
    [[nodiscard]] at::Tensor table(const std::vector<std::vector<std::int64_t>>& rows) const;
};

using NetworkPtr = std::shared_ptr<const Network>;

/// A model that is a Network; see networkOf.
class NetworkModel
{
public:
    [[nodiscard]] virtual const Network& network() const = 0;

protected:
    ~NetworkModel() = default;
};

/// The network inside a model; null for a module of another program.
[[nodiscard]] const Network* networkOf(const Model& model);

/// Reads the weights. Progress counts bytes of the file.
[[nodiscard]] base::Result<NetworkPtr> loadNetwork(const formats::ModelPackage& package,
                                                   const ModelPlan& plan,
                                                   const LoadOptions& options,
                                                   const base::CancelToken& cancel,
                                                   base::Progress& progress);

/// Bytes of the weights on their device, and at most beside them, in the computer's memory, while
/// they are read.
struct WeightNeed {
    std::uint64_t resident = 0;
    std::uint64_t transient = 0;
};
[[nodiscard]] WeightNeed weightNeed(const formats::ModelPackage& package, const ModelPlan& plan,
                                    const LoadOptions& options);

/// See Model::forward.
[[nodiscard]] base::Result<std::vector<NamedArray>> forwardPass(const Network& network,
                                                                const ForwardInput& input,
                                                                const base::CancelToken& cancel,
                                                                base::Progress& progress);

/// A session of the stack that writes; `source` for encoder-decoders, else empty.
[[nodiscard]] base::Result<std::unique_ptr<Session>> makeSession(const NetworkPtr& network,
                                                                 std::span<const TokenId> source,
                                                                 std::int64_t maxTokens,
                                                                 const base::CancelToken& cancel,
                                                                 base::Progress& progress);

/// The refusal when `need` bytes cannot be had on a device.
[[nodiscard]] base::Error tooLittleMemory(const std::string& what, std::uint64_t need,
                                          std::uint64_t available, c10::Device device = c10::kCPU);

} // namespace fe::models
