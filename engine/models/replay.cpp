// SPDX-License-Identifier: Apache-2.0
#include "models/replay.h"

#include "base/memory.h"
#include "models/forward_check.h"
#include "models/network_replay.h"

#include <c10/core/InferenceMode.h>

#include <algorithm>

namespace fe::models {
namespace {

using base::Result;

Result<void> checkInput(const Network& network, const ForwardInput& input)
{
    FE_CHECK(checkForward(network, input));
    if (input.ids.size() != 1 || input.pixels.count > 0) {
        return base::invalidArgument(kReplayWhat, "one text at a time is looked at");
    }
    for (const auto& row : input.attentionMask) {
        if (std::find(row.begin(), row.end(), 0) != row.end()) {
            return base::invalidArgument(kReplayWhat, "the text is padded; leave the padding out");
        }
    }
    return {};
}

Result<void> checkMemory(const StackInfo& stack, std::size_t tokens)
{
    const double floats = static_cast<double>(stack.layers + 4)
        * static_cast<double>(stack.hiddenSize) * static_cast<double>(tokens);
    const auto need = static_cast<std::uint64_t>(floats * sizeof(float));
    const std::uint64_t available = base::availableMemory();
    if (available > 0 && need > available) {
        return tooLittleMemory(kReplayWhat, need, available);
    }
    return {};
}

base::Error unsupported(std::string why, std::string fix)
{
    return { base::ErrorCode::Unsupported, kReplayWhat, {}, {}, std::move(why), std::move(fix) };
}

Result<const Network*> ownNetwork(const Model& model)
{
    const Network* network = networkOf(model);
    if (network == nullptr) {
        return unsupported("a module of another program keeps its layers to itself",
                           "open the model as a folder with config.json");
    }
    return network;
}

/// @param head .stack is null: there is none.
Result<ReplayPtr> readText(const ModelPtr& model, const TokenHead& head, const Stack& changing,
                           const ForwardInput& input, const base::CancelToken& cancel,
                           base::Progress& progress)
{
    const Network& network = *networkOf(*model);
    ForwardInput plain = input;
    plain.attentionMask.clear();
    plain.hiddenStates = false;
    plain.attentions = false;
    plain.outputs = false;
    plain.switches.clear();
    ForwardInput checked = plain;
    checked.attentionMask = input.attentionMask;
    FE_CHECK(checkInput(network, checked));
    FE_CHECK(checkMemory(changing.info,
                         std::max(input.ids.front().size(),
                                  input.decoderIds.empty() ? 0 : input.decoderIds.front().size())));
    std::uint64_t layers = 0;
    for (const Stack& each : network.stacks) {
        layers += each.layers.size() + 1;
    }
    progress.begin("reading the text", layers);
    auto replay = std::make_shared<NetworkReplay>(model, network, head, changing, std::move(plain));
    FE_CHECK(tensor::guarded(kReplayWhat, [&]() -> Result<void> {
        const c10::InferenceMode inference;
        return replay->read(cancel, progress);
    }));
    return ReplayPtr(std::move(replay));
}

} // namespace

std::optional<TokenHead> tokenHeadOf(const Network& network)
{
    if (const Stack* writer = network.writer()) {
        return TokenHead { writer, nullptr };
    }
    for (const Stack& stack : network.stacks) {
        for (const StackOutput& output : stack.outputs) {
            if (output.perToken && output.name == "logits") {
                return TokenHead { &stack, output.method.c_str() };
            }
        }
    }
    return std::nullopt;
}

bool givesTokenLogits(const Model& model)
{
    const Network* network = networkOf(model);
    return network != nullptr && tokenHeadOf(*network).has_value();
}

Result<ReplayPtr> readForReplay(const ModelPtr& model, const ForwardInput& input,
                                const std::optional<std::string>& stack,
                                const base::CancelToken& cancel, base::Progress& progress)
{
    FE_TRY(const Network* network, ownNetwork(*model));
    const auto head = tokenHeadOf(*network);
    if (!head) {
        return unsupported("the model gives no probabilities of tokens",
                           "open a decoder, an encoder-decoder or a masked language model");
    }
    const Stack* changing = stack ? network->stack(*stack) : head->stack;
    if (changing == nullptr) {
        return base::invalidArgument(kReplayWhat, "the model has no stack \"" + *stack + '"');
    }
    return readText(model, *head, *changing, input, cancel, progress);
}

Result<ReplayPtr> readEncoderForReplay(const ModelPtr& model, const ForwardInput& input,
                                       const base::CancelToken& cancel, base::Progress& progress)
{
    FE_TRY(const Network* network, ownNetwork(*model));
    if (network->info.kind != "encoder") {
        return unsupported("the model is no encoder of texts", "open one");
    }
    return readText(model, {}, network->stacks.front(), input, cancel, progress);
}

} // namespace fe::models
