// SPDX-License-Identifier: Apache-2.0
#include "models/gated_decoder.h"

#include "models/activation.h"
#include "models/plan_reader.h"

#include <cmath>

namespace fe::models {

const char* const kGatedLayerSource = R"py(
def forward(self, x: Tensor, run: Pass) -> Tensor:
    qkv = fe.linear(fe.rms_norm(x, self.attention_norm, self.eps), self.qkv, self.qkv_bias)
    mixed = fe.attention(fe.rotary(qkv, run), run, self.layer)
    x = x + fe.linear(mixed, self.output, self.output_bias)
    gate_up = fe.linear(fe.rms_norm(x, self.mlp_norm, self.eps), self.gate_up, self.gate_up_bias)
    return x + fe.mlp(fe.linear(self.gated(gate_up), self.down, self.down_bias), run, self.layer)
)py";

namespace {

using base::Result;
using formats::ModelPackage;
using formats::PackageKind;

constexpr const char* kModelSource = R"py(
def norm(self, x: Tensor) -> Tensor:
    return fe.rms_norm(x, self.final_norm, self.eps)

def head(self, x: Tensor) -> Tensor:
    return fe.linear(x, self.lm_head)
)py";

constexpr const char* kEmbed = R"py(
def embed(self, ids: Tensor, run: Pass) -> Tensor:
    return fe.embedding(ids, self.embed_tokens)
)py";

constexpr const char* kScaledEmbed = R"py(
def embed(self, ids: Tensor, run: Pass) -> Tensor:
    return fe.embedding(ids, self.embed_tokens) * self.embedding_scale
)py";

struct Config {
    StackInfo stack;
    std::int64_t context = 0;
    std::int64_t vocabSize = 0;
    double eps = 0;
    Rope rope;
    std::string activation; ///< its source
    std::optional<tensor::Gate> gate; ///< if it is one of these
    bool qkvBias = false;
    bool outputBias = false;
    bool mlpBias = false;
    bool tied = false; ///< the head may be the embedding
    std::vector<std::int64_t> windows;
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
    const char* queryNorm;
    const char* keyNorm;
    const char* mlpNorm;
    const char* gate;
    const char* up;
    const char* down;
};

constexpr Names kHuggingFace = {
    "model.embed_tokens", "model.norm",       "lm_head",          "model.layers.",
    "input_layernorm",    "self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj",
    "self_attn.o_proj",   "self_attn.q_norm", "self_attn.k_norm", "post_attention_layernorm",
    "mlp.gate_proj",      "mlp.up_proj",      "mlp.down_proj",
};
constexpr Names kGguf = {
    "token_embd",  "output_norm", "output",   "blk.",        "attn_norm",
    "attn_q",      "attn_k",      "attn_v",   "attn_output", "attn_q_norm",
    "attn_k_norm", "ffn_norm",    "ffn_gate", "ffn_up",      "ffn_down",
};

/// Relations between the numbers that both kinds of files must keep.
Result<void> checkHeads(const ConfigReader& config, const std::string& headsKey,
                        const std::string& kvHeadsKey, const StackInfo& info)
{
    FE_CHECK(checkHeadDim(config, headsKey, info.headDim));
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

/// Windows of Qwen2 and Qwen3: layer_types names them, or all from max_window_layers on.
Result<std::vector<std::int64_t>> someWindows(const ModelPackage& package,
                                              const ConfigReader& config, std::int64_t layers)
{
    FE_TRY(const bool used, config.flagOr("use_sliding_window", false));
    if (!used || !config.has("sliding_window")) {
        return std::vector<std::int64_t>();
    }
    FE_TRY(const std::int64_t window, config.size("sliding_window"));
    FE_TRY(const std::int64_t first, config.sizeOr("max_window_layers", 28));
    std::vector<std::int64_t> windows(static_cast<std::size_t>(layers), 0);
    const base::Json* types = package.config().findNonNull("layer_types");
    const base::Json::Array* list = types == nullptr ? nullptr : types->asArray();
    if (types != nullptr && (list == nullptr || list->size() != windows.size())) {
        return config.refuse("layer_types", "it must name the type of each of the layers");
    }
    for (std::size_t i = 0; i < windows.size(); ++i) {
        const std::string* type = list == nullptr ? nullptr : (*list)[i].asString();
        const bool sliding = type != nullptr ? *type == "sliding_attention"
                                             : static_cast<std::int64_t>(i) >= first;
        windows[i] = sliding ? window : 0;
    }
    return windows;
}

Result<std::vector<std::int64_t>> windowsOf(const ModelPackage& package, const ConfigReader& config,
                                            const GatedDecoder& family, std::int64_t layers)
{
    if (family.window == GatedDecoder::Window::SomeLayers) {
        return someWindows(package, config, layers);
    }
    if (family.window == GatedDecoder::Window::None || !config.has("sliding_window")) {
        return std::vector<std::int64_t>();
    }
    FE_TRY(const std::int64_t window, config.size("sliding_window"));
    return std::vector<std::int64_t>(static_cast<std::size_t>(layers), window);
}

Result<std::string> activationName(const ConfigReader& config, const GatedDecoder& family)
{
    FE_TRY(std::string name, config.textOr("hidden_act", family.activation));
    // Gemma's first files say "gelu" and mean its approximation.
    if (name == "gelu" && std::string_view(family.activation) == "gelu_pytorch_tanh") {
        name = family.activation;
    }
    return name;
}

Result<void> setActivation(const ConfigReader& config, const char* key, const std::string& name,
                           Config& result)
{
    FE_TRY(result.activation, gatedActivationSource(config, key, name));
    result.gate = gateOf(name);
    return {};
}

Result<Config> readHuggingFace(const ModelPackage& package, const GatedDecoder& family)
{
    const ConfigReader config(package.config(), configFile(package));
    Config result;
    StackInfo& info = result.stack;
    FE_TRY(info.hiddenSize, config.size("hidden_size"));
    FE_TRY(info.intermediateSize, config.size("intermediate_size"));
    FE_TRY(info.layers, config.size("num_hidden_layers"));
    FE_CHECK(checkLayers(package, config, "num_hidden_layers", info.layers));
    FE_TRY(info.heads, config.size("num_attention_heads"));
    FE_TRY(info.kvHeads, config.sizeOr("num_key_value_heads", info.heads));
    if (config.has("head_dim") || family.headDim > 0) {
        FE_TRY(info.headDim, config.sizeOr("head_dim", family.headDim));
    } else {
        FE_TRY(info.headDim, headDimOf(config, "num_attention_heads", info.hiddenSize, info.heads));
    }
    FE_CHECK(checkHeads(config, "num_attention_heads", "num_key_value_heads", info));
    FE_TRY(result.vocabSize, config.size("vocab_size"));
    FE_TRY(result.context, config.sizeOr("max_position_embeddings", 2048));
    FE_TRY(result.eps, config.positiveOr("rms_norm_eps", family.eps));
    if (family.bias == GatedDecoder::Bias::QueryKeyValue) {
        result.qkvBias = true;
    } else {
        FE_TRY(result.qkvBias, config.flagOr("attention_bias", false));
        result.outputBias = result.qkvBias;
    }
    FE_TRY(result.mlpBias, config.flagOr("mlp_bias", false));
    FE_TRY(result.tied, config.flagOr("tie_word_embeddings", family.tied));
    FE_TRY(const std::string activation, activationName(config, family));
    FE_CHECK(setActivation(config, "hidden_act", activation, result));
    FE_TRY(result.rope, ropeFromConfig(config, info.headDim, result.context));
    FE_TRY(result.windows, windowsOf(package, config, family, info.layers));
    return result;
}

Result<Config> readGguf(const ModelPackage& package, const GatedDecoder& family)
{
    const ConfigReader config(package.config(), package.path().string());
    const std::string prefix = std::string(family.gguf) + ".";
    const auto key = [&](const char* name) { return prefix + name; };
    Config result;
    StackInfo& info = result.stack;
    FE_TRY(info.hiddenSize, config.size(key("embedding_length")));
    FE_TRY(info.intermediateSize, config.size(key("feed_forward_length")));
    FE_TRY(info.layers, config.size(key("block_count")));
    FE_CHECK(checkLayers(package, config, key("block_count").c_str(), info.layers));
    FE_TRY(info.heads, config.size(key("attention.head_count")));
    FE_TRY(info.kvHeads, config.sizeOr(key("attention.head_count_kv"), info.heads));
    if (config.has(key("attention.key_length"))) {
        FE_TRY(info.headDim, config.size(key("attention.key_length")));
    } else {
        FE_TRY(info.headDim,
               headDimOf(config, key("attention.head_count").c_str(), info.hiddenSize, info.heads));
    }
    FE_TRY(const std::int64_t valueDim, config.sizeOr(key("attention.value_length"), info.headDim));
    FE_TRY(const std::int64_t rotated, config.sizeOr(key("rope.dimension_count"), info.headDim));
    FE_CHECK(checkHeads(config, key("attention.head_count"), key("attention.head_count_kv"), info));
    if (valueDim != info.headDim || rotated != info.headDim) {
        return config.refuse(key("rope.dimension_count"),
                             "keys, values and rotation must have the same dimensions");
    }
    FE_TRY(result.eps, config.positive(key("attention.layer_norm_rms_epsilon")));
    FE_TRY(result.context, config.sizeOr(key("context_length"), 2048));
    if (config.has(key("expert_count"))) {
        FE_TRY(const std::int64_t experts, config.sizeOr(key("expert_count"), 1));
        if (experts > 1) {
            return base::unsupported(config.file(), key("expert_count"),
                                     "mixtures of experts are not supported");
        }
    }
    const formats::TensorEntry* embed = package.findTensor("token_embd.weight");
    const std::int64_t rows = embed != nullptr && embed->shape.size() == 2 ? embed->shape[0] : 0;
    FE_TRY(result.vocabSize, config.sizeOr(key("vocab_size"), rows));
    result.qkvBias = package.findTensor("blk.0.attn_q.bias") != nullptr;
    result.outputBias = package.findTensor("blk.0.attn_output.bias") != nullptr;
    result.tied = true;
    FE_CHECK(setActivation(config, "", family.activation, result));
    FE_TRY(result.rope, ropeFromGguf(package, config, prefix, rotated, result.context));
    return result;
}

class PlanBuilder
{
public:
    PlanBuilder(const ModelPackage& package, const Config& config, const GatedDecoder& family)
        : m_package(package), m_config(config), m_family(family),
          m_gguf(package.kind() == PackageKind::Gguf), m_names(m_gguf ? kGguf : kHuggingFace)
    {
    }

    ModelPlan build() const
    {
        StackPlan stack;
        stack.info = m_config.stack;
        stack.info.causal = true;
        stack.rope = m_config.rope;
        stack.attentionScale = 1 / std::sqrt(static_cast<double>(stack.info.headDim));
        stack.windows = m_config.windows;
        stack.writes = true;
        stack.lastHiddenIsNormed = true;
        stack.modelSource
            = std::string(m_family.scaledEmbedding ? kScaledEmbed : kEmbed) + kModelSource;
        stack.layerSource = m_config.activation + m_family.layerSource;
        stack.gate = m_config.gate;
        stack.model = modelPlan();
        for (std::int64_t layer = 0; layer < stack.info.layers; ++layer) {
            stack.layers.push_back(layerPlan(m_names.layer + std::to_string(layer) + "."));
        }
        ModelPlan plan;
        plan.info.context = m_config.context;
        plan.info.vocabSize = m_config.vocabSize;
        plan.stacks.push_back(std::move(stack));
        return plan;
    }

private:
    TensorPart part(const std::string& name, std::int64_t rows,
                    const char* ending = ".weight") const
    {
        return { name + ending, rows, RowOrder::Plain, 0 };
    }
    TensorPart rotaryPart(const std::string& name, std::int64_t heads, const char* ending) const
    {
        const std::int64_t dim = m_config.stack.headDim;
        return { name + ending, heads * dim,
                 m_gguf && m_family.ggufRotaryPairs ? RowOrder::RotaryPairs : RowOrder::Plain,
                 dim };
    }
    std::vector<TensorPart> attentionParts(const std::string& prefix, const char* ending) const
    {
        const StackInfo& info = m_config.stack;
        return { rotaryPart(prefix + m_names.query, info.heads, ending),
                 rotaryPart(prefix + m_names.key, info.kvHeads, ending),
                 part(prefix + m_names.value, info.kvHeads * info.headDim, ending) };
    }
    VectorBinding norm(const char* attribute, const std::string& name, std::int64_t length) const
    {
        const bool shifted = m_family.shiftedNorms && !m_gguf;
        return { attribute, { part(name, length) }, false, {}, {}, shifted ? 1.0F : 0.0F };
    }

    ModulePlan modelPlan() const
    {
        const std::int64_t hidden = m_config.stack.hiddenSize;
        const bool ownHead = m_package.findTensor(std::string(m_names.head) + ".weight") != nullptr
            || !m_config.tied;
        ModulePlan plan;
        plan.matrices
            = { { "embed_tokens", hidden, { part(m_names.embed, m_config.vocabSize) } },
                { "lm_head",
                  hidden,
                  { part(ownHead ? m_names.head : m_names.embed, m_config.vocabSize) } } };
        plan.vectors = { norm("final_norm", m_names.finalNorm, hidden) };
        plan.numbers = { { "eps", m_config.eps },
                         { "embedding_scale", std::sqrt(static_cast<float>(hidden)) } };
        return plan;
    }

    ModulePlan layerPlan(const std::string& prefix) const
    {
        const StackInfo& info = m_config.stack;
        const auto named = [&](const char* name) { return prefix + name; };
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
            norm("attention_norm", named(m_names.attentionNorm), info.hiddenSize),
            norm("mlp_norm", named(m_names.mlpNorm), info.hiddenSize),
            { "qkv_bias", m_config.qkvBias ? attentionParts(prefix, ".bias") : Parts {}, true },
            { "output_bias",
              m_config.outputBias ? Parts { part(named(m_names.output), info.hiddenSize, ".bias") }
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
        if (m_family.headNorms) {
            plan.vectors.push_back(norm("query_norm", named(m_names.queryNorm), info.headDim));
            plan.vectors.push_back(norm("key_norm", named(m_names.keyNorm), info.headDim));
        }
        plan.numbers = { { "eps", m_config.eps } };
        return plan;
    }

    const ModelPackage& m_package;
    const Config& m_config;
    const GatedDecoder& m_family;
    bool m_gguf;
    const Names& m_names;
};

} // namespace

Result<ModelPlan> planGatedDecoder(const ModelPackage& package, const GatedDecoder& family)
{
    FE_TRY(const Config config,
           package.kind() == PackageKind::Gguf ? readGguf(package, family)
                                               : readHuggingFace(package, family));
    return PlanBuilder(package, config, family).build();
}

} // namespace fe::models
