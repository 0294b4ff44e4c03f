// SPDX-License-Identifier: Apache-2.0
//
// Block layouts of GGUF's types of one or two bits without a codebook; `d` is an IEEE half.
//
//   TQ1_0 256: 48 x u8 q, 4 x u8 h, d   five ternary digits a byte of q, four a byte of h
//   TQ2_0 256: 64 x u8 q, d    two groups of 128; bits 2k of byte j are element 32 k + j; x = d (q
//   - 1) Q1_0  128: d, 16 x u8      bit i of all is element i; x = q ? d : -d Q2_0   64: d, 16 x u8
//   two bits each, in order; x = d (q - 1)
#include "tensor/dequantise_blocks.h"

namespace fe::tensor {
namespace {

/// Bytes that hold a ternary number each: the fraction q / 256 in base 3. Its digits are elements
/// that lie `bytes` apart, the first of them the leading digit.
void ternaryDigits(const std::byte* q, std::size_t bytes, std::size_t digits, float d, float* out)
{
    std::uint8_t power = 1;
    for (std::size_t digit = 0; digit < digits; ++digit) {
        for (std::size_t i = 0; i < bytes; ++i) {
            const auto fraction = static_cast<std::uint8_t>(u8(q, i) * power);
            out[bytes * digit + i] = d * static_cast<float>(((fraction * 3) >> 8) - 1);
        }
        power = static_cast<std::uint8_t>(power * 3);
    }
}

void blockTQ1_0(const std::byte* block, float* out)
{
    const float d = half(block + 52);
    ternaryDigits(block, 32, 5, d, out);
    ternaryDigits(block + 32, 16, 5, d, out + 160);
    ternaryDigits(block + 48, 4, 4, d, out + 240);
}

void blockTQ2_0(const std::byte* block, float* out)
{
    const float d = half(block + 64);
    for (std::size_t group = 0; group < 8; ++group) {
        const std::byte* q = block + 32 * (group / 4);
        const unsigned shift = 2 * (group % 4);
        for (std::size_t i = 0; i < 32; ++i) {
            out[32 * group + i] = d * static_cast<float>(((u8(q, i) >> shift) & 3) - 1);
        }
    }
}

void blockQ1_0(const std::byte* block, float* out)
{
    const float d = half(block);
    for (std::size_t i = 0; i < 128; ++i) {
        out[i] = ((u8(block + 2, i / 8) >> (i % 8)) & 1) != 0 ? d : -d;
    }
}

void blockQ2_0(const std::byte* block, float* out)
{
    const float d = half(block);
    for (std::size_t i = 0; i < 64; ++i) {
        out[i] = d * static_cast<float>(((u8(block + 2, i / 4) >> (2 * (i % 4))) & 3) - 1);
    }
}

} // namespace

BlockFunction ternaryBlock(base::DType type)
{
    switch (type) {
    case base::DType::TQ1_0:
        return blockTQ1_0;
    case base::DType::TQ2_0:
        return blockTQ2_0;
    case base::DType::Q1_0:
        return blockQ1_0;
    case base::DType::Q2_0:
        return blockQ2_0;
    default:
        return nullptr;
    }
}

} // namespace fe::tensor
