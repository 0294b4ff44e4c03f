// SPDX-License-Identifier: Apache-2.0
#include "models/query_key.h"

#include "models/forward_check.h"
#include "models/stack_pass.h"

#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <optional>

namespace fe::models {
namespace {

using base::Result;

constexpr const char* kWhat = "cannot show how a head scores";

std::vector<float> toVector(const at::Tensor& tensor)
{
    const at::Tensor values = tensor.to(at::kCPU, at::kFloat).contiguous();
    const float* data = values.const_data_ptr<float>();
    return std::vector<float>(data, data + values.numel());
}

Result<const Stack*> stackOf(const Network& network, const HeadPlace& place)
{
    const Stack* stack = network.stack(place.stack);
    const bool cross = place.kind == AttentionKind::Cross;
    if (stack == nullptr || (cross && !stack->crossAttention)) {
        return base::invalidArgument(kWhat,
                                     "the model has no " + std::string(cross ? "cross " : "")
                                         + "attention in a stack \"" + place.stack + '"');
    }
    if (place.layer < 0 || place.layer >= stack->info.layers || place.head < 0
        || place.head >= stack->info.heads) {
        return base::invalidArgument(kWhat,
                                     "there is no head " + std::to_string(place.layer) + '.'
                                         + std::to_string(place.head) + " among "
                                         + std::to_string(stack->info.layers) + " layers of "
                                         + std::to_string(stack->info.heads) + " heads");
    }
    return stack;
}

Result<void> checkInput(const Network& network, const ForwardInput& input)
{
    FE_CHECK(checkForward(network, input));
    if (input.ids.size() > 1 || input.pixels.count > 1) {
        return base::invalidArgument(kWhat, "one text or picture at a time is looked at");
    }
    for (const auto& row : input.attentionMask) {
        if (std::find(row.begin(), row.end(), 0) != row.end()) {
            return base::invalidArgument(kWhat, "the text is padded; leave the padding out");
        }
    }
    return {};
}

HeadVectors vectorsOf(const Stack& stack, const tensor::ForwardPass& pass, const HeadPlace& place)
{
    const tensor::ScoreProbe& probe = *pass.probe;
    const at::Tensor queries = probe.queries[0][place.head];
    const std::int64_t group = stack.info.heads / probe.keys.size(1);
    const at::Tensor keys = probe.keys[0][place.head / group];
    HeadVectors result;
    result.queries = queries.size(0);
    result.keys = keys.size(0);
    result.dimensions = keys.size(1);
    result.scale = stack.attention.scale;
    result.query = toVector(queries);
    result.key = toVector(keys);
    if (place.kind == AttentionKind::Self) {
        const auto& windows = stack.attention.windows;
        result.causal = stack.attention.causal;
        result.window = windows.empty() ? 0 : windows[static_cast<std::size_t>(place.layer)];
        if (pass.bias.defined()) {
            result.bias = toVector(pass.bias[0][place.head]);
        }
    }
    return result;
}

} // namespace

Result<HeadVectors> headVectors(const Model& model, const ForwardInput& input,
                                const HeadPlace& place, const base::CancelToken& cancel)
{
    const Network* network = networkOf(model);
    if (network == nullptr) {
        return base::Error { base::ErrorCode::Unsupported,
                             kWhat,
                             {},
                             {},
                             "a module of another program keeps its layers to itself",
                             "open the model as a folder with config.json" };
    }
    FE_TRY(const Stack* wanted, stackOf(*network, place));
    ForwardInput plain = input;
    plain.hiddenStates = false;
    plain.attentions = false;
    plain.outputs = false;
    FE_CHECK(checkInput(*network, plain));
    std::optional<HeadVectors> result;
    FE_CHECK(tensor::guarded(kWhat, [&]() -> Result<void> {
        const c10::InferenceMode inference;
        return walkStacks(*network, plain, [&](StackPass& stack) -> Result<at::Tensor> {
            const tensor::PassPtr& pass = stack.pass();
            const bool here = &stack.stack() == wanted;
            const auto layers
                = here ? static_cast<std::size_t>(place.layer) + 1 : stack.stack().layers.size();
            if (here) {
                pass->probe = std::make_shared<tensor::ScoreProbe>();
                pass->probe->layer = place.layer;
                pass->probe->cross = place.kind == AttentionKind::Cross;
            }
            RunHooks hooks;
            hooks.layersOff = stack.layersOff();
            const auto x = stack.stack().runLayers(stack.stack().enter(stack.what(), pass), pass, 0,
                                                   layers, cancel, hooks);
            if (!x) {
                return base::cancelled();
            }
            if (here && pass->probe->queries.defined()) {
                result = vectorsOf(stack.stack(), *pass, place);
            }
            return *x;
        });
    }));
    if (!result) {
        return base::invalidArgument(kWhat,
                                     "nothing reads it in this input, or it is switched off");
    }
    return *std::move(result);
}

} // namespace fe::models
