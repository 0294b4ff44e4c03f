// SPDX-License-Identifier: Apache-2.0
#include "models/network_replay.h"

#include "models/forward_check.h"

#include <ATen/ops/from_blob.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>

namespace fe::models {

using base::Result;

namespace {

std::vector<float> toVector(const at::Tensor& tensor)
{
    const at::Tensor values = tensor.to(at::kCPU, at::kFloat).contiguous();
    const float* data = values.const_data_ptr<float>();
    return std::vector<float>(data, data + values.numel());
}

/// The first layer whose input or work `change` touches; the number of layers if none.
std::size_t firstTouched(const Change& change, std::size_t layers)
{
    std::size_t first = layers;
    for (const StreamPatch& patch : change.patches) {
        first = std::min(first, static_cast<std::size_t>(patch.layer));
    }
    const Switches& off = change.switches;
    for (std::size_t layer = 0; layer < first; ++layer) {
        const bool head = !off.heads.empty()
            && std::any_of(off.heads[layer].begin(), off.heads[layer].end(),
                           [](float scale) { return scale != 1.0F; });
        if (head || (!off.layersOff.empty() && off.layersOff[layer])
            || (!off.mlpsOff.empty() && off.mlpsOff[layer])) {
            return layer;
        }
    }
    return first;
}

} // namespace

NetworkReplay::NetworkReplay(ModelPtr model, const Network& network, const TokenHead& head,
                             const Stack& stack, ForwardInput input)
    : m_model(std::move(model)), m_network(network), m_head(head), m_stack(stack),
      m_input(std::move(input))
{
}

Result<void> NetworkReplay::read(const base::CancelToken& cancel, base::Progress& progress)
{
    at::Tensor last;
    const StackWalk walk = [&](StackPass& stack) -> Result<at::Tensor> {
        RunHooks hooks;
        hooks.seen = [&](const at::Tensor& x) {
            if (&stack.stack() == &m_stack) {
                m_streams.push_back(x);
            }
            progress.advance();
        };
        auto x = stack.stack().run(stack.what(), stack.pass(), cancel, hooks);
        if (!x) {
            return base::cancelled();
        }
        if (stack.stack().info.name == "encoder") {
            m_memory = stack.stack().model.call("norm", *x);
        }
        last = *x;
        return last;
    };
    FE_CHECK(walkStacks(m_network, m_input, walk));
    m_plain = std::make_shared<const Ending::State>(Ending::State { last });
    return {};
}

std::span<const TokenId> NetworkReplay::ids() const
{
    return m_input.decoderIds.empty() ? m_input.ids.front() : m_input.decoderIds.front();
}

Result<std::vector<float>> NetworkReplay::stream(std::int64_t layer) const
{
    FE_CHECK(checkLayer(layer));
    std::vector<float> values;
    FE_CHECK(tensor::guarded(kReplayWhat, [&]() -> Result<void> {
        values = toVector(m_streams[static_cast<std::size_t>(layer)]);
        return {};
    }));
    return values;
}

Result<LogitRows> NetworkReplay::lens(std::int64_t layer, std::int64_t first,
                                      std::int64_t count) const
{
    FE_CHECK(checkLayer(layer));
    if (m_head.stack != nullptr && &m_stack != m_head.stack) {
        return base::Error { base::ErrorCode::Unsupported,
                             "cannot read the layers' predictions",
                             {},
                             {},
                             "the " + m_stack.info.name + " has no head for tokens",
                             "look at the decoder" };
    }
    return rows(m_streams[static_cast<std::size_t>(layer)], first, count);
}

Result<Ending> NetworkReplay::run(const Change& change, const base::CancelToken& cancel) const
{
    FE_CHECK(check(change));
    const std::size_t first = firstTouched(change, m_stack.layers.size());
    if (first == m_stack.layers.size() && change.patches.empty()) {
        return plain();
    }
    Ending::State ending;
    FE_CHECK(tensor::guarded(kReplayWhat, [&]() -> Result<void> {
        const c10::InferenceMode inference;
        FE_TRY(const at::Tensor x, runChanged(change, first, cancel));
        ending.stream = x;
        if (&m_stack != &lastStack()) {
            FE_TRY(ending.stream, runDecoder(m_stack.model.call("norm", x), cancel));
        }
        return {};
    }));
    return Ending(std::make_shared<const Ending::State>(std::move(ending)));
}

Result<LogitRows> NetworkReplay::logits(const Ending& ending, std::int64_t first,
                                        std::int64_t count) const
{
    return rows(ending.state().stream, first, count);
}

Result<std::vector<float>> NetworkReplay::states(const Ending& ending, std::int64_t first,
                                                 std::int64_t count) const
{
    const at::Tensor& stream = ending.state().stream;
    FE_CHECK(checkRows(stream, first, count));
    std::vector<float> values;
    FE_CHECK(tensor::guarded(kReplayWhat, [&]() -> Result<void> {
        const c10::InferenceMode inference;
        values = toVector(lastStack().model.call("norm", stream.narrow(0, first, count)));
        return {};
    }));
    return values;
}

const Stack& NetworkReplay::lastStack() const
{
    return m_head.stack == nullptr ? m_stack : *m_head.stack;
}

Result<void> NetworkReplay::checkLayer(std::int64_t layer) const
{
    if (layer < 0 || layer > m_stack.info.layers) {
        return base::invalidArgument(kReplayWhat,
                                     "there is no layer " + std::to_string(layer) + " of "
                                         + std::to_string(m_stack.info.layers));
    }
    return {};
}

Result<void> NetworkReplay::check(const Change& change) const
{
    ForwardInput input;
    input.ids = m_input.ids;
    input.decoderIds = m_input.decoderIds;
    input.hiddenStates = false;
    input.attentions = false;
    input.outputs = false;
    input.switches[m_stack.info.name] = change.switches;
    FE_CHECK(checkForward(m_network, input));
    for (const StreamPatch& patch : change.patches) {
        FE_CHECK(checkLayer(patch.layer));
        if (patch.position < 0 || patch.position >= tokens()
            || static_cast<std::int64_t>(patch.values.size()) != m_stack.info.hiddenSize) {
            return base::invalidArgument(kReplayWhat,
                                         "a patch needs " + std::to_string(m_stack.info.hiddenSize)
                                             + " numbers and a position below "
                                             + std::to_string(tokens()));
        }
    }
    return {};
}

Result<StackPass> NetworkReplay::open(const Stack& stack) const
{
    StackPass pass(m_network, stack, m_input);
    FE_CHECK(pass.setText(stack.crossAttention ? m_input.decoderIds : m_input.ids, {}));
    return pass;
}

Result<at::Tensor> NetworkReplay::runChanged(const Change& change, std::size_t first,
                                             const base::CancelToken& cancel) const
{
    FE_TRY(StackPass stack, open(m_stack));
    const tensor::PassPtr& pass = stack.pass();
    if (m_stack.crossAttention) {
        stack.setMemory(m_memory, {});
    }
    if (m_stack.positionBias) {
        pass->bias = m_stack.model.call("position_bias", pass);
    }
    applySwitches(m_stack, change.switches, *pass, m_network.device);
    const at::Tensor headScale = pass->headScale;
    RunHooks hooks;
    hooks.layersOff = change.switches.layersOff;
    at::Tensor x = m_streams[first];
    for (std::size_t layer = first; layer < m_stack.layers.size(); ++layer) {
        x = patched(x, change, layer);
        const bool scaled = headScale.defined()
            && std::any_of(change.switches.heads[layer].begin(), change.switches.heads[layer].end(),
                           [](float scale) { return scale != 1.0F; });
        pass->headScale = scaled ? headScale : at::Tensor(); // else the fused way
        auto y = m_stack.runLayers(std::move(x), pass, layer, layer + 1, cancel, hooks);
        if (!y) {
            return base::cancelled();
        }
        x = *std::move(y);
    }
    return patched(x, change, m_stack.layers.size());
}

at::Tensor NetworkReplay::patched(const at::Tensor& stream, const Change& change,
                                  std::size_t layer) const
{
    at::Tensor x = stream;
    for (const StreamPatch& patch : change.patches) {
        if (static_cast<std::size_t>(patch.layer) == layer) {
            x = x.is_same(stream) ? x.clone() : x;
            x.select(0, patch.position)
                .copy_(at::from_blob(const_cast<float*>(patch.values.data()), // only read
                                     { m_stack.info.hiddenSize }, at::kFloat));
        }
    }
    return x;
}

Result<at::Tensor> NetworkReplay::runDecoder(const at::Tensor& memory,
                                             const base::CancelToken& cancel) const
{
    FE_TRY(StackPass decoder, open(*m_head.stack));
    decoder.setMemory(memory, {});
    auto x = m_head.stack->run(decoder.what(), decoder.pass(), cancel);
    if (!x) {
        return base::cancelled();
    }
    return *std::move(x);
}

Result<void> NetworkReplay::checkRows(const at::Tensor& stream, std::int64_t first,
                                      std::int64_t count) const
{
    if (first < 0 || count < 1 || first + count > stream.size(0)) {
        return base::invalidArgument(kReplayWhat,
                                     "there are " + std::to_string(stream.size(0))
                                         + " positions, not " + std::to_string(first + count));
    }
    return {};
}

Result<LogitRows> NetworkReplay::rows(const at::Tensor& stream, std::int64_t first,
                                      std::int64_t count) const
{
    if (m_head.stack == nullptr) {
        return base::Error { base::ErrorCode::Unsupported,
                             "cannot read the model's predictions",
                             {},
                             {},
                             "the model has no head that predicts tokens",
                             "open a decoder, an encoder-decoder or a masked language model" };
    }
    FE_CHECK(checkRows(stream, first, count));
    LogitRows result;
    FE_CHECK(tensor::guarded(kReplayWhat, [&]() -> Result<void> {
        const c10::InferenceMode inference;
        const Stack& stack = *m_head.stack;
        const at::Tensor normed = stack.model.call("norm", stream.narrow(0, first, count));
        const at::Tensor logits = m_head.method == nullptr
            ? stack.model.call("head", normed)
            : stack.model.call(m_head.method, normed, tensor::PassPtr::make());
        result = { logits.size(1), toVector(logits) };
        return {};
    }));
    return result;
}

} // namespace fe::models
