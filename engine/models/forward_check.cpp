// SPDX-License-Identifier: Apache-2.0
#include "models/forward_check.h"

#include "base/memory.h"

#include <algorithm>

namespace fe::models {
namespace {

using base::Result;

base::Error refuse(std::string why)
{
    return base::invalidArgument("cannot run the model", std::move(why));
}

std::string number(std::int64_t value)
{
    return base::grouped(static_cast<std::uint64_t>(std::max<std::int64_t>(0, value)));
}

/// Rows of one length, as many and as long as `like` if that is not empty.
template<typename Id>
Result<void> checkRows(const std::vector<std::vector<Id>>& rows, const char* name,
                       const std::vector<std::vector<TokenId>>& like)
{
    for (const auto& row : rows) {
        if (row.empty() || row.size() != rows.front().size()) {
            return refuse(std::string("the rows of ") + name
                          + " are empty or differ in length; pad them and give an attention_mask");
        }
    }
    if (!like.empty()
        && (rows.size() != like.size() || rows.front().size() != like.front().size())) {
        return refuse(std::string(name) + " and input_ids differ in shape");
    }
    return {};
}

/// What the input holds must be what this model reads.
Result<void> checkKinds(const ModelInfo& info, const ForwardInput& input)
{
    if (input.ids.empty() && input.pixels.count == 0) {
        return refuse(info.readsText() ? "there are no tokens to read" : "there is no picture");
    }
    if (!input.ids.empty() && !info.readsText()) {
        return refuse("it reads pictures, not tokens");
    }
    if (input.pixels.count != 0 && !info.readsPictures()) {
        return refuse("it reads tokens, not pictures");
    }
    if (input.decoderIds.empty() == (info.kind == "encoder-decoder")) {
        return refuse(info.kind == "encoder-decoder"
                          ? "an encoder-decoder needs decoder_input_ids too"
                          : "decoder_input_ids are for encoder-decoders alone");
    }
    if (!input.tokenTypes.empty() && info.kind != "encoder") {
        return refuse("token_type_ids are for encoders alone");
    }
    return {};
}

Result<void> checkTokens(const ModelInfo& info, const ForwardInput& input)
{
    FE_CHECK(checkRows(input.ids, "input_ids", {}));
    if (input.ids.empty()) {
        return {};
    }
    const auto length = static_cast<std::int64_t>(input.ids.front().size());
    const auto answer
        = input.decoderIds.empty() ? 0 : static_cast<std::int64_t>(input.decoderIds.front().size());
    if (std::max(length, answer) > info.context) {
        return base::Error { base::ErrorCode::LimitExceeded,
                             "the input is too long",
                             {},
                             {},
                             "it has " + number(std::max(length, answer))
                                 + " tokens, but the model's context holds " + number(info.context),
                             "shorten it" };
    }
    if (!input.attentionMask.empty()) {
        FE_CHECK(checkRows(input.attentionMask, "attention_mask", input.ids));
    }
    if (!input.tokenTypes.empty()) {
        FE_CHECK(checkRows(input.tokenTypes, "token_type_ids", input.ids));
        for (const auto& row : input.tokenTypes) {
            for (const std::int64_t type : row) {
                if (type < 0 || type >= info.tokenTypes) {
                    return refuse("token type " + std::to_string(type) + " is not between 0 and "
                                  + std::to_string(info.tokenTypes - 1));
                }
            }
        }
    }
    FE_CHECK(checkRows(input.decoderIds, "decoder_input_ids", {}));
    if (!input.decoderIds.empty() && input.decoderIds.size() != input.ids.size()) {
        return refuse("decoder_input_ids and input_ids have different numbers of rows");
    }
    return {};
}

Result<void> checkPixels(const ModelInfo& info, const Pixels& pixels)
{
    if (pixels.count == 0) {
        return {};
    }
    const std::int64_t patch = info.picture.patchSize;
    if (pixels.count < 0 || pixels.height < patch || pixels.width < patch
        || static_cast<std::int64_t>(pixels.values.size())
            != pixels.count * 3 * pixels.height * pixels.width) {
        return refuse("pixel_values must be [count, 3, height, width] with sides of at least "
                      + number(patch) + " pixels");
    }
    return {};
}

Result<void> checkSwitches(const Network& network, const ForwardInput& input)
{
    for (const auto& [name, switches] : input.switches) {
        const Stack* stack = network.stack(name);
        if (stack == nullptr) {
            return refuse("there is no stack \"" + name + "\" to switch anything off in");
        }
        const auto layers = static_cast<std::size_t>(stack->info.layers);
        const auto heads = static_cast<std::size_t>(stack->info.heads);
        const auto fits
            = [layers](const auto& list) { return list.empty() || list.size() == layers; };
        const bool headsFit = std::all_of(switches.heads.begin(), switches.heads.end(),
                                          [heads](const auto& row) { return row.size() == heads; });
        if (!fits(switches.heads) || !headsFit || !fits(switches.layersOff)
            || !fits(switches.mlpsOff)) {
            return refuse("switches need " + std::to_string(layers) + " layers of "
                          + std::to_string(heads) + " heads");
        }
    }
    return {};
}

/// Rough count of bytes of the results.
double resultBytes(const Network& network, const ForwardInput& input)
{
    const ModelInfo& info = network.info;
    double floats = 0;
    for (const Stack& stack : network.stacks) {
        const bool pictures = stack.info.name == "vision" || info.kind == "vision";
        const auto& ids = stack.info.name == "decoder" ? input.decoderIds : input.ids;
        double rows = static_cast<double>(ids.size());
        double length = ids.empty() ? 0 : static_cast<double>(ids.front().size());
        if (pictures) {
            rows = static_cast<double>(input.pixels.count);
            length = static_cast<double>(input.pixels.height / info.picture.patchSize
                                         * (input.pixels.width / info.picture.patchSize));
        }
        const double attention = static_cast<double>(stack.info.layers * stack.info.heads) * length;
        const double streams = static_cast<double>((stack.info.layers + 4) * stack.info.hiddenSize);
        const double head = stack.writes && input.outputs ? static_cast<double>(info.vocabSize) : 0;
        // Twice: libtorch's tensors and our copies.
        floats += 2 * rows * length
            * (head + (input.hiddenStates ? streams : 0) + (input.attentions ? attention : 0));
    }
    return floats * sizeof(float);
}

} // namespace

Result<void> checkForward(const Network& network, const ForwardInput& input)
{
    FE_CHECK(checkKinds(network.info, input));
    FE_CHECK(checkTokens(network.info, input));
    FE_CHECK(checkPixels(network.info, input.pixels));
    FE_CHECK(checkSwitches(network, input));
    const double need = resultBytes(network, input);
    const std::uint64_t available = base::availableMemory();
    if (available > 0 && need > static_cast<double>(available)) {
        return tooLittleMemory("cannot run the model", static_cast<std::uint64_t>(need), available);
    }
    return {};
}

} // namespace fe::models
