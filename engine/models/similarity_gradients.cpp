// SPDX-License-Identifier: Apache-2.0
#include "models/similarity_gradients.h"

#include "models/backward_text.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/from_blob.h>
#include <c10/core/InferenceMode.h>

namespace fe::models {
namespace {

using base::Result;

constexpr const char* kWhat = "cannot trace a picture's score back to tokens";

base::Error unsupported(std::string why, std::string fix)
{
    return { base::ErrorCode::Unsupported, kWhat, {}, {}, std::move(why), std::move(fix) };
}

Result<const Network*> dualNetwork(const Model& model, std::size_t numbers)
{
    const ModelInfo& info = model.info();
    if (info.kind != "vision-language" || info.embeddingSize < 1) {
        return unsupported("the model's texts share no space with pictures",
                           "open a CLIP or SigLIP model");
    }
    const Network* network = networkOf(model);
    if (network == nullptr) {
        return unsupported("a module of another program keeps its layers to itself",
                           "open the model as a folder with config.json");
    }
    if (static_cast<std::int64_t>(numbers) != info.embeddingSize) {
        return base::invalidArgument(kWhat,
                                     "a picture's vector has " + std::to_string(info.embeddingSize)
                                         + " numbers, not " + std::to_string(numbers));
    }
    return network;
}

} // namespace

Result<float> similarityGradients(const Model& model, const ForwardInput& input,
                                  std::span<const float> image, const AttentionSink& sink,
                                  const base::CancelToken& cancel, base::Progress& progress)
{
    FE_TRY(const Network* network, dualNetwork(model, image.size()));
    ForwardInput text = input;
    text.pixels = {};
    FE_TRY(text, oneText(*network, text, kWhat));
    const Stack& stack = *network->stack("text");
    FE_CHECK(
        checkBackwardMemory(stack.info, static_cast<std::int64_t>(text.ids.front().size()), kWhat));
    progress.begin("explaining the text", 2 * stack.layers.size() + 1);
    float value = 0;
    FE_CHECK(tensor::guarded(kWhat, [&]() -> Result<void> {
        const c10::InferenceMode ordinary(false); // tensors of that mode take part in no gradient
        BackwardText back(*network, stack, sink, cancel, progress);
        if (auto read = back.read(text); !read) {
            return read;
        }
        const at::Tensor other = at::from_blob(const_cast<float*>(image.data()), // only read
                                               { network->info.embeddingSize }, at::kFloat)
                                     .to(network->device);
        value = back.finish([&](const tensor::DifferentiableStack& twin, const at::Tensor& x) {
            const at::Tensor vector = twin.model("embeds", twin.model("norm", x), back.newRun());
            return vector.view({ -1 }).dot(other);
        });
        const auto from = back.readOut();
        if (!from) {
            return unsupported("the text's vector comes from more than one token",
                               "open a CLIP or SigLIP model");
        }
        return back.walkBack(*from) ? Result<void>() : base::cancelled();
    }));
    return value;
}

} // namespace fe::models
