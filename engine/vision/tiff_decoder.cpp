// SPDX-License-Identifier: Apache-2.0
#include "vision/decoders.h"
#include "vision/opencv_codec.h"
#include "vision/tiff_directory.h"

namespace fe::vision {
namespace {

enum Tag : std::uint16_t {
    Width = 256,
    Height = 257,
    BitsPerSample = 258,
    StoredAs = 259, ///< compression
    StripOffsets = 273,
    Orientation = 274,
    SamplesPerPixel = 277,
    StripBytes = 279,
    TileWidth = 322,
    TileHeight = 323,
    TileOffsets = 324,
    TileBytes = 325,
    ExtraSamples = 338,
    SampleFormat = 339,
};

constexpr std::uint64_t kUncompressed = 1;
constexpr std::uint64_t kUnsigned = 1;
/// No compression of TIFF that libtiff reads does better on average over a file that is not made to
/// be a bomb; deflate ends at 1,032.
constexpr std::uint64_t kBestRatio = 2000;

/// Bytes of all strips or tiles, which must lie in the file.
base::Result<std::uint64_t> storedBytes(const Source& source, const TiffDirectory& tiff)
{
    const auto tiles = tiff.find(TileOffsets);
    const auto offsets = tiles ? tiles : tiff.find(StripOffsets);
    const auto lengths = tiff.find(tiles ? TileBytes : StripBytes);
    if (!offsets || !lengths || offsets->count == 0 || offsets->count != lengths->count) {
        return damaged(source, "the TIFF does not say where its pixels are");
    }
    std::uint64_t total = 0;
    for (std::uint64_t i = 0; i < offsets->count; ++i) {
        const std::uint64_t length = tiff.number(*lengths, i);
        if (!source.bytes.holds(tiff.number(*offsets, i), length)) {
            return damaged(source, "the TIFF is cut off: some of its pixels lie behind its end");
        }
        total += length;
    }
    return total;
}

/// libtiff multiplies 8-bit colours with an alpha that is not part of them yet.
PixelLayout fourthOf(const TiffDirectory& tiff, std::uint64_t bits)
{
    constexpr std::uint64_t kUnspecified = 0;
    constexpr std::uint64_t kTimesAlpha = 1;
    const auto extra = tiff.number(ExtraSamples);
    if (extra == kUnspecified) {
        return PixelLayout::BgrAndUnused;
    }
    return bits <= 8 || extra == kTimesAlpha ? PixelLayout::BgraTimesAlpha : PixelLayout::Bgra;
}

} // namespace

base::Result<Decoded> decodeTiff(const Source& source)
{
    const auto tiff = TiffDirectory::read(source.bytes);
    if (!tiff) {
        return damaged(source, "the TIFF's directory lies behind its end");
    }
    const std::uint64_t width = tiff->number(Width).value_or(0);
    const std::uint64_t height = tiff->number(Height).value_or(0);
    FE_CHECK(checkSize(source, width, height));
    const std::uint64_t bits = tiff->number(BitsPerSample).value_or(1);
    const std::uint64_t samples = tiff->number(SamplesPerPixel).value_or(1);
    if (bits > 16 || samples > 4 || samples == 2
        || tiff->number(SampleFormat).value_or(kUnsigned) != kUnsigned) {
        return notSupported(source,
                            "it is a TIFF of " + base::grouped(samples) + " samples of "
                                + base::grouped(bits)
                                + " bits; grey, RGB and RGBA in whole numbers are taken",
                            "convert it to 8-bit RGB");
    }
    // A tile is unpacked whole, however little of it is in the picture.
    FE_CHECK(checkSize(source, tiff->number(TileWidth).value_or(1),
                       tiff->number(TileHeight).value_or(1)));
    FE_TRY(const std::uint64_t stored, storedBytes(source, *tiff));
    const std::uint64_t needed = (width * height * bits * samples + 7) / 8;
    const bool plain = tiff->number(StoredAs).value_or(kUncompressed) == kUncompressed;
    if (needed > stored * (plain ? 1 : kBestRatio)) {
        return damaged(source,
                       base::bytesText(stored) + " of data cannot hold " + base::grouped(width)
                           + " x " + base::grouped(height) + " pixels");
    }
    // OpenCV turns the picture itself.
    const bool turned
        = tiff->number(Orientation).value_or(1) >= 5 && tiff->number(Orientation).value_or(1) <= 8;
    FE_TRY(Image image,
           decodeWithOpenCv(source,
                            { "TIFF", turned ? height : width, turned ? width : height,
                              fourthOf(*tiff, bits) }));
    return Decoded { std::move(image), 1 };
}

} // namespace fe::vision
