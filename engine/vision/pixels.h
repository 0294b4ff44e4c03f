// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace fe::vision {

/// How samples lie in a decoded row.
enum class PixelLayout {
    Grey,
    GreyAlpha,
    Rgb,
    Rgba,
    Bgr,
    Bgra,
    BgraTimesAlpha, ///< colours are multiplied with alpha already
    BgrAndUnused, ///< the fourth channel has no meaning
    InvertedCmyk, ///< 255 - ink, as Adobe's programs store CMYK in JPEG
};

[[nodiscard]] std::size_t channelsOf(PixelLayout layout);

/// One row of 8-bit samples to RGB; alpha is composited on white.
void toRgb(const std::uint8_t* row, std::size_t pixels, PixelLayout layout, std::uint8_t* rgb);

/// 16-bit samples to 8 bits: floor(v / 257 + 0.5) for grey, the high byte for colour (as Pillow).
void narrow(const std::uint16_t* samples, std::size_t count, bool grey, std::uint8_t* out);

/// round(a * b / 255) for bytes, as Pillow computes it.
[[nodiscard]] constexpr std::uint32_t mul255(std::uint32_t a, std::uint32_t b)
{
    const std::uint32_t t = a * b + 128;
    return ((t >> 8U) + t) >> 8U;
}

} // namespace fe::vision
