// SPDX-License-Identifier: Apache-2.0
#include "models/post_norm_encoder.h"

#include "models/activation.h"

#include <cmath>

namespace fe::models {
namespace {

using base::Result;

constexpr const char* kModelSource = R"py(
def norm(self, x: Tensor) -> Tensor:
    return x
)py";

constexpr const char* kLayerSource = R"py(
def forward(self, x: Tensor, run: Pass) -> Tensor:
    mixed = fe.attention(fe.linear(x, self.qkv, self.qkv_bias), run, self.layer)
    x = x + fe.linear(mixed, self.output, self.output_bias)
    x = fe.layer_norm(x, self.attention_norm, self.attention_norm_bias, self.eps)
    wide = self.act(fe.linear(x, self.up, self.up_bias))
    x = x + fe.mlp(fe.linear(wide, self.down, self.down_bias), run, self.layer)
    return fe.layer_norm(x, self.mlp_norm, self.mlp_norm_bias, self.eps)
)py";

ModulePlan layerPlan(const TensorNames& tensors, const PostNormNames& names,
                     const std::string& prefix, const PostNormEncoder& encoder)
{
    const std::int64_t hidden = encoder.stack.hiddenSize;
    const std::int64_t wide = encoder.stack.intermediateSize;
    ModulePlan layer;
    tensors.linears(layer, "qkv",
                    { prefix + names.query, prefix + names.key, prefix + names.value }, hidden,
                    hidden);
    tensors.linear(layer, "output", prefix + names.output, hidden, hidden);
    tensors.linear(layer, "up", prefix + names.up, wide, hidden);
    tensors.linear(layer, "down", prefix + names.down, hidden, wide);
    tensors.norm(layer, "attention_norm", prefix + names.attentionNorm, hidden);
    tensors.norm(layer, "mlp_norm", prefix + names.mlpNorm, hidden);
    layer.numbers = { { "eps", encoder.eps } };
    return layer;
}

} // namespace

Result<PostNormEncoder> readPostNormEncoder(const formats::ModelPackage& package,
                                            const ConfigReader& config, const PostNormKeys& keys)
{
    PostNormEncoder encoder;
    StackInfo& info = encoder.stack;
    FE_TRY(info.hiddenSize, config.size(keys.hidden));
    FE_TRY(info.intermediateSize, config.size(keys.intermediate));
    FE_TRY(info.layers, config.size(keys.layers));
    FE_CHECK(checkLayers(package, config, keys.layers, info.layers));
    FE_TRY(info.heads, config.size(keys.heads));
    FE_TRY(info.headDim, headDimOf(config, keys.heads, info.hiddenSize, info.heads));
    info.kvHeads = info.heads;
    FE_TRY(encoder.positions, config.sizeOr("max_position_embeddings", 512));
    FE_TRY(encoder.vocabSize, config.size("vocab_size"));
    encoder.eps = keys.defaultEps;
    if (keys.eps != nullptr) {
        FE_TRY(encoder.eps, config.positiveOr(keys.eps, keys.defaultEps));
    }
    FE_TRY(const std::string activation, config.textOr(keys.activation, "gelu"));
    FE_TRY(encoder.activation, activationSource(config, keys.activation, activation));
    FE_TRY(const std::string places, config.textOr("position_embedding_type", "absolute"));
    if (places != "absolute") {
        return base::unsupported(config.file(), "position_embedding_type",
                                 "positions of type \"" + places + "\" are not supported");
    }
    FE_TRY(const bool decoder, config.flagOr("is_decoder", false));
    if (decoder) {
        return base::unsupported(config.file(), "is_decoder",
                                 "this family is read as an encoder alone");
    }
    return encoder;
}

StackPlan planPostNormEncoder(const TensorNames& tensors, const PostNormNames& names,
                              const PostNormEncoder& encoder)
{
    StackPlan stack;
    stack.info = encoder.stack;
    stack.attentionScale = 1 / std::sqrt(static_cast<double>(stack.info.headDim));
    stack.modelSource = encoder.activation + kModelSource;
    stack.layerSource = encoder.activation + kLayerSource;
    stack.model.numbers = { { "eps", encoder.eps } };
    for (std::int64_t i = 0; i < stack.info.layers; ++i) {
        stack.layers.push_back(
            layerPlan(tensors, names, names.layer + std::to_string(i) + ".", encoder));
    }
    return stack;
}

Result<std::int64_t> labelCount(const formats::ModelPackage& package, const std::string& tensor)
{
    const formats::TensorEntry* entry = package.findTensor(tensor);
    if (entry == nullptr || entry->shape.size() != 2) {
        return base::malformed(package.path().string(), tensor,
                               entry == nullptr ? "the tensor is missing" : "it is not a matrix");
    }
    return entry->shape[0];
}

} // namespace fe::models
