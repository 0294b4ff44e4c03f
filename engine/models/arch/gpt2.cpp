// SPDX-License-Identifier: Apache-2.0
//
// GPT-2 (Radford et al. 2019): LayerNorm before each part, learned positions, weights stored as
// [in, out] in its own files and as [out, in] in GGUF, head tied to the embedding.
#include "models/arch/arch.h"

#include "models/activation.h"
#include "models/plan_reader.h"

#include <cmath>

namespace fe::models {
namespace {

using base::Result;
using formats::ModelPackage;
using formats::PackageKind;

constexpr const char* kModelSource = R"py(
def embed(self, ids: Tensor, run: Pass) -> Tensor:
    return fe.embedding(ids, self.tokens) + fe.embedding(fe.positions(run), self.places)

def norm(self, x: Tensor) -> Tensor:
    return fe.layer_norm(x, self.final_norm, self.final_norm_bias, self.eps)

def head(self, x: Tensor) -> Tensor:
    return fe.linear(x, self.lm_head)
)py";

constexpr const char* kLayerSource = R"py(
def forward(self, x: Tensor, run: Pass) -> Tensor:
    normed = fe.layer_norm(x, self.attention_norm, self.attention_norm_bias, self.eps)
    mixed = fe.attention(fe.linear(normed, self.qkv, self.qkv_bias), run, self.layer)
    x = x + fe.linear(mixed, self.output, self.output_bias)
    normed = fe.layer_norm(x, self.mlp_norm, self.mlp_norm_bias, self.eps)
    wide = self.act(fe.linear(normed, self.up, self.up_bias))
    return x + fe.mlp(fe.linear(wide, self.down, self.down_bias), run, self.layer)
)py";

/// Names of the tensors in the two kinds of files.
struct Names {
    const char* tokens;
    const char* places;
    const char* finalNorm;
    const char* head;
    const char* layer;
    const char* attentionNorm;
    const char* qkv;
    const char* output;
    const char* mlpNorm;
    const char* up;
    const char* down;
};

constexpr Names kHuggingFace
    = { "wte",         "wpe",         "ln_f", "lm_head",  "h.",        "ln_1",
        "attn.c_attn", "attn.c_proj", "ln_2", "mlp.c_fc", "mlp.c_proj" };
constexpr Names kGguf
    = { "token_embd", "position_embd", "output_norm", "output", "blk.",    "attn_norm",
        "attn_qkv",   "attn_output",   "ffn_norm",    "ffn_up", "ffn_down" };

struct Config {
    StackInfo stack;
    std::int64_t context = 0;
    std::int64_t vocabSize = 0;
    double eps = 1e-5;
    std::string activation;
};

bool matches(const ModelPackage& package)
{
    return saysItIs(package, { "gpt2" }, { "GPT2LMHeadModel", "GPT2Model" }, "gpt2");
}

Result<Config> readHuggingFace(const ModelPackage& package)
{
    const ConfigReader config(package.config(), configFile(package));
    Config result;
    StackInfo& info = result.stack;
    FE_TRY(info.hiddenSize, config.size("n_embd"));
    FE_TRY(info.layers, config.size("n_layer"));
    FE_CHECK(checkLayers(package, config, "n_layer", info.layers));
    FE_TRY(info.heads, config.size("n_head"));
    FE_TRY(info.headDim, headDimOf(config, "n_head", info.hiddenSize, info.heads));
    FE_TRY(info.intermediateSize, config.sizeOr("n_inner", 4 * info.hiddenSize));
    FE_TRY(result.context, config.sizeOr("n_positions", 1024));
    FE_TRY(result.vocabSize, config.size("vocab_size"));
    FE_TRY(result.eps, config.positiveOr("layer_norm_epsilon", 1e-5));
    FE_TRY(const std::string activation, config.textOr("activation_function", "gelu_new"));
    FE_TRY(result.activation, activationSource(config, "activation_function", activation));
    FE_TRY(const bool scaled, config.flagOr("scale_attn_weights", true));
    FE_TRY(const bool byLayer, config.flagOr("scale_attn_by_inverse_layer_idx", false));
    if (!scaled || byLayer) {
        return base::unsupported(config.file(),
                                 byLayer ? "scale_attn_by_inverse_layer_idx" : "scale_attn_weights",
                                 "only attention scaled by the square root of the head's size");
    }
    return result;
}

Result<Config> readGguf(const ModelPackage& package)
{
    const ConfigReader config(package.config(), package.path().string());
    Config result;
    StackInfo& info = result.stack;
    FE_TRY(info.hiddenSize, config.size("gpt2.embedding_length"));
    FE_TRY(info.layers, config.size("gpt2.block_count"));
    FE_CHECK(checkLayers(package, config, "gpt2.block_count", info.layers));
    FE_TRY(info.heads, config.size("gpt2.attention.head_count"));
    FE_TRY(info.headDim,
           headDimOf(config, "gpt2.attention.head_count", info.hiddenSize, info.heads));
    FE_TRY(info.intermediateSize, config.sizeOr("gpt2.feed_forward_length", 4 * info.hiddenSize));
    FE_TRY(result.context, config.sizeOr("gpt2.context_length", 1024));
    FE_TRY(result.eps, config.positiveOr("gpt2.attention.layer_norm_epsilon", 1e-5));
    const formats::TensorEntry* tokens = package.findTensor("token_embd.weight");
    const std::int64_t rows = tokens != nullptr && !tokens->shape.empty() ? tokens->shape[0] : 0;
    FE_TRY(result.vocabSize, config.sizeOr("gpt2.vocab_size", rows));
    FE_TRY(result.activation, activationSource(config, "", "gelu_new"));
    return result;
}

/// A matrix and its bias. @param order of the matrix in this kind of file.
void addLinear(ModulePlan& plan, const char* attribute, const std::string& name, std::int64_t rows,
               std::int64_t columns, RowOrder order)
{
    plan.matrices.push_back({ attribute, columns, { { name + ".weight", rows, order } } });
    plan.vectors.push_back(
        { std::string(attribute) + "_bias", { { name + ".bias", rows } }, true });
}

ModulePlan layerPlan(const TensorNames& tensors, const Names& names, const std::string& prefix,
                     const Config& config, RowOrder order)
{
    const std::int64_t hidden = config.stack.hiddenSize;
    const std::int64_t wide = config.stack.intermediateSize;
    ModulePlan layer;
    tensors.norm(layer, "attention_norm", prefix + names.attentionNorm, hidden);
    tensors.norm(layer, "mlp_norm", prefix + names.mlpNorm, hidden);
    addLinear(layer, "qkv", tensors(prefix + names.qkv), 3 * hidden, hidden, order);
    addLinear(layer, "output", tensors(prefix + names.output), hidden, hidden, order);
    addLinear(layer, "up", tensors(prefix + names.up), wide, hidden, order);
    addLinear(layer, "down", tensors(prefix + names.down), hidden, wide, order);
    layer.numbers = { { "eps", config.eps } };
    return layer;
}

Result<ModelPlan> plan(const ModelPackage& package)
{
    const bool gguf = package.kind() == PackageKind::Gguf;
    FE_TRY(Config config, gguf ? readGguf(package) : readHuggingFace(package));
    const Names& names = gguf ? kGguf : kHuggingFace;
    const TensorNames tensors(package, { "transformer.", "" },
                              std::string(names.tokens) + ".weight");
    const std::string ownHead = std::string(names.head) + ".weight";
    const std::int64_t hidden = config.stack.hiddenSize;

    StackPlan stack;
    stack.info = config.stack;
    stack.info.kvHeads = stack.info.heads;
    stack.info.causal = true;
    stack.attentionScale = 1 / std::sqrt(static_cast<double>(stack.info.headDim));
    stack.writes = true;
    stack.lastHiddenIsNormed = true;
    stack.modelSource = kModelSource;
    stack.layerSource = config.activation + kLayerSource;
    stack.model.matrices
        = { tensors.matrix("tokens", std::string(names.tokens) + ".weight", config.vocabSize,
                           hidden),
            tensors.matrix("places", std::string(names.places) + ".weight", config.context, hidden),
            { "lm_head",
              hidden,
              { { package.findTensor(ownHead) != nullptr
                      ? ownHead
                      : tensors(std::string(names.tokens) + ".weight"),
                  config.vocabSize } } } };
    tensors.norm(stack.model, "final_norm", names.finalNorm, hidden);
    stack.model.numbers = { { "eps", config.eps } };
    for (std::int64_t i = 0; i < stack.info.layers; ++i) {
        stack.layers.push_back(layerPlan(tensors, names, names.layer + std::to_string(i) + ".",
                                         config, gguf ? RowOrder::Plain : RowOrder::Transposed));
    }
    ModelPlan result;
    result.info.context = config.context;
    result.info.vocabSize = config.vocabSize;
    result.stacks.push_back(std::move(stack));
    return result;
}

} // namespace

Architecture gpt2Architecture()
{
    return { "gpt2", "decoder", "GPT2LMHeadModel; GGUF gpt2", matches, plan };
}

} // namespace fe::models
