// SPDX-License-Identifier: Apache-2.0
//
// Block layouts of GGUF, all little endian; `d` and `m` are IEEE halves.
//
//   Q4_0  32: d, 16 x u8       low nibbles are elements 0-15, high ones 16-31; x = d (q - 8)
//   Q4_1  32: d, m, 16 x u8    x = d q + m
//   Q5_0  32: d, u32 h, 16 x u8    bit i of h is bit 4 of element i; x = d (q - 16)
//   Q5_1  32: d, m, u32 h, 16 x u8 x = d q + m
//   Q8_0  32: d, 32 x i8       x = d q
//   Q2_K 256: 16 x u8 s, 64 x u8 q, d, m   16 groups of 16; x = d (s & 15) q - m (s >> 4)
//   Q3_K 256: 32 x u8 h, 64 x u8 q, 12 x u8 s, d   x = d (s - 32) (q - (h ? 0 : 4)), s in 6 bits
//   Q4_K 256: d, m, 12 x u8 s, 128 x u8 q  8 groups of 32; x = d s q - m t, s and t in 6 bits
//   Q5_K 256: d, m, 12 x u8 s, 32 x u8 h, 128 x u8 q   as Q4_K with bit 4 from h
//   Q6_K 256: 128 x u8 l, 64 x u8 h, 16 x i8 s, d      16 groups of 16; x = d s (q - 32)
#include "tensor/dequantise.h"

#include <array>
#include <cstring>

namespace fe::tensor {
namespace {

using base::DType;

std::uint8_t u8(const std::byte* bytes, std::size_t index)
{
    return std::to_integer<std::uint8_t>(bytes[index]);
}

std::int8_t i8(const std::byte* bytes, std::size_t index)
{
    return static_cast<std::int8_t>(u8(bytes, index));
}

std::uint16_t u16(const std::byte* bytes)
{
    return static_cast<std::uint16_t>(u8(bytes, 0) | (u8(bytes, 1) << 8U));
}

std::uint32_t u32(const std::byte* bytes)
{
    return u16(bytes) | (static_cast<std::uint32_t>(u16(bytes + 2)) << 16U);
}

float half(const std::byte* bytes)
{
    return halfToFloat(u16(bytes));
}

// Blocks of 32 ----------------------------------------------------------------------------------

void blockQ4_0(const std::byte* block, float* out)
{
    const float d = half(block);
    for (std::size_t i = 0; i < 16; ++i) {
        const std::uint8_t pair = u8(block + 2, i);
        out[i] = d * static_cast<float>((pair & 15) - 8);
        out[i + 16] = d * static_cast<float>((pair >> 4) - 8);
    }
}

void blockQ4_1(const std::byte* block, float* out)
{
    const float d = half(block);
    const float m = half(block + 2);
    for (std::size_t i = 0; i < 16; ++i) {
        const std::uint8_t pair = u8(block + 4, i);
        out[i] = d * static_cast<float>(pair & 15) + m;
        out[i + 16] = d * static_cast<float>(pair >> 4) + m;
    }
}

/// The 5-bit numbers of Q5_0 and Q5_1: nibbles with bit 4 from `high`.
std::array<std::uint8_t, 32> fiveBits(const std::byte* nibbles, std::uint32_t high)
{
    std::array<std::uint8_t, 32> q {};
    for (std::size_t i = 0; i < 16; ++i) {
        const std::uint8_t pair = u8(nibbles, i);
        q[i] = static_cast<std::uint8_t>((pair & 15U) | (((high >> i) & 1U) << 4U));
        q[i + 16] = static_cast<std::uint8_t>((pair >> 4U) | (((high >> (i + 16)) & 1U) << 4U));
    }
    return q;
}

void blockQ5_0(const std::byte* block, float* out)
{
    const float d = half(block);
    const auto q = fiveBits(block + 6, u32(block + 2));
    for (std::size_t i = 0; i < 32; ++i) {
        out[i] = d * static_cast<float>(q[i] - 16);
    }
}

void blockQ5_1(const std::byte* block, float* out)
{
    const float d = half(block);
    const float m = half(block + 2);
    const auto q = fiveBits(block + 8, u32(block + 4));
    for (std::size_t i = 0; i < 32; ++i) {
        out[i] = d * static_cast<float>(q[i]) + m;
    }
}

void blockQ8_0(const std::byte* block, float* out)
{
    const float d = half(block);
    for (std::size_t i = 0; i < 32; ++i) {
        out[i] = d * static_cast<float>(i8(block + 2, i));
    }
}

// Blocks of 256 ---------------------------------------------------------------------------------

void blockQ2_K(const std::byte* block, float* out)
{
    const std::byte* scales = block;
    const std::byte* q = block + 16;
    const float d = half(block + 80);
    const float m = half(block + 82);
    for (std::size_t group = 0; group < 16; ++group) {
        // 128 elements share 32 bytes, two bits each; a group of 16 is half of one bit plane.
        const std::byte* bytes = q + 32 * (group / 8) + 16 * (group % 2);
        const unsigned shift = 2 * ((group / 2) % 4);
        const float scale = d * static_cast<float>(u8(scales, group) & 15);
        const float low = m * static_cast<float>(u8(scales, group) >> 4);
        for (std::size_t i = 0; i < 16; ++i) {
            out[16 * group + i] = scale * static_cast<float>((u8(bytes, i) >> shift) & 3) - low;
        }
    }
}

void blockQ3_K(const std::byte* block, float* out)
{
    const std::byte* high = block;
    const std::byte* q = block + 32;
    const std::byte* s = block + 96;
    const float d = half(block + 108);
    for (std::size_t group = 0; group < 16; ++group) {
        const unsigned lowBits = group < 8 ? u8(s, group) & 15U : u8(s, group - 8) >> 4U;
        const unsigned highBits = (u8(s, 8 + group % 4) >> (2 * (group / 4))) & 3U;
        const float scale
            = d * static_cast<float>(static_cast<int>(lowBits | (highBits << 4U)) - 32);
        const std::byte* bytes = q + 32 * (group / 8) + 16 * (group % 2);
        const std::byte* planes = high + 16 * (group % 2);
        const unsigned shift = 2 * ((group / 2) % 4);
        const unsigned plane = static_cast<unsigned>(group / 2);
        for (std::size_t i = 0; i < 16; ++i) {
            const int low = (u8(bytes, i) >> shift) & 3;
            const int minus = ((u8(planes, i) >> plane) & 1) != 0 ? 0 : 4;
            out[16 * group + i] = scale * static_cast<float>(low - minus);
        }
    }
}

struct ScaleAndMin {
    int scale;
    int min;
};

/// The eight pairs of 6-bit numbers in the 12 bytes of Q4_K and Q5_K.
ScaleAndMin sixBits(const std::byte* s, std::size_t group)
{
    if (group < 4) {
        return { u8(s, group) & 63, u8(s, group + 4) & 63 };
    }
    return { (u8(s, group + 4) & 15) | ((u8(s, group - 4) >> 6) << 4),
             (u8(s, group + 4) >> 4) | ((u8(s, group) >> 6) << 4) };
}

void blockQ4_K(const std::byte* block, float* out)
{
    const float d = half(block);
    const float m = half(block + 2);
    for (std::size_t group = 0; group < 8; ++group) {
        const ScaleAndMin pair = sixBits(block + 4, group);
        const float scale = d * static_cast<float>(pair.scale);
        const float low = m * static_cast<float>(pair.min);
        const std::byte* q = block + 16 + 32 * (group / 2);
        const unsigned shift = 4 * (group % 2);
        for (std::size_t i = 0; i < 32; ++i) {
            out[32 * group + i] = scale * static_cast<float>((u8(q, i) >> shift) & 15) - low;
        }
    }
}

void blockQ5_K(const std::byte* block, float* out)
{
    const float d = half(block);
    const float m = half(block + 2);
    const std::byte* high = block + 16;
    for (std::size_t group = 0; group < 8; ++group) {
        const ScaleAndMin pair = sixBits(block + 4, group);
        const float scale = d * static_cast<float>(pair.scale);
        const float low = m * static_cast<float>(pair.min);
        const std::byte* q = block + 48 + 32 * (group / 2);
        const unsigned shift = 4 * (group % 2);
        for (std::size_t i = 0; i < 32; ++i) {
            const int bit4 = ((u8(high, i) >> group) & 1) << 4;
            const int value = ((u8(q, i) >> shift) & 15) | bit4;
            out[32 * group + i] = scale * static_cast<float>(value) - low;
        }
    }
}

void blockQ6_K(const std::byte* block, float* out)
{
    const std::byte* low = block;
    const std::byte* high = block + 128;
    const std::byte* scales = block + 192;
    const float d = half(block + 208);
    for (std::size_t group = 0; group < 16; ++group) {
        // Within 128 elements: quarter k of 32 takes nibble k/2 of bytes 32 (k%2).. and bits 2k of
        // h.
        const std::size_t quarter = (group / 2) % 4;
        const std::size_t first = 16 * (group % 2);
        const std::byte* l = low + 64 * (group / 8) + 32 * (quarter % 2) + first;
        const std::byte* h = high + 32 * (group / 8) + first;
        const unsigned nibble = 4 * static_cast<unsigned>(quarter / 2);
        const unsigned plane = 2 * static_cast<unsigned>(quarter);
        const float scale = d * static_cast<float>(i8(scales, group));
        for (std::size_t i = 0; i < 16; ++i) {
            const int value = ((u8(l, i) >> nibble) & 15) | (((u8(h, i) >> plane) & 3) << 4);
            out[16 * group + i] = scale * static_cast<float>(value - 32);
        }
    }
}

using BlockFunction = void (*)(const std::byte*, float*);

BlockFunction blockFunction(DType type)
{
    switch (type) {
    case DType::Q4_0:
        return blockQ4_0;
    case DType::Q4_1:
        return blockQ4_1;
    case DType::Q5_0:
        return blockQ5_0;
    case DType::Q5_1:
        return blockQ5_1;
    case DType::Q8_0:
        return blockQ8_0;
    case DType::Q2_K:
        return blockQ2_K;
    case DType::Q3_K:
        return blockQ3_K;
    case DType::Q4_K:
        return blockQ4_K;
    case DType::Q5_K:
        return blockQ5_K;
    case DType::Q6_K:
        return blockQ6_K;
    default:
        return nullptr;
    }
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
