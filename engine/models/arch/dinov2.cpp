// SPDX-License-Identifier: Apache-2.0
//
// DINOv2 (Oquab et al. 2024, arXiv:2304.07193), with registers too (Darcet et al. 2024,
// arXiv:2309.16588): ViT with layer scale and, in the giant, SwiGLU; positions are interpolated for
// pictures of any size.
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
    first = self.class_token.expand([pixels.size(0), 1, -1])
    x = torch.cat([first, self.patches(pixels)], 1) + self.places(pixels)
    return self.registered(x).flatten(0, 1)

def norm(self, x: Tensor) -> Tensor:
    return fe.layer_norm(x, self.final_norm, self.final_norm_bias, self.eps)

def pool(self, x: Tensor, run: Pass) -> Tensor:
    return fe.sequences(x, run).select(1, 0)
)py";

constexpr const char* kNoRegisters = R"py(
def registered(self, x: Tensor) -> Tensor:
    return x
)py";

constexpr const char* kRegisters = R"py(
def registered(self, x: Tensor) -> Tensor:
    registers = self.registers.expand([x.size(0), -1, -1])
    return torch.cat([x.narrow(1, 0, 1), registers, x.narrow(1, 1, x.size(1) - 1)], 1)
)py";

constexpr const char* kClassifier = R"py(
def classify(self, x: Tensor, run: Pass) -> Tensor:
    x = fe.sequences(x, run)
    prefix = int(self.prefix)
    patches = torch.mean(x.narrow(1, prefix, x.size(1) - prefix), [1])
    return fe.linear(torch.cat([x.select(1, 0), patches], 1), self.classifier, self.classifier_bias)
)py";

constexpr const char* kLayerSource = R"py(
def forward(self, x: Tensor, run: Pass) -> Tensor:
    normed = fe.layer_norm(x, self.attention_norm, self.attention_norm_bias, self.eps)
    mixed = fe.attention(fe.linear(normed, self.qkv, self.qkv_bias), run, self.layer)
    x = x + fe.linear(mixed, self.output, self.output_bias) * self.attention_scale
    normed = fe.layer_norm(x, self.mlp_norm, self.mlp_norm_bias, self.eps)
    wide = self.inner(fe.linear(normed, self.up, self.up_bias))
    y = fe.linear(wide, self.down, self.down_bias) * self.mlp_scale
    return x + fe.mlp(y, run, self.layer)
)py";

constexpr const char* kPlainInner = R"py(
def inner(self, x: Tensor) -> Tensor:
    return self.act(x)
)py";

constexpr const char* kGatedInner = R"py(
def inner(self, x: Tensor) -> Tensor:
    return fe.swiglu(x)
)py";

bool matches(const ModelPackage& package)
{
    return saysItIs(package, { "dinov2", "dinov2_with_registers" },
                    { "Dinov2Model", "Dinov2WithRegistersModel" });
}

struct Config {
    StackInfo stack;
    PictureInfo picture;
    std::int64_t registers = 0;
    bool gated = false;
    Bias bias = Bias::Present;
    double eps = 1e-6;
    std::string activation;
};

Result<Config> readConfig(const ModelPackage& package, const ConfigReader& config)
{
    Config result;
    StackInfo& info = result.stack;
    FE_TRY(info, readStackInfo(package, config, { 768, 1, 12, 12 }));
    FE_TRY(const double ratio, config.positiveOr("mlp_ratio", 4));
    FE_TRY(result.gated, config.flagOr("use_swiglu_ffn", false));
    const double wide = static_cast<double>(info.hiddenSize) * ratio;
    if (ratio > 1024 || wide < 1) {
        return config.refuse("mlp_ratio", "the MLP would not have a sensible width");
    }
    info.intermediateSize = static_cast<std::int64_t>(wide);
    if (result.gated) {
        info.intermediateSize
            = (static_cast<std::int64_t>(static_cast<double>(info.intermediateSize) * 2 / 3) + 7)
            / 8 * 8;
    }
    std::string type;
    FE_TRY(type, config.textOr("model_type", className(package)));
    if (type == "dinov2_with_registers" || type == "Dinov2WithRegistersModel") {
        FE_TRY(result.registers, config.countOr("num_register_tokens", 4));
    }
    FE_TRY(result.picture, readPicture(config, { 224, 14, 1 + result.registers }));
    FE_TRY(const bool bias, config.flagOr("qkv_bias", true));
    result.bias = bias ? Bias::Present : Bias::None;
    FE_TRY(result.eps, config.positiveOr("layer_norm_eps", 1e-6));
    FE_TRY(const std::string activation, config.textOr("hidden_act", "gelu"));
    FE_TRY(result.activation, activationSource(config, "hidden_act", activation));
    return result;
}

ModulePlan layerPlan(const TensorNames& tensors, const std::string& prefix, const Config& config)
{
    constexpr PreNormNames kPlain { "norm1",
                                    "attention.attention.query",
                                    "attention.attention.key",
                                    "attention.attention.value",
                                    "attention.output.dense",
                                    "norm2",
                                    "mlp.fc1",
                                    "mlp.fc2" };
    const std::int64_t hidden = config.stack.hiddenSize;
    ModulePlan layer
        = planPreNormLayer(tensors, kPlain, prefix, config.stack, config.eps, config.bias);
    if (config.gated) {
        // The MLP's two matrices were bound last: gate and up as one, then down.
        layer.matrices.resize(layer.matrices.size() - 2);
        layer.vectors.resize(layer.vectors.size() - 2);
        const std::int64_t wide = config.stack.intermediateSize;
        tensors.linear(layer, "up", prefix + "mlp.weights_in", 2 * wide, hidden);
        tensors.linear(layer, "down", prefix + "mlp.weights_out", hidden, wide);
    }
    layer.vectors.push_back(
        tensors.vector("attention_scale", prefix + "layer_scale1.lambda1", hidden));
    layer.vectors.push_back(tensors.vector("mlp_scale", prefix + "layer_scale2.lambda1", hidden));
    return layer;
}

Result<ModulePlan> modelPlan(const ConfigReader& reader, const TensorNames& tensors,
                             const Config& config)
{
    const std::int64_t hidden = config.stack.hiddenSize;
    const std::int64_t patch = config.picture.patchSize;
    FE_TRY(const std::int64_t patches, patchCount(reader, config.picture));
    ModulePlan model;
    model.vectors
        = { tensors.tensor("patch", "embeddings.patch_embeddings.projection.weight",
                           { hidden, 3, patch, patch }),
            tensors.vector("patch_bias", "embeddings.patch_embeddings.projection.bias", hidden),
            tensors.tensor("class_token", "embeddings.cls_token", { 1, 1, hidden }),
            tensors.tensor("position_table", "embeddings.position_embeddings",
                           { 1, patches + 1, hidden }) };
    if (config.registers > 0) {
        model.vectors.push_back(tensors.tensor("registers", "embeddings.register_tokens",
                                               { 1, config.registers, hidden }));
    }
    tensors.norm(model, "final_norm", "layernorm", hidden);
    model.numbers = { { "eps", config.eps },
                      { "patch_size", static_cast<double>(patch) },
                      { "position_prefix", 1 },
                      { "prefix", static_cast<double>(config.picture.prefixTokens) } };
    return model;
}

Result<ModelPlan> plan(const ModelPackage& package)
{
    const ConfigReader reader(package.config(), configFile(package));
    FE_TRY(const Config config, readConfig(package, reader));
    const TensorNames tensors(package, { "dinov2.", "dinov2_with_registers.", "" },
                              "embeddings.cls_token");
    ModelPlan result;
    result.info.picture = config.picture;
    FE_TRY(result.info.labels, readLabels(package));
    StackPlan stack;
    stack.info = config.stack;
    stack.attentionScale = 1 / std::sqrt(static_cast<double>(stack.info.headDim));
    FE_TRY(stack.model, modelPlan(reader, tensors, config));
    stack.modelSource = patchSource(config.registers > 0)
        + (config.registers > 0 ? kRegisters : kNoRegisters) + kModelSource;
    stack.layerSource
        = config.activation + (config.gated ? kGatedInner : kPlainInner) + kLayerSource;
    for (std::int64_t i = 0; i < stack.info.layers; ++i) {
        stack.layers.push_back(
            layerPlan(tensors, "encoder.layer." + std::to_string(i) + ".", config));
    }
    if (className(package).ends_with("ForImageClassification")) {
        FE_TRY(const std::int64_t labels, labelCount(package, "classifier.weight"));
        TensorNames(package, {}, "")
            .linear(stack.model, "classifier", "classifier", labels, 2 * stack.info.hiddenSize);
        stack.modelSource += kClassifier;
        stack.outputs = { { "logits", "classify", false } };
    } else {
        stack.outputs = { { "pooler_output", "pool", false } };
    }
    result.stacks.push_back(std::move(stack));
    return result;
}

} // namespace

Architecture dinov2Architecture()
{
    return { "dinov2", "vision", "Dinov2Model, Dinov2WithRegistersModel, ForImageClassification",
             matches, plan };
}

} // namespace fe::models
