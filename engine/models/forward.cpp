// SPDX-License-Identifier: Apache-2.0
//
// One forward pass over a whole batch, with everything on the way recorded.
#include "models/forward_check.h"
#include "models/network.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/from_blob.h>
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
class StackRun
{
public:
    StackRun(const Network& network, const Stack& stack, const ForwardInput& input)
        : m_network(network), m_stack(stack), m_input(input),
          m_prefix(stack.info.name.empty() ? "" : stack.info.name + "_")
    {
    }

    /// For text: rows of ids, and 1s where they count (empty: all).
    Result<void> setText(const std::vector<std::vector<TokenId>>& ids,
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

    void setPictures(const Pixels& pixels)
    {
        m_what = at::from_blob(const_cast<float*>(pixels.values.data()), // only read
                               { pixels.count, 3, pixels.height, pixels.width }, at::kFloat)
                     .to(m_network.device);
        begin(pixels.count, 0);
    }

    /// Lets a decoder see the encoder's states.
    void setMemory(const at::Tensor& states, const std::vector<std::vector<std::int64_t>>& counts)
    {
        m_stack.remember(states, *m_pass);
        if (!counts.empty()) {
            m_pass->memoryMask = m_network.keyMask(counts);
        }
    }

    /// False if cancelled.
    bool run(const base::CancelToken& cancel)
    {
        RunHooks hooks;
        if (m_input.hiddenStates) {
            hooks.seen = [this](const at::Tensor& stream) { m_streams.push_back(stream); };
        }
        if (const auto found = m_input.switches.find(m_stack.info.name);
            found != m_input.switches.end()) {
            hooks.layersOff = found->second.layersOff;
        }
        const auto x = m_stack.run(m_what, m_pass, cancel, hooks);
        if (!x) {
            return false;
        }
        m_last = *x;
        m_normed = m_stack.model.call("norm", m_last);
        return true;
    }

    /// [n, hidden] after the final norm.
    [[nodiscard]] const at::Tensor& states() const { return m_normed; }

    [[nodiscard]] at::Tensor output(const char* method) const
    {
        return m_stack.model.call(method, m_normed, m_pass);
    }

    void collect(std::vector<NamedArray>& arrays) const
    {
        if (m_input.outputs) {
            collectOutputs(arrays);
        }
        arrays.push_back(stream("last_hidden_state", m_normed));
        for (std::size_t i = 0; i < m_streams.size(); ++i) {
            const bool last = i + 1 == m_streams.size();
            arrays.push_back(stream("hidden_states." + std::to_string(i),
                                    last && m_stack.lastHiddenIsNormed ? m_normed : m_streams[i]));
        }
        if (m_input.hiddenStates && m_stack.lastHiddenIsNormed) {
            arrays.push_back(stream("final_norm_input", m_last));
        }
        for (std::size_t layer = 0; layer < m_pass->attentions.size(); ++layer) {
            collectAttention(arrays, m_prefix + "attentions.", layer, m_pass->attentions[layer]);
            if (m_stack.crossAttention) {
                collectAttention(arrays, "cross_attentions.", layer,
                                 m_pass->crossAttentions[layer]);
            }
        }
    }

private:
    void begin(std::int64_t batch, std::int64_t length)
    {
        m_pass = m_stack.newPass(batch, length, m_network.device);
        m_pass->length = length;
        m_pass->recordAttention = m_input.attentions;
        if (m_input.attentions) {
            m_pass->attentions.resize(m_stack.layers.size());
            m_pass->crossAttentions.resize(m_stack.crossAttention ? m_stack.layers.size() : 0);
        }
        const auto found = m_input.switches.find(m_stack.info.name);
        if (found == m_input.switches.end()) {
            return;
        }
        const Switches& switches = found->second;
        if (!switches.heads.empty()) {
            std::vector<float> flat;
            for (const auto& row : switches.heads) {
                flat.insert(flat.end(), row.begin(), row.end());
            }
            m_pass->headScale
                = at::from_blob(flat.data(), { m_stack.info.layers, m_stack.info.heads },
                                at::kFloat)
                      .clone()
                      .to(m_network.device);
        }
        for (const bool off : switches.mlpsOff) {
            m_pass->mlpScale.push_back(off ? 0.0F : 1.0F);
        }
    }

    [[nodiscard]] NamedArray stream(const std::string& name, const at::Tensor& x) const
    {
        return toArray(m_prefix + name, x, { m_pass->batch, m_pass->length, x.size(-1) });
    }

    void collectOutputs(std::vector<NamedArray>& arrays) const
    {
        if (m_stack.writes) {
            const at::Tensor logits = m_stack.model.call("head", m_normed);
            arrays.push_back(
                toArray("logits", logits, { m_pass->batch, m_pass->length, logits.size(-1) }));
        }
        for (const StackOutput& output : m_stack.outputs) {
            const at::Tensor result = m_stack.model.call(output.method.c_str(), m_normed, m_pass);
            arrays.push_back(toArray(
                output.name, result,
                output.perToken ? base::Shape { m_pass->batch, m_pass->length, result.size(-1) }
                                : base::Shape { m_pass->batch, result.size(-1) }));
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

    const Network& m_network;
    const Stack& m_stack;
    const ForwardInput& m_input;
    std::string m_prefix;
    at::Tensor m_what; ///< ids [n] or pixels
    tensor::PassPtr m_pass;
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
