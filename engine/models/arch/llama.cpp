// SPDX-License-Identifier: Apache-2.0
//
// Llama (Touvron et al. 2023, arXiv:2302.13971) and what shares its blocks: RMSNorm before each
// part, rotary positions, grouped heads (Llama 2 and 3), SwiGLU, optional biases, tied head or not.
#include "models/arch/arch.h"

#include <cmath>

namespace fe::models {
namespace {

using base::Result;
using formats::ModelPackage;
using formats::PackageKind;

constexpr const char* kModelSource = R"py(
def embed(self, ids: Tensor) -> Tensor:
    return fe.embedding(ids, self.embed_tokens)

def norm(self, x: Tensor) -> Tensor:
    return fe.rms_norm(x, self.final_norm, self.eps)

def head(self, x: Tensor) -> Tensor:
    return fe.linear(x, self.lm_head)
)py";

constexpr const char* kLayerSource = R"py(
def forward(self, x: Tensor, run: Pass) -> Tensor:
    qkv = fe.linear(fe.rms_norm(x, self.attention_norm, self.eps), self.qkv, self.qkv_bias)
    mixed = fe.attention(fe.rotary(qkv, run), run, self.layer)
    x = x + fe.linear(mixed, self.output, self.output_bias)
    gate_up = fe.linear(fe.rms_norm(x, self.mlp_norm, self.eps), self.gate_up, self.gate_up_bias)
    return x + fe.linear(fe.swiglu(gate_up), self.down, self.down_bias)
)py";

struct Config {
    ModelInfo info;
    double eps = 0;
    Rope rope;
    bool attentionBias = false; ///< query, key, value and output
    bool mlpBias = false;
    bool tied = false; ///< the head may be the embedding
};

/// Names of the tensors in the two kinds of files.
struct Names {
    const char* embed;
    const char* finalNorm;
    const char* head;
    const char* layer; ///< before the layer's number
    const char* attentionNorm;
    const char* query;
    const char* key;
    const char* value;
    const char* output;
    const char* mlpNorm;
    const char* gate;
    const char* up;
    const char* down;
};

constexpr Names kHuggingFace = {
    "model.embed_tokens",
    "model.norm",
    "lm_head",
    "model.layers.",
    "input_layernorm",
    "self_attn.q_proj",
    "self_attn.k_proj",
    "self_attn.v_proj",
    "self_attn.o_proj",
    "post_attention_layernorm",
    "mlp.gate_proj",
    "mlp.up_proj",
    "mlp.down_proj",
};
constexpr Names kGguf = {
    "token_embd", "output_norm", "output",   "blk.",     "attn_norm", "attn_q",   "attn_k",
    "attn_v",     "attn_output", "ffn_norm", "ffn_gate", "ffn_up",    "ffn_down",
};

bool matches(const ModelPackage& package)
{
    const bool gguf = package.kind() == PackageKind::Gguf;
    const base::Json* type
        = package.config().findNonNull(gguf ? "general.architecture" : "model_type");
    if (type != nullptr) {
        return type->isString() && *type->asString() == "llama";
    }
    const base::Json* classes = gguf ? nullptr : package.config().findNonNull("architectures");
    const base::Json::Array* list = classes == nullptr ? nullptr : classes->asArray();
    return list != nullptr && !list->empty() && list->front().isString()
        && *list->front().asString() == "LlamaForCausalLM";
}

/// Relations between the numbers that both kinds of files must keep.
Result<void> checkHeads(const ConfigReader& config, const char* headsKey, const char* kvHeadsKey,
                        const ModelInfo& info)
{
    if (info.heads % info.kvHeads != 0) {
        return config.refuse(kvHeadsKey,
                             std::to_string(info.kvHeads) + " key heads do not divide "
                                 + std::to_string(info.heads) + " query heads");
    }
    if (info.headDim % 2 != 0) {
        return config.refuse(headsKey,
                             "a head has " + std::to_string(info.headDim)
                                 + " dimensions; rotation needs an even number");
    }
    return {};
}

/// A file cannot hold more layers than tensors: refused before anything is sized by the number.
Result<void> checkLayers(const ModelPackage& package, const ConfigReader& config, const char* key,
                         std::int64_t layers)
{
    const auto count = static_cast<std::int64_t>(package.tensors().size());
    if (layers > count) {
        return config.refuse(key,
                             std::to_string(layers) + " layers, but the weights have only "
                                 + std::to_string(count) + " tensors");
    }
    return {};
}

Result<std::int64_t> headDimFor(const ConfigReader& config, const char* key, const char* headsKey,
                                const ModelInfo& info)
{
    if (config.has(key)) {
        return config.size(key);
    }
    if (info.hiddenSize % info.heads != 0) {
        return config.refuse(headsKey,
                             std::to_string(info.heads) + " heads do not divide a hidden size of "
                                 + std::to_string(info.hiddenSize));
    }
    return info.hiddenSize / info.heads;
}

Result<Config> readHuggingFace(const ModelPackage& package)
{
    const ConfigReader config(package.config(), (package.path() / "config.json").string());
    Config result;
    ModelInfo& info = result.info;
    FE_TRY(info.hiddenSize, config.size("hidden_size"));
    FE_TRY(info.intermediateSize, config.size("intermediate_size"));
    FE_TRY(info.layers, config.size("num_hidden_layers"));
    FE_CHECK(checkLayers(package, config, "num_hidden_layers", info.layers));
    FE_TRY(info.heads, config.size("num_attention_heads"));
    FE_TRY(info.kvHeads, config.sizeOr("num_key_value_heads", info.heads));
    FE_TRY(info.headDim, headDimFor(config, "head_dim", "num_attention_heads", info));
    FE_CHECK(checkHeads(config, "num_attention_heads", "num_key_value_heads", info));
    FE_TRY(info.vocabSize, config.size("vocab_size"));
    FE_TRY(info.context, config.sizeOr("max_position_embeddings", 2048));
    FE_TRY(result.eps, config.positiveOr("rms_norm_eps", 1e-6));
    FE_TRY(result.attentionBias, config.flagOr("attention_bias", false));
    FE_TRY(result.mlpBias, config.flagOr("mlp_bias", false));
    FE_TRY(result.tied, config.flagOr("tie_word_embeddings", false));
    FE_TRY(const std::string activation, config.textOr("hidden_act", "silu"));
    if (activation != "silu" && activation != "swish") {
        base::Error error = config.refuse(
            "hidden_act", "activation \"" + activation + "\" is not one this architecture has");
        error.code = base::ErrorCode::Unsupported;
        return error;
    }
    FE_TRY(result.rope, ropeFromConfig(config, info.headDim, info.context));
    return result;
}

Result<Config> readGguf(const ModelPackage& package)
{
    const ConfigReader config(package.config(), package.path().string());
    Config result;
    ModelInfo& info = result.info;
    FE_TRY(info.hiddenSize, config.size("llama.embedding_length"));
    FE_TRY(info.intermediateSize, config.size("llama.feed_forward_length"));
    FE_TRY(info.layers, config.size("llama.block_count"));
    FE_CHECK(checkLayers(package, config, "llama.block_count", info.layers));
    FE_TRY(info.heads, config.size("llama.attention.head_count"));
    FE_TRY(info.kvHeads, config.sizeOr("llama.attention.head_count_kv", info.heads));
    FE_TRY(info.headDim,
           headDimFor(config, "llama.attention.key_length", "llama.attention.head_count", info));
    FE_TRY(const std::int64_t valueDim,
           config.sizeOr("llama.attention.value_length", info.headDim));
    FE_TRY(const std::int64_t rotated, config.sizeOr("llama.rope.dimension_count", info.headDim));
    FE_CHECK(
        checkHeads(config, "llama.attention.head_count", "llama.attention.head_count_kv", info));
    if (valueDim != info.headDim || rotated != info.headDim) {
        return config.refuse("llama.rope.dimension_count",
                             "keys, values and rotation must have the same dimensions");
    }
    FE_TRY(result.eps, config.positive("llama.attention.layer_norm_rms_epsilon"));
    FE_TRY(info.context, config.sizeOr("llama.context_length", 2048));
    if (config.has("llama.expert_count")) {
        FE_TRY(const std::int64_t experts, config.sizeOr("llama.expert_count", 1));
        if (experts > 1) {
            return base::unsupported(config.file(), "llama.expert_count",
                                     "mixtures of experts are not supported");
        }
    }
    const formats::TensorEntry* embed = package.findTensor("token_embd.weight");
    const std::int64_t rows = embed != nullptr && embed->shape.size() == 2 ? embed->shape[0] : 0;
    FE_TRY(info.vocabSize, config.sizeOr("llama.vocab_size", rows));
    result.attentionBias = package.findTensor("blk.0.attn_q.bias") != nullptr;
    result.tied = true;
    FE_TRY(result.rope, ropeFromGguf(package, config, "llama.", rotated, info.context));
    return result;
}

class PlanBuilder
{
public:
    PlanBuilder(const ModelPackage& package, const Config& config)
        : m_package(package), m_config(config), m_gguf(package.kind() == PackageKind::Gguf),
          m_names(m_gguf ? kGguf : kHuggingFace)
    {
    }

    DecoderPlan build() const
    {
        DecoderPlan plan;
        plan.info = m_config.info;
        plan.rope = m_config.rope;
        plan.attentionScale = 1 / std::sqrt(static_cast<double>(m_config.info.headDim));
        plan.modelSource = kModelSource;
        plan.layerSource = kLayerSource;
        plan.model = modelPlan();
        for (std::int64_t layer = 0; layer < m_config.info.layers; ++layer) {
            plan.layers.push_back(layerPlan(m_names.layer + std::to_string(layer) + "."));
        }
        return plan;
    }

private:
    TensorPart part(const std::string& name, std::int64_t rows,
                    const char* ending = ".weight") const
    {
        return { name + ending, rows, RowOrder::Plain, 0 };
    }
    /// A query or key part: GGUF keeps their rows as rotary pairs.
    TensorPart rotaryPart(const std::string& name, std::int64_t heads, const char* ending) const
    {
        const std::int64_t dim = m_config.info.headDim;
        return { name + ending, heads * dim, m_gguf ? RowOrder::RotaryPairs : RowOrder::Plain,
                 dim };
    }
    std::vector<TensorPart> attentionParts(const std::string& prefix, const char* ending) const
    {
        const ModelInfo& info = m_config.info;
        return { rotaryPart(prefix + m_names.query, info.heads, ending),
                 rotaryPart(prefix + m_names.key, info.kvHeads, ending),
                 part(prefix + m_names.value, info.kvHeads * info.headDim, ending) };
    }

    ModulePlan modelPlan() const
    {
        const ModelInfo& info = m_config.info;
        const bool ownHead = m_package.findTensor(std::string(m_names.head) + ".weight") != nullptr
            || !m_config.tied;
        ModulePlan plan;
        plan.matrices
            = { { "embed_tokens", info.hiddenSize, { part(m_names.embed, info.vocabSize) } },
                { "lm_head",
                  info.hiddenSize,
                  { part(ownHead ? m_names.head : m_names.embed, info.vocabSize) } } };
        plan.vectors = { { "final_norm", { part(m_names.finalNorm, info.hiddenSize) }, false } };
        plan.numbers = { { "eps", m_config.eps } };
        return plan;
    }

    ModulePlan layerPlan(const std::string& prefix) const
    {
        const ModelInfo& info = m_config.info;
        const auto named = [&](const char* name) { return prefix + name; };
        const bool attentionBias = m_config.attentionBias;
        const bool outputBias = attentionBias
            && (!m_gguf || m_package.findTensor(named(m_names.output) + ".bias") != nullptr);
        using Parts = std::vector<TensorPart>;
        ModulePlan plan;
        plan.matrices = {
            { "qkv", info.hiddenSize, attentionParts(prefix, ".weight") },
            { "output",
              info.heads * info.headDim,
              { part(named(m_names.output), info.hiddenSize) } },
            { "gate_up",
              info.hiddenSize,
              { part(named(m_names.gate), info.intermediateSize),
                part(named(m_names.up), info.intermediateSize) } },
            { "down", info.intermediateSize, { part(named(m_names.down), info.hiddenSize) } },
        };
        plan.vectors = {
            { "attention_norm", { part(named(m_names.attentionNorm), info.hiddenSize) }, false },
            { "mlp_norm", { part(named(m_names.mlpNorm), info.hiddenSize) }, false },
            { "qkv_bias", attentionBias ? attentionParts(prefix, ".bias") : Parts {}, true },
            { "output_bias",
              outputBias ? Parts { part(named(m_names.output), info.hiddenSize, ".bias") }
                         : Parts {},
              true },
            { "gate_up_bias",
              m_config.mlpBias ? Parts { part(named(m_names.gate), info.intermediateSize, ".bias"),
                                         part(named(m_names.up), info.intermediateSize, ".bias") }
                               : Parts {},
              true },
            { "down_bias",
              m_config.mlpBias ? Parts { part(named(m_names.down), info.hiddenSize, ".bias") }
                               : Parts {},
              true },
        };
        plan.numbers = { { "eps", m_config.eps } };
        return plan;
    }

    const ModelPackage& m_package;
    const Config& m_config;
    bool m_gguf;
    const Names& m_names;
};

Result<DecoderPlan> plan(const ModelPackage& package)
{
    FE_TRY(Config config,
           package.kind() == PackageKind::Gguf ? readGguf(package) : readHuggingFace(package));
    config.info.architecture = "llama";
    config.info.kind = "decoder";
    return PlanBuilder(package, config).build();
}

} // namespace

Architecture llamaArchitecture()
{
    return { "llama", "decoder", "LlamaForCausalLM; GGUF llama", matches, plan };
}

} // namespace fe::models
