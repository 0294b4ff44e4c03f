// SPDX-License-Identifier: Apache-2.0
#include "models/decoder.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>

namespace fe::models {

std::uint64_t Decoder::cacheBytesPerToken() const
{
    return static_cast<std::uint64_t>(2 * info.layers * info.kvHeads * info.headDim)
        * sizeof(float);
}

tensor::PassPtr Decoder::newPass(std::int64_t batch, std::int64_t capacity) const
{
    auto pass = c10::make_intrusive<tensor::ForwardPass>();
    pass->shape = attention;
    pass->batch = batch;
    const auto cacheOptions = at::TensorOptions(at::kFloat).device(device);
    for (std::int64_t layer = 0; layer < info.layers; ++layer) {
        pass->keys.push_back(
            at::empty({ batch, info.kvHeads, capacity, info.headDim }, cacheOptions));
        pass->values.push_back(
            at::empty({ batch, info.kvHeads, capacity, info.headDim }, cacheOptions));
    }
    tensor::fillRotation(*pass, rope.inverseFrequencies, rope.factor, capacity, device);
    return pass;
}

base::Result<at::Tensor> Decoder::idTensor(std::span<const TokenId> ids) const
{
    std::vector<std::int64_t> wide;
    wide.reserve(ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (ids[i] < 0 || ids[i] >= info.vocabSize) {
            return base::invalidArgument("cannot run the model",
                                         "token id " + std::to_string(ids[i]) + " at position "
                                             + std::to_string(i) + " is not between 0 and "
                                             + std::to_string(info.vocabSize - 1));
        }
        wide.push_back(ids[i]);
    }
    return at::from_blob(wide.data(), { static_cast<std::int64_t>(wide.size()) }, at::kLong)
        .clone()
        .to(device);
}

std::optional<at::Tensor> Decoder::run(const at::Tensor& ids, const tensor::PassPtr& pass,
                                       const base::CancelToken& cancel,
                                       const std::function<void(const at::Tensor&)>& seen) const
{
    at::Tensor x = model.call("embed", ids);
    for (const tensor::Script& layer : layers) {
        if (cancel.isCancelled()) {
            return std::nullopt;
        }
        if (seen) {
            seen(x);
        }
        x = layer.call("forward", x, pass);
    }
    if (seen) {
        seen(x);
    }
    return x;
}

at::Tensor Decoder::norm(const at::Tensor& x) const
{
    return model.call("norm", x);
}

at::Tensor Decoder::head(const at::Tensor& x) const
{
    return model.call("head", x);
}

base::Error tooLittleMemory(const std::string& what, std::uint64_t need, std::uint64_t available)
{
    return { base::ErrorCode::OutOfMemory,
             what,
             {},
             {},
             "it needs " + base::bytesText(need) + " of memory but only "
                 + base::bytesText(available) + " are free",
             "close other programs or choose a smaller model, weight form or context" };
}

} // namespace fe::models
