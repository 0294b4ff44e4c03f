// SPDX-License-Identifier: Apache-2.0
//
// One forward pass over a whole batch, with everything on the way recorded.
#include "models/forward_check.h"
#include "models/network.h"
#include "models/stack_pass.h"

#include <ATen/TensorOperators.h>
#include <c10/core/InferenceMode.h>

#include <cmath>

namespace fe::models {
namespace {

using base::Result;

NamedArray toArray(std::string name, const at::Tensor& tensor, base::Shape shape)
{
    const at::Tensor values = tensor.to(at::kCPU, at::kFloat).contiguous();
    const float* data = values.const_data_ptr<float>();
    return { std::move(name), std::move(shape), std::vector<float>(data, data + values.numel()) };
}

/// One stack's share of a pass.
class StackRun : public StackPass
{
public:
    using StackPass::StackPass;

    /// False if cancelled.
    bool run(const base::CancelToken& cancel)
    {
        RunHooks hooks;
        if (input().hiddenStates) {
            hooks.seen = [this](const at::Tensor& stream) { m_streams.push_back(stream); };
        }
        hooks.layersOff = layersOff();
        const auto x = stack().run(what(), pass(), cancel, hooks);
        if (!x) {
            return false;
        }
        m_last = *x;
        m_normed = stack().model.call("norm", m_last);
        return true;
    }

    /// [n, hidden] after the final norm.
    [[nodiscard]] const at::Tensor& states() const { return m_normed; }

    [[nodiscard]] at::Tensor output(const char* method) const
    {
        return stack().model.call(method, m_normed, pass());
    }

    void collect(std::vector<NamedArray>& arrays) const
    {
        if (input().outputs) {
            collectOutputs(arrays);
        }
        arrays.push_back(stream("last_hidden_state", m_normed));
        for (std::size_t i = 0; i < m_streams.size(); ++i) {
            const bool last = i + 1 == m_streams.size();
            arrays.push_back(stream("hidden_states." + std::to_string(i),
                                    last && stack().lastHiddenIsNormed ? m_normed : m_streams[i]));
        }
        if (input().hiddenStates && stack().lastHiddenIsNormed) {
            arrays.push_back(stream("final_norm_input", m_last));
        }
        for (std::size_t layer = 0; layer < pass()->attentions.size(); ++layer) {
            collectAttention(arrays, prefix() + "attentions.", layer, pass()->attentions[layer]);
            if (stack().crossAttention) {
                collectAttention(arrays, "cross_attentions.", layer,
                                 pass()->crossAttentions[layer]);
            }
        }
    }

private:
    [[nodiscard]] NamedArray stream(const std::string& name, const at::Tensor& x) const
    {
        return toArray(prefix() + name, x, { pass()->batch, pass()->length, x.size(-1) });
    }

    void collectOutputs(std::vector<NamedArray>& arrays) const
    {
        if (stack().writes) {
            const at::Tensor logits = stack().model.call("head", m_normed);
            arrays.push_back(
                toArray("logits", logits, { pass()->batch, pass()->length, logits.size(-1) }));
        }
        for (const StackOutput& output : stack().outputs) {
            const at::Tensor result = stack().model.call(output.method.c_str(), m_normed, pass());
            arrays.push_back(toArray(
                output.name, result,
                output.perToken ? base::Shape { pass()->batch, pass()->length, result.size(-1) }
                                : base::Shape { pass()->batch, result.size(-1) }));
        }
    }

    static void collectAttention(std::vector<NamedArray>& arrays, const std::string& name,
                                 std::size_t layer, const at::Tensor& attention)
    {
        if (attention.defined()) { // a layer that is switched off has none
            arrays.push_back(toArray(name + std::to_string(layer), attention,
                                     { attention.sizes().begin(), attention.sizes().end() }));
        }
    }

    std::vector<at::Tensor> m_streams;
    at::Tensor m_last;
    at::Tensor m_normed;
};

/// exp(scale) image . text + bias, from the unit vectors that both runs ended with.
void addSimilarity(const Network& network, const StackRun& text, const StackRun& pictures,
                   std::vector<NamedArray>& arrays)
{
    const at::Tensor texts = text.output("embeds");
    const at::Tensor images = pictures.output("embeds");
    at::Tensor logits = images.matmul(texts.t()) * std::exp(network.info.logitScale);
    logits = logits + network.info.logitBias;
    arrays.push_back(toArray("logits_per_image", logits, { images.size(0), texts.size(0) }));
    arrays.push_back(toArray("logits_per_text", logits.t(), { texts.size(0), images.size(0) }));
}

Result<std::vector<NamedArray>> runEncoderDecoder(const Network& network, const ForwardInput& input,
                                                  const base::CancelToken& cancel)
{
    std::vector<NamedArray> arrays;
    StackRun encoder(network, *network.stack("encoder"), input);
    FE_CHECK(encoder.setText(input.ids, input.attentionMask));
    if (!encoder.run(cancel)) {
        return base::cancelled();
    }
    StackRun decoder(network, *network.stack("decoder"), input);
    FE_CHECK(decoder.setText(input.decoderIds, {}));
    decoder.setMemory(encoder.states(), input.attentionMask);
    if (!decoder.run(cancel)) {
        return base::cancelled();
    }
    decoder.collect(arrays);
    encoder.collect(arrays);
    return arrays;
}

Result<std::vector<NamedArray>> runTwoStacks(const Network& network, const ForwardInput& input,
                                             const base::CancelToken& cancel)
{
    std::vector<NamedArray> arrays;
    StackRun text(network, *network.stack("text"), input);
    StackRun pictures(network, *network.stack("vision"), input);
    if (!input.ids.empty()) {
        FE_CHECK(text.setText(input.ids, input.attentionMask));
        if (!text.run(cancel)) {
            return base::cancelled();
        }
        text.collect(arrays);
    }
    if (input.pixels.count > 0) {
        pictures.setPictures(input.pixels);
        if (!pictures.run(cancel)) {
            return base::cancelled();
        }
        pictures.collect(arrays);
    }
    if (input.outputs && !input.ids.empty() && input.pixels.count > 0) {
        addSimilarity(network, text, pictures, arrays);
    }
    return arrays;
}

Result<std::vector<NamedArray>> runOneStack(const Network& network, const ForwardInput& input,
                                            const base::CancelToken& cancel)
{
    std::vector<NamedArray> arrays;
    StackRun run(network, network.stacks.front(), input);
    if (network.info.kind == "vision") {
        run.setPictures(input.pixels);
    } else {
        FE_CHECK(run.setText(input.ids, input.attentionMask));
    }
    if (!run.run(cancel)) {
        return base::cancelled();
    }
    run.collect(arrays);
    return arrays;
}

} // namespace

Result<std::vector<NamedArray>> forwardPass(const Network& network, const ForwardInput& input,
                                            const base::CancelToken& cancel,
                                            base::Progress& progress)
{
    FE_CHECK(checkForward(network, input));
    progress.begin("running the model", 0);
    std::vector<NamedArray> arrays;
    FE_CHECK(tensor::guarded("cannot run the model", [&]() -> Result<void> {
        const c10::InferenceMode inference;
        const std::string& kind = network.info.kind;
        FE_TRY(arrays,
               kind == "encoder-decoder"       ? runEncoderDecoder(network, input, cancel)
                   : kind == "vision-language" ? runTwoStacks(network, input, cancel)
                                               : runOneStack(network, input, cancel));
        return {};
    }));
    return arrays;
}

} // namespace fe::models
