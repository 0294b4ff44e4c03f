// SPDX-License-Identifier: Apache-2.0
//
// The pass behind an AttentionCapture: layer by layer, each layer's probabilities handed on and
// dropped before the next one runs. Where nobody wants to see whole layers, blocks of a few queries
// go straight into the capture.
#include "base/memory.h"
#include "models/attention_capture.h"
#include "models/forward_check.h"
#include "models/stack_pass.h"
#include "tensor/compute.h"

#include <ATen/ops/from_blob.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>

namespace fe::models {
namespace {

using base::Result;

constexpr const char* kWhat = "cannot look at the model's attention";

/// What runs beside a layer's probabilities: scores of as many heads as are worked out together.
constexpr double kScratchBytes = 3 * 64e6;

/// Places that count, in a row of 1s and 0s (empty: nothing is padding).
std::vector<std::int64_t> countedPlaces(const std::vector<std::vector<std::int64_t>>& mask)
{
    std::vector<std::int64_t> places;
    for (std::size_t i = 0; !mask.empty() && i < mask.front().size(); ++i) {
        if (mask.front()[i] != 0) {
            places.push_back(static_cast<std::int64_t>(i));
        }
    }
    return places;
}

std::int64_t textLength(const ForwardInput& input)
{
    return input.attentionMask.empty()
        ? static_cast<std::int64_t>(input.ids.front().size())
        : static_cast<std::int64_t>(countedPlaces(input.attentionMask).size());
}

AttentionInfo infoOf(const StackInfo& stack, std::int64_t queries)
{
    AttentionInfo info;
    info.stack = stack.name;
    info.layers = stack.layers;
    info.heads = stack.heads;
    info.queries = queries;
    info.keys = queries;
    info.causal = stack.causal;
    return info;
}

AttentionInfo crossInfo(const StackInfo& stack, std::int64_t queries, std::int64_t keys)
{
    AttentionInfo info = infoOf(stack, queries);
    info.kind = AttentionKind::Cross;
    info.keys = keys;
    info.causal = false;
    return info;
}

std::vector<AttentionInfo> attentionsOf(const Network& network, const ForwardInput& input)
{
    std::vector<AttentionInfo> result;
    for (const Stack& stack : network.stacks) {
        if (&stack == network.pictureStack()) {
            if (input.pixels.count > 0) {
                const PictureInfo& picture = network.info.picture;
                const std::int64_t patches = (input.pixels.height / picture.patchSize)
                    * (input.pixels.width / picture.patchSize);
                result.push_back(infoOf(stack.info, picture.prefixTokens + patches));
            }
        } else if (stack.crossAttention && !input.ids.empty() && !input.decoderIds.empty()) {
            const auto answer = static_cast<std::int64_t>(input.decoderIds.front().size());
            result.push_back(infoOf(stack.info, answer));
            result.push_back(crossInfo(stack.info, answer, textLength(input)));
        } else if (!input.ids.empty()) {
            result.push_back(infoOf(stack.info, textLength(input)));
        }
    }
    return result;
}

Result<void> checkInput(const Network& network, const ForwardInput& input)
{
    FE_CHECK(checkForward(network, input));
    if (input.ids.size() > 1 || input.pixels.count > 1) {
        return base::invalidArgument(kWhat, "one text or picture at a time is looked at");
    }
    if (!input.attentionMask.empty() && countedPlaces(input.attentionMask).empty()) {
        return base::invalidArgument(kWhat, "attention_mask leaves no token");
    }
    return {};
}

/// Some places of a row that do not count.
bool isPadded(const ForwardInput& input)
{
    return !input.attentionMask.empty()
        && countedPlaces(input.attentionMask).size() < input.attentionMask.front().size();
}

/// What the threads hold that work on blocks of 64 queries: for each key a score and a probability
/// in float32 and its half.
double blockBytes(const std::vector<AttentionInfo>& attentions)
{
    constexpr double kBytes = 64 * (2 * sizeof(float) + 2);
    std::int64_t keys = 0;
    for (const AttentionInfo& info : attentions) {
        keys = std::max(keys, info.keys);
    }
    return static_cast<double>(tensor::threads()) * static_cast<double>(keys) * kBytes;
}

/// @param inBlocks no layer is ever there as a whole.
Result<void> checkBudget(const std::vector<AttentionInfo>& attentions,
                         const CaptureOptions& options, bool inBlocks)
{
    double kept = 0;
    double layer = 0;
    for (const AttentionInfo& info : attentions) {
        kept += options.keep ? static_cast<double>(AttentionCapture::bytesFor(info)) : 0;
        layer = std::max(layer,
                         static_cast<double>(info.heads) * static_cast<double>(info.queries)
                             * static_cast<double>(info.keys) * sizeof(float));
    }
    const auto need = static_cast<std::uint64_t>(std::min(kept, 9e18));
    if (need > options.budgetBytes) {
        std::int64_t tokens = 0;
        for (const AttentionInfo& info : attentions) {
            tokens = std::max({ tokens, info.queries, info.keys });
        }
        return base::Error { base::ErrorCode::LimitExceeded,
                             kWhat,
                             {},
                             {},
                             "that of " + base::grouped(static_cast<std::uint64_t>(tokens))
                                 + " tokens takes " + base::bytesText(need) + ", and "
                                 + base::bytesText(options.budgetBytes) + " are allowed",
                             "shorten the text or allow more memory" };
    }
    // Twice a layer: as the pass makes it, and without the padding.
    const double beside = inBlocks ? blockBytes(attentions) : 2 * layer;
    const double whole = kept + beside + std::min(3 * layer, kScratchBytes);
    const std::uint64_t available = base::availableMemory();
    if (available > 0 && whole > static_cast<double>(available)) {
        return tooLittleMemory(kWhat, static_cast<std::uint64_t>(whole), available);
    }
    return {};
}

/// Runs the stacks and hands each layer's attention on.
class CaptureRun
{
public:
    CaptureRun(const ForwardInput& input, std::vector<AttentionInfo> attentions,
               const AttentionLayerSink& sink, bool keep, bool inBlocks,
               const base::CancelToken& cancel, base::Progress& progress)
        : m_attentions(std::move(attentions)), m_sink(sink), m_cancel(cancel), m_progress(progress),
          m_keep(keep), m_inBlocks(inBlocks)
    {
        if (isPadded(input)) {
            const auto places = countedPlaces(input.attentionMask);
            m_places = at::from_blob(const_cast<std::int64_t*>(places.data()), // only read
                                     { static_cast<std::int64_t>(places.size()) }, at::kLong)
                           .clone();
        }
        for (const AttentionInfo& info : m_attentions) {
            m_builders.emplace_back(info);
        }
    }

    Result<at::Tensor> walk(StackPass& stack)
    {
        const tensor::PassPtr& pass = stack.pass();
        RunHooks hooks;
        hooks.layersOff = stack.layersOff();
        at::Tensor x = stack.stack().enter(stack.what(), pass);
        const std::size_t first = m_next;
        m_next += stack.stack().crossAttention ? 2 : 1;
        const bool decoder = stack.stack().crossAttention;
        if (m_inBlocks) {
            pass->attentionTaker
                = [this, first](const tensor::AttentionBlock& block) { take(first, block); };
        }
        for (std::size_t layer = 0; layer < stack.stack().layers.size(); ++layer) {
            if (m_inBlocks && (hooks.layersOff.empty() || !hooks.layersOff[layer])) {
                open(first, layer, decoder);
            }
            auto y = stack.stack().runLayers(std::move(x), pass, layer, layer + 1, m_cancel, hooks);
            if (!y) {
                return base::cancelled();
            }
            x = *std::move(y);
            FE_CHECK(tell(first, layer, decoder, pass->attentions[layer]));
            if (decoder) {
                FE_CHECK(tell(first + 1, layer, decoder, pass->crossAttentions[layer]));
            }
            m_progress.advance();
        }
        return x;
    }

    std::vector<AttentionCapture> finish()
    {
        std::vector<AttentionCapture> captures;
        for (auto& builder : m_builders) {
            captures.push_back(builder.finish());
        }
        return captures;
    }

private:
    void open(std::size_t first, std::size_t layer, bool decoder)
    {
        m_builders[first].open(static_cast<std::int64_t>(layer));
        if (decoder) {
            m_builders[first + 1].open(static_cast<std::int64_t>(layer));
        }
    }

    /// Any thread.
    void take(std::size_t first, const tensor::AttentionBlock& block)
    {
        const at::Tensor half = block.probabilities.to(at::kHalf);
        const auto* bits = reinterpret_cast<const std::uint16_t*>(half.const_data_ptr<at::Half>());
        m_builders[block.cross ? first + 1 : first].addBlock(
            block.layer, block.head, block.firstQuery,
            std::span(bits, static_cast<std::size_t>(half.numel())),
            static_cast<std::size_t>(half.size(1)));
    }

    /// Hands one layer on and drops it. Nothing is told of a layer that was switched off, or that
    /// was taken block by block.
    Result<void> tell(std::size_t index, std::size_t layer, bool decoder, at::Tensor& attention)
    {
        if (!attention.defined()) {
            return {};
        }
        const AttentionInfo& info = m_attentions[index];
        at::Tensor weights = attention.to(at::kCPU, at::kFloat);
        attention = at::Tensor();
        if (m_places.defined() && (!decoder || info.kind == AttentionKind::Cross)
            && weights.size(3) != info.keys) {
            weights = weights.index_select(3, m_places);
            if (!decoder) {
                weights = weights.index_select(2, m_places);
            }
        }
        weights = weights.contiguous();
        const std::span values(weights.const_data_ptr<float>(),
                               static_cast<std::size_t>(weights.numel()));
        if (m_keep) {
            m_builders[index].add(static_cast<std::int64_t>(layer), values);
        }
        return m_sink ? m_sink({ info, static_cast<std::int64_t>(layer), values }) : Result<void>();
    }

    std::vector<AttentionInfo> m_attentions;
    const AttentionLayerSink& m_sink;
    const base::CancelToken& m_cancel;
    base::Progress& m_progress;
    at::Tensor m_places; ///< of the source that count; undefined: all
    std::vector<AttentionCaptureBuilder> m_builders;
    bool m_keep;
    bool m_inBlocks; ///< attention comes in blocks
    std::size_t m_next = 0; ///< attention of the next stack
};

} // namespace

std::vector<AttentionInfo> attentionsOf(const Model& model, const ForwardInput& input)
{
    const Network* network = networkOf(model);
    return network == nullptr ? std::vector<AttentionInfo>() : attentionsOf(*network, input);
}

Result<std::vector<AttentionCapture>> captureAttention(
    const Model& model, const ForwardInput& input, const CaptureOptions& options,
    const AttentionLayerSink& sink, const base::CancelToken& cancel, base::Progress& progress)
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
    ForwardInput plain = input;
    plain.hiddenStates = false;
    plain.attentions = false;
    plain.outputs = false;
    FE_CHECK(checkInput(*network, plain));
    const auto attentions = attentionsOf(*network, input);
    // Places that are cut off are cut out of a whole layer.
    const bool inBlocks = options.keep && !sink && !isPadded(input) && network->device.is_cpu();
    FE_CHECK(checkBudget(attentions, options, inBlocks));
    std::uint64_t layers = 0;
    for (const AttentionInfo& info : attentions) {
        layers += info.kind == AttentionKind::Self ? static_cast<std::uint64_t>(info.layers) : 0;
    }
    progress.begin("looking inside", layers);
    plain.attentions = true;
    std::vector<AttentionCapture> captures;
    FE_CHECK(tensor::guarded(kWhat, [&]() -> Result<void> {
        const c10::InferenceMode inference;
        CaptureRun run(plain, attentions, sink, options.keep, inBlocks, cancel, progress);
        const auto walked
            = walkStacks(*network, plain, [&](StackPass& stack) { return run.walk(stack); });
        if (walked && options.keep) {
            captures = run.finish();
        }
        return walked;
    }));
    return captures;
}

} // namespace fe::models
