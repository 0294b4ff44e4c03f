// SPDX-License-Identifier: Apache-2.0
//
// Llama (Touvron et al. 2023, arXiv:2302.13971): RMSNorm before each part, rotary positions,
// grouped heads (Llama 2 and 3), SwiGLU, optional biases, tied head or not.
#include "models/arch/arch.h"

#include "models/gated_decoder.h"
#include "models/plan_reader.h"

namespace fe::models {
namespace {

bool matches(const formats::ModelPackage& package)
{
    return saysItIs(package, { "llama" }, { "LlamaForCausalLM" }, "llama");
}

base::Result<ModelPlan> plan(const formats::ModelPackage& package)
{
    GatedDecoder family { "llama", kGatedLayerSource };
    family.ggufRotaryPairs = true;
    return planGatedDecoder(package, family);
}

} // namespace

Architecture llamaArchitecture()
{
    return { "llama", "decoder", "LlamaForCausalLM; GGUF llama", matches, plan };
}

} // namespace fe::models
