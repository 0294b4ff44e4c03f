// SPDX-License-Identifier: Apache-2.0
#include "models/network.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>

#include <array>
#include <limits>

namespace fe::models {

std::uint64_t Stack::cacheBytesPerToken() const
{
    return static_cast<std::uint64_t>(2 * info.layers * info.kvHeads * info.headDim)
        * sizeof(float);
}

tensor::PassPtr Stack::newPass(std::int64_t batch, std::int64_t capacity, c10::Device device) const
{
    auto pass = c10::make_intrusive<tensor::ForwardPass>();
    pass->shape = attention;
    pass->batch = batch;
    if (writes && capacity > 0) {
        addCache(*pass, capacity, device);
    }
    if (!rope.inverseFrequencies.empty()) {
        tensor::fillRotation(*pass, rope.inverseFrequencies, rope.factor, capacity, device);
    }
    return pass;
}

void Stack::addCache(tensor::ForwardPass& pass, std::int64_t capacity, c10::Device device) const
{
    const std::array<std::int64_t, 4> shape { pass.batch, info.kvHeads, capacity, info.headDim };
    const auto options = at::TensorOptions(at::kFloat).device(device);
    // On the CPU all layers lie in one piece, for its huge pages.
    std::shared_ptr<tensor::WeightArena> arena;
    const std::size_t bytes = static_cast<std::size_t>(pass.batch * capacity)
        * static_cast<std::size_t>(info.kvHeads * info.headDim) * sizeof(float);
    if (device.is_cpu()) {
        arena = std::make_shared<tensor::WeightArena>(tensor::WeightArena::rounded(bytes) * 2
                                                      * static_cast<std::size_t>(info.layers));
    }
    const auto piece = [&] {
        return arena ? at::from_blob(
                   arena->take(bytes), shape, [arena](void*) {}, options)
                     : at::empty(shape, options);
    };
    for (std::int64_t layer = 0; layer < info.layers; ++layer) {
        pass.keys.push_back(piece());
        pass.values.push_back(piece());
    }
}

at::Tensor Stack::enter(const at::Tensor& input, const tensor::PassPtr& pass) const
{
    at::Tensor x = model.call("embed", input, pass);
    if (pass->length == 0) {
        pass->length = x.size(0) / pass->batch;
    }
    if (positionBias) {
        pass->bias = model.call("position_bias", pass);
    }
    return x;
}

std::optional<at::Tensor> Stack::runLayers(at::Tensor x, const tensor::PassPtr& pass,
                                           std::size_t first, std::size_t last,
                                           const base::CancelToken& cancel,
                                           const RunHooks& hooks) const
{
    for (std::size_t layer = first; layer < last; ++layer) {
        if (cancel.isCancelled()) {
            return std::nullopt;
        }
        if (hooks.seen) {
            hooks.seen(x);
        }
        if (!hooks.layersOff.empty() && hooks.layersOff[layer]) {
            continue;
        }
        x = !gated.empty() && gated[layer].takes(*pass)
            ? gated[layer].run(x, *pass, static_cast<std::int64_t>(layer))
            : layers[layer].call("forward", x, pass);
    }
    return x;
}

std::optional<at::Tensor> Stack::run(const at::Tensor& input, const tensor::PassPtr& pass,
                                     const base::CancelToken& cancel, const RunHooks& hooks) const
{
    auto x = runLayers(enter(input, pass), pass, 0, layers.size(), cancel, hooks);
    if (x && hooks.seen) {
        hooks.seen(*x);
    }
    return x;
}

void Stack::remember(const at::Tensor& memory, tensor::ForwardPass& pass) const
{
    for (const tensor::Script& layer : layers) {
        const at::Tensor heads = layer.call("cross", memory)
                                     .view({ pass.batch, -1, 2 * info.heads, info.headDim })
                                     .transpose(1, 2);
        pass.memoryKeys.push_back(heads.narrow(1, 0, info.heads).contiguous());
        pass.memoryValues.push_back(heads.narrow(1, info.heads, info.heads).contiguous());
    }
}

const Stack* Network::stack(std::string_view name) const
{
    for (const Stack& stack : stacks) {
        if (stack.info.name == name) {
            return &stack;
        }
    }
    return nullptr;
}

const Stack* Network::writer() const
{
    for (const Stack& stack : stacks) {
        if (stack.writes) {
            return &stack;
        }
    }
    return nullptr;
}

const Stack* Network::pictureStack() const
{
    return info.kind == "vision" ? &stacks.front() : stack("vision");
}

tensor::DifferentiableStack LazyGradients::of(const Stack& stack) const
{
    const std::lock_guard lock(m_mutex);
    if (!m_compiled) {
        m_compiled.emplace(stack.model, stack.layers);
    }
    return *m_compiled;
}

const Network* networkOf(const Model& model)
{
    const auto* holder = dynamic_cast<const NetworkModel*>(&model);
    return holder == nullptr ? nullptr : &holder->network();
}

base::Result<void> Network::checkIds(std::span<const TokenId> ids) const
{
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (ids[i] < 0 || ids[i] >= info.vocabSize) {
            return base::invalidArgument("cannot run the model",
                                         "token id " + std::to_string(ids[i]) + " at position "
                                             + std::to_string(i) + " is not between 0 and "
                                             + std::to_string(info.vocabSize - 1));
        }
    }
    return {};
}

base::Result<at::Tensor> Network::idTensor(std::span<const TokenId> ids) const
{
    FE_CHECK(checkIds(ids));
    std::vector<std::int64_t> wide(ids.begin(), ids.end());
    return at::from_blob(wide.data(), { static_cast<std::int64_t>(wide.size()) }, at::kLong)
        .clone()
        .to(device);
}

at::Tensor Network::keyMask(const std::vector<std::vector<std::int64_t>>& counts) const
{
    return at::empty({ 0 }, at::TensorOptions(at::kFloat).device(device))
        .new_zeros({ static_cast<std::int64_t>(counts.size()), 1, 1,
                     static_cast<std::int64_t>(counts.front().size()) })
        .masked_fill(table(counts).eq(0).unsqueeze(1).unsqueeze(1),
                     -std::numeric_limits<double>::infinity());
}

at::Tensor Network::table(const std::vector<std::vector<std::int64_t>>& rows) const
{
    std::vector<std::int64_t> flat;
    for (const auto& row : rows) {
        flat.insert(flat.end(), row.begin(), row.end());
    }
    return at::from_blob(flat.data(),
                         { static_cast<std::int64_t>(rows.size()),
                           static_cast<std::int64_t>(rows.front().size()) },
                         at::kLong)
        .clone()
        .to(device);
}

base::Error tooLittleMemory(const std::string& what, std::uint64_t need, std::uint64_t available,
                            c10::Device device)
{
    const std::string memory = device.is_cpu() ? " of memory" : " of the graphics card's memory";
    return { base::ErrorCode::OutOfMemory,
             what,
             {},
             {},
             "it needs " + base::bytesText(need) + memory + " but only "
                 + base::bytesText(available) + " are free",
             "close other programs or choose a smaller model, weight form or context" };
}

} // namespace fe::models
