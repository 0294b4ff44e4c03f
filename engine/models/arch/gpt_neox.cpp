// SPDX-License-Identifier: Apache-2.0
//
// GPT-NeoX (Black et al. 2022, arXiv:2204.06745) and Pythia: attention and MLP read the same stream
// (or, in some, one after the other), part of a head rotates, query, key and value lie head by
// head.
#include "models/arch/arch.h"

#include "models/activation.h"
#include "models/plan_reader.h"

#include <cmath>

namespace fe::models {
namespace {

using base::Result;
using formats::ModelPackage;

constexpr const char* kModelSource = R"py(
def embed(self, ids: Tensor, run: Pass) -> Tensor:
    return fe.embedding(ids, self.tokens)

def norm(self, x: Tensor) -> Tensor:
    return fe.layer_norm(x, self.final_norm, self.final_norm_bias, self.eps)

def head(self, x: Tensor) -> Tensor:
    return fe.linear(x, self.lm_head)
)py";

constexpr const char* kParts = R"py(
def attend(self, x: Tensor, run: Pass) -> Tensor:
    normed = fe.layer_norm(x, self.attention_norm, self.attention_norm_bias, self.eps)
    qkv = fe.rotary(fe.linear(normed, self.qkv, self.qkv_bias), run)
    return fe.linear(fe.attention(qkv, run, self.layer), self.output, self.output_bias)

def feed(self, x: Tensor, run: Pass) -> Tensor:
    normed = fe.layer_norm(x, self.mlp_norm, self.mlp_norm_bias, self.eps)
    wide = self.act(fe.linear(normed, self.up, self.up_bias))
    return fe.mlp(fe.linear(wide, self.down, self.down_bias), run, self.layer)
)py";

constexpr const char* kParallel = R"py(
def forward(self, x: Tensor, run: Pass) -> Tensor:
    return self.feed(x, run) + self.attend(x, run) + x
)py";

constexpr const char* kSequential = R"py(
def forward(self, x: Tensor, run: Pass) -> Tensor:
    x = self.attend(x, run) + x
    return self.feed(x, run) + x
)py";

bool matches(const ModelPackage& package)
{
    return saysItIs(package, { "gpt_neox" }, { "GPTNeoXForCausalLM" });
}

Result<StackInfo> readStack(const ModelPackage& package, const ConfigReader& config)
{
    StackInfo info;
    FE_TRY(info.hiddenSize, config.size("hidden_size"));
    FE_TRY(info.layers, config.size("num_hidden_layers"));
    FE_CHECK(checkLayers(package, config, "num_hidden_layers", info.layers));
    FE_TRY(info.heads, config.size("num_attention_heads"));
    FE_TRY(info.headDim, headDimOf(config, "num_attention_heads", info.hiddenSize, info.heads));
    FE_TRY(info.intermediateSize, config.size("intermediate_size"));
    info.kvHeads = info.heads;
    info.causal = true;
    return info;
}

/// Dimensions of a head that rotate, from either dialect.
Result<std::int64_t> rotatedDimensions(const ConfigReader& config, std::int64_t headDim)
{
    FE_TRY(const ConfigReader parameters, config.object("rope_parameters"));
    FE_TRY(const double older, config.positiveOr("rotary_pct", 0.25));
    FE_TRY(const double share, parameters.positiveOr("partial_rotary_factor", older));
    const auto rotated = static_cast<std::int64_t>(static_cast<double>(headDim) * share);
    if (share > 1 || rotated < 1 || rotated + rotated % 2 > headDim) {
        return config.refuse(config.has("rope_parameters") ? "rope_parameters" : "rotary_pct",
                             "it rotates " + std::to_string(rotated) + " of "
                                 + std::to_string(headDim) + " dimensions");
    }
    return rotated;
}

ModulePlan layerPlan(const TensorNames& tensors, const std::string& prefix, const StackInfo& info,
                     double eps, Bias attentionBias)
{
    const std::int64_t hidden = info.hiddenSize;
    ModulePlan layer;
    tensors.norm(layer, "attention_norm", prefix + "input_layernorm", hidden);
    tensors.norm(layer, "mlp_norm", prefix + "post_attention_layernorm", hidden);
    tensors.linear(layer, "qkv", prefix + "attention.query_key_value", 3 * hidden, hidden,
                   attentionBias);
    layer.matrices.back().parts.front().order = RowOrder::HeadByHead;
    layer.matrices.back().parts.front().headDim = info.headDim;
    for (TensorPart& part : layer.vectors.back().parts) {
        part.order = RowOrder::HeadByHead;
        part.headDim = info.headDim;
    }
    tensors.linear(layer, "output", prefix + "attention.dense", hidden, hidden, attentionBias);
    tensors.linear(layer, "up", prefix + "mlp.dense_h_to_4h", info.intermediateSize, hidden);
    tensors.linear(layer, "down", prefix + "mlp.dense_4h_to_h", hidden, info.intermediateSize);
    layer.numbers = { { "eps", eps } };
    return layer;
}

Result<ModelPlan> plan(const ModelPackage& package)
{
    const ConfigReader config(package.config(), configFile(package));
    StackPlan stack;
    FE_TRY(stack.info, readStack(package, config));
    FE_TRY(const std::int64_t context, config.sizeOr("max_position_embeddings", 2048));
    FE_TRY(const std::int64_t vocabSize, config.size("vocab_size"));
    FE_TRY(const double eps, config.positiveOr("layer_norm_eps", 1e-5));
    FE_TRY(const std::string activation, config.textOr("hidden_act", "gelu"));
    FE_TRY(const std::string act, activationSource(config, "hidden_act", activation));
    FE_TRY(const bool parallel, config.flagOr("use_parallel_residual", true));
    FE_TRY(const bool attentionBias, config.flagOr("attention_bias", true));
    FE_TRY(const bool tied, config.flagOr("tie_word_embeddings", false));
    FE_TRY(const std::int64_t rotated, rotatedDimensions(config, stack.info.headDim));
    FE_TRY(stack.rope, ropeFromConfig(config, rotated, context));

    const TensorNames tensors(package, { "gpt_neox.", "" }, "embed_in.weight");
    const std::int64_t hidden = stack.info.hiddenSize;
    stack.attentionScale = 1 / std::sqrt(static_cast<double>(stack.info.headDim));
    stack.writes = true;
    stack.lastHiddenIsNormed = true;
    stack.modelSource = kModelSource;
    stack.layerSource = act + kParts + (parallel ? kParallel : kSequential);
    const bool ownHead = package.findTensor("embed_out.weight") != nullptr || !tied;
    stack.model.matrices
        = { tensors.matrix("tokens", "embed_in.weight", vocabSize, hidden),
            { "lm_head",
              hidden,
              { { ownHead ? "embed_out.weight" : tensors("embed_in.weight"), vocabSize } } } };
    tensors.norm(stack.model, "final_norm", "final_layer_norm", hidden);
    stack.model.numbers = { { "eps", eps } };
    for (std::int64_t i = 0; i < stack.info.layers; ++i) {
        stack.layers.push_back(layerPlan(tensors, "layers." + std::to_string(i) + ".", stack.info,
                                         eps, attentionBias ? Bias::Present : Bias::None));
    }
    ModelPlan result;
    result.info.context = context;
    result.info.vocabSize = vocabSize;
    result.stacks.push_back(std::move(stack));
    return result;
}

} // namespace

Architecture gptNeoxArchitecture()
{
    return { "gpt_neox", "decoder", "GPTNeoXForCausalLM (Pythia)", matches, plan };
}

} // namespace fe::models
