// SPDX-License-Identifier: Apache-2.0
#include "tensor/quantise.h"

#include "tensor/dequantise.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace fe::tensor {
namespace {

constexpr std::int64_t kBlock = 32;

/// The value as half and as the float that this half is.
struct Half {
    explicit Half(float exact) : bits(floatToHalf(exact)), value(halfToFloat(bits)) { }
    std::uint16_t bits;
    float value;
};

/// Steps of `step` nearest to x; 0 where the step is 0 or nothing sensible.
int steps(float x, float step, int low, int high)
{
    const float count = std::round(x / step);
    return std::isfinite(count)
        ? static_cast<int>(std::clamp(count, static_cast<float>(low), static_cast<float>(high)))
        : 0;
}

void blockQ8_0(const float* x, std::byte* out)
{
    float largest = 0;
    float sum = 0;
    for (std::int64_t i = 0; i < kBlock; ++i) {
        largest = std::max(largest, std::fabs(x[i]));
        sum += x[i] * 0; // NaN if an element is not finite
    }
    const Half d(largest / 127 + sum);
    std::memcpy(out, &d.bits, 2);
    for (std::int64_t i = 0; i < kBlock; ++i) {
        out[2 + i] = static_cast<std::byte>(steps(x[i], d.value, -127, 127));
    }
}

void blockQ4_1(const float* x, std::byte* out)
{
    float low = x[0];
    float high = x[0];
    float sum = 0;
    for (std::int64_t i = 0; i < kBlock; ++i) {
        low = std::min(low, x[i]);
        high = std::max(high, x[i]);
        sum += x[i] * 0; // NaN if an element is not finite
    }
    const Half d((high - low) / 15 + sum);
    const Half m(low + sum);
    std::memcpy(out, &d.bits, 2);
    std::memcpy(out + 2, &m.bits, 2);
    for (std::int64_t i = 0; i < kBlock / 2; ++i) {
        const int first = steps(x[i] - m.value, d.value, 0, 15);
        const int second = steps(x[i + kBlock / 2] - m.value, d.value, 0, 15);
        out[4 + i] = static_cast<std::byte>(first | second << 4);
    }
}

} // namespace

void quantiseWeights(base::DType type, const float* row, std::int64_t elements, std::byte* out)
{
    const std::size_t bytes = base::dtypeInfo(type).blockBytes;
    for (std::int64_t at = 0; at < elements; at += kBlock, out += bytes) {
        if (type == base::DType::Q8_0) {
            blockQ8_0(row + at, out);
        } else {
            blockQ4_1(row + at, out);
        }
    }
}

} // namespace fe::tensor
