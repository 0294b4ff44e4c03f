// SPDX-License-Identifier: Apache-2.0
#include "models/activation.h"

#include <array>

namespace fe::models {
namespace {

struct Activation {
    const char* name;
    const char* expression;
};

constexpr const char* kTanhGelu = "torch.gelu(x, approximate='tanh')";
constexpr const char* kSilu = "torch.silu(x)";

constexpr std::array kActivations = {
    Activation { "gelu", "torch.gelu(x)" },
    Activation { "gelu_python", "torch.gelu(x)" },
    Activation { "gelu_new", kTanhGelu },
    Activation { "gelu_fast", kTanhGelu },
    Activation { "gelu_accurate", kTanhGelu },
    Activation { "gelu_pytorch_tanh", kTanhGelu },
    Activation { "gelu_python_tanh", kTanhGelu },
    Activation { "quick_gelu", "x * torch.sigmoid(1.702 * x)" },
    Activation { "silu", kSilu },
    Activation { "swish", kSilu },
    Activation { "relu", "torch.relu(x)" },
    Activation { "relu2", "torch.square(torch.relu(x))" },
    Activation { "relu6", "torch.clamp(x, 0.0, 6.0)" },
    Activation { "sigmoid", "torch.sigmoid(x)" },
    Activation { "tanh", "torch.tanh(x)" },
    Activation { "linear", "x" },
};

} // namespace

base::Result<std::string> activationSource(const ConfigReader& config, const char* key,
                                           const std::string& name)
{
    for (const Activation& activation : kActivations) {
        if (name == activation.name) {
            return std::string("def act(self, x: Tensor) -> Tensor:\n    return ")
                + activation.expression + "\n";
        }
    }
    base::Error error = config.refuse(key, "activation \"" + name + "\" is not one that we have");
    error.code = base::ErrorCode::Unsupported;
    return error;
}

base::Result<std::string> gatedActivationSource(const ConfigReader& config, const char* key,
                                                const std::string& name)
{
    FE_TRY(std::string source, activationSource(config, key, name));
    // The commonest gate has an operator of its own: one pass over memory.
    source += gateOf(name) == tensor::Gate::Silu ? R"py(
def gated(self, gate_up: Tensor) -> Tensor:
    return fe.swiglu(gate_up)
)py"
                                                 : R"py(
def gated(self, gate_up: Tensor) -> Tensor:
    width = gate_up.size(-1) // 2
    return self.act(gate_up.narrow(-1, 0, width)) * gate_up.narrow(-1, width, width)
)py";
    return source;
}

std::optional<tensor::Gate> gateOf(const std::string& name)
{
    for (const Activation& activation : kActivations) {
        if (name == activation.name && activation.expression == kSilu) {
            return tensor::Gate::Silu;
        }
        if (name == activation.name && activation.expression == kTanhGelu) {
            return tensor::Gate::TanhGelu;
        }
    }
    return std::nullopt;
}

} // namespace fe::models
