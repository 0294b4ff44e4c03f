// SPDX-License-Identifier: Apache-2.0
#include "models/decoder.h"

#include "base/memory.h"
#include "tensor/compute.h"

#include <ATen/ops/from_blob.h>
#include <c10/core/InferenceMode.h>

#include <limits>

namespace fe::models {
namespace {

using base::Result;

/// libtorch's own buffers, scratch of the products, the compiled sources.
constexpr std::uint64_t kOverheadBytes = 96U << 20U;

NamedArray toArray(std::string name, const at::Tensor& tensor, base::Shape shape)
{
    const at::Tensor values = tensor.to(at::kCPU, at::kFloat).contiguous();
    const float* data = values.const_data_ptr<float>();
    return { std::move(name), std::move(shape), std::vector<float>(data, data + values.numel()) };
}

/// One forward pass over a whole batch, everything recorded.
class BatchForward
{
public:
    BatchForward(const Decoder& decoder, const ForwardInput& input)
        : m_decoder(decoder), m_input(input), m_batch(static_cast<std::int64_t>(input.ids.size())),
          m_length(input.ids.empty() ? 0 : static_cast<std::int64_t>(input.ids.front().size()))
    {
    }

    Result<void> check() const
    {
        const auto refuse = [](std::string why) {
            return base::invalidArgument("cannot run the model", std::move(why));
        };
        if (m_batch == 0 || m_length == 0) {
            return refuse("there are no tokens to read");
        }
        for (const auto& row : m_input.ids) {
            if (static_cast<std::int64_t>(row.size()) != m_length) {
                return refuse(
                    "the rows of input_ids differ in length; pad them and give an attention_mask");
            }
        }
        if (!m_input.attentionMask.empty() && m_input.attentionMask.size() != m_input.ids.size()) {
            return refuse("attention_mask and input_ids differ in shape");
        }
        for (const auto& row : m_input.attentionMask) {
            if (static_cast<std::int64_t>(row.size()) != m_length) {
                return refuse("attention_mask and input_ids differ in shape");
            }
        }
        const double need = static_cast<double>(m_batch) * static_cast<double>(m_length)
            * floatsPerToken() * sizeof(float);
        const std::uint64_t available = base::availableMemory();
        if (available > 0 && need > static_cast<double>(available)) {
            return tooLittleMemory("cannot run the model", static_cast<std::uint64_t>(need),
                                   available);
        }
        return {};
    }

    Result<std::vector<NamedArray>> run(const base::CancelToken& cancel)
    {
        std::vector<TokenId> flat;
        for (const auto& row : m_input.ids) {
            flat.insert(flat.end(), row.begin(), row.end());
        }
        FE_TRY(const at::Tensor ids, m_decoder.idTensor(flat));
        const tensor::PassPtr pass = newPass();
        const auto x = m_decoder.run(ids, pass, cancel,
                                     [this](const at::Tensor& stream) { record(stream); });
        if (!x) {
            return base::cancelled();
        }
        return collect(*x, *pass);
    }

private:
    /// Rough count of result floats for each input token: logits, streams, attention rows.
    double floatsPerToken() const
    {
        const ModelInfo& info = m_decoder.info;
        const double attention
            = static_cast<double>(info.layers * info.heads) * static_cast<double>(m_length);
        const double streams = static_cast<double>((info.layers + 4) * info.hiddenSize);
        // Twice: libtorch's tensors and our copies.
        return 2
            * (static_cast<double>(info.vocabSize) + (m_input.hiddenStates ? streams : 0)
               + (m_input.attentions ? attention : 0));
    }

    tensor::PassPtr newPass() const
    {
        tensor::PassPtr pass = m_decoder.newPass(m_batch, m_length);
        pass->length = m_length;
        pass->recordAttention = m_input.attentions;
        pass->attentions.resize(static_cast<std::size_t>(m_decoder.info.layers));
        if (!m_input.attentionMask.empty()) {
            std::vector<float> mask;
            for (const auto& row : m_input.attentionMask) {
                for (const std::int64_t counts : row) {
                    mask.push_back(counts != 0 ? 0.0F : -std::numeric_limits<float>::infinity());
                }
            }
            pass->keyMask = at::from_blob(mask.data(), { m_batch, 1, 1, m_length }, at::kFloat)
                                .clone()
                                .to(m_decoder.device);
        }
        return pass;
    }

    void record(const at::Tensor& stream)
    {
        if (m_input.hiddenStates) {
            m_streams.push_back(stream);
        }
    }

    std::vector<NamedArray> collect(const at::Tensor& x, const tensor::ForwardPass& pass) const
    {
        const ModelInfo& info = m_decoder.info;
        const base::Shape streamShape { m_batch, m_length, info.hiddenSize };
        const at::Tensor normed = m_decoder.norm(x);
        std::vector<NamedArray> arrays;
        arrays.push_back(
            toArray("logits", m_decoder.head(normed), { m_batch, m_length, info.vocabSize }));
        if (m_input.hiddenStates) {
            // As transformers counts them: the last entry is after the final norm.
            for (std::size_t i = 0; i + 1 < m_streams.size(); ++i) {
                arrays.push_back(
                    toArray("hidden_states." + std::to_string(i), m_streams[i], streamShape));
            }
            arrays.push_back(
                toArray("hidden_states." + std::to_string(info.layers), normed, streamShape));
            arrays.push_back(toArray("last_hidden_state", normed, streamShape));
            arrays.push_back(toArray("final_norm_input", x, streamShape));
        }
        if (m_input.attentions) {
            for (std::size_t layer = 0; layer < pass.attentions.size(); ++layer) {
                arrays.push_back(toArray("attentions." + std::to_string(layer),
                                         pass.attentions[layer],
                                         { m_batch, info.heads, m_length, m_length }));
            }
        }
        return arrays;
    }

    const Decoder& m_decoder;
    const ForwardInput& m_input;
    std::int64_t m_batch;
    std::int64_t m_length;
    std::vector<at::Tensor> m_streams;
};

class DecoderModel : public LanguageModel
{
public:
    explicit DecoderModel(DecoderPtr decoder) : m_decoder(std::move(decoder)) { }

    const ModelInfo& info() const override { return m_decoder->info; }
    const LoadOptions& options() const override { return m_decoder->options; }
    std::uint64_t weightBytes() const override { return m_decoder->weightBytes; }
    std::uint64_t cacheBytesPerToken() const override { return m_decoder->cacheBytesPerToken(); }

    Result<std::unique_ptr<Session>> newSession(std::int64_t maxTokens) const override
    {
        if (maxTokens < 1 || maxTokens > m_decoder->info.context) {
            return base::Error {
                base::ErrorCode::LimitExceeded,
                "cannot start a text",
                {},
                {},
                base::grouped(static_cast<std::uint64_t>(std::max<std::int64_t>(0, maxTokens)))
                    + " tokens asked, the model's context is "
                    + base::grouped(static_cast<std::uint64_t>(m_decoder->info.context)),
                "shorten the text"
            };
        }
        const std::uint64_t need = cacheBytesPerToken() * static_cast<std::uint64_t>(maxTokens);
        const std::uint64_t available = base::availableMemory();
        if (available > 0 && need > available) {
            return tooLittleMemory("cannot start a text of "
                                       + base::grouped(static_cast<std::uint64_t>(maxTokens))
                                       + " tokens",
                                   need, available);
        }
        return makeSession(m_decoder, maxTokens);
    }

    Result<std::vector<NamedArray>> forward(const ForwardInput& input,
                                            const base::CancelToken& cancel,
                                            base::Progress& progress) const override
    {
        BatchForward forward(*m_decoder, input);
        FE_CHECK(forward.check());
        progress.begin("running the model", 0);
        std::vector<NamedArray> arrays;
        FE_CHECK(tensor::guarded("cannot run the model", [&]() -> Result<void> {
            const c10::InferenceMode inference;
            FE_TRY(arrays, forward.run(cancel));
            return {};
        }));
        return arrays;
    }

private:
    DecoderPtr m_decoder;
};

} // namespace

Result<std::uint64_t> memoryNeed(const formats::ModelPackage& package, const LoadOptions& options,
                                 std::int64_t sessionTokens)
{
    FE_TRY(const DecoderPlan plan, planDecoder(package));
    const WeightNeed weights = weightNeed(package, plan, options.weights);
    const ModelInfo& info = plan.info;
    const auto cache
        = static_cast<std::uint64_t>(2 * info.layers * info.kvHeads * info.headDim) * sizeof(float);
    return weights.resident + weights.transient + cache * static_cast<std::uint64_t>(sessionTokens)
        + kOverheadBytes;
}

Result<LanguageModelPtr> loadLanguageModel(const formats::PackagePtr& package,
                                           const LoadOptions& options,
                                           const base::CancelToken& cancel,
                                           base::Progress& progress)
{
    FE_TRY(const DecoderPlan plan, planDecoder(*package));
    FE_TRY(const std::uint64_t need, memoryNeed(*package, options, 1));
    const std::uint64_t available = base::availableMemory();
    if (available > 0 && need > available) {
        base::Error error
            = tooLittleMemory("cannot load " + plan.info.architecture + " model", need, available);
        error.file = package->path().string();
        return error;
    }
    FE_TRY(DecoderPtr decoder, loadDecoder(*package, plan, options, cancel, progress));
    return LanguageModelPtr(std::make_shared<DecoderModel>(std::move(decoder)));
}

void setThreads(int threads)
{
    tensor::setThreads(threads);
}

int threads()
{
    return tensor::threads();
}

std::vector<std::string> availableDevices()
{
    return tensor::availableDevices();
}

} // namespace fe::models
