// SPDX-License-Identifier: Apache-2.0
#include "tensor/dequantise.h"

#include "tensor/dequantise_blocks.h"

#include <cstring>

namespace fe::tensor {
namespace {

using base::DType;

BlockFunction blockFunction(DType type)
{
    for (const auto family : { smallBlock, kBlock, iqBlock, ternaryBlock }) {
        if (const BlockFunction decode = family(type)) {
            return decode;
        }
    }
    return nullptr;
}

} // namespace

bool isWeightType(DType type)
{
    return type == DType::F32 || type == DType::F16 || type == DType::BF16
        || blockFunction(type) != nullptr;
}

void dequantise(DType type, const std::byte* row, std::int64_t elements, float* out)
{
    const auto count = static_cast<std::size_t>(elements);
    if (type == DType::F32) {
        std::memcpy(out, row, count * sizeof(float));
    } else if (type == DType::F16) {
        for (std::size_t i = 0; i < count; ++i) {
            out[i] = halfToFloat(u16(row + 2 * i));
        }
    } else if (type == DType::BF16) {
        for (std::size_t i = 0; i < count; ++i) {
            out[i] = bfloatToFloat(u16(row + 2 * i));
        }
    } else if (const BlockFunction decode = blockFunction(type)) {
        const base::DTypeInfo& info = base::dtypeInfo(type);
        for (std::size_t i = 0; i < count; i += info.blockElements, row += info.blockBytes) {
            decode(row, out + i);
        }
    }
}

float halfToFloat(std::uint16_t bits)
{
    // Move exponent and mantissa into place and let one multiplication rebias the exponent, which
    // also makes subnormals come out right; infinities and NaNs need their exponent set by hand.
    const std::uint32_t sign = (bits & 0x8000U) << 16U;
    const std::uint32_t rest = (bits & 0x7FFFU) << 13U;
    const float magnitude = __builtin_bit_cast(float, rest) * 0x1p112F;
    std::uint32_t result = __builtin_bit_cast(std::uint32_t, magnitude);
    if ((bits & 0x7C00U) == 0x7C00U) {
        result = rest | 0x7F800000U;
    }
    return __builtin_bit_cast(float, result | sign);
}

std::uint16_t floatToHalf(float value)
{
    const std::uint32_t bits = __builtin_bit_cast(std::uint32_t, value);
    const auto sign = static_cast<std::uint16_t>((bits >> 16U) & 0x8000U);
    const std::uint32_t magnitude = bits & 0x7FFFFFFFU;
    if (magnitude >= 0x7F800000U) { // infinity, NaN (kept quiet)
        return static_cast<std::uint16_t>(sign | (magnitude > 0x7F800000U ? 0x7E00U : 0x7C00U));
    }
    if (magnitude >= 0x477FF000U) { // rounds above 65504
        return static_cast<std::uint16_t>(sign | 0x7C00U);
    }
    if (magnitude < 0x38800000U) { // subnormal: let the float adder round to a multiple of 2^-24
        const float sum = __builtin_bit_cast(float, magnitude) + 0.5F;
        return static_cast<std::uint16_t>(sign
                                          | (__builtin_bit_cast(std::uint32_t, sum) - 0x3F000000U));
    }
    const std::uint32_t rounded = magnitude + 0xFFFU + ((magnitude >> 13U) & 1U);
    return static_cast<std::uint16_t>(sign | ((rounded - 0x38000000U) >> 13U));
}

std::uint16_t floatToBfloat(float value)
{
    const std::uint32_t bits = __builtin_bit_cast(std::uint32_t, value);
    if ((bits & 0x7FFFFFFFU) > 0x7F800000U) {
        return static_cast<std::uint16_t>((bits >> 16U) | 0x40U);
    }
    return static_cast<std::uint16_t>((bits + 0x7FFFU + ((bits >> 16U) & 1U)) >> 16U);
}

} // namespace fe::tensor
