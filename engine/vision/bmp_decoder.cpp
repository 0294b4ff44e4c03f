// SPDX-License-Identifier: Apache-2.0
#include "vision/decoders.h"
#include "vision/pixels.h"

#include <array>
#include <bit>

// BMP: "BM", u32 bytes, u32 0, u32 offset of the pixels, then a header that begins with its own
// size. Size 12: u16 width, u16 height, u16 planes, u16 bits. 40 and more: i32 width, i32 height
// (negative: top row first), u16 planes, u16 bits, u32 compression, 12 bytes, u32 colours, u32.
// Behind it: the masks of compression 3 and 6 (u32 red, green, blue; alpha from size 56 on; inside
// the header from size 52 on), then the palette (blue, green, red; from size 40 on a fourth byte).
// Rows are padded to 4 bytes. Runs (compression 1, 2): u8 count > 0, u8 value; or 0 and 0 end of
// row, 1 end of picture, 2 move by u8 right, u8 up, else so many values as they are, padded to 2.

namespace fe::vision {
namespace {

enum Compression : std::uint32_t { Plain = 0, Runs8 = 1, Runs4 = 2, Masks = 3, AlphaMasks = 6 };
using Palette = std::array<std::array<std::uint8_t, 3>, 256>;
constexpr std::uint32_t kFileHeader = 14;

struct Bmp {
    std::uint32_t headerBytes = 0;
    std::uint64_t width = 0;
    std::uint64_t height = 0;
    bool topFirst = false;
    std::uint32_t bits = 0;
    std::uint32_t compression = Plain;
    std::uint32_t colours = 0; ///< entries of the palette
    std::array<std::uint32_t, 4> masks {}; ///< red, green, blue, alpha
    Palette palette {};
    ByteView pixels;

    [[nodiscard]] bool runs() const { return compression == Runs8 || compression == Runs4; }
    [[nodiscard]] bool masked() const
    {
        return compression == Masks || compression == AlphaMasks || bits == 16;
    }
    [[nodiscard]] std::int32_t rowOf(std::uint64_t stored) const
    {
        return static_cast<std::int32_t>(topFirst ? stored : height - 1 - stored);
    }
};

Bmp headerOf(ByteView bytes)
{
    Bmp bmp;
    bmp.headerBytes = bytes.u32le(kFileHeader);
    if (bmp.headerBytes == 12) {
        bmp.width = bytes.u16le(18);
        bmp.height = bytes.u16le(20);
        bmp.bits = bytes.u16le(24);
    } else {
        const auto height = static_cast<std::int64_t>(static_cast<std::int32_t>(bytes.u32le(22)));
        bmp.width = bytes.u32le(18);
        bmp.topFirst = height < 0;
        bmp.height = static_cast<std::uint64_t>(bmp.topFirst ? -height : height);
        bmp.bits = bytes.u16le(28);
        bmp.compression = bytes.u32le(30);
        bmp.colours = bytes.u32le(46);
    }
    bmp.pixels = bytes.part(bytes.u32le(10), bytes.size());
    return bmp;
}

void readMasksAndPalette(Bmp& bmp, ByteView bytes)
{
    std::uint64_t at = kFileHeader + std::uint64_t { bmp.headerBytes };
    if (bmp.compression == Masks || bmp.compression == AlphaMasks) {
        constexpr std::uint64_t kMasks = kFileHeader + 40;
        const bool alpha = bmp.compression == AlphaMasks || bmp.headerBytes >= 56;
        for (std::size_t i = 0; i < (alpha ? 4 : 3); ++i) {
            bmp.masks[i] = bytes.u32le(kMasks + 4 * i);
        }
        at += bmp.headerBytes == 40 ? (alpha ? 16 : 12) : 0;
    } else if (bmp.bits == 16) {
        bmp.masks = { 0x7C00, 0x03E0, 0x001F, 0 };
    }
    if (bmp.bits <= 8) {
        const std::uint32_t most = 1U << bmp.bits;
        const std::uint32_t count = bmp.colours == 0 ? most : std::min(bmp.colours, most);
        const std::uint64_t step = bmp.headerBytes == 12 ? 3 : 4;
        for (std::uint64_t i = 0; i < count; ++i, at += step) {
            bmp.palette[i] = { bytes.u8(at + 2), bytes.u8(at + 1), bytes.u8(at) };
        }
    }
}

/// The bits under a mask, scaled to 0 ... 255 and rounded down, as Pillow does it.
std::uint8_t underMask(std::uint32_t value, std::uint32_t mask)
{
    if (mask == 0) {
        return 0;
    }
    const int shift = std::countr_zero(mask);
    const std::uint64_t part = (value & mask) >> shift;
    return static_cast<std::uint8_t>(part * 255 / (mask >> shift));
}

void maskedRow(const Bmp& bmp, ByteView row, std::uint8_t* out)
{
    const unsigned step = bmp.bits / 8;
    for (std::uint64_t x = 0; x < bmp.width; ++x, out += 3) {
        const auto value = static_cast<std::uint32_t>(row.littleEndian(x * step, step));
        const std::array<std::uint8_t, 4> pixel { underMask(value, bmp.masks[0]),
                                                  underMask(value, bmp.masks[1]),
                                                  underMask(value, bmp.masks[2]),
                                                  underMask(value, bmp.masks[3]) };
        toRgb(pixel.data(), 1, bmp.masks[3] != 0 ? PixelLayout::Rgba : PixelLayout::Rgb, out);
    }
}

void paletteRow(const Bmp& bmp, ByteView row, std::uint8_t* out)
{
    const std::uint64_t perByte = 8 / bmp.bits;
    const std::uint32_t mask = (1U << bmp.bits) - 1;
    for (std::uint64_t x = 0; x < bmp.width; ++x, out += 3) {
        const auto shift = static_cast<std::uint32_t>((perByte - 1 - x % perByte) * bmp.bits);
        std::copy_n(bmp.palette[std::uint32_t { row.u8(x / perByte) } >> shift & mask].data(), 3,
                    out);
    }
}

void plainRow(const Bmp& bmp, ByteView row, std::uint8_t* out)
{
    const std::uint64_t step = bmp.bits / 8; // a fourth byte is padding
    for (std::uint64_t x = 0; x < bmp.width; ++x, out += 3) {
        out[0] = row.u8(x * step + 2);
        out[1] = row.u8(x * step + 1);
        out[2] = row.u8(x * step);
    }
}

/// Walks the runs; false if they end without saying so, or leave the picture.
bool decodeRuns(const Bmp& bmp, Image& image)
{
    const ByteView& data = bmp.pixels;
    std::uint64_t x = 0;
    std::uint64_t y = 0;
    const auto put = [&](std::uint32_t index) {
        if (x < bmp.width && y < bmp.height) {
            std::copy_n(bmp.palette[index].data(), 3, image.row(bmp.rowOf(y)) + x * 3);
        }
        ++x;
    };
    const auto valueAt = [&](std::uint64_t at, std::uint64_t i) -> std::uint32_t {
        if (bmp.compression == Runs8) {
            return data.u8(at + i);
        }
        const std::uint32_t both = data.u8(at + i / 2);
        return i % 2 == 0 ? both >> 4U : both & 15U;
    };
    for (std::uint64_t at = 0; data.holds(at, 2);) {
        const std::uint64_t count = data.u8(at);
        const std::uint64_t second = data.u8(at + 1);
        at += 2;
        if (count > 0) {
            for (std::uint64_t i = 0; i < count; ++i) {
                put(valueAt(at - 1, bmp.compression == Runs8 ? 0 : i % 2));
            }
        } else if (second == 0) {
            x = 0;
            ++y;
        } else if (second == 1) {
            return true;
        } else if (second == 2) {
            x += data.u8(at);
            y += data.u8(at + 1);
            at += 2;
        } else {
            const std::uint64_t bytes = bmp.compression == Runs8 ? second : (second + 1) / 2;
            if (!data.holds(at, bytes)) {
                return false;
            }
            for (std::uint64_t i = 0; i < second; ++i) {
                put(valueAt(at, i));
            }
            at += bytes + bytes % 2;
        }
    }
    return y >= bmp.height || (y + 1 == bmp.height && x >= bmp.width);
}

base::Result<void> checkForm(const Source& source, const Bmp& bmp)
{
    const bool form = bmp.compression == Plain
        ? (bmp.bits == 1 || bmp.bits == 4 || bmp.bits == 8 || bmp.bits == 16 || bmp.bits == 24
           || bmp.bits == 32)
        : bmp.compression == Runs8 ? bmp.bits == 8 && !bmp.topFirst
        : bmp.compression == Runs4 ? bmp.bits == 4 && !bmp.topFirst
        : bmp.compression == Masks
        ? bmp.bits == 16 || bmp.bits == 32
        : bmp.compression == AlphaMasks && (bmp.bits == 16 || bmp.bits == 32);
    if (!form) {
        return notSupported(source,
                            "it is a BMP of " + std::to_string(bmp.bits) + " bits with compression "
                                + std::to_string(bmp.compression),
                            "convert it to PNG");
    }
    const std::uint64_t rowBytes = (bmp.width * bmp.bits + 31) / 32 * 4;
    // Two bytes of runs are 255 pixels at most.
    const std::uint64_t needed = bmp.runs() ? bmp.width * bmp.height / 128 : rowBytes * bmp.height;
    if (needed > bmp.pixels.size()) {
        return damaged(source,
                       "the BMP needs " + base::grouped(needed) + " bytes of pixels, it has "
                           + base::grouped(bmp.pixels.size()));
    }
    return {};
}

} // namespace

base::Result<Decoded> decodeBmp(const Source& source)
{
    Bmp bmp = headerOf(source.bytes);
    FE_CHECK(checkSize(source, bmp.width, bmp.height));
    FE_CHECK(checkForm(source, bmp));
    readMasksAndPalette(bmp, source.bytes);
    FE_TRY(Image image, allocate(source, bmp.width, bmp.height, 0));
    if (bmp.runs()) {
        if (!decodeRuns(bmp, image)) {
            return damaged(source, "the runs of the BMP end before the picture does");
        }
        return Decoded { std::move(image), 1 };
    }
    const std::uint64_t rowBytes = (bmp.width * bmp.bits + 31) / 32 * 4;
    for (std::uint64_t y = 0; y < bmp.height; ++y) {
        if (source.cancel.isCancelled()) {
            return base::cancelled();
        }
        const ByteView row = bmp.pixels.part(y * rowBytes, rowBytes);
        std::uint8_t* out = image.row(bmp.rowOf(y));
        if (bmp.masked()) {
            maskedRow(bmp, row, out);
        } else if (bmp.bits <= 8) {
            paletteRow(bmp, row, out);
        } else {
            plainRow(bmp, row, out);
        }
    }
    return Decoded { std::move(image), 1 };
}

} // namespace fe::vision
