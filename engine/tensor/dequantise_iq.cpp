// SPDX-License-Identifier: Apache-2.0
//
// Block layouts of GGUF's IQ types, 256 elements each, all little endian; `d` is an IEEE half. A
// number picks a point of a codebook (codebooks.h): eight or four neighbouring weights at once.
// Signs are a bit an element, or seven bits for eight elements: the eighth makes them even.
//
//   IQ2_XXS  d, 8 x (4 x u8 point, u32: four times 7 bits signs, 4 bits scale)
//   IQ2_XS   d, 32 x u16 (9 bits point, 7 bits signs), 16 nibbles scale
//   IQ2_S    d, 32 x u8 point, 32 x u8 signs, 32 x 2 bits (high ones of the points), 16 nibbles
//   scale IQ3_XXS  d, 64 x u8 point of four, 8 x u32 (four times 7 bits signs, 4 bits scale) IQ3_S
//   d, 64 x u8 point of four, 64 x 1 bit (high ones), 256 x 1 bit sign, 8 nibbles scale IQ1_S    d,
//   32 x u8 point, 8 x u16 (four times 3 bits: high ones; 3 bits scale, 1 bit shift) IQ1_M    32 x
//   u8 point, 32 nibbles (3 bits: high ones, 1 bit shift), 4 x u16 (four times 3 bits
//            scale; their four highest bits are d)
//   IQ4_XS   d, u16 (eight times 2 bits: high ones of the scales), 8 nibbles scale, 128 x u8: two
//            levels a byte
#include "tensor/codebooks.h"
#include "tensor/dequantise_blocks.h"

#include <bit>

namespace fe::tensor {
namespace {

constexpr std::array<float, 4> kIq2Levels = { 8, 25, 43, 0 };
constexpr std::array<float, 8> kIq3XxsLevels = { 4, 12, 20, 28, 36, 44, 52, 62 };

/// Eight sign bits of which seven are stored.
unsigned evenSigns(unsigned seven)
{
    return seven | ((static_cast<unsigned>(std::popcount(seven)) & 1U) << 7U);
}

float signedBy(unsigned signs, std::size_t bit, float value)
{
    return ((signs >> bit) & 1U) != 0 ? -value : value;
}

/// Eight elements of an IQ2 type.
void iq2Point(unsigned point, unsigned signs, float scale, float* out)
{
    for (std::size_t i = 0; i < 8; ++i) {
        out[i] = signedBy(signs, i, scale * kIq2Levels[(point >> (2 * i)) & 3U]);
    }
}

void blockIQ2_XXS(const std::byte* block, float* out)
{
    const float d = half(block);
    for (std::size_t group = 0; group < 8; ++group) {
        const std::byte* points = block + 2 + 8 * group;
        const std::uint32_t word = u32(points + 4);
        const float scale = d * (0.5F + static_cast<float>(word >> 28U)) * 0.25F;
        for (std::size_t k = 0; k < 4; ++k) {
            iq2Point(kIq2Xxs[u8(points, k)], evenSigns((word >> (7 * k)) & 127U), scale,
                     out + 32 * group + 8 * k);
        }
    }
}

void blockIQ2_XS(const std::byte* block, float* out)
{
    const float d = half(block);
    const std::byte* scales = block + 66;
    for (std::size_t k = 0; k < 32; ++k) {
        const unsigned word = u16(block + 2 + 2 * k);
        const float scale = d * (0.5F + static_cast<float>(nibble(scales, k / 2))) * 0.25F;
        iq2Point(kIq2Xs[word & 511U], evenSigns(word >> 9U), scale, out + 8 * k);
    }
}

void blockIQ2_S(const std::byte* block, float* out)
{
    const float d = half(block);
    const std::byte* points = block + 2;
    const std::byte* signs = block + 34;
    const std::byte* high = block + 66;
    const std::byte* scales = block + 74;
    for (std::size_t k = 0; k < 32; ++k) {
        const unsigned index = u8(points, k) | (((u8(high, k / 4) >> (2 * (k % 4))) & 3U) << 8U);
        const float scale = d * (0.5F + static_cast<float>(nibble(scales, k / 2))) * 0.25F;
        iq2Point(kIq2S[index], u8(signs, k), scale, out + 8 * k);
    }
}

void blockIQ3_XXS(const std::byte* block, float* out)
{
    const float d = half(block);
    for (std::size_t k = 0; k < 64; ++k) {
        const std::uint32_t word = u32(block + 66 + 4 * (k / 8));
        const float scale = d * (0.5F + static_cast<float>(word >> 28U)) * 0.5F;
        const unsigned signs = evenSigns((word >> (7 * ((k / 2) % 4))) & 127U) >> (4 * (k % 2));
        const unsigned point = kIq3Xxs[u8(block + 2, k)];
        for (std::size_t i = 0; i < 4; ++i) {
            out[4 * k + i] = signedBy(signs, i, scale * kIq3XxsLevels[(point >> (4 * i)) & 7U]);
        }
    }
}

void blockIQ3_S(const std::byte* block, float* out)
{
    const float d = half(block);
    const std::byte* high = block + 66;
    const std::byte* signs = block + 74;
    const std::byte* scales = block + 106;
    for (std::size_t k = 0; k < 64; ++k) {
        const float scale = d * static_cast<float>(1 + 2 * nibble(scales, k / 8));
        const unsigned index = u8(block + 2, k) | (((u8(high, k / 8) >> (k % 8)) & 1U) << 8U);
        const unsigned point = kIq3S[index];
        for (std::size_t i = 0; i < 4; ++i) {
            const auto level = static_cast<float>(1 + 2 * ((point >> (4 * i)) & 7U));
            out[4 * k + i] = signedBy(nibble(signs, k), i, scale * level);
        }
    }
}

/// Eight elements of an IQ1 type: -1, 0 or 1, all shifted by an eighth.
void iq1Point(unsigned point, bool shiftedDown, float scale, float* out)
{
    const float shift = shiftedDown ? -0.125F : 0.125F;
    for (std::size_t i = 0; i < 8; ++i) {
        const int level = static_cast<int>((point >> (2 * i)) & 3U) - 1;
        out[i] = scale * (static_cast<float>(level) + shift);
    }
}

void blockIQ1_S(const std::byte* block, float* out)
{
    const float d = half(block);
    for (std::size_t k = 0; k < 32; ++k) {
        const unsigned word = u16(block + 34 + 2 * (k / 4));
        const float scale = d * static_cast<float>(2 * ((word >> 12U) & 7U) + 1);
        const unsigned index = u8(block + 2, k) | (((word >> (3 * (k % 4))) & 7U) << 8U);
        iq1Point(kIq1[index], (word & 0x8000U) != 0, scale, out + 8 * k);
    }
}

void blockIQ1_M(const std::byte* block, float* out)
{
    const std::byte* high = block + 32;
    const std::byte* scales = block + 48;
    unsigned bits = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        bits |= (u16(scales + 2 * i) >> 12U) << (4 * i);
    }
    const float d = halfToFloat(static_cast<std::uint16_t>(bits));
    for (std::size_t k = 0; k < 32; ++k) {
        const unsigned three = (u16(scales + 2 * (k / 8)) >> (3 * ((k / 2) % 4))) & 7U;
        const unsigned extra = nibble(high, k);
        const float scale = d * static_cast<float>(2 * three + 1);
        iq1Point(kIq1[u8(block, k) | ((extra & 7U) << 8U)], (extra & 8U) != 0, scale, out + 8 * k);
    }
}

void blockIQ4_XS(const std::byte* block, float* out)
{
    const float d = half(block);
    const unsigned high = u16(block + 2);
    for (std::size_t group = 0; group < 8; ++group) {
        const unsigned six = nibble(block + 4, group) | (((high >> (2 * group)) & 3U) << 4U);
        const float scale = d * static_cast<float>(static_cast<int>(six) - 32);
        for (std::size_t i = 0; i < 16; ++i) {
            const std::uint8_t pair = u8(block + 8 + 16 * group, i);
            out[32 * group + i] = scale * static_cast<float>(kIq4Levels[pair & 15]);
            out[32 * group + i + 16] = scale * static_cast<float>(kIq4Levels[pair >> 4]);
        }
    }
}

} // namespace

BlockFunction iqBlock(base::DType type)
{
    switch (type) {
    case base::DType::IQ2_XXS:
        return blockIQ2_XXS;
    case base::DType::IQ2_XS:
        return blockIQ2_XS;
    case base::DType::IQ2_S:
        return blockIQ2_S;
    case base::DType::IQ3_XXS:
        return blockIQ3_XXS;
    case base::DType::IQ3_S:
        return blockIQ3_S;
    case base::DType::IQ1_S:
        return blockIQ1_S;
    case base::DType::IQ1_M:
        return blockIQ1_M;
    case base::DType::IQ4_XS:
        return blockIQ4_XS;
    default:
        return nullptr;
    }
}

} // namespace fe::tensor
