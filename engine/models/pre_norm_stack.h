// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/architecture.h"
#include "models/plan_reader.h"

namespace fe::models {

/// What GPT-2, ViT, CLIP and SigLIP share: a layer that norms before each part. Attributes:
/// attention_norm, qkv, output, mlp_norm, up, down, each with _bias; eps, layer; and the method
/// act(). It ends in `source`, which may be replaced by one with the same attributes.
extern const char* const kPreNormLayerSource;

/// Names of a layer's tensors, without ".weight".
struct PreNormNames {
    const char* attentionNorm;
    const char* query;
    const char* key;
    const char* value;
    const char* output;
    const char* mlpNorm;
    const char* up;
    const char* down;
};

/// Weights of one layer.
[[nodiscard]] ModulePlan planPreNormLayer(const TensorNames& tensors, const PreNormNames& names,
                                          const std::string& prefix, const StackInfo& info,
                                          double eps, Bias attentionBias = Bias::Present);

/// Names of config.json's fields that say how large a stack is, and what they are if absent.
struct StackDefaults {
    std::int64_t hidden;
    std::int64_t intermediate;
    std::int64_t layers;
    std::int64_t heads;
};
[[nodiscard]] base::Result<StackInfo> readStackInfo(const formats::ModelPackage& package,
                                                    const ConfigReader& config,
                                                    const StackDefaults& defaults);

/// Pictures: source of patches(self, pixels) -> [b, h w, hidden] and places(self, pixels) -> [1,
/// prefix + h w, hidden], whose table is interpolated (bicubic) for pictures of other sizes.
/// Attributes: patch, patch_bias, position_table [1, prefix + n, hidden], patch_size,
/// position_prefix.
/// @param antialias of the interpolation.
[[nodiscard]] std::string patchSource(bool antialias);

/// Patches along both sides of a picture of the config's size, together.
[[nodiscard]] base::Result<std::int64_t> patchCount(const ConfigReader& config,
                                                    const PictureInfo& picture);
/// image_size and patch_size.
[[nodiscard]] base::Result<PictureInfo> readPicture(const ConfigReader& config,
                                                    const PictureInfo& defaults);

} // namespace fe::models
