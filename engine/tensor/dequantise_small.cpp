// SPDX-License-Identifier: Apache-2.0
//
// Block layouts of GGUF's types with small blocks, all little endian; `d` and `m` are IEEE halves.
//
//   Q4_0   32: d, 16 x u8       low nibbles are elements 0-15, high ones 16-31; x = d (q - 8)
//   Q4_1   32: d, m, 16 x u8    x = d q + m
//   Q5_0   32: d, u32 h, 16 x u8    bit i of h is bit 4 of element i; x = d (q - 16)
//   Q5_1   32: d, m, u32 h, 16 x u8 x = d q + m
//   Q8_0   32: d, 32 x i8       x = d q
//   IQ4_NL 32: d, 16 x u8       x = d level(q), nibbles as in Q4_0
//   MXFP4  32: u8 e, 16 x u8    x = 2^(e - 127) fp4(q), nibbles as in Q4_0
//   NVFP4  64: 4 x u8 s, 32 x u8    four groups of 16, each with nibbles as in Q4_0 and a scale
//                               without sign of 4 bits exponent, 3 mantissa; x = scale(s) fp4(q)
//
// fp4 (OCP Microscaling Formats 1.0): sign, two bits exponent, one mantissa: 0, 1/2, 1 ... 4, 6.
#include "tensor/dequantise_blocks.h"

#include <cmath>

namespace fe::tensor {
namespace {

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

void blockIQ4_NL(const std::byte* block, float* out)
{
    const float d = half(block);
    for (std::size_t i = 0; i < 16; ++i) {
        const std::uint8_t pair = u8(block + 2, i);
        out[i] = d * static_cast<float>(kIq4Levels[pair & 15]);
        out[i + 16] = d * static_cast<float>(kIq4Levels[pair >> 4]);
    }
}

/// Twice the value of each fp4, so that all are whole; the scales below are halved for it.
constexpr std::array<std::int8_t, 16> kTwiceFp4
    = { 0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12 };

/// A group whose first half lies in the low nibbles of `bytes`, its second in the high ones.
void fp4Group(const std::byte* bytes, std::size_t count, float halfScale, float* out)
{
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint8_t pair = u8(bytes, i);
        out[i] = halfScale * static_cast<float>(kTwiceFp4[pair & 15]);
        out[i + count] = halfScale * static_cast<float>(kTwiceFp4[pair >> 4]);
    }
}

void blockMXFP4(const std::byte* block, float* out)
{
    fp4Group(block + 1, 16, std::ldexp(1.0F, u8(block, 0) - 128), out);
}

float halfOfScale4M3(std::uint8_t bits)
{
    constexpr std::uint8_t kNotANumber = 0x7F; // zero in ggml
    const int exponent = (bits >> 3) & 15;
    const int mantissa = bits & 7;
    if (bits == kNotANumber) {
        return 0;
    }
    return exponent == 0 ? std::ldexp(static_cast<float>(mantissa), -10)
                         : std::ldexp(static_cast<float>(8 + mantissa), exponent - 11);
}

void blockNVFP4(const std::byte* block, float* out)
{
    for (std::size_t group = 0; group < 4; ++group) {
        fp4Group(block + 4 + 8 * group, 8, halfOfScale4M3(u8(block, group)), out + 16 * group);
    }
}

} // namespace

BlockFunction smallBlock(base::DType type)
{
    switch (type) {
    case base::DType::Q4_0:
        return blockQ4_0;
    case base::DType::Q4_1:
        return blockQ4_1;
    case base::DType::Q5_0:
        return blockQ5_0;
    case base::DType::Q5_1:
        return blockQ5_1;
    case base::DType::Q8_0:
        return blockQ8_0;
    case base::DType::IQ4_NL:
        return blockIQ4_NL;
    case base::DType::MXFP4:
        return blockMXFP4;
    case base::DType::NVFP4:
        return blockNVFP4;
    default:
        return nullptr;
    }
}

} // namespace fe::tensor
