// SPDX-License-Identifier: Apache-2.0
#include "vision/mix_kernels.h"

#include "vision/mix_kernels_x86.h"
#include "vision/resample_filters.h"

#include <algorithm>
#include <vector>

namespace fe::vision {
namespace {

using Byte = std::uint8_t;

std::int32_t whole(const PairWeights& weights, std::size_t i)
{
    return weights.high[i] * (1 << kDigitBits) + weights.low[i];
}

Byte toByte(std::int32_t sum)
{
    return static_cast<Byte>(std::clamp((sum + (1 << (kWeightBits - 1))) >> kWeightBits, 0, 255));
}

void columns(const Byte* pairs, const PairWeights* weights, std::size_t count, Byte* out)
{
    std::array<std::int32_t, kColumnBytes> sums {};
    for (std::size_t pair = 0; pair < count; ++pair, pairs += kPairBytes) {
        const std::int32_t first = whole(weights[pair], 0);
        const std::int32_t second = whole(weights[pair], 1);
        for (std::size_t i = 0; i < sums.size(); ++i) {
            sums[i] += pairs[2 * i] * first + pairs[2 * i + 1] * second;
        }
    }
    std::transform(sums.begin(), sums.end(), out, toByte);
}

void addRows(const Byte* const* rows, const PairWeights* weights, std::size_t count,
             std::size_t length, std::int32_t* sums)
{
    for (std::size_t pair = 0; pair < count; ++pair, rows += 2) {
        const std::int32_t first = whole(weights[pair], 0);
        const std::int32_t second = whole(weights[pair], 1);
        for (std::size_t i = 0; i < length; ++i) {
            sums[i] += rows[0][i] * first + rows[1][i] * second;
        }
    }
}

void finishRow(const std::int32_t* sums, std::size_t length, Byte* out)
{
    std::transform(sums, sums + length, out, toByte);
}

} // namespace

PairWeights pairWeights(std::int32_t first, std::int32_t second)
{
    PairWeights weights;
    const std::array<std::int32_t, 2> both { first, second };
    for (std::size_t i = 0; i < both.size(); ++i) {
        constexpr std::int32_t kHalf = 1 << (kDigitBits - 1);
        const std::int32_t high = (both[i] + kHalf) >> kDigitBits;
        weights.high[i] = static_cast<std::int16_t>(high);
        weights.low[i] = static_cast<std::int16_t>(both[i] - high * (1 << kDigitBits));
    }
    return weights;
}

std::span<const MixKernels> mixKernels()
{
    static const std::vector<MixKernels> kernels = [] {
        std::vector<MixKernels> all { { "portable", columns, addRows, finishRow } };
        addX86Kernels(all);
        return all;
    }();
    return kernels;
}

} // namespace fe::vision
