// SPDX-License-Identifier: Apache-2.0
#include "vision/decoders.h"
#include "vision/tiff_directory.h"

namespace fe::vision {
namespace {

constexpr std::uint16_t kOrientationTag = 0x0112;
constexpr std::int32_t kTile = 32; ///< pixels; a turned tile of that size stays in the cache

/// How a picture is to be shown: transposed first, then mirrored.
struct Turn {
    bool transpose = false;
    bool mirrorX = false;
    bool mirrorY = false;
};

Turn turnOf(int orientation)
{
    switch (orientation) {
    case 2:
        return { false, true, false };
    case 3:
        return { false, true, true };
    case 4:
        return { false, false, true };
    case 5:
        return { true, false, false };
    case 6:
        return { true, true, false };
    case 7:
        return { true, true, true };
    case 8:
        return { true, false, true };
    default:
        return {};
    }
}

} // namespace

int exifOrientation(ByteView exif)
{
    constexpr std::string_view kPrefix("Exif\0\0", 6);
    if (exif.hasAt(0, kPrefix)) {
        exif = exif.part(kPrefix.size(), exif.size());
    }
    const auto directory = TiffDirectory::read(exif);
    const std::uint64_t value = directory ? directory->number(kOrientationTag).value_or(1) : 1;
    return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
}

Image oriented(Image image, int orientation)
{
    const Turn turn = turnOf(orientation);
    if (!turn.transpose && !turn.mirrorX && !turn.mirrorY) {
        return image;
    }
    Image result { turn.transpose ? image.height : image.width,
                   turn.transpose ? image.width : image.height,
                   std::vector<std::uint8_t>(image.rgb.size()) };
    const auto copyPixel = [&](std::int32_t x, std::int32_t y) {
        const std::int32_t turnedX = turn.transpose ? y : x;
        const std::int32_t turnedY = turn.transpose ? x : y;
        const std::int32_t toX = turn.mirrorX ? result.width - 1 - turnedX : turnedX;
        const std::int32_t toY = turn.mirrorY ? result.height - 1 - turnedY : turnedY;
        const std::uint8_t* from = image.row(y) + static_cast<std::size_t>(x) * 3;
        std::uint8_t* to = result.row(toY) + static_cast<std::size_t>(toX) * 3;
        to[0] = from[0];
        to[1] = from[1];
        to[2] = from[2];
    };
    for (std::int32_t top = 0; top < image.height; top += kTile) {
        for (std::int32_t left = 0; left < image.width; left += kTile) {
            for (std::int32_t y = top; y < std::min(top + kTile, image.height); ++y) {
                for (std::int32_t x = left; x < std::min(left + kTile, image.width); ++x) {
                    copyPixel(x, y);
                }
            }
        }
    }
    return result;
}

} // namespace fe::vision
