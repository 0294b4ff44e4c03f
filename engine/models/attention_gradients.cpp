// SPDX-License-Identifier: Apache-2.0
#include "models/attention_gradients.h"

#include "base/memory.h"
#include "models/picture_pass.h"

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/from_blob.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/autograd.h>

namespace fe::models {
namespace {

using base::Result;
using Run = tensor::DifferentiableStack::Run;

constexpr const char* kPooling = "pooling";

/// One picture on its way back through the stack. Members throw torch's errors.
class BackwardRun
{
public:
    BackwardRun(const PicturePass& picture, const AttentionSink& sink,
                const base::CancelToken& cancel, base::Progress& progress)
        : m_network(*picture.network), m_stack(*picture.stack), m_grid(picture.grid), m_sink(sink),
          m_cancel(cancel), m_progress(progress), m_twin(m_network.pictureGradients.of(m_stack))
    {
    }

    /// Records what goes into every layer and out of the last. False if cancelled.
    bool readPicture(const Pixels& pixels)
    {
        const at::NoGradGuard noGradient;
        RunHooks hooks;
        hooks.seen = [this](const at::Tensor& stream) {
            m_streams.push_back(stream);
            m_progress.advance();
        };
        const tensor::PassPtr pass = m_stack.newPass(1, 0, m_network.device);
        return m_stack.run(pixelTensor(m_network, pixels), pass, m_cancel, hooks).has_value();
    }

    /// Everything after the last layer. Leaves the gradient by its output for every text.
    Result<std::vector<float>> finish(const at::Tensor& texts)
    {
        const at::AutoGradMode gradient(true);
        const at::Tensor x = m_streams.back().detach().requires_grad_();
        Run run = newRun();
        const at::Tensor vector = m_twin.model("embeds", m_twin.model("norm", x), run).view({ -1 });
        const at::Tensor objectives = texts.matmul(vector);
        FE_CHECK(checkPooling(run));
        for (std::int64_t text = 0; text < texts.size(0); ++text) {
            std::vector<at::Tensor> inputs { x };
            if (run.contains(kPooling)) {
                inputs.push_back(run.at(kPooling));
            }
            const auto gradients = torch::autograd::grad({ objectives[text] }, inputs, {}, true);
            m_gradients.push_back(gradients[0]);
            if (inputs.size() > 1) {
                tell(std::nullopt, inputs[1], static_cast<std::size_t>(text), gradients[1]);
            }
        }
        const at::Tensor values = objectives.detach().to(at::kCPU).contiguous();
        return std::vector<float>(values.const_data_ptr<float>(),
                                  values.const_data_ptr<float>() + values.numel());
    }

    /// Every layer, from the last; false if cancelled.
    bool walkBack()
    {
        const at::AutoGradMode gradient(true);
        for (std::size_t layer = m_stack.layers.size(); layer-- > 0;) {
            const at::Tensor x = m_streams[layer].detach().requires_grad_();
            Run run = newRun();
            const at::Tensor y = m_twin.layer(layer, x, run);
            const at::Tensor weights = run.at(nameOf(layer));
            for (std::size_t text = 0; text < m_gradients.size(); ++text) {
                if (m_cancel.isCancelled()) {
                    return false;
                }
                const auto gradients = torch::autograd::grad(
                    { y }, { x, weights }, { m_gradients[text] }, text + 1 < m_gradients.size());
                m_gradients[text] = gradients[0];
                tell(layer, weights, text, gradients[1]);
            }
            m_progress.advance();
        }
        return true;
    }

    /// The same without gradients; the pooling head runs if there is no class token.
    Result<void> walkBackPlain()
    {
        const at::NoGradGuard noGradient;
        if (m_grid.prefix == 0) {
            Run run = newRun();
            static_cast<void>(m_twin.model("embeds", m_twin.model("norm", m_streams.back()), run));
            FE_CHECK(checkPooling(run));
            tell(std::nullopt, run.at(kPooling), 0, {});
        }
        for (std::size_t layer = m_stack.layers.size(); layer-- > 0;) {
            if (m_cancel.isCancelled()) {
                return base::cancelled();
            }
            Run run = newRun();
            static_cast<void>(m_twin.layer(layer, m_streams[layer], run));
            tell(layer, run.at(nameOf(layer)), 0, {});
            m_progress.advance();
        }
        return {};
    }

private:
    [[nodiscard]] static std::string nameOf(std::size_t layer)
    {
        return "attentions." + std::to_string(layer);
    }

    [[nodiscard]] Run newRun() const
    {
        return tensor::DifferentiableStack::newRun(m_stack.attention, 1, m_grid.tokens(),
                                                   m_network.device);
    }

    /// Archives that were written before pooling heads were recorded do not say what theirs does.
    [[nodiscard]] Result<void> checkPooling(const Run& run) const
    {
        if (m_grid.prefix > 0 || run.contains(kPooling)) {
            return {};
        }
        return base::Error { base::ErrorCode::Unsupported,
                             "cannot follow the picture's attention",
                             {},
                             {},
                             "the model has no class token and does not show its pooling head",
                             "export the archive again, or open the model it was made of" };
    }

    void tell(std::optional<std::size_t> layer, const at::Tensor& weights, std::size_t text,
              const at::Tensor& gradient) const
    {
        const auto plain = [](const at::Tensor& tensor) {
            return tensor.detach().to(at::kCPU, at::kFloat).contiguous();
        };
        const auto span = [](const at::Tensor& tensor) {
            return std::span(tensor.const_data_ptr<float>(),
                             static_cast<std::size_t>(tensor.numel()));
        };
        const at::Tensor w = plain(weights);
        AttentionStep step;
        if (layer) {
            step.layer = static_cast<std::int64_t>(*layer);
        }
        step.heads = w.size(1);
        step.queries = w.size(2);
        step.keys = w.size(3);
        step.weights = span(w);
        step.text = text;
        at::Tensor g;
        if (gradient.defined()) {
            g = plain(gradient);
            step.gradient = span(g);
        }
        m_sink(step);
    }

    const Network& m_network;
    const Stack& m_stack;
    const PatchGrid m_grid;
    const AttentionSink& m_sink;
    const base::CancelToken& m_cancel;
    base::Progress& m_progress;
    const tensor::DifferentiableStack m_twin;
    std::vector<at::Tensor> m_streams; ///< [layers + 1], each [tokens, hidden]
    std::vector<at::Tensor> m_gradients; ///< by text, each [tokens, hidden]
};

/// Streams of all layers, and of one layer what is kept for its way back: about ten times its
/// width, three times its MLP's, and scores, probabilities and their gradients.
Result<void> checkMemory(const PicturePass& picture, std::size_t texts, const std::string& what)
{
    const StackInfo& info = picture.stack->info;
    const auto tokens = static_cast<double>(picture.grid.tokens());
    const double wide = static_cast<double>(info.hiddenSize)
            * (static_cast<double>(info.layers) + 11 + static_cast<double>(texts))
        + 3 * static_cast<double>(info.intermediateSize);
    const double floats = tokens * (wide + 6 * static_cast<double>(info.heads) * tokens);
    const auto need = static_cast<std::uint64_t>(floats * sizeof(float));
    const std::uint64_t available = base::availableMemory();
    if (available > 0 && need > available) {
        return tooLittleMemory(what, need, available);
    }
    return {};
}

} // namespace

Result<std::vector<float>> attentionGradients(const Model& model, const Pixels& picture,
                                              std::span<const float> texts,
                                              const AttentionSink& sink,
                                              const base::CancelToken& cancel,
                                              base::Progress& progress)
{
    constexpr const char* kWhat = "cannot trace a text's score back to patches";
    FE_TRY(const PicturePass pass, picturePass(model, picture, kWhat));
    const std::int64_t width = model.info().embeddingSize;
    if (model.info().kind != "vision-language" || width < 1) {
        return base::Error { base::ErrorCode::Unsupported,
                             kWhat,
                             {},
                             {},
                             "the model's pictures share no space with texts",
                             "open a CLIP or SigLIP model" };
    }
    const auto length = static_cast<std::int64_t>(texts.size());
    if (length == 0 || length % width != 0) {
        return base::invalidArgument(kWhat,
                                     "a text's vector has " + std::to_string(width)
                                         + " numbers, not " + std::to_string(length));
    }
    FE_CHECK(checkMemory(pass, texts.size() / static_cast<std::size_t>(width), kWhat));
    progress.begin("explaining the picture", 2 * pass.stack->layers.size() + 1);
    std::vector<float> objectives;
    FE_CHECK(tensor::guarded(kWhat, [&]() -> Result<void> {
        const c10::InferenceMode ordinary(false); // tensors of that mode take part in no gradient
        BackwardRun run(pass, sink, cancel, progress);
        if (!run.readPicture(picture)) {
            return base::cancelled();
        }
        const at::Tensor rows = at::from_blob(const_cast<float*>(texts.data()), // only read
                                              { length / width, width }, at::kFloat)
                                    .to(pass.network->device);
        FE_TRY(objectives, run.finish(rows));
        return run.walkBack() ? Result<void>() : base::cancelled();
    }));
    return objectives;
}

Result<void> pictureAttention(const Model& model, const Pixels& picture, const AttentionSink& sink,
                              const base::CancelToken& cancel, base::Progress& progress)
{
    constexpr const char* kWhat = "cannot follow the picture's attention";
    FE_TRY(const PicturePass pass, picturePass(model, picture, kWhat));
    FE_CHECK(checkMemory(pass, 0, kWhat));
    progress.begin("explaining the picture", 2 * pass.stack->layers.size() + 1);
    return tensor::guarded(kWhat, [&]() -> Result<void> {
        const c10::InferenceMode ordinary(false); // the compiled stack may be differentiated later
        BackwardRun run(pass, sink, cancel, progress);
        if (!run.readPicture(picture)) {
            return base::cancelled();
        }
        return run.walkBackPlain();
    });
}

} // namespace fe::models
