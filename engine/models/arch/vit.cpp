// SPDX-License-Identifier: Apache-2.0
//
// ViT (Dosovitskiy et al. 2021, arXiv:2010.11929): class token and patches, learned positions;
// pooler or classifier as the file says.
#include "models/arch/arch.h"

#include "models/activation.h"
#include "models/post_norm_encoder.h"
#include "models/pre_norm_stack.h"

#include <cmath>

namespace fe::models {
namespace {

using base::Result;
using formats::ModelPackage;

constexpr const char* kModelSource = R"py(
def embed(self, pixels: Tensor, run: Pass) -> Tensor:
    patches = self.patches(pixels)
    first = self.class_token.expand([pixels.size(0), 1, -1])
    x = torch.cat([first, patches], 1) + self.places(pixels)
    return x.flatten(0, 1)

def norm(self, x: Tensor) -> Tensor:
    return fe.layer_norm(x, self.final_norm, self.final_norm_bias, self.eps)
)py";

constexpr const char* kPooler = R"py(
def pool(self, x: Tensor, run: Pass) -> Tensor:
    first = fe.sequences(x, run).select(1, 0)
    return self.act(fe.linear(first, self.pooler, self.pooler_bias))
)py";

constexpr const char* kClassifier = R"py(
def classify(self, x: Tensor, run: Pass) -> Tensor:
    first = fe.sequences(x, run).select(1, 0)
    return fe.linear(first, self.classifier, self.classifier_bias)
)py";

constexpr PreNormNames kNames { "layernorm_before",        "attention.attention.query",
                                "attention.attention.key", "attention.attention.value",
                                "attention.output.dense",  "layernorm_after",
                                "intermediate.dense",      "output.dense" };

bool matches(const ModelPackage& package)
{
    return saysItIs(package, { "vit" }, { "ViTModel", "ViTForImageClassification" });
}

/// What stands before the layers and after them.
Result<void> addEnds(const ModelPackage& package, const ConfigReader& config,
                     const TensorNames& tensors, const PictureInfo& picture, StackPlan& stack)
{
    const std::int64_t hidden = stack.info.hiddenSize;
    const std::int64_t patch = picture.patchSize;
    FE_TRY(const std::int64_t patches, patchCount(config, picture));
    stack.model.vectors
        = { tensors.tensor("patch", "embeddings.patch_embeddings.projection.weight",
                           { hidden, 3, patch, patch }),
            tensors.vector("patch_bias", "embeddings.patch_embeddings.projection.bias", hidden),
            tensors.tensor("class_token", "embeddings.cls_token", { 1, 1, hidden }),
            tensors.tensor("position_table", "embeddings.position_embeddings",
                           { 1, patches + 1, hidden }) };
    tensors.norm(stack.model, "final_norm", "layernorm", hidden);
    FE_TRY(const double eps, config.positiveOr("layer_norm_eps", 1e-12));
    stack.model.numbers = { { "eps", eps },
                            { "patch_size", static_cast<double>(patch) },
                            { "position_prefix", 1 } };
    stack.modelSource = patchSource(false) + kModelSource;

    if (className(package) == "ViTForImageClassification") {
        FE_TRY(const std::int64_t labels, labelCount(package, "classifier.weight"));
        TensorNames(package, {}, "")
            .linear(stack.model, "classifier", "classifier", labels, hidden);
        stack.modelSource += kClassifier;
        stack.outputs = { { "logits", "classify", false } };
    } else if (tensors.has("pooler.dense.weight")) {
        FE_TRY(const std::string activation, config.textOr("pooler_act", "tanh"));
        FE_TRY(const std::string act, activationSource(config, "pooler_act", activation));
        FE_TRY(const std::int64_t width, config.sizeOr("pooler_output_size", hidden));
        tensors.linear(stack.model, "pooler", "pooler.dense", width, hidden);
        stack.modelSource += act + kPooler;
        stack.outputs = { { "pooler_output", "pool", false } };
    }
    return {};
}

Result<ModelPlan> plan(const ModelPackage& package)
{
    const ConfigReader config(package.config(), configFile(package));
    const TensorNames tensors(package, { "vit.", "" }, "embeddings.cls_token");
    ModelPlan result;
    FE_TRY(result.info.picture, readPicture(config, { 224, 16, 1 }));
    FE_TRY(result.info.labels, readLabels(package));
    StackPlan stack;
    FE_TRY(stack.info, readStackInfo(package, config, { 768, 3072, 12, 12 }));
    stack.attentionScale = 1 / std::sqrt(static_cast<double>(stack.info.headDim));
    FE_TRY(const std::string activation, config.textOr("hidden_act", "gelu"));
    FE_TRY(const std::string act, activationSource(config, "hidden_act", activation));
    FE_TRY(const bool bias, config.flagOr("qkv_bias", true));
    FE_TRY(const double eps, config.positiveOr("layer_norm_eps", 1e-12));
    stack.layerSource = act + kPreNormLayerSource;
    FE_CHECK(addEnds(package, config, tensors, result.info.picture, stack));
    for (std::int64_t i = 0; i < stack.info.layers; ++i) {
        stack.layers.push_back(
            planPreNormLayer(tensors, kNames, "encoder.layer." + std::to_string(i) + ".",
                             stack.info, eps, bias ? Bias::Present : Bias::None));
    }
    result.stacks.push_back(std::move(stack));
    return result;
}

} // namespace

Architecture vitArchitecture()
{
    return { "vit", "vision", "ViTModel, ViTForImageClassification", matches, plan };
}

} // namespace fe::models
