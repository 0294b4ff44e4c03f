// SPDX-License-Identifier: Apache-2.0
//
// The operators that TorchScript sources of architectures call as fe.*: on the CPU a pass over
// memory each, on the GPU a few of libtorch's own.
#include "tensor/torch_bridge.h"

#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/empty_like.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/layer_norm.h>
#include <ATen/ops/outer.h>
#include <ATen/ops/silu.h>

#include <cmath>

namespace fe::tensor {
namespace {

/// Elements that one thread takes at least.
constexpr std::int64_t kGrainElements = 16384;

std::int64_t rowGrain(std::int64_t columns)
{
    return std::max<std::int64_t>(1, kGrainElements / std::max<std::int64_t>(1, columns));
}

__attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default"))) void rmsNormRow(
    const float* x, const float* weight, float* out, std::int64_t columns, float eps)
{
    float squares = 0;
#pragma omp simd reduction(+ : squares)
    for (std::int64_t i = 0; i < columns; ++i) {
        squares += x[i] * x[i];
    }
    const float scale = 1.0F / std::sqrt(squares / static_cast<float>(columns) + eps);
#pragma omp simd
    for (std::int64_t i = 0; i < columns; ++i) {
        out[i] = weight[i] * (x[i] * scale);
    }
}

/// Rotates the first 2 x `half` elements of a head: element i with element half + i.
void rotateHead(float* head, const float* cosines, const float* sines, std::int64_t half)
{
#pragma omp simd
    for (std::int64_t i = 0; i < half; ++i) {
        const float a = head[i];
        const float b = head[half + i];
        head[i] = a * cosines[i] - b * sines[i];
        head[half + i] = b * cosines[i] + a * sines[i];
    }
}

/// The same on any device, out of place.
at::Tensor rotateOnDevice(const at::Tensor& qkv, const ForwardPass& pass)
{
    const AttentionShape& shape = pass.shape;
    const std::int64_t turned = shape.heads + shape.kvHeads;
    const std::int64_t half = pass.cosines.size(1);
    const at::Tensor cosines = pass.cosines.narrow(0, pass.start, pass.length).unsqueeze(1);
    const at::Tensor sines = pass.sines.narrow(0, pass.start, pass.length).unsqueeze(1);
    const at::Tensor heads
        = qkv.view({ pass.batch, pass.length, turned + shape.kvHeads, shape.headDim });
    const at::Tensor a = heads.narrow(2, 0, turned).narrow(3, 0, half);
    const at::Tensor b = heads.narrow(2, 0, turned).narrow(3, half, half);
    const at::Tensor rotated = at::cat({ a * cosines - b * sines, b * cosines + a * sines }, 3);
    heads.narrow(2, 0, turned).narrow(3, 0, 2 * half).copy_(rotated);
    return qkv;
}

} // namespace

at::Tensor linear(const at::Tensor& x, const MatrixPtr& w, const std::optional<at::Tensor>& bias)
{
    at::Tensor y = w->multiply(x);
    return bias ? y.add_(*bias) : y;
}

at::Tensor embedding(const at::Tensor& ids, const MatrixPtr& w)
{
    return w->gather(ids);
}

at::Tensor rmsNorm(const at::Tensor& input, const at::Tensor& weight, double eps)
{
    if (!input.is_cpu()) {
        return weight * (input * (input.square().mean(-1, true) + eps).rsqrt());
    }
    const at::Tensor x = input.contiguous();
    at::Tensor out = at::empty_like(x);
    const std::int64_t columns = x.size(-1);
    at::parallel_for(
        0, x.numel() / columns, rowGrain(columns), [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t row = begin; row < end; ++row) {
                rmsNormRow(x.const_data_ptr<float>() + row * columns,
                           weight.const_data_ptr<float>(), out.data_ptr<float>() + row * columns,
                           columns, static_cast<float>(eps));
            }
        });
    return out;
}

at::Tensor layerNorm(const at::Tensor& x, const at::Tensor& weight,
                     const std::optional<at::Tensor>& bias, double eps)
{
    return at::layer_norm(x, { x.size(-1) }, weight, bias, eps);
}

at::Tensor qkNorm(const at::Tensor& qkv, const at::Tensor& queryNorm, const at::Tensor& keyNorm,
                  const PassPtr& pass, double eps)
{
    const AttentionShape& shape = pass->shape;
    const at::Tensor heads = qkv.view({ -1, shape.heads + 2 * shape.kvHeads, shape.headDim });
    const auto apply = [&](std::int64_t first, std::int64_t count, const at::Tensor& weight) {
        const at::Tensor part = heads.narrow(1, first, count);
        part.copy_(rmsNorm(part, weight, eps));
    };
    apply(0, shape.heads, queryNorm);
    apply(shape.heads, shape.kvHeads, keyNorm);
    return qkv;
}

at::Tensor swiglu(const at::Tensor& gateUp)
{
    const std::int64_t width = gateUp.size(-1) / 2;
    return at::silu(gateUp.narrow(-1, 0, width)).mul_(gateUp.narrow(-1, width, width));
}

at::Tensor rotary(const at::Tensor& qkv, const PassPtr& pass)
{
    if (!qkv.is_cpu()) {
        return rotateOnDevice(qkv, *pass);
    }
    const AttentionShape& shape = pass->shape;
    const std::int64_t half = pass->cosines.size(1);
    const std::int64_t width = (shape.heads + 2 * shape.kvHeads) * shape.headDim;
    TORCH_CHECK(qkv.is_contiguous() && qkv.size(1) == width, "rotary: [n, ", width, "] expected");
    float* data = qkv.data_ptr<float>();
    at::parallel_for(
        0, pass->batch * pass->length, rowGrain(width), [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t row = begin; row < end; ++row) {
                const std::int64_t position = pass->start + row % pass->length;
                const float* cosines = pass->cosines.const_data_ptr<float>() + position * half;
                const float* sines = pass->sines.const_data_ptr<float>() + position * half;
                for (std::int64_t head = 0; head < shape.heads + shape.kvHeads; ++head) {
                    rotateHead(data + row * width + head * shape.headDim, cosines, sines, half);
                }
            }
        });
    return qkv;
}

void fillRotation(ForwardPass& pass, std::span<const float> inverseFrequencies, double factor,
                  std::int64_t capacity, c10::Device device)
{
    std::vector<float> copy(inverseFrequencies.begin(), inverseFrequencies.end());
    const at::Tensor frequencies
        = at::from_blob(copy.data(), { static_cast<std::int64_t>(copy.size()) }, at::kFloat);
    const at::Tensor angles = at::outer(at::arange(capacity, at::kFloat), frequencies);
    pass.cosines = angles.cos().mul_(factor).to(device);
    pass.sines = angles.sin().mul_(factor).to(device);
}

} // namespace fe::tensor
