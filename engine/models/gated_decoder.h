// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/architecture.h"

namespace fe::models {

/// What tells the members of the Llama family apart: RMSNorm before each part, rotary positions,
/// grouped heads, a gated MLP.
struct GatedDecoder {
    const char* gguf; ///< general.architecture, prefix of the metadata's keys
    const char* layerSource;
    enum class Bias { AsConfigured, QueryKeyValue } bias = Bias::AsConfigured;
    enum class Window { None, EveryLayer, SomeLayers } window = Window::None;
    bool headNorms = false; ///< q_norm and k_norm (Qwen3)
    bool shiftedNorms = false; ///< config.json's weights are 1 less; GGUF's are whole (Gemma)
    bool scaledEmbedding = false; ///< times sqrt(hidden) (Gemma)
    bool ggufRotaryPairs = false; ///< GGUF keeps query and key rows as rotary pairs (llama)
    std::int64_t headDim = 0; ///< where config.json does not say; 0: hidden / heads
    bool tied = false; ///< where config.json does not say
    const char* activation = "silu"; ///< where config.json does not say
    double eps = 1e-6; ///< where config.json does not say
};

/// Model source of the family, and the layer source that most members have. The layer's attributes:
/// attention_norm, qkv, qkv_bias, output, output_bias, mlp_norm, gate_up, gate_up_bias, down,
/// down_bias, eps, layer; query_norm and key_norm with headNorms.
extern const char* const kGatedLayerSource;

[[nodiscard]] base::Result<ModelPlan> planGatedDecoder(const formats::ModelPackage& package,
                                                       const GatedDecoder& family);

} // namespace fe::models
