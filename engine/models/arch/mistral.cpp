// SPDX-License-Identifier: Apache-2.0
//
// Mistral 7B (Jiang et al. 2023, arXiv:2310.06825): Llama whose queries see a sliding window.
#include "models/arch/arch.h"

#include "models/gated_decoder.h"
#include "models/plan_reader.h"

namespace fe::models {
namespace {

bool matches(const formats::ModelPackage& package)
{
    return saysItIs(package, { "mistral" }, { "MistralForCausalLM" });
}

base::Result<ModelPlan> plan(const formats::ModelPackage& package)
{
    GatedDecoder family { "mistral", kGatedLayerSource };
    family.window = GatedDecoder::Window::EveryLayer;
    return planGatedDecoder(package, family);
}

} // namespace

Architecture mistralArchitecture()
{
    return { "mistral", "decoder", "MistralForCausalLM", matches, plan };
}

} // namespace fe::models
