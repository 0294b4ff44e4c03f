// SPDX-License-Identifier: Apache-2.0
#include "models/logit_gradients.h"

#include "models/backward_text.h"
#include "models/network_replay.h"

#include <ATen/TensorOperators.h>
#include <c10/core/InferenceMode.h>

namespace fe::models {
namespace {

using base::Result;

constexpr const char* kWhat = "cannot trace a token's score back";

/// Nothing where the logits depend on more than one stack.
std::optional<TokenHead> headOf(const Network& network)
{
    return network.stacks.size() == 1 ? tokenHeadOf(network) : std::nullopt;
}

Result<void> check(const Network& network, const ForwardInput& input, const LogitPlace& place)
{
    const auto tokens = static_cast<std::int64_t>(input.ids.front().size());
    if (place.position < 0 || place.position >= tokens) {
        return base::invalidArgument(kWhat,
                                     "there is no position " + std::to_string(place.position));
    }
    if (place.token && (*place.token < 0 || *place.token >= network.info.vocabSize)) {
        return base::invalidArgument(kWhat, "there is no token " + std::to_string(*place.token));
    }
    return checkBackwardMemory(network.stacks.front().info, tokens, kWhat);
}

/// From the logit to the stream after the last layer.
TracedLogit finish(BackwardText& text, const TokenHead& head, const LogitPlace& place)
{
    TracedLogit logit;
    logit.value = text.finish([&](const tensor::DifferentiableStack& twin, const at::Tensor& x) {
        const at::Tensor normed = twin.model("norm", x.narrow(0, place.position, 1));
        const at::Tensor logits = head.method == nullptr
            ? twin.model("head", normed)
            : twin.model(head.method, normed, text.newRun());
        logit.token = place.token ? *place.token
                                  : static_cast<TokenId>(logits[0].argmax().item<std::int64_t>());
        return logits[0][logit.token];
    });
    return logit;
}

} // namespace

Result<TracedLogit> logitGradients(const Model& model, const ForwardInput& input,
                                   const LogitPlace& place, const AttentionSink& sink,
                                   const base::CancelToken& cancel, base::Progress& progress)
{
    const Network* network = networkOf(model);
    const auto head = network == nullptr ? std::nullopt : headOf(*network);
    if (!head) {
        return base::Error { base::ErrorCode::Unsupported,
                             kWhat,
                             {},
                             {},
                             "the model is neither a decoder nor an encoder for masked tokens",
                             "open one that is" };
    }
    FE_TRY(const ForwardInput plain, oneText(*network, input, kWhat));
    FE_CHECK(check(*network, plain, place));
    progress.begin("tracing the score back", 2 * network->stacks.front().layers.size() + 1);
    TracedLogit logit;
    FE_CHECK(tensor::guarded(kWhat, [&]() -> Result<void> {
        const c10::InferenceMode ordinary(false); // tensors of that mode take part in no gradient
        BackwardText text(*network, network->stacks.front(), sink, cancel, progress);
        if (auto read = text.read(plain); !read) {
            return read;
        }
        logit = finish(text, *head, place);
        return text.walkBack(place.position) ? Result<void>() : base::cancelled();
    }));
    return logit;
}

} // namespace fe::models
