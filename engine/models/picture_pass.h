// SPDX-License-Identifier: Apache-2.0
//
// What passes over one picture begin with. Includes libtorch; private to models/.
#pragma once

#include "models/network.h"
#include "models/patch_vectors.h"

namespace fe::models {

/// One picture and the stack that reads it, checked.
struct PicturePass {
    const Network* network = nullptr;
    const Stack* stack = nullptr;
    PatchGrid grid;
};

/// Refuses what is no single picture of a size that the model reads, and models that keep to
/// themselves what is asked.
/// @param what for the user: "cannot compare patches".
[[nodiscard]] base::Result<PicturePass> picturePass(const Model& model, const Pixels& picture,
                                                    const std::string& what);

/// [1, 3, height, width] on the device. Throws.
[[nodiscard]] at::Tensor pixelTensor(const Network& network, const Pixels& picture);

} // namespace fe::models
