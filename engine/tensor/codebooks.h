// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

namespace fe::tensor {

/// The points of GGUF's IQ types: a number of the file picks a point, which is several neighbouring
/// weights at once. A point is packed into 16 bits, element i's level in the bits from i * width;
/// levels stand for the values that the decoders in dequantise_iq.cpp name.
///
/// Eight elements, two bits each:
extern const std::array<std::uint16_t, 256> kIq2Xxs;
extern const std::array<std::uint16_t, 512> kIq2Xs;
extern const std::array<std::uint16_t, 1024> kIq2S;
extern const std::array<std::uint16_t, 2048> kIq1; ///< IQ1_S and IQ1_M
/// Four elements, four bits each (levels 0-7):
extern const std::array<std::uint16_t, 256> kIq3Xxs;
extern const std::array<std::uint16_t, 512> kIq3S;

} // namespace fe::tensor
