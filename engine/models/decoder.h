// SPDX-License-Identifier: Apache-2.0
//
// A loaded decoder: what a model and its sessions share. Includes libtorch; private to models/.
#pragma once

#include "base/cancel.h"
#include "models/architecture.h"
#include "tensor/torch_bridge.h"

#include <functional>
#include <memory>
#include <vector>

namespace fe::models {

struct Decoder {
    ModelInfo info;
    LoadOptions options;
    Rope rope;
    tensor::AttentionShape attention;
    c10::Device device = c10::kCPU;
    std::uint64_t weightBytes = 0;
    tensor::Script model; ///< embed, norm, head
    std::vector<tensor::Script> layers;

    [[nodiscard]] std::uint64_t cacheBytesPerToken() const;
    /// A pass over `batch` rows with caches of `capacity` tokens. Throws.
    [[nodiscard]] tensor::PassPtr newPass(std::int64_t batch, std::int64_t capacity) const;
    /// ids in [0, vocabSize), on the device. Refuses others by value and place.
    [[nodiscard]] base::Result<at::Tensor> idTensor(std::span<const TokenId> ids) const;

    /// Embeds ids [batch * length] and runs all layers; nothing if cancelled between two of them.
    /// @param seen is called with the residual stream [batch * length, hidden] before each layer
    /// and after the last; may be empty. Throws.
    [[nodiscard]] std::optional<at::Tensor> run(const at::Tensor& ids, const tensor::PassPtr& pass,
                                                const base::CancelToken& cancel,
                                                const std::function<void(const at::Tensor&)>& seen
                                                = {}) const;
    [[nodiscard]] at::Tensor norm(const at::Tensor& x) const;
    [[nodiscard]] at::Tensor head(const at::Tensor& x) const;
};

using DecoderPtr = std::shared_ptr<const Decoder>;

/// Reads the weights. Progress counts bytes of the file.
[[nodiscard]] base::Result<DecoderPtr> loadDecoder(const formats::ModelPackage& package,
                                                   const DecoderPlan& plan,
                                                   const LoadOptions& options,
                                                   const base::CancelToken& cancel,
                                                   base::Progress& progress);

/// Bytes of the weights in memory, and at most beside them while they are read.
struct WeightNeed {
    std::uint64_t resident = 0;
    std::uint64_t transient = 0;
};
[[nodiscard]] WeightNeed weightNeed(const formats::ModelPackage& package, const DecoderPlan& plan,
                                    WeightForm form);

[[nodiscard]] std::unique_ptr<Session> makeSession(DecoderPtr decoder, std::int64_t maxTokens);

/// The refusal when `need` bytes cannot be had.
[[nodiscard]] base::Error tooLittleMemory(const std::string& what, std::uint64_t need,
                                          std::uint64_t available);

} // namespace fe::models
