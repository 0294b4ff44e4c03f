// SPDX-License-Identifier: Apache-2.0
//
// Qwen3 (Yang et al. 2025, arXiv:2505.09388): Llama with an RMS norm of every query and key head.
#include "models/arch/arch.h"

#include "models/gated_decoder.h"
#include "models/plan_reader.h"

namespace fe::models {
namespace {

constexpr const char* kLayerSource = R"py(
def forward(self, x: Tensor, run: Pass) -> Tensor:
    qkv = fe.linear(fe.rms_norm(x, self.attention_norm, self.eps), self.qkv, self.qkv_bias)
    qkv = fe.rotary(fe.qk_norm(qkv, self.query_norm, self.key_norm, run, self.eps), run)
    x = x + fe.linear(fe.attention(qkv, run, self.layer), self.output, self.output_bias)
    gate_up = fe.linear(fe.rms_norm(x, self.mlp_norm, self.eps), self.gate_up, self.gate_up_bias)
    return x + fe.mlp(fe.linear(self.gated(gate_up), self.down, self.down_bias), run, self.layer)
)py";

bool matches(const formats::ModelPackage& package)
{
    return saysItIs(package, { "qwen3" }, { "Qwen3ForCausalLM" }, "qwen3");
}

base::Result<ModelPlan> plan(const formats::ModelPackage& package)
{
    GatedDecoder family { "qwen3", kLayerSource };
    family.headNorms = true;
    family.headDim = 128;
    family.window = GatedDecoder::Window::SomeLayers;
    return planGatedDecoder(package, family);
}

} // namespace

Architecture qwen3Architecture()
{
    return { "qwen3", "decoder", "Qwen3ForCausalLM; GGUF qwen3", matches, plan };
}

} // namespace fe::models
