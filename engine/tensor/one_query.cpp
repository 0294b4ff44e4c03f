// SPDX-License-Identifier: Apache-2.0
#include "tensor/one_query.h"

#include <ATen/Parallel.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
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

} // namespace

at::Tensor attendOneQuery(const at::Tensor& qkv, const ForwardPass& pass, std::int64_t layer)
{
    const AttentionShape& shape = pass.shape;
    const std::int64_t dim = shape.headDim;
    const std::int64_t group = shape.heads / shape.kvHeads;
    const at::Tensor& keys = pass.keys[static_cast<std::size_t>(layer)];
    const at::Tensor& values = pass.values[static_cast<std::size_t>(layer)];
    const std::int64_t capacity = keys.size(2);
    const std::int64_t window = shape.windowOf(layer);
    const std::int64_t first = window > 0 ? std::max<std::int64_t>(0, pass.start - window + 1) : 0;
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

} // namespace fe::tensor
