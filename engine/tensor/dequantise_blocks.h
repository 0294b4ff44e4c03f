// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/dtype.h"
#include "tensor/dequantise.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace fe::tensor {

/// Decodes one block: dtypeInfo(type).blockBytes in, blockElements float32 out.
using BlockFunction = void (*)(const std::byte*, float*);

// Each family's decoder for a type; null for the types of the others.
[[nodiscard]] BlockFunction smallBlock(base::DType type);
[[nodiscard]] BlockFunction kBlock(base::DType type);
[[nodiscard]] BlockFunction iqBlock(base::DType type);
[[nodiscard]] BlockFunction ternaryBlock(base::DType type);

/// The 16 levels of IQ4_NL and IQ4_XS.
inline constexpr std::array<std::int8_t, 16> kIq4Levels
    = { -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113 };

// Fields of a block, little endian.

inline std::uint8_t u8(const std::byte* bytes, std::size_t index)
{
    return std::to_integer<std::uint8_t>(bytes[index]);
}

inline std::int8_t i8(const std::byte* bytes, std::size_t index)
{
    return static_cast<std::int8_t>(u8(bytes, index));
}

inline std::uint16_t u16(const std::byte* bytes)
{
    return static_cast<std::uint16_t>(u8(bytes, 0) | (u8(bytes, 1) << 8U));
}

inline std::uint32_t u32(const std::byte* bytes)
{
    return u16(bytes) | (static_cast<std::uint32_t>(u16(bytes + 2)) << 16U);
}

/// Number `index` of 4 bits: two a byte, the low one first.
inline unsigned nibble(const std::byte* bytes, std::size_t index)
{
    return (u8(bytes, index / 2) >> (4 * (index % 2))) & 15U;
}

inline float half(const std::byte* bytes)
{
    return halfToFloat(u16(bytes));
}

} // namespace fe::tensor
