// SPDX-License-Identifier: Apache-2.0
#include "vision/pixels.h"

#include <algorithm>
#include <cstring>

namespace fe::vision {
namespace {

std::uint8_t onWhite(std::uint32_t value, std::uint32_t alpha)
{
    const std::uint32_t t = value * alpha + 255 * (255 - alpha) + 128;
    return static_cast<std::uint8_t>(((t >> 8U) + t) >> 8U);
}

std::uint8_t withoutInk(std::uint32_t ink, std::uint32_t paper)
{
    return static_cast<std::uint8_t>(paper - mul255(ink, paper));
}

template<std::size_t channels, typename Convert>
void eachPixel(const std::uint8_t* row, std::size_t pixels, std::uint8_t* rgb, Convert convert)
{
    for (std::size_t i = 0; i < pixels; ++i, row += channels, rgb += 3) {
        convert(row, rgb);
    }
}

} // namespace

std::size_t channelsOf(PixelLayout layout)
{
    switch (layout) {
    case PixelLayout::Grey:
        return 1;
    case PixelLayout::GreyAlpha:
        return 2;
    case PixelLayout::Rgb:
    case PixelLayout::Bgr:
        return 3;
    case PixelLayout::Rgba:
    case PixelLayout::Bgra:
    case PixelLayout::BgraTimesAlpha:
    case PixelLayout::BgrAndUnused:
    case PixelLayout::InvertedCmyk:
        break;
    }
    return 4;
}

void toRgb(const std::uint8_t* row, std::size_t pixels, PixelLayout layout, std::uint8_t* rgb)
{
    switch (layout) {
    case PixelLayout::Grey:
        eachPixel<1>(row, pixels, rgb,
                     [](const auto* in, auto* out) { out[0] = out[1] = out[2] = in[0]; });
        break;
    case PixelLayout::GreyAlpha:
        eachPixel<2>(row, pixels, rgb, [](const auto* in, auto* out) {
            out[0] = out[1] = out[2] = onWhite(in[0], in[1]);
        });
        break;
    case PixelLayout::Rgb:
        std::memcpy(rgb, row, pixels * 3);
        break;
    case PixelLayout::Bgr:
        eachPixel<3>(row, pixels, rgb, [](const auto* in, auto* out) {
            out[0] = in[2];
            out[1] = in[1];
            out[2] = in[0];
        });
        break;
    case PixelLayout::Rgba:
        eachPixel<4>(row, pixels, rgb, [](const auto* in, auto* out) {
            for (int c = 0; c < 3; ++c) {
                out[c] = onWhite(in[c], in[3]);
            }
        });
        break;
    case PixelLayout::Bgra:
        eachPixel<4>(row, pixels, rgb, [](const auto* in, auto* out) {
            for (int c = 0; c < 3; ++c) {
                out[c] = onWhite(in[2 - c], in[3]);
            }
        });
        break;
    case PixelLayout::BgraTimesAlpha:
        eachPixel<4>(row, pixels, rgb, [](const auto* in, auto* out) {
            for (int c = 0; c < 3; ++c) {
                out[c] = static_cast<std::uint8_t>(std::min(255, in[2 - c] + 255 - in[3]));
            }
        });
        break;
    case PixelLayout::BgrAndUnused:
        eachPixel<4>(row, pixels, rgb, [](const auto* in, auto* out) {
            out[0] = in[2];
            out[1] = in[1];
            out[2] = in[0];
        });
        break;
    case PixelLayout::InvertedCmyk:
        eachPixel<4>(row, pixels, rgb, [](const auto* in, auto* out) {
            for (int c = 0; c < 3; ++c) {
                out[c] = withoutInk(255U - in[c], in[3]);
            }
        });
        break;
    }
}

void narrow(const std::uint16_t* samples, std::size_t count, bool grey, std::uint8_t* out)
{
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t v = samples[i];
        out[i] = static_cast<std::uint8_t>(grey ? (2 * v + 257) / 514 : v >> 8U);
    }
}

} // namespace fe::vision
