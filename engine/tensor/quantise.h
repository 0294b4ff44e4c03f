// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/dtype.h"

#include <cstddef>
#include <cstdint>

namespace fe::tensor {

/// Writes a row of weights as blocks of Q8_0 or Q4_1 (layouts: dequantise_small.cpp), each value to
/// the nearest that its block can hold: Q8_0 within half of max|x| / 127, Q4_1 within half of
/// (max - min) / 15, plus what the half-precision scale loses. A block that is not finite becomes
/// NaN. `elements` is a multiple of 32.
void quantiseWeights(base::DType type, const float* row, std::int64_t elements, std::byte* out);

} // namespace fe::tensor
