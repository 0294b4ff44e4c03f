// SPDX-License-Identifier: Apache-2.0
#include "models/picture_pass.h"

#include "models/forward_check.h"

#include <ATen/ops/from_blob.h>

namespace fe::models {

using base::Result;

PatchGrid patchGrid(const ModelInfo& info, const Pixels& picture)
{
    return { picture.height / info.picture.patchSize, picture.width / info.picture.patchSize,
             info.picture.prefixTokens };
}

Result<PicturePass> picturePass(const Model& model, const Pixels& picture, const std::string& what)
{
    const Network* network = networkOf(model);
    const Stack* stack = network == nullptr ? nullptr : network->pictureStack();
    if (stack == nullptr) {
        const bool foreign = model.info().readsPictures();
        return base::Error { base::ErrorCode::Unsupported,
                             what,
                             {},
                             {},
                             foreign ? "a module of another program keeps its layers to itself"
                                     : "the model reads no pictures",
                             foreign ? "open the model as a folder with config.json"
                                     : "open a vision or vision-language model" };
    }
    if (picture.count != 1) {
        return base::invalidArgument(what, "one picture at a time is looked at");
    }
    ForwardInput input;
    input.pixels = picture;
    input.hiddenStates = false;
    input.attentions = false;
    FE_CHECK(checkForward(*network, input));
    return PicturePass { network, stack, patchGrid(network->info, picture) };
}

at::Tensor pixelTensor(const Network& network, const Pixels& picture)
{
    return at::from_blob(const_cast<float*>(picture.values.data()), // only read
                         { 1, 3, picture.height, picture.width }, at::kFloat)
        .to(network.device);
}

} // namespace fe::models
