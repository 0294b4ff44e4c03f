// SPDX-License-Identifier: Apache-2.0
//
// Block layouts of GGUF's K types, 256 elements each, all little endian; `d` and `m` are IEEE
// halves.
//
//   Q2_K  16 x u8 s, 64 x u8 q, d, m   16 groups of 16; x = d (s & 15) q - m (s >> 4)
//   Q3_K  32 x u8 h, 64 x u8 q, 12 x u8 s, d   x = d (s - 32) (q - (h ? 0 : 4)), s in 6 bits
//   Q4_K  d, m, 12 x u8 s, 128 x u8 q  8 groups of 32; x = d s q - m t, s and t in 6 bits
//   Q5_K  d, m, 12 x u8 s, 32 x u8 h, 128 x u8 q   as Q4_K with bit 4 from h
//   Q6_K  128 x u8 l, 64 x u8 h, 16 x i8 s, d      16 groups of 16; x = d s (q - 32)
#include "tensor/dequantise_blocks.h"

namespace fe::tensor {
namespace {

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

} // namespace

BlockFunction kBlock(base::DType type)
{
    switch (type) {
    case base::DType::Q2_K:
        return blockQ2_K;
    case base::DType::Q3_K:
        return blockQ3_K;
    case base::DType::Q4_K:
        return blockQ4_K;
    case base::DType::Q5_K:
        return blockQ5_K;
    case base::DType::Q6_K:
        return blockQ6_K;
    default:
        return nullptr;
    }
}

} // namespace fe::tensor
