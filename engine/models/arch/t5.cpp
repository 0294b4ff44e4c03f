// SPDX-License-Identifier: Apache-2.0
//
// T5 (Raffel et al. 2020, arXiv:1910.10683), v1.1 and Flan-T5: encoder and decoder with RMSNorm,
// relative position bias shared by all layers, no scaling of scores, ReLU or gated MLP.
#include "models/arch/arch.h"

#include "models/activation.h"
#include "models/plan_reader.h"

#include <algorithm>
#include <cmath>

namespace fe::models {
namespace {

using base::Result;
using formats::ModelPackage;

constexpr const char* kModelSource = R"py(
def embed(self, ids: Tensor, run: Pass) -> Tensor:
    return fe.embedding(ids, self.tokens)

def norm(self, x: Tensor) -> Tensor:
    return fe.rms_norm(x, self.final_norm, self.eps)

def position_bias(self, run: Pass) -> Tensor:
    queries = fe.query_positions(run).unsqueeze(1)
    away = fe.key_positions(run).unsqueeze(0) - queries
    buckets = int(self.buckets)
    result = torch.zeros_like(away)
    if self.both_ways > 0.5:
        buckets = buckets // 2
        result = torch.gt(away, 0).to(4) * buckets
        away = torch.abs(away)
    else:
        away = torch.clamp(-away, min=0)
    exact = buckets // 2
    far = torch.log(torch.clamp(away, min=1) / exact) / self.log_range
    far = torch.clamp(exact + (far * (buckets - exact)).to(4), max=buckets - 1)
    result = result + torch.where(torch.lt(away, exact), away, far)
    return self.bias_table[result].permute([2, 0, 1]).unsqueeze(0)
)py";

constexpr const char* kHead = R"py(
def head(self, x: Tensor) -> Tensor:
    return fe.linear(x * self.output_scale, self.lm_head)
)py";

constexpr const char* kParts = R"py(
def attend(self, x: Tensor, run: Pass) -> Tensor:
    qkv = fe.linear(fe.rms_norm(x, self.attention_norm, self.eps), self.qkv)
    return fe.linear(fe.attention(qkv, run, self.layer), self.output)

def feed(self, x: Tensor, run: Pass) -> Tensor:
    wide = self.inner(fe.linear(fe.rms_norm(x, self.mlp_norm, self.eps), self.up))
    return fe.mlp(fe.linear(wide, self.down), run, self.layer)
)py";

constexpr const char* kEncoderLayer = R"py(
def forward(self, x: Tensor, run: Pass) -> Tensor:
    x = x + self.attend(x, run)
    return x + self.feed(x, run)
)py";

constexpr const char* kDecoderLayer = R"py(
def cross(self, memory: Tensor) -> Tensor:
    return fe.linear(memory, self.memory)

def forward(self, x: Tensor, run: Pass) -> Tensor:
    x = x + self.attend(x, run)
    query = fe.linear(fe.rms_norm(x, self.cross_norm, self.eps), self.query)
    x = x + fe.linear(fe.cross_attention(query, run, self.layer), self.cross_output)
    return x + self.feed(x, run)
)py";

constexpr const char* kPlainInner = R"py(
def inner(self, x: Tensor) -> Tensor:
    return self.act(x)
)py";

constexpr const char* kGatedInner = R"py(
def inner(self, x: Tensor) -> Tensor:
    return self.gated(x)
)py";

bool matches(const ModelPackage& package)
{
    return saysItIs(package, { "t5" }, { "T5ForConditionalGeneration" });
}

struct Config {
    StackInfo stack; ///< of both, but for layers and direction
    std::int64_t decoderLayers = 0;
    std::int64_t buckets = 32;
    std::int64_t farthest = 128; ///< tokens; all farther share a bucket
    double eps = 1e-6;
    bool gated = false;
    std::string activation;
    std::int64_t vocabSize = 0;
    std::int64_t context = 0;
    std::int64_t start = 0;
    double outputScale = 1;
};

Result<void> readMlp(const ConfigReader& config, Config& result)
{
    FE_TRY(const std::string stated, config.textOr("feed_forward_proj", "relu"));
    constexpr std::string_view kGated = "gated-";
    result.gated = stated.starts_with(kGated);
    std::string name = result.gated ? stated.substr(kGated.size()) : stated;
    if (stated == "gated-gelu") {
        name = "gelu_new"; // the name says the exact function, the models have the approximate
    }
    FE_TRY(result.activation,
           result.gated ? gatedActivationSource(config, "feed_forward_proj", name)
                        : activationSource(config, "feed_forward_proj", name));
    result.activation += result.gated ? kGatedInner : kPlainInner;
    return {};
}

Result<Config> readConfig(const ModelPackage& package, const ConfigReader& config)
{
    Config result;
    StackInfo& info = result.stack;
    FE_TRY(info.hiddenSize, config.size("d_model"));
    FE_TRY(info.intermediateSize, config.size("d_ff"));
    FE_TRY(info.headDim, config.sizeOr("d_kv", 64));
    FE_TRY(info.heads, config.size("num_heads"));
    info.kvHeads = info.heads;
    FE_TRY(info.layers, config.size("num_layers"));
    FE_CHECK(checkLayers(package, config, "num_layers", info.layers));
    FE_TRY(result.decoderLayers, config.sizeOr("num_decoder_layers", info.layers));
    FE_CHECK(checkLayers(package, config, "num_decoder_layers", result.decoderLayers));
    FE_TRY(result.buckets, config.sizeOr("relative_attention_num_buckets", 32));
    FE_TRY(result.farthest, config.sizeOr("relative_attention_max_distance", 128));
    if (result.buckets < 4 || result.farthest <= result.buckets / 2) {
        return config.refuse("relative_attention_num_buckets",
                             "there must be 4 or more, and fewer than twice the longest distance");
    }
    FE_TRY(result.eps, config.positiveOr("layer_norm_epsilon", 1e-6));
    FE_TRY(result.vocabSize, config.size("vocab_size"));
    FE_TRY(result.context, config.sizeOr("n_positions", 512));
    FE_TRY(const std::int64_t padding, config.countOr("pad_token_id", 0));
    FE_TRY(result.start, config.countOr("decoder_start_token_id", padding));
    FE_CHECK(readMlp(config, result));
    FE_TRY(const bool tied, config.flagOr("tie_word_embeddings", true));
    FE_TRY(const bool scaled, config.flagOr("scale_decoder_outputs", tied));
    result.outputScale = scaled ? 1 / std::sqrt(static_cast<double>(info.hiddenSize)) : 1;
    return result;
}

ModulePlan layerPlan(const TensorNames& tensors, const std::string& prefix, const Config& config,
                     bool decoder)
{
    const StackInfo& info = config.stack;
    const std::int64_t hidden = info.hiddenSize;
    const std::int64_t inner = info.heads * info.headDim;
    const std::string mlp = prefix + (decoder ? "2." : "1.");
    const auto matrices
        = [&](ModulePlan& plan, const char* attribute, const std::string& part,
              const std::vector<std::string>& names, std::int64_t rows, std::int64_t columns) {
              MatrixBinding binding { attribute, columns, {} };
              for (const std::string& name : names) {
                  binding.parts.push_back({ tensors(part + name + ".weight"), rows });
              }
              plan.matrices.push_back(std::move(binding));
          };
    ModulePlan layer;
    const std::string self = prefix + "0.SelfAttention.";
    matrices(layer, "qkv", self, { "q", "k", "v" }, inner, hidden);
    matrices(layer, "output", self, { "o" }, hidden, inner);
    layer.vectors = { tensors.vector("attention_norm", prefix + "0.layer_norm.weight", hidden),
                      tensors.vector("mlp_norm", mlp + "layer_norm.weight", hidden) };
    if (decoder) {
        const std::string cross = prefix + "1.EncDecAttention.";
        matrices(layer, "query", cross, { "q" }, inner, hidden);
        matrices(layer, "memory", cross, { "k", "v" }, inner, hidden);
        matrices(layer, "cross_output", cross, { "o" }, hidden, inner);
        layer.vectors.push_back(
            tensors.vector("cross_norm", prefix + "1.layer_norm.weight", hidden));
    }
    matrices(layer, "up", mlp + "DenseReluDense.",
             config.gated ? std::vector<std::string> { "wi_0", "wi_1" }
                          : std::vector<std::string> { "wi" },
             info.intermediateSize, hidden);
    matrices(layer, "down", mlp + "DenseReluDense.", { "wo" }, hidden, info.intermediateSize);
    layer.numbers = { { "eps", config.eps } };
    return layer;
}

/// The shared embedding, which some files keep under one of its users' names.
std::string embeddingName(const ModelPackage& package)
{
    for (const char* name :
         { "shared.weight", "encoder.embed_tokens.weight", "decoder.embed_tokens.weight" }) {
        if (package.findTensor(name) != nullptr) {
            return name;
        }
    }
    return "shared.weight";
}

StackPlan stackPlan(const ModelPackage& package, const Config& config, bool decoder)
{
    const TensorNames tensors(package, {}, "");
    const std::string name = decoder ? "decoder" : "encoder";
    const std::int64_t buckets = decoder ? config.buckets : config.buckets / 2;
    const double exact = static_cast<double>(buckets / 2);
    StackPlan stack;
    stack.info = config.stack;
    stack.info.name = name;
    stack.info.causal = decoder;
    stack.info.layers = decoder ? config.decoderLayers : config.stack.layers;
    stack.attentionScale = 1;
    stack.writes = decoder;
    stack.crossAttention = decoder;
    stack.positionBias = true;
    stack.lastHiddenIsNormed = true;
    stack.modelSource = std::string(kModelSource) + (decoder ? kHead : "");
    stack.layerSource = config.activation + kParts + (decoder ? kDecoderLayer : kEncoderLayer);
    stack.model.matrices = {
        { "tokens", config.stack.hiddenSize, { { embeddingName(package), config.vocabSize } } }
    };
    if (decoder) {
        stack.model.matrices.push_back(
            { "lm_head",
              config.stack.hiddenSize,
              { { tensors.has("lm_head.weight") ? "lm_head.weight" : embeddingName(package),
                  config.vocabSize } } });
    }
    stack.model.vectors
        = { tensors.vector("final_norm", name + ".final_layer_norm.weight",
                           config.stack.hiddenSize),
            tensors.tensor("bias_table",
                           name + ".block.0.layer.0.SelfAttention.relative_attention_bias.weight",
                           { config.buckets, config.stack.heads }) };
    stack.model.numbers
        = { { "eps", config.eps },
            { "buckets", static_cast<double>(config.buckets) },
            { "both_ways", decoder ? 0.0 : 1.0 },
            { "log_range", std::log(static_cast<double>(config.farthest) / std::max(1.0, exact)) },
            { "output_scale", config.outputScale } };
    for (std::int64_t i = 0; i < stack.info.layers; ++i) {
        stack.layers.push_back(
            layerPlan(tensors, name + ".block." + std::to_string(i) + ".layer.", config, decoder));
    }
    return stack;
}

Result<ModelPlan> plan(const ModelPackage& package)
{
    const ConfigReader reader(package.config(), configFile(package));
    FE_TRY(const Config config, readConfig(package, reader));
    if (config.start >= config.vocabSize) {
        return reader.refuse("decoder_start_token_id", "it is outside the vocabulary");
    }
    ModelPlan result;
    result.info.context = config.context;
    result.info.vocabSize = config.vocabSize;
    result.info.decoderStart = static_cast<TokenId>(config.start);
    result.stacks.push_back(stackPlan(package, config, false));
    result.stacks.push_back(stackPlan(package, config, true));
    return result;
}

} // namespace

Architecture t5Architecture()
{
    return { "t5", "encoder-decoder", "T5ForConditionalGeneration (T5, v1.1, Flan-T5)", matches,
             plan };
}

} // namespace fe::models
