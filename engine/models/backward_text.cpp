// SPDX-License-Identifier: Apache-2.0
#include "models/backward_text.h"

#include "base/memory.h"
#include "models/forward_check.h"

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/tensor.h>
#include <torch/csrc/autograd/autograd.h>

#include <algorithm>

namespace fe::models {

using base::Result;

BackwardText::BackwardText(const Network& network, const Stack& stack, const AttentionSink& sink,
                           const base::CancelToken& cancel, base::Progress& progress)
    : m_network(network), m_stack(stack), m_sink(sink), m_cancel(cancel), m_progress(progress),
      m_twin(network.textGradients.of(stack))
{
}

Result<void> BackwardText::read(const ForwardInput& input)
{
    const at::NoGradGuard noGradient;
    return walkStacks(m_network, input, [this](StackPass& stack) -> Result<at::Tensor> {
        RunHooks hooks;
        hooks.seen = [this](const at::Tensor& stream) {
            m_streams.push_back(stream);
            m_progress.advance();
        };
        m_pass = stack.pass();
        auto x = m_stack.run(stack.what(), m_pass, m_cancel, hooks);
        return x ? Result<at::Tensor>(*x) : base::cancelled();
    });
}

float BackwardText::finish(const Objective& objective)
{
    const at::AutoGradMode gradient(true);
    const at::Tensor x = m_streams.back().detach().requires_grad_();
    const at::Tensor value = objective(m_twin, x);
    m_gradient = torch::autograd::grad({ value }, { x }).front();
    return value.item<float>();
}

std::optional<std::int64_t> BackwardText::readOut() const
{
    const at::Tensor rows = m_gradient.abs().sum(-1).to(at::kCPU, at::kFloat).contiguous();
    const std::span<const float> sizes(rows.const_data_ptr<float>(),
                                       static_cast<std::size_t>(rows.numel()));
    const auto largest = std::max_element(sizes.begin(), sizes.end());
    const auto touched
        = std::count_if(sizes.begin(), sizes.end(), [](float size) { return size != 0; });
    return touched > 1 ? std::nullopt
                       : std::optional(static_cast<std::int64_t>(largest - sizes.begin()));
}

bool BackwardText::walkBack(std::int64_t from)
{
    const at::AutoGradMode gradient(true);
    for (std::size_t layer = m_stack.layers.size(); layer-- > 0;) {
        if (m_cancel.isCancelled()) {
            return false;
        }
        const at::Tensor x = m_streams[layer].detach().requires_grad_();
        const Run run = newRun();
        const at::Tensor y = m_twin.layer(layer, x, run);
        const at::Tensor weights = run.at("attentions." + std::to_string(layer));
        const auto gradients = torch::autograd::grad({ y }, { x, weights }, { m_gradient });
        m_gradient = gradients[0];
        tell(layer, from, weights, gradients[1]);
        m_progress.advance();
    }
    return true;
}

BackwardText::Run BackwardText::newRun() const
{
    Run run = tensor::DifferentiableStack::newRun(m_stack.attention, 1, m_pass->length,
                                                  m_network.device);
    std::vector<std::int64_t> windows = m_stack.attention.windows;
    windows.resize(m_stack.layers.size(), 0);
    run.insert("windows", at::tensor(windows));
    run.insert("ids", m_pass->ids);
    if (m_pass->cosines.defined()) {
        run.insert("cosines", m_pass->cosines.narrow(0, 0, m_pass->length));
        run.insert("sines", m_pass->sines.narrow(0, 0, m_pass->length));
    }
    if (m_pass->bias.defined()) {
        run.insert("bias", m_pass->bias);
    }
    return run;
}

void BackwardText::tell(std::size_t layer, std::int64_t from, const at::Tensor& weights,
                        const at::Tensor& gradient) const
{
    const at::Tensor w = weights.detach().to(at::kCPU, at::kFloat).contiguous();
    const at::Tensor g = gradient.to(at::kCPU, at::kFloat).contiguous();
    AttentionStep step;
    step.layer = static_cast<std::int64_t>(layer);
    step.from = from;
    step.heads = w.size(1);
    step.queries = w.size(2);
    step.keys = w.size(3);
    step.weights = { w.const_data_ptr<float>(), static_cast<std::size_t>(w.numel()) };
    step.gradient = { g.const_data_ptr<float>(), static_cast<std::size_t>(g.numel()) };
    m_sink(step);
}

Result<void> checkBackwardMemory(const StackInfo& info, std::int64_t tokens,
                                 const std::string& what)
{
    const double wide
        = static_cast<double>(info.hiddenSize) * (static_cast<double>(info.layers) + 12)
        + 4 * static_cast<double>(info.intermediateSize);
    const auto length = static_cast<double>(tokens);
    const double floats = length * (wide + 6 * static_cast<double>(info.heads) * length);
    const auto need = static_cast<std::uint64_t>(floats * sizeof(float));
    const std::uint64_t available = base::availableMemory();
    if (available > 0 && need > available) {
        return tooLittleMemory(what, need, available);
    }
    return {};
}

Result<ForwardInput> oneText(const Network& network, const ForwardInput& input,
                             const std::string& what)
{
    ForwardInput plain = input;
    plain.hiddenStates = false;
    plain.attentions = false;
    plain.outputs = false;
    plain.switches.clear();
    plain.attentionMask.clear();
    FE_CHECK(checkForward(network, plain));
    if (input.ids.size() != 1) {
        return base::invalidArgument(what, "one text at a time is looked at");
    }
    for (const auto& row : input.attentionMask) {
        if (std::find(row.begin(), row.end(), 0) != row.end()) {
            return base::invalidArgument(what, "the text is padded; leave the padding out");
        }
    }
    return plain;
}

} // namespace fe::models
