// SPDX-License-Identifier: Apache-2.0
//
// Gemma (Gemma Team 2024, arXiv:2403.08295): Llama with embeddings times sqrt(hidden), norms that
// store their weight less 1, and GeGLU.
#include "models/arch/arch.h"

#include "models/gated_decoder.h"
#include "models/plan_reader.h"

namespace fe::models {
namespace {

bool matches(const formats::ModelPackage& package)
{
    return saysItIs(package, { "gemma" }, { "GemmaForCausalLM" }, "gemma");
}

base::Result<ModelPlan> plan(const formats::ModelPackage& package)
{
    GatedDecoder family { "gemma", kGatedLayerSource };
    family.shiftedNorms = true;
    family.scaledEmbedding = true;
    family.headDim = 256;
    family.tied = true;
    family.activation = "gelu_pytorch_tanh";
    return planGatedDecoder(package, family);
}

} // namespace

Architecture gemmaArchitecture()
{
    return { "gemma", "decoder", "GemmaForCausalLM; GGUF gemma", matches, plan };
}

} // namespace fe::models
