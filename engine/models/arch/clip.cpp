// SPDX-License-Identifier: Apache-2.0
//
// CLIP (Radford et al. 2021, arXiv:2103.00020): a causal text stack pooled at the end token and a
// ViT, projected into one space. As in transformers 5, pooler_output is after the projection.
#include "models/arch/arch.h"

#include "models/activation.h"
#include "models/pre_norm_stack.h"

#include <cmath>

namespace fe::models {
namespace {

using base::Result;
using formats::ModelPackage;

constexpr const char* kUnit = R"py(
def project(self, x: Tensor, run: Pass) -> Tensor:
    return fe.linear(self.pool(x, run), self.projection)

def embeds(self, x: Tensor, run: Pass) -> Tensor:
    x = self.project(x, run)
    return x / torch.sqrt(torch.sum(torch.square(x), [-1], True))
)py";

constexpr const char* kTextSource = R"py(
def embed(self, ids: Tensor, run: Pass) -> Tensor:
    return fe.embedding(ids, self.tokens) + fe.embedding(fe.positions(run), self.places)

def norm(self, x: Tensor) -> Tensor:
    return fe.layer_norm(x, self.final_norm, self.final_norm_bias, self.eps)

def pool(self, x: Tensor, run: Pass) -> Tensor:
    ends = self.ends(fe.ids(run))
    return fe.sequences(x, run)[torch.arange(ends.size(0), device=x.device), ends]
)py";

/// The first files state an end token of 2 and mean the highest id of the vocabulary.
constexpr const char* kHighestId = R"py(
def ends(self, ids: Tensor) -> Tensor:
    return torch.argmax(ids, -1)
)py";

constexpr const char* kFirstEnd = R"py(
def ends(self, ids: Tensor) -> Tensor:
    return torch.argmax(ids.eq(int(self.end)).to(4), -1)
)py";

constexpr const char* kVisionSource = R"py(
def embed(self, pixels: Tensor, run: Pass) -> Tensor:
    first = self.class_token.view([1, 1, -1]).expand([pixels.size(0), 1, -1])
    x = torch.cat([first, self.patches(pixels)], 1) + self.places(pixels)
    return fe.layer_norm(x.flatten(0, 1), self.first_norm, self.first_norm_bias, self.eps)

def norm(self, x: Tensor) -> Tensor:
    return x

def pool(self, x: Tensor, run: Pass) -> Tensor:
    first = fe.sequences(x, run).select(1, 0)
    return fe.layer_norm(first, self.last_norm, self.last_norm_bias, self.eps)
)py";

constexpr PreNormNames kNames {
    "layer_norm1",        "self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj",
    "self_attn.out_proj", "layer_norm2",      "mlp.fc1",          "mlp.fc2"
};

constexpr std::int64_t kLegacyEnd = 2;

bool matches(const ModelPackage& package)
{
    return saysItIs(package, { "clip" }, { "CLIPModel" });
}

/// A stack's layers, and what both stacks have.
Result<StackPlan> stackPlan(const ModelPackage& package, const ConfigReader& config,
                            const StackDefaults& defaults, const std::string& prefix)
{
    StackPlan stack;
    FE_TRY(stack.info, readStackInfo(package, config, defaults));
    stack.attentionScale = 1 / std::sqrt(static_cast<double>(stack.info.headDim));
    FE_TRY(const std::string activation, config.textOr("hidden_act", "quick_gelu"));
    FE_TRY(const std::string act, activationSource(config, "hidden_act", activation));
    FE_TRY(const double eps, config.positiveOr("layer_norm_eps", 1e-5));
    stack.layerSource = act + kPreNormLayerSource;
    stack.model.numbers = { { "eps", eps } };
    const TensorNames tensors(package, {}, "");
    for (std::int64_t i = 0; i < stack.info.layers; ++i) {
        stack.layers.push_back(
            planPreNormLayer(tensors, kNames, prefix + "encoder.layers." + std::to_string(i) + ".",
                             stack.info, eps));
    }
    return stack;
}

Result<StackPlan> textPlan(const ModelPackage& package, const ConfigReader& config, ModelInfo& info)
{
    FE_TRY(StackPlan stack, stackPlan(package, config, { 512, 2048, 12, 8 }, "text_model."));
    stack.info.name = "text";
    stack.info.causal = true;
    FE_TRY(info.context, config.sizeOr("max_position_embeddings", 77));
    FE_TRY(info.vocabSize, config.sizeOr("vocab_size", 49408));
    FE_TRY(const std::int64_t end, config.countOr("eos_token_id", 49407));
    const TensorNames tensors(package, {}, "");
    const std::int64_t hidden = stack.info.hiddenSize;
    stack.model.matrices
        = { tensors.matrix("tokens", "text_model.embeddings.token_embedding.weight", info.vocabSize,
                           hidden),
            tensors.matrix("places", "text_model.embeddings.position_embedding.weight",
                           info.context, hidden),
            tensors.matrix("projection", "text_projection.weight", info.embeddingSize, hidden) };
    tensors.norm(stack.model, "final_norm", "text_model.final_layer_norm", hidden);
    stack.model.numbers.push_back({ "end", static_cast<double>(end) });
    stack.modelSource
        = std::string(end == kLegacyEnd ? kHighestId : kFirstEnd) + kTextSource + kUnit;
    stack.outputs
        = { { "text_pooler_output", "project", false }, { "text_embeds", "embeds", false } };
    return stack;
}

Result<StackPlan> visionPlan(const ModelPackage& package, const ConfigReader& config,
                             ModelInfo& info)
{
    FE_TRY(StackPlan stack, stackPlan(package, config, { 768, 3072, 12, 12 }, "vision_model."));
    stack.info.name = "vision";
    FE_TRY(info.picture, readPicture(config, { 224, 32, 1 }));
    FE_TRY(const std::int64_t patches, patchCount(config, info.picture));
    const TensorNames tensors(package, {}, "");
    const std::int64_t hidden = stack.info.hiddenSize;
    const std::int64_t patch = info.picture.patchSize;
    VectorBinding table
        = tensors.tensor("position_table", "vision_model.embeddings.position_embedding.weight",
                         { patches + 1, hidden });
    table.as = { 1, patches + 1, hidden };
    stack.model.matrices
        = { tensors.matrix("projection", "visual_projection.weight", info.embeddingSize, hidden) };
    stack.model.vectors
        = { tensors.tensor("patch", "vision_model.embeddings.patch_embedding.weight",
                           { hidden, 3, patch, patch }),
            { "patch_bias", {}, true },
            tensors.vector("class_token", "vision_model.embeddings.class_embedding", hidden),
            std::move(table) };
    tensors.norm(stack.model, "first_norm", "vision_model.pre_layrnorm", hidden);
    tensors.norm(stack.model, "last_norm", "vision_model.post_layernorm", hidden);
    stack.model.numbers.push_back({ "patch_size", static_cast<double>(patch) });
    stack.model.numbers.push_back({ "position_prefix", 1 });
    stack.modelSource = patchSource(false) + kVisionSource + kUnit;
    stack.outputs
        = { { "vision_pooler_output", "project", false }, { "image_embeds", "embeds", false } };
    return stack;
}

Result<ModelPlan> plan(const ModelPackage& package)
{
    const ConfigReader config(package.config(), configFile(package));
    FE_TRY(const ConfigReader textConfig, config.object("text_config"));
    FE_TRY(const ConfigReader visionConfig, config.object("vision_config"));
    ModelPlan result;
    FE_TRY(result.info.embeddingSize, config.sizeOr("projection_dim", 512));
    FE_TRY(StackPlan text, textPlan(package, textConfig, result.info));
    FE_TRY(StackPlan vision, visionPlan(package, visionConfig, result.info));
    result.stacks.push_back(std::move(text));
    result.stacks.push_back(std::move(vision));
    result.logitScale = "logit_scale";
    return result;
}

} // namespace

Architecture clipArchitecture()
{
    return { "clip", "vision-language", "CLIPModel", matches, plan };
}

} // namespace fe::models
