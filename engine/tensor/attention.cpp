// SPDX-License-Identifier: Apache-2.0
//
// Attention with grouped heads (Vaswani et al. 2017, arXiv:1706.03762; Ainslie et al. 2023,
// arXiv:2305.13245), causal over a KV cache, in both directions, or over an encoder's memory; in
// several ways: one query on the CPU as a pass over the cache (decoding), many queries through
// libtorch's fused kernel (reading a text), and step by step where the probabilities themselves are
// wanted: of all heads at once, or, for who takes them block by block (attention_blocks.h), never
// all at once.
#include "tensor/attention_blocks.h"
#include "tensor/one_query.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/scaled_dot_product_attention.h>
#include <ATen/ops/softmax.h>
#include <ATen/ops/where.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <limits>

namespace fe::tensor {
namespace {

using Inputs = AttentionInputs;

/// Whether the pass's taker gets a layer's attention.
bool isTaken(const ForwardPass& pass, const at::Tensor& x)
{
    return pass.recordAttention && pass.attentionTaker && pass.batch == 1 && x.is_cpu();
}

at::Tensor causalMask(const ForwardPass& pass, std::int64_t window, c10::Device device)
{
    const std::int64_t total = pass.start + pass.length;
    const at::Tensor query = at::arange(pass.start, total, device).unsqueeze(1);
    const at::Tensor key = at::arange(total, device).unsqueeze(0);
    at::Tensor visible = key <= query;
    if (window > 0) {
        visible = visible.logical_and(key > query - window);
    }
    const at::Tensor mask
        = at::zeros({ pass.length, total }, at::TensorOptions(at::kFloat).device(device));
    return mask.masked_fill(visible.logical_not(), -std::numeric_limits<double>::infinity())
        .view({ 1, 1, pass.length, total });
}

/// What is added to the scores of one layer; undefined if nothing is, or if plain causal attention
/// from the first position, or of the last token alone, says it all and the mask is not wanted
/// `always`.
at::Tensor additiveMask(const ForwardPass& pass, std::int64_t layer, c10::Device device,
                        bool always)
{
    const std::int64_t window = pass.shape.windowOf(layer);
    at::Tensor mask = pass.keyMask;
    if (pass.bias.defined()) {
        mask = mask.defined() ? mask + pass.bias : pass.bias;
    }
    const std::int64_t total = pass.start + pass.length;
    const bool seesAll = pass.length == 1 && (window == 0 || total <= window);
    const bool plain = !mask.defined() && (seesAll || (pass.start == 0 && window == 0));
    if (pass.shape.causal && (always || !plain)) {
        const at::Tensor causal = causalMask(pass, window, device);
        mask = mask.defined() ? mask + causal : causal;
    }
    return mask;
}

/// [batch, kvHeads, length, dim] of one member of each group.
at::Tensor groupQuery(const at::Tensor& queries, std::int64_t member)
{
    return queries.select(3, member).transpose(1, 2);
}

at::Tensor attendFused(const Inputs& in)
{
    const std::optional<at::Tensor> mask
        = in.mask.defined() ? std::optional(in.mask) : std::nullopt;
    at::Tensor out = at::empty(in.queries.sizes(), in.queries.options());
    for (std::int64_t member = 0; member < in.queries.size(3); ++member) {
        const at::Tensor one
            = at::scaled_dot_product_attention(groupQuery(in.queries, member), in.keys, in.values,
                                               mask, 0.0, in.causal && !mask.has_value(), in.scale);
        out.select(3, member).copy_(one.transpose(1, 2));
    }
    return in.padded ? out.nan_to_num_(0.0) : out;
}

/// The same in one go, with each key head repeated for its group: on a GPU what counts is how few
/// kernels are started.
at::Tensor attendRepeated(const Inputs& in)
{
    const std::optional<at::Tensor> mask
        = in.mask.defined() ? std::optional(in.mask) : std::nullopt;
    const std::int64_t group = in.queries.size(3);
    const auto repeated = [group](const at::Tensor& heads) {
        return group == 1 ? heads
                          : heads.unsqueeze(2).expand({ -1, -1, group, -1, -1 }).flatten(1, 2);
    };
    const at::Tensor queries = in.queries.flatten(2, 3).transpose(1, 2);
    const at::Tensor mixed
        = at::scaled_dot_product_attention(queries, repeated(in.keys), repeated(in.values), mask,
                                           0.0, in.causal && !mask.has_value(), in.scale);
    const at::Tensor out = mixed.transpose(1, 2).contiguous().view(in.queries.sizes());
    return in.padded ? out.nan_to_num(0.0) : out;
}

/// Key heads whose scores are worked out together: few where texts are long, so that the scores of
/// a whole layer never lie in memory beside its probabilities.
std::int64_t headsAtOnce(const Inputs& in)
{
    constexpr std::int64_t kMostScores = std::int64_t { 1 } << 24;
    const std::int64_t scores = in.queries.size(0) * in.queries.size(1) * in.keys.size(2);
    return std::clamp<std::int64_t>(kMostScores / std::max<std::int64_t>(1, scores), 1,
                                    in.keys.size(1));
}

/// One query head of each of `count` groups from `first` on: mixed values into `out`
/// [batch, length, count, headDim], probabilities into `recorded` [batch, count, length, keys].
void attendSome(const Inputs& in, std::int64_t member, std::int64_t first, std::int64_t count,
                const at::Tensor& out, const at::Tensor& recorded)
{
    const at::Tensor keys = in.keys.narrow(1, first, count);
    const at::Tensor queries = groupQuery(in.queries, member).narrow(1, first, count);
    at::Tensor scores = at::matmul(queries, keys.transpose(2, 3)).mul_(in.scale);
    if (in.mask.defined()) {
        const at::Tensor mask = in.mask.size(1) == 1 ? in.mask : in.mask.narrow(1, first, count);
        scores.add_(mask);
    }
    at::Tensor probabilities = at::softmax(scores, -1);
    if (in.padded) {
        probabilities.nan_to_num_(0.0); // a query before the text, among padding, sees no key
    }
    recorded.copy_(probabilities);
    out.copy_(at::matmul(probabilities, in.values.narrow(1, first, count)).transpose(1, 2));
}

/// The same, and the probabilities [batch, heads, length, keys] into `recorded`.
at::Tensor attendStepByStep(const Inputs& in, at::Tensor& recorded)
{
    const at::Tensor& queries = in.queries;
    const std::int64_t group = queries.size(3);
    at::Tensor out = at::empty(queries.sizes(), queries.options());
    const at::Tensor all
        = at::empty({ queries.size(0), queries.size(2), group, queries.size(1), in.keys.size(2) },
                    queries.options());
    const std::int64_t step = headsAtOnce(in);
    for (std::int64_t member = 0; member < group; ++member) {
        for (std::int64_t first = 0; first < queries.size(2); first += step) {
            const std::int64_t count = std::min(step, queries.size(2) - first);
            attendSome(in, member, first, count, out.select(3, member).narrow(2, first, count),
                       all.select(2, member).narrow(1, first, count));
        }
    }
    if (in.headScale.defined()) {
        out.mul_(in.headScale.view({ queries.size(2), group, 1 }));
    }
    recorded = all.view({ queries.size(0), queries.size(2) * group, queries.size(1), -1 });
    return out;
}

/// Shows what a layer's scores are made of to whoever asked for that layer.
void tellProbe(const ForwardPass& pass, const Inputs& in, std::int64_t layer, bool cross)
{
    if (pass.probe && pass.probe->layer == layer && pass.probe->cross == cross) {
        pass.probe->queries = in.queries.flatten(2, 3).transpose(1, 2).contiguous();
        pass.probe->keys = in.keys.contiguous();
    }
}

at::Tensor attend(const Inputs& in, const ForwardPass& pass, at::Tensor* recorded)
{
    if (isTaken(pass, in.queries)) {
        return attendInBlocks(in, pass.attentionTaker).view({ pass.length, -1 });
    }
    at::Tensor probabilities;
    const bool stepByStep = pass.recordAttention || in.headScale.defined();
    const at::Tensor out = stepByStep ? attendStepByStep(in, probabilities)
        : in.queries.is_cpu()         ? attendFused(in)
                                      : attendRepeated(in);
    if (pass.recordAttention) {
        *recorded = probabilities;
    }
    return out.view({ pass.batch * pass.length, -1 });
}

at::Tensor headScaleOf(const ForwardPass& pass, std::int64_t layer)
{
    return pass.headScale.defined() ? pass.headScale[layer] : at::Tensor();
}

/// Puts keys and values into the cache, if there is one, and gives all that are there.
std::pair<at::Tensor, at::Tensor> keysAndValues(ForwardPass& pass, const at::Tensor& heads,
                                                std::size_t layer)
{
    const AttentionShape& shape = pass.shape;
    const at::Tensor keys = heads.narrow(2, shape.heads, shape.kvHeads).transpose(1, 2);
    const at::Tensor values
        = heads.narrow(2, shape.heads + shape.kvHeads, shape.kvHeads).transpose(1, 2);
    if (pass.keys.empty()) {
        return { keys, values };
    }
    const std::int64_t total = pass.start + pass.length;
    pass.keys[layer].narrow(2, pass.start, pass.length).copy_(keys);
    pass.values[layer].narrow(2, pass.start, pass.length).copy_(values);
    return { pass.keys[layer].narrow(2, 0, total), pass.values[layer].narrow(2, 0, total) };
}

} // namespace

at::Tensor attention(const at::Tensor& qkv, const PassPtr& run, std::int64_t layer)
{
    ForwardPass& pass = *run;
    const AttentionShape& shape = pass.shape;
    const std::int64_t group = shape.heads / shape.kvHeads;
    const auto index = static_cast<std::size_t>(layer);
    const at::Tensor heads
        = qkv.view({ pass.batch, pass.length, shape.heads + 2 * shape.kvHeads, shape.headDim });
    const auto [keys, values] = keysAndValues(pass, heads, index);
    const bool probabilities
        = pass.recordAttention || pass.headScale.defined() || pass.probe != nullptr;
    if (pass.length == 1 && shape.causal && !pass.keys.empty() && !probabilities
        && !pass.keyMask.defined() && !pass.bias.defined() && qkv.is_cpu()) {
        return attendOneQuery(qkv, pass, layer);
    }
    Inputs in;
    in.queries = heads.narrow(2, 0, shape.heads)
                     .view({ pass.batch, pass.length, shape.kvHeads, group, shape.headDim });
    in.keys = keys;
    in.values = values;
    in.mask = additiveMask(pass, layer, qkv.device(), probabilities && !isTaken(pass, qkv));
    in.causal = shape.causal && pass.length > 1; // the last token alone sees all that is there
    in.padded = pass.keyMask.defined();
    in.scale = shape.scale;
    in.headScale = headScaleOf(pass, layer);
    in.layer = layer;
    in.start = pass.start;
    TORCH_CHECK(!pass.bias.defined() || group == 1, "a score bias needs a key head a query head");
    tellProbe(pass, in, layer, false);
    return attend(in, pass, pass.recordAttention ? &pass.attentions.at(index) : nullptr);
}

at::Tensor crossAttention(const at::Tensor& q, const PassPtr& run, std::int64_t layer)
{
    ForwardPass& pass = *run;
    const AttentionShape& shape = pass.shape;
    const auto index = static_cast<std::size_t>(layer);
    Inputs in;
    in.queries = q.view({ pass.batch, pass.length, shape.heads, 1, shape.headDim });
    in.keys = pass.memoryKeys.at(index);
    in.values = pass.memoryValues.at(index);
    in.mask = pass.memoryMask;
    in.padded = pass.memoryMask.defined();
    in.scale = shape.scale;
    in.layer = layer;
    in.cross = true;
    tellProbe(pass, in, layer, true);
    return attend(in, pass, pass.recordAttention ? &pass.crossAttentions.at(index) : nullptr);
}

} // namespace fe::tensor
