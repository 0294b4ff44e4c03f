// SPDX-License-Identifier: Apache-2.0
#include "models/stack_pass.h"

#include <ATen/ops/from_blob.h>

namespace fe::models {

using base::Result;

StackPass::StackPass(const Network& network, const Stack& stack, const ForwardInput& input)
    : m_network(network), m_stack(stack), m_input(input),
      m_prefix(stack.info.name.empty() ? "" : stack.info.name + "_")
{
}

Result<void> StackPass::setText(const std::vector<std::vector<TokenId>>& ids,
                                const std::vector<std::vector<std::int64_t>>& counts)
{
    std::vector<TokenId> flat;
    for (const auto& row : ids) {
        flat.insert(flat.end(), row.begin(), row.end());
    }
    FE_TRY(m_what, m_network.idTensor(flat));
    begin(static_cast<std::int64_t>(ids.size()), static_cast<std::int64_t>(ids.front().size()));
    m_pass->ids = m_what.view({ m_pass->batch, m_pass->length });
    if (!counts.empty()) {
        m_pass->counts = m_network.table(counts);
        m_pass->keyMask = m_network.keyMask(counts);
    }
    if (!m_input.tokenTypes.empty()) {
        m_pass->segments = m_network.table(m_input.tokenTypes);
    }
    return {};
}

void StackPass::setPictures(const Pixels& pixels)
{
    m_what = at::from_blob(const_cast<float*>(pixels.values.data()), // only read
                           { pixels.count, 3, pixels.height, pixels.width }, at::kFloat)
                 .to(m_network.device);
    begin(pixels.count, 0);
}

void StackPass::setMemory(const at::Tensor& states,
                          const std::vector<std::vector<std::int64_t>>& counts)
{
    m_stack.remember(states, *m_pass);
    if (!counts.empty()) {
        m_pass->memoryMask = m_network.keyMask(counts);
    }
}

std::vector<bool> StackPass::layersOff() const
{
    const auto found = m_input.switches.find(m_stack.info.name);
    return found == m_input.switches.end() ? std::vector<bool>() : found->second.layersOff;
}

void StackPass::begin(std::int64_t batch, std::int64_t length)
{
    m_pass = m_stack.newPass(batch, length, m_network.device);
    m_pass->length = length;
    m_pass->recordAttention = m_input.attentions;
    if (m_input.attentions) {
        m_pass->attentions.resize(m_stack.layers.size());
        m_pass->crossAttentions.resize(m_stack.crossAttention ? m_stack.layers.size() : 0);
    }
    if (const auto found = m_input.switches.find(m_stack.info.name);
        found != m_input.switches.end()) {
        applySwitches(m_stack, found->second, *m_pass, m_network.device);
    }
}

void applySwitches(const Stack& stack, const Switches& switches, tensor::ForwardPass& pass,
                   c10::Device device)
{
    if (!switches.heads.empty()) {
        std::vector<float> flat;
        for (const auto& row : switches.heads) {
            flat.insert(flat.end(), row.begin(), row.end());
        }
        pass.headScale
            = at::from_blob(flat.data(), { stack.info.layers, stack.info.heads }, at::kFloat)
                  .clone()
                  .to(device);
    }
    for (const bool off : switches.mlpsOff) {
        pass.mlpScale.push_back(off ? 0.0F : 1.0F);
    }
}

namespace {

Result<void> walkEncoderDecoder(const Network& network, const ForwardInput& input,
                                const StackWalk& walk)
{
    StackPass encoder(network, *network.stack("encoder"), input);
    FE_CHECK(encoder.setText(input.ids, input.attentionMask));
    FE_TRY(const at::Tensor states, walk(encoder));
    StackPass decoder(network, *network.stack("decoder"), input);
    FE_CHECK(decoder.setText(input.decoderIds, {}));
    decoder.setMemory(encoder.stack().model.call("norm", states), input.attentionMask);
    FE_TRY(const at::Tensor last, walk(decoder));
    static_cast<void>(last);
    return {};
}

} // namespace

Result<void> walkStacks(const Network& network, const ForwardInput& input, const StackWalk& walk)
{
    if (network.info.kind == "encoder-decoder") {
        return walkEncoderDecoder(network, input, walk);
    }
    const bool dual = network.info.kind == "vision-language";
    if (!input.ids.empty()) {
        StackPass text(network, dual ? *network.stack("text") : network.stacks.front(), input);
        FE_CHECK(text.setText(input.ids, input.attentionMask));
        FE_TRY(const at::Tensor last, walk(text));
        static_cast<void>(last);
    }
    if (input.pixels.count > 0) {
        StackPass pictures(network, *network.pictureStack(), input);
        pictures.setPictures(input.pixels);
        FE_TRY(const at::Tensor last, walk(pictures));
        static_cast<void>(last);
    }
    return {};
}

} // namespace fe::models
