// SPDX-License-Identifier: Apache-2.0
//
// Causal attention over a KV cache with grouped heads (Vaswani et al. 2017, arXiv:1706.03762;
// Ainslie et al. 2023, arXiv:2305.13245), three ways: one query on the CPU as a pass over the cache
// (decoding), many queries through libtorch's fused kernel (reading a prompt), and step by step
// where the probabilities themselves are wanted.
#include "tensor/torch_bridge.h"

#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/scaled_dot_product_attention.h>
#include <ATen/ops/softmax.h>
#include <ATen/ops/where.h>
#include <ATen/ops/zeros.h>

#include <cmath>
#include <limits>

namespace fe::tensor {
namespace {

__attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default"))) void scoreKeys(
    const float* query, const float* keys, std::int64_t count, std::int64_t dim, float scale,
    float* scores)
{
    for (std::int64_t key = 0; key < count; ++key) {
        const float* row = keys + key * dim;
        float sum = 0;
#pragma omp simd reduction(+ : sum)
        for (std::int64_t i = 0; i < dim; ++i) {
            sum += query[i] * row[i];
        }
        scores[key] = sum * scale;
    }
}

/// Turns scores into probabilities in place.
void softmaxInPlace(float* scores, std::int64_t count)
{
    float largest = -std::numeric_limits<float>::infinity();
    for (std::int64_t i = 0; i < count; ++i) {
        largest = std::max(largest, scores[i]);
    }
    float sum = 0;
    for (std::int64_t i = 0; i < count; ++i) {
        scores[i] = std::exp(scores[i] - largest);
        sum += scores[i];
    }
    for (std::int64_t i = 0; i < count; ++i) {
        scores[i] /= sum;
    }
}

__attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default"))) void mixValues(
    const float* probabilities, const float* values, std::int64_t count, std::int64_t dim,
    float* out)
{
    for (std::int64_t key = 0; key < count; ++key) {
        const float* row = values + key * dim;
        const float weight = probabilities[key];
#pragma omp simd
        for (std::int64_t i = 0; i < dim; ++i) {
            out[i] += weight * row[i];
        }
    }
}

/// First key that the query at `position` may see.
std::int64_t firstKey(const AttentionShape& shape, std::int64_t position)
{
    return shape.window > 0 ? std::max<std::int64_t>(0, position - shape.window + 1) : 0;
}

at::Tensor attendOneQuery(const at::Tensor& qkv, const ForwardPass& pass, std::int64_t layer)
{
    const AttentionShape& shape = pass.shape;
    const std::int64_t dim = shape.headDim;
    const std::int64_t group = shape.heads / shape.kvHeads;
    const at::Tensor& keys = pass.keys[static_cast<std::size_t>(layer)];
    const at::Tensor& values = pass.values[static_cast<std::size_t>(layer)];
    const std::int64_t capacity = keys.size(2);
    const std::int64_t first = firstKey(shape, pass.start);
    const std::int64_t count = pass.start + 1 - first;
    at::Tensor out = at::zeros({ pass.batch, shape.heads * dim }, qkv.options());
    const std::int64_t grain = std::max<std::int64_t>(1, 32768 / (count * dim));
    at::parallel_for(0, pass.batch * shape.heads, grain, [&](std::int64_t begin, std::int64_t end) {
        std::vector<float> scores(static_cast<std::size_t>(count));
        for (std::int64_t i = begin; i < end; ++i) {
            const std::int64_t row = i / shape.heads;
            const std::int64_t head = i % shape.heads;
            const std::int64_t offset
                = ((row * shape.kvHeads + head / group) * capacity + first) * dim;
            const float* query = qkv.const_data_ptr<float>() + row * qkv.size(1) + head * dim;
            scoreKeys(query, keys.const_data_ptr<float>() + offset, count, dim,
                      static_cast<float>(shape.scale), scores.data());
            softmaxInPlace(scores.data(), count);
            mixValues(scores.data(), values.const_data_ptr<float>() + offset, count, dim,
                      out.data_ptr<float>() + i * dim);
        }
    });
    return out;
}

/// Additive mask [1 or batch, 1, length, keys]: 0 where a query may look, -infinity elsewhere.
/// Undefined if plain causal attention from the first position says it all.
at::Tensor additiveMask(const ForwardPass& pass, bool always)
{
    const std::int64_t total = pass.start + pass.length;
    const bool plain = pass.start == 0 && pass.shape.window == 0 && !pass.keyMask.defined();
    if (plain && !always) {
        return {};
    }
    const c10::Device device = pass.cosines.device();
    const at::Tensor query = at::arange(pass.start, total, device).unsqueeze(1);
    const at::Tensor key = at::arange(total, device).unsqueeze(0);
    at::Tensor visible = key <= query;
    if (pass.shape.window > 0) {
        visible = visible.logical_and(key > query - pass.shape.window);
    }
    at::Tensor mask
        = at::zeros({ pass.length, total }, at::TensorOptions(at::kFloat).device(device));
    mask.masked_fill_(visible.logical_not(), -std::numeric_limits<double>::infinity());
    mask = mask.view({ 1, 1, pass.length, total });
    return pass.keyMask.defined() ? mask + pass.keyMask : mask;
}

/// query [batch, kvHeads, length, dim] of one member of each group.
at::Tensor groupQuery(const at::Tensor& queries, std::int64_t member)
{
    return queries.select(3, member).transpose(1, 2);
}

at::Tensor attendFused(const at::Tensor& queries, const at::Tensor& keys, const at::Tensor& values,
                       const ForwardPass& pass)
{
    const at::Tensor mask = additiveMask(pass, false);
    const std::optional<at::Tensor> optionalMask
        = mask.defined() ? std::optional(mask) : std::nullopt;
    at::Tensor out = at::empty(queries.sizes(), queries.options());
    for (std::int64_t member = 0; member < queries.size(3); ++member) {
        const at::Tensor one = at::scaled_dot_product_attention(groupQuery(queries, member), keys,
                                                                values, optionalMask, 0.0,
                                                                !mask.defined(), pass.shape.scale);
        out.select(3, member).copy_(one.transpose(1, 2));
    }
    return out;
}

at::Tensor attendStepByStep(const at::Tensor& queries, const at::Tensor& keys,
                            const at::Tensor& values, ForwardPass& pass, std::int64_t layer)
{
    const AttentionShape& shape = pass.shape;
    const at::Tensor mask = additiveMask(pass, true);
    const std::int64_t group = queries.size(3);
    at::Tensor out = at::empty(queries.sizes(), queries.options());
    at::Tensor recorded = at::empty({ pass.batch, shape.kvHeads, group, pass.length, keys.size(2) },
                                    queries.options());
    for (std::int64_t member = 0; member < group; ++member) {
        const at::Tensor scores
            = at::matmul(groupQuery(queries, member), keys.transpose(2, 3)).mul_(shape.scale)
            + mask;
        at::Tensor probabilities = at::softmax(scores, -1);
        if (pass.keyMask.defined()) {
            probabilities.nan_to_num_(0.0); // a query before the text, among padding, sees no key
        }
        recorded.select(2, member).copy_(probabilities);
        out.select(3, member).copy_(at::matmul(probabilities, values).transpose(1, 2));
    }
    if (pass.headScale.defined()) {
        out.mul_(pass.headScale[layer].view({ shape.kvHeads, group, 1 }));
    }
    if (pass.recordAttention) {
        pass.attentions[static_cast<std::size_t>(layer)]
            = recorded.view({ pass.batch, shape.heads, pass.length, keys.size(2) });
    }
    return out;
}

} // namespace

at::Tensor attention(const at::Tensor& qkv, const PassPtr& run, std::int64_t layer)
{
    ForwardPass& pass = *run;
    const AttentionShape& shape = pass.shape;
    const std::int64_t group = shape.heads / shape.kvHeads;
    const std::int64_t total = pass.start + pass.length;
    const auto index = static_cast<std::size_t>(layer);
    const at::Tensor heads
        = qkv.view({ pass.batch, pass.length, shape.heads + 2 * shape.kvHeads, shape.headDim });
    const auto store = [&](const at::Tensor& cache, std::int64_t firstHead) {
        cache.narrow(2, pass.start, pass.length)
            .copy_(heads.narrow(2, firstHead, shape.kvHeads).transpose(1, 2));
    };
    store(pass.keys[index], shape.heads);
    store(pass.values[index], shape.heads + shape.kvHeads);

    const bool stepByStep = pass.recordAttention || pass.headScale.defined();
    if (pass.length == 1 && !stepByStep && !pass.keyMask.defined() && qkv.is_cpu()) {
        return attendOneQuery(qkv, pass, layer);
    }
    const at::Tensor queries
        = heads.narrow(2, 0, shape.heads)
              .view({ pass.batch, pass.length, shape.kvHeads, group, shape.headDim });
    const at::Tensor keys = pass.keys[index].narrow(2, 0, total);
    const at::Tensor values = pass.values[index].narrow(2, 0, total);
    const at::Tensor out = stepByStep ? attendStepByStep(queries, keys, values, pass, layer)
                                      : attendFused(queries, keys, values, pass);
    return out.view({ pass.batch * pass.length, shape.heads * shape.headDim });
}

} // namespace fe::tensor
