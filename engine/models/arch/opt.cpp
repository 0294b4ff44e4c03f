// SPDX-License-Identifier: Apache-2.0
//
// OPT (Zhang et al. 2022, arXiv:2205.01068): learned positions that begin at 2 and count only
// tokens that are not masked, ReLU; the 350M model norms after each part and has a narrower
// embedding.
#include "models/arch/arch.h"

#include "models/activation.h"
#include "models/plan_reader.h"

#include <cmath>

namespace fe::models {
namespace {

using base::Result;
using formats::ModelPackage;

constexpr const char* kEmbed = R"py(
def embed(self, ids: Tensor, run: Pass) -> Tensor:
    places = fe.embedding(fe.counted_positions(run) + 2, self.places)
    return self.widen(fe.embedding(ids, self.tokens)) + places

def head(self, x: Tensor) -> Tensor:
    return fe.linear(x, self.lm_head)
)py";

constexpr const char* kSameWidth = R"py(
def widen(self, x: Tensor) -> Tensor:
    return x

def narrow(self, x: Tensor) -> Tensor:
    return x
)py";

constexpr const char* kOtherWidth = R"py(
def widen(self, x: Tensor) -> Tensor:
    return fe.linear(x, self.project_in)

def narrow(self, x: Tensor) -> Tensor:
    return fe.linear(x, self.project_out)
)py";

constexpr const char* kFinalNorm = R"py(
def norm(self, x: Tensor) -> Tensor:
    return self.narrow(fe.layer_norm(x, self.final_norm, self.final_norm_bias, 1e-05))
)py";

constexpr const char* kNoFinalNorm = R"py(
def norm(self, x: Tensor) -> Tensor:
    return self.narrow(x)
)py";

constexpr const char* kParts = R"py(
def attention_normed(self, x: Tensor) -> Tensor:
    return fe.layer_norm(x, self.attention_norm, self.attention_norm_bias, 1e-05)

def mlp_normed(self, x: Tensor) -> Tensor:
    return fe.layer_norm(x, self.mlp_norm, self.mlp_norm_bias, 1e-05)

def attend(self, x: Tensor, run: Pass) -> Tensor:
    mixed = fe.attention(fe.linear(x, self.qkv, self.qkv_bias), run, self.layer)
    return fe.linear(mixed, self.output, self.output_bias)

def feed(self, x: Tensor, run: Pass) -> Tensor:
    wide = self.act(fe.linear(x, self.up, self.up_bias))
    return fe.mlp(fe.linear(wide, self.down, self.down_bias), run, self.layer)
)py";

constexpr const char* kNormBefore = R"py(
def forward(self, x: Tensor, run: Pass) -> Tensor:
    x = x + self.attend(self.attention_normed(x), run)
    return x + self.feed(self.mlp_normed(x), run)
)py";

constexpr const char* kNormAfter = R"py(
def forward(self, x: Tensor, run: Pass) -> Tensor:
    x = self.attention_normed(x + self.attend(x, run))
    return self.mlp_normed(x + self.feed(x, run))
)py";

bool matches(const ModelPackage& package)
{
    return saysItIs(package, { "opt" }, { "OPTForCausalLM" });
}

struct Config {
    StackInfo stack;
    std::int64_t embeddingSize = 0;
    std::int64_t context = 0;
    std::int64_t vocabSize = 0;
    bool normBefore = true;
    bool finalNorm = true;
    Bias bias = Bias::Present;
    bool tied = true;
    std::string activation;
};

Result<Config> readConfig(const ModelPackage& package)
{
    const ConfigReader config(package.config(), configFile(package));
    Config result;
    StackInfo& info = result.stack;
    FE_TRY(info.hiddenSize, config.size("hidden_size"));
    FE_TRY(info.layers, config.size("num_hidden_layers"));
    FE_CHECK(checkLayers(package, config, "num_hidden_layers", info.layers));
    FE_TRY(info.heads, config.size("num_attention_heads"));
    FE_TRY(info.headDim, headDimOf(config, "num_attention_heads", info.hiddenSize, info.heads));
    FE_TRY(info.intermediateSize, config.size("ffn_dim"));
    info.kvHeads = info.heads;
    info.causal = true;
    FE_TRY(result.embeddingSize, config.sizeOr("word_embed_proj_dim", info.hiddenSize));
    FE_TRY(result.context, config.sizeOr("max_position_embeddings", 2048));
    FE_TRY(result.vocabSize, config.size("vocab_size"));
    FE_TRY(result.normBefore, config.flagOr("do_layer_norm_before", true));
    FE_TRY(const bool removed, config.flagOr("_remove_final_layer_norm", false));
    result.finalNorm = result.normBefore && !removed;
    FE_TRY(const bool bias, config.flagOr("enable_bias", true));
    result.bias = bias ? Bias::Present : Bias::None;
    FE_TRY(result.tied, config.flagOr("tie_word_embeddings", true));
    FE_TRY(const bool affine, config.flagOr("layer_norm_elementwise_affine", true));
    if (!affine) {
        return base::unsupported(config.file(), "layer_norm_elementwise_affine",
                                 "norms without weights are not supported");
    }
    FE_TRY(const std::string activation, config.textOr("activation_function", "relu"));
    FE_TRY(result.activation, activationSource(config, "activation_function", activation));
    return result;
}

ModulePlan layerPlan(const TensorNames& tensors, const std::string& prefix, const Config& config)
{
    const std::int64_t hidden = config.stack.hiddenSize;
    const std::int64_t wide = config.stack.intermediateSize;
    ModulePlan layer;
    tensors.norm(layer, "attention_norm", prefix + "self_attn_layer_norm", hidden);
    tensors.norm(layer, "mlp_norm", prefix + "final_layer_norm", hidden);
    tensors.linears(
        layer, "qkv",
        { prefix + "self_attn.q_proj", prefix + "self_attn.k_proj", prefix + "self_attn.v_proj" },
        hidden, hidden, config.bias);
    tensors.linear(layer, "output", prefix + "self_attn.out_proj", hidden, hidden, config.bias);
    tensors.linear(layer, "up", prefix + "fc1", wide, hidden, config.bias);
    tensors.linear(layer, "down", prefix + "fc2", hidden, wide, config.bias);
    return layer;
}

Result<ModelPlan> plan(const ModelPackage& package)
{
    FE_TRY(const Config config, readConfig(package));
    const TensorNames tensors(package, { "model.decoder.", "decoder.", "" }, "embed_tokens.weight");
    const std::int64_t hidden = config.stack.hiddenSize;
    const std::int64_t width = config.embeddingSize;
    const bool sameWidth = width == hidden;

    StackPlan stack;
    stack.info = config.stack;
    stack.attentionScale = 1 / std::sqrt(static_cast<double>(stack.info.headDim));
    stack.writes = true;
    stack.lastHiddenIsNormed = true;
    stack.modelSource = std::string(sameWidth ? kSameWidth : kOtherWidth)
        + (config.finalNorm ? kFinalNorm : kNoFinalNorm) + kEmbed;
    stack.layerSource = config.activation + kParts + (config.normBefore ? kNormBefore : kNormAfter);
    const bool ownHead = package.findTensor("lm_head.weight") != nullptr || !config.tied;
    stack.model.matrices = {
        tensors.matrix("tokens", "embed_tokens.weight", config.vocabSize, width),
        tensors.matrix("places", "embed_positions.weight", config.context + 2, hidden),
        { "lm_head",
          width,
          { { ownHead ? "lm_head.weight" : tensors("embed_tokens.weight"), config.vocabSize } } }
    };
    if (!sameWidth) {
        stack.model.matrices.push_back(
            tensors.matrix("project_in", "project_in.weight", hidden, width));
        stack.model.matrices.push_back(
            tensors.matrix("project_out", "project_out.weight", width, hidden));
    }
    if (config.finalNorm) {
        tensors.norm(stack.model, "final_norm", "final_layer_norm", hidden);
    }
    for (std::int64_t i = 0; i < stack.info.layers; ++i) {
        stack.layers.push_back(layerPlan(tensors, "layers." + std::to_string(i) + ".", config));
    }
    ModelPlan result;
    result.info.context = config.context;
    result.info.vocabSize = config.vocabSize;
    result.stacks.push_back(std::move(stack));
    return result;
}

} // namespace

Architecture optArchitecture()
{
    return { "opt", "decoder", "OPTForCausalLM", matches, plan };
}

} // namespace fe::models
