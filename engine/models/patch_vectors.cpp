// SPDX-License-Identifier: Apache-2.0
#include "models/patch_vectors.h"

#include "models/picture_pass.h"

#include <c10/core/InferenceMode.h>

namespace fe::models {
namespace {

using base::Result;

constexpr const char* kWhat = "cannot compare patches with texts";

/// Throws torch's errors.
Result<PatchVectors> compute(const PicturePass& picture, const Pixels& pixels,
                             const base::CancelToken& cancel, base::Progress& progress)
{
    const c10::InferenceMode inference;
    const Network& network = *picture.network;
    const Stack& stack = *picture.stack;
    const bool classToken = picture.grid.prefix > 0;
    RunHooks hooks;
    hooks.seen = [&progress](const at::Tensor& /*stream*/) { progress.advance(); };
    hooks.layersOff.assign(stack.layers.size(), false);
    hooks.layersOff.back() = classToken;
    const tensor::PassPtr pass = stack.newPass(1, 0, network.device);
    const auto streams = stack.run(pixelTensor(network, pixels), pass, cancel, hooks);
    if (!streams || cancel.isCancelled()) {
        return base::cancelled();
    }
    // As many sequences as tokens: none sees another.
    const tensor::PassPtr alone = stack.newPass(streams->size(0), 0, network.device);
    alone->length = 1;
    at::Tensor x = classToken ? stack.layers.back().call("forward", *streams, alone) : *streams;
    x = stack.model.call("embeds", stack.model.call("norm", x), alone);
    x = x.narrow(0, picture.grid.prefix, picture.grid.patches())
            .to(at::kCPU, at::kFloat)
            .contiguous();
    const float* values = x.const_data_ptr<float>();
    return PatchVectors { picture.grid, x.size(1), { values, values + x.numel() } };
}

} // namespace

Result<PatchVectors> patchVectors(const Model& model, const Pixels& picture,
                                  const base::CancelToken& cancel, base::Progress& progress)
{
    FE_TRY(const PicturePass pass, picturePass(model, picture, kWhat));
    if (model.info().kind != "vision-language") {
        return base::Error { base::ErrorCode::Unsupported,
                             kWhat,
                             {},
                             {},
                             "the model's pictures share no space with texts",
                             "open a CLIP or SigLIP model" };
    }
    progress.begin("reading the picture", pass.stack->layers.size() + 1);
    PatchVectors vectors;
    FE_CHECK(tensor::guarded(kWhat, [&]() -> Result<void> {
        FE_TRY(vectors, compute(pass, picture, cancel, progress));
        return {};
    }));
    return vectors;
}

} // namespace fe::models
