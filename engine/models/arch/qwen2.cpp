// SPDX-License-Identifier: Apache-2.0
//
// Qwen2 (Yang et al. 2024, arXiv:2407.10671): Llama with biases on query, key and value.
#include "models/arch/arch.h"

#include "models/gated_decoder.h"
#include "models/plan_reader.h"

namespace fe::models {
namespace {

bool matches(const formats::ModelPackage& package)
{
    return saysItIs(package, { "qwen2" }, { "Qwen2ForCausalLM" }, "qwen2");
}

base::Result<ModelPlan> plan(const formats::ModelPackage& package)
{
    GatedDecoder family { "qwen2", kGatedLayerSource };
    family.bias = GatedDecoder::Bias::QueryKeyValue;
    family.window = GatedDecoder::Window::SomeLayers;
    return planGatedDecoder(package, family);
}

} // namespace

Architecture qwen2Architecture()
{
    return { "qwen2", "decoder", "Qwen2ForCausalLM; GGUF qwen2", matches, plan };
}

} // namespace fe::models
