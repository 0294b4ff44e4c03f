// SPDX-License-Identifier: Apache-2.0
#include "models/logit_gradients.h"

#include "base/memory.h"
#include "models/forward_check.h"
#include "models/network_replay.h"

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/tensor.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/autograd.h>

#include <algorithm>

namespace fe::models {
namespace {

using base::Result;
using Run = tensor::DifferentiableStack::Run;

constexpr const char* kWhat = "cannot trace a token's score back";

/// Nothing where the logits depend on more than one stack.
std::optional<TokenHead> headOf(const Network& network)
{
    return network.stacks.size() == 1 ? tokenHeadOf(network) : std::nullopt;
}

/// One text on its way back through the stack. Members throw torch's errors.
class BackwardText
{
public:
    BackwardText(const Network& network, const TokenHead& head, const AttentionSink& sink,
                 const base::CancelToken& cancel, base::Progress& progress)
        : m_network(network), m_stack(network.stacks.front()), m_head(head), m_sink(sink),
          m_cancel(cancel), m_progress(progress), m_twin(network.textGradients.of(m_stack))
    {
    }

    /// Records what goes into every layer and out of the last.
    Result<void> read(const ForwardInput& input)
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

    /// From the logit to the stream after the last layer.
    TracedLogit finish(const LogitPlace& place)
    {
        const at::AutoGradMode gradient(true);
        const at::Tensor x = m_streams.back().detach().requires_grad_();
        const at::Tensor normed = m_twin.model("norm", x.narrow(0, place.position, 1));
        const at::Tensor logits = m_head.method == nullptr
            ? m_twin.model("head", normed)
            : m_twin.model(m_head.method, normed, newRun());
        const TokenId token = place.token
            ? *place.token
            : static_cast<TokenId>(logits[0].argmax().item<std::int64_t>());
        const at::Tensor logit = logits[0][token];
        m_gradient = torch::autograd::grad({ logit }, { x }).front();
        return { token, logit.item<float>() };
    }

    /// Every layer, from the last; false if cancelled.
    bool walkBack()
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
            tell(layer, weights, gradients[1]);
            m_progress.advance();
        }
        return true;
    }

private:
    [[nodiscard]] Run newRun() const
    {
        Run run = tensor::DifferentiableStack::newRun(m_stack.attention, 1, m_pass->length);
        std::vector<std::int64_t> windows = m_stack.attention.windows;
        windows.resize(m_stack.layers.size(), 0);
        run.insert("windows", at::tensor(windows));
        if (m_pass->cosines.defined()) {
            run.insert("cosines", m_pass->cosines.narrow(0, 0, m_pass->length));
            run.insert("sines", m_pass->sines.narrow(0, 0, m_pass->length));
        }
        if (m_pass->bias.defined()) {
            run.insert("bias", m_pass->bias);
        }
        return run;
    }

    void tell(std::size_t layer, const at::Tensor& weights, const at::Tensor& gradient) const
    {
        const at::Tensor w = weights.detach().to(at::kCPU, at::kFloat).contiguous();
        const at::Tensor g = gradient.to(at::kCPU, at::kFloat).contiguous();
        AttentionStep step;
        step.layer = static_cast<std::int64_t>(layer);
        step.heads = w.size(1);
        step.queries = w.size(2);
        step.keys = w.size(3);
        step.weights = { w.const_data_ptr<float>(), static_cast<std::size_t>(w.numel()) };
        step.gradient = { g.const_data_ptr<float>(), static_cast<std::size_t>(g.numel()) };
        m_sink(step);
    }

    const Network& m_network;
    const Stack& m_stack;
    const TokenHead m_head;
    const AttentionSink& m_sink;
    const base::CancelToken& m_cancel;
    base::Progress& m_progress;
    const tensor::DifferentiableStack m_twin;
    tensor::PassPtr m_pass;
    std::vector<at::Tensor> m_streams; ///< [layers + 1], each [tokens, hidden]
    at::Tensor m_gradient; ///< by the stream that the walk has come to
};

Result<void> check(const Network& network, const ForwardInput& input, const LogitPlace& place)
{
    FE_CHECK(checkForward(network, input));
    if (input.ids.size() != 1) {
        return base::invalidArgument(kWhat, "one text at a time is looked at");
    }
    const auto tokens = static_cast<std::int64_t>(input.ids.front().size());
    if (place.position < 0 || place.position >= tokens) {
        return base::invalidArgument(kWhat,
                                     "there is no position " + std::to_string(place.position));
    }
    if (place.token && (*place.token < 0 || *place.token >= network.info.vocabSize)) {
        return base::invalidArgument(kWhat, "there is no token " + std::to_string(*place.token));
    }
    // As in attention_gradients.cpp: a layer's activations, its scores and their gradients.
    const StackInfo& info = network.stacks.front().info;
    const double wide
        = static_cast<double>(info.hiddenSize) * (static_cast<double>(info.layers) + 12)
        + 4 * static_cast<double>(info.intermediateSize);
    const auto length = static_cast<double>(tokens);
    const double floats = length * (wide + 6 * static_cast<double>(info.heads) * length);
    const auto need = static_cast<std::uint64_t>(floats * sizeof(float));
    const std::uint64_t available = base::availableMemory();
    if (available > 0 && need > available) {
        return tooLittleMemory(kWhat, need, available);
    }
    return {};
}

} // namespace

Result<TracedLogit> logitGradients(const Model& model, const ForwardInput& input,
                                   const LogitPlace& place, const AttentionSink& sink,
                                   const base::CancelToken& cancel, base::Progress& progress)
{
    const Network* network = networkOf(model);
    const auto head = network == nullptr ? std::nullopt : headOf(*network);
    if (!head) {
        return base::Error { base::ErrorCode::Unsupported,
                             kWhat,
                             {},
                             {},
                             "the model is neither a decoder nor an encoder for masked tokens",
                             "open one that is" };
    }
    ForwardInput plain = input;
    plain.hiddenStates = false;
    plain.attentions = false;
    plain.outputs = false;
    plain.switches.clear();
    plain.attentionMask.clear();
    FE_CHECK(check(*network, plain, place));
    for (const auto& row : input.attentionMask) {
        if (std::find(row.begin(), row.end(), 0) != row.end()) {
            return base::invalidArgument(kWhat, "the text is padded; leave the padding out");
        }
    }
    progress.begin("tracing the score back", 2 * network->stacks.front().layers.size() + 1);
    TracedLogit logit;
    FE_CHECK(tensor::guarded(kWhat, [&]() -> Result<void> {
        const c10::InferenceMode ordinary(false); // tensors of that mode take part in no gradient
        BackwardText run(*network, *head, sink, cancel, progress);
        if (auto read = run.read(plain); !read) {
            return read;
        }
        logit = run.finish(place);
        return run.walkBack() ? Result<void>() : base::cancelled();
    }));
    return logit;
}

} // namespace fe::models
