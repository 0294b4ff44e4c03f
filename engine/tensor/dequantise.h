// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/dtype.h"

#include <cstddef>
#include <cstdint>

namespace fe::tensor {

/// True for the element types that weights may have: F32, F16, BF16 and the block types that
/// dequantise() knows.
[[nodiscard]] bool isWeightType(base::DType type);

/// Writes `elements` float32 values of a row of weights. `elements` is a whole number of blocks and
/// `row` holds rowBytes(type, elements) bytes, at any alignment. Pure.
void dequantise(base::DType type, const std::byte* row, std::int64_t elements, float* out);

/// IEEE half to float32, exact.
[[nodiscard]] float halfToFloat(std::uint16_t bits);
/// float32 to IEEE half, round to nearest even.
[[nodiscard]] std::uint16_t floatToHalf(float value);
[[nodiscard]] inline float bfloatToFloat(std::uint16_t bits)
{
    return __builtin_bit_cast(float, static_cast<std::uint32_t>(bits) << 16U);
}
/// float32 to bfloat16, round to nearest even; NaN stays NaN.
[[nodiscard]] std::uint16_t floatToBfloat(float value);

} // namespace fe::tensor
