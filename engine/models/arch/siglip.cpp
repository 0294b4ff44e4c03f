// SPDX-License-Identifier: Apache-2.0
//
// SigLIP (Zhai et al. 2023, arXiv:2303.15343): text read in both directions and pooled at its last
// token, pictures pooled by an attention head with one learned query, logits with a bias.
#include "models/arch/arch.h"

#include "models/activation.h"
#include "models/pre_norm_stack.h"

#include <cmath>

namespace fe::models {
namespace {

using base::Result;
using formats::ModelPackage;

constexpr const char* kUnit = R"py(
def embeds(self, x: Tensor, run: Pass) -> Tensor:
    x = self.pool(x, run)
    return x / torch.sqrt(torch.sum(torch.square(x), [-1], True))

def norm(self, x: Tensor) -> Tensor:
    return fe.layer_norm(x, self.final_norm, self.final_norm_bias, self.eps)
)py";

constexpr const char* kTextSource = R"py(
def embed(self, ids: Tensor, run: Pass) -> Tensor:
    return fe.embedding(ids, self.tokens) + fe.embedding(fe.positions(run), self.places)

def pool(self, x: Tensor, run: Pass) -> Tensor:
    last = fe.sequences(x, run).select(1, -1)
    return fe.linear(last, self.text_head, self.text_head_bias)
)py";

constexpr const char* kVisionSource = R"py(
def embed(self, pixels: Tensor, run: Pass) -> Tensor:
    return (self.patches(pixels) + self.places(pixels)).flatten(0, 1)

def pool(self, x: Tensor, run: Pass) -> Tensor:
    heads = int(self.pool_heads)
    width = x.size(1)
    batch = fe.sequences(x, run).size(0)
    probe = fe.linear(self.probe, self.pool_in, self.pool_in_bias).narrow(1, 0, width)
    query = probe.view([1, heads, 1, width // heads])
    both = fe.linear(x, self.pool_in, self.pool_in_bias).narrow(1, width, 2 * width)
    both = both.reshape([batch, -1, 2 * heads, width // heads]).transpose(1, 2)
    keys = both.narrow(1, 0, heads)
    values = both.narrow(1, heads, heads)
    scores = torch.matmul(query, keys.transpose(2, 3)) / (width // heads) ** 0.5
    weights = fe.seen(torch.softmax(scores, -1), run, "pooling")
    mixed = torch.matmul(weights, values).reshape([batch, width])
    mixed = fe.linear(mixed, self.pool_out, self.pool_out_bias)
    wide = fe.layer_norm(mixed, self.pool_norm, self.pool_norm_bias, self.eps)
    wide = self.act(fe.linear(wide, self.pool_up, self.pool_up_bias))
    return mixed + fe.linear(wide, self.pool_down, self.pool_down_bias)
)py";

constexpr PreNormNames kNames {
    "layer_norm1",        "self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj",
    "self_attn.out_proj", "layer_norm2",      "mlp.fc1",          "mlp.fc2"
};

bool matches(const ModelPackage& package)
{
    return saysItIs(package, { "siglip" }, { "SiglipModel" });
}

/// A stack's layers, and what both stacks have.
Result<StackPlan> stackPlan(const ModelPackage& package, const ConfigReader& config,
                            const std::string& prefix)
{
    StackPlan stack;
    FE_TRY(stack.info, readStackInfo(package, config, { 768, 3072, 12, 12 }));
    stack.attentionScale = 1 / std::sqrt(static_cast<double>(stack.info.headDim));
    FE_TRY(const std::string activation, config.textOr("hidden_act", "gelu_pytorch_tanh"));
    FE_TRY(const std::string act, activationSource(config, "hidden_act", activation));
    FE_TRY(const double eps, config.positiveOr("layer_norm_eps", 1e-6));
    stack.layerSource = act + kPreNormLayerSource;
    stack.modelSource = act + kUnit;
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
    FE_TRY(StackPlan stack, stackPlan(package, config, "text_model."));
    stack.info.name = "text";
    FE_TRY(info.context, config.sizeOr("max_position_embeddings", 64));
    FE_TRY(info.vocabSize, config.sizeOr("vocab_size", 32000));
    FE_TRY(info.embeddingSize, config.sizeOr("projection_size", stack.info.hiddenSize));
    const TensorNames tensors(package, {}, "");
    const std::int64_t hidden = stack.info.hiddenSize;
    stack.model.matrices
        = { tensors.matrix("tokens", "text_model.embeddings.token_embedding.weight", info.vocabSize,
                           hidden),
            tensors.matrix("places", "text_model.embeddings.position_embedding.weight",
                           info.context, hidden) };
    tensors.norm(stack.model, "final_norm", "text_model.final_layer_norm", hidden);
    tensors.linear(stack.model, "text_head", "text_model.head", info.embeddingSize, hidden);
    stack.modelSource += kTextSource;
    stack.outputs = { { "text_pooler_output", "pool", false }, { "text_embeds", "embeds", false } };
    return stack;
}

Result<StackPlan> visionPlan(const ModelPackage& package, const ConfigReader& config,
                             ModelInfo& info)
{
    FE_TRY(StackPlan stack, stackPlan(package, config, "vision_model."));
    stack.info.name = "vision";
    FE_TRY(info.picture, readPicture(config, { 224, 16, 0 }));
    FE_TRY(const std::int64_t patches, patchCount(config, info.picture));
    FE_TRY(const bool head, config.flagOr("vision_use_head", true));
    const std::int64_t hidden = stack.info.hiddenSize;
    if (!head || info.embeddingSize != hidden) {
        return config.refuse(head ? "hidden_size" : "vision_use_head",
                             "pictures and texts would not end in one space");
    }
    const TensorNames tensors(package, {}, "");
    const std::int64_t patch = info.picture.patchSize;
    const std::string pool = "vision_model.head.";
    VectorBinding table = tensors.tensor(
        "position_table", "vision_model.embeddings.position_embedding.weight", { patches, hidden });
    table.as = { 1, patches, hidden };
    VectorBinding probe = tensors.tensor("probe", pool + "probe", { 1, 1, hidden });
    probe.as = { 1, hidden };
    ModulePlan& model = stack.model;
    model.matrices
        = { tensors.matrix("pool_in", pool + "attention.in_proj_weight", 3 * hidden, hidden) };
    model.vectors
        = { tensors.tensor("patch", "vision_model.embeddings.patch_embedding.weight",
                           { hidden, 3, patch, patch }),
            tensors.vector("patch_bias", "vision_model.embeddings.patch_embedding.bias", hidden),
            std::move(table), std::move(probe),
            tensors.vector("pool_in_bias", pool + "attention.in_proj_bias", 3 * hidden) };
    tensors.norm(model, "final_norm", "vision_model.post_layernorm", hidden);
    tensors.linear(model, "pool_out", pool + "attention.out_proj", hidden, hidden);
    tensors.norm(model, "pool_norm", pool + "layernorm", hidden);
    tensors.linear(model, "pool_up", pool + "mlp.fc1", stack.info.intermediateSize, hidden);
    tensors.linear(model, "pool_down", pool + "mlp.fc2", hidden, stack.info.intermediateSize);
    model.numbers.push_back({ "patch_size", static_cast<double>(patch) });
    model.numbers.push_back({ "position_prefix", 0 });
    model.numbers.push_back({ "pool_heads", static_cast<double>(stack.info.heads) });
    stack.modelSource += patchSource(false) + kVisionSource;
    stack.outputs
        = { { "vision_pooler_output", "pool", false }, { "image_embeds", "embeds", false } };
    return stack;
}

Result<ModelPlan> plan(const ModelPackage& package)
{
    const ConfigReader config(package.config(), configFile(package));
    FE_TRY(const ConfigReader textConfig, config.object("text_config"));
    FE_TRY(const ConfigReader visionConfig, config.object("vision_config"));
    ModelPlan result;
    result.info.padsTexts = true;
    FE_TRY(StackPlan text, textPlan(package, textConfig, result.info));
    FE_TRY(StackPlan vision, visionPlan(package, visionConfig, result.info));
    result.stacks.push_back(std::move(text));
    result.stacks.push_back(std::move(vision));
    result.logitScale = "logit_scale";
    result.logitBias = "logit_bias";
    return result;
}

} // namespace

Architecture siglipArchitecture()
{
    return { "siglip", "vision-language", "SiglipModel", matches, plan };
}

} // namespace fe::models
