// SPDX-License-Identifier: Apache-2.0
#include "vision/decoders.h"
#include "vision/pixels.h"

#include <csetjmp>
#include <cstring>
#include <png.h>

// PNG: an 8-byte signature, then chunks: u32 length, 4 letters, the data, u32 CRC; big endian.
// IHDR comes first (u32 width, u32 height, u8 bits, u8 colour type, ..., u8 interlaced), IEND last.
//
// libpng is called here and not through OpenCV: that prints libpng's complaints on standard error,
// and gives no alpha for grey with a transparent colour.

namespace fe::vision {
namespace {

constexpr std::uint64_t kSignature = 8;
constexpr std::uint64_t kChunkFrame = 12; ///< length, letters and CRC
constexpr std::uint64_t kDeflateRatio = 1032; ///< deflate never does better
constexpr std::uint8_t kColourMask = 2;
constexpr std::uint8_t kAlphaMask = 4;

struct PngSummary {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    unsigned bits = 0;
    std::uint8_t colourType = 0;
    std::uint64_t dataBytes = 0; ///< of all IDAT
    int orientation = 1;
};

base::Result<PngSummary> survey(const Source& source)
{
    const ByteView& bytes = source.bytes;
    if (bytes.u32be(kSignature) != 13 || !bytes.hasAt(kSignature + 4, "IHDR")) {
        return damaged(source, "a PNG begins with the chunk IHDR, this one does not");
    }
    PngSummary png { bytes.u32be(16), bytes.u32be(20), bytes.u8(24), bytes.u8(25), 0, 1 };
    FE_CHECK(checkSize(source, png.width, png.height));
    for (std::uint64_t at = kSignature;;) {
        const std::uint64_t length = bytes.u32be(at);
        if (!bytes.holds(at, kChunkFrame + length)) {
            return damaged(source, "the PNG is cut off at byte " + base::grouped(bytes.size()));
        }
        if (bytes.hasAt(at + 4, "IEND")) {
            return png;
        }
        if (bytes.hasAt(at + 4, "IDAT")) {
            png.dataBytes += length;
        } else if (bytes.hasAt(at + 4, "eXIf")) {
            png.orientation = exifOrientation(bytes.part(at + 8, length));
        }
        at += kChunkFrame + length;
    }
}

/// State of one decoding; lives outside the function that libpng jumps back to.
struct PngReader {
    explicit PngReader(const Source& from) : source(from) { }
    PngReader(const PngReader&) = delete;
    PngReader& operator=(const PngReader&) = delete;
    ~PngReader() { png_destroy_read_struct(&png, &info, nullptr); }

    const Source& source;
    png_structp png = nullptr;
    png_infop info = nullptr;
    std::size_t position = 0;
    char problem[160] = {};
    int passes = 1;
    std::size_t rowBytes = 0;
    unsigned channels = 0;
    std::vector<std::uint8_t> raw; ///< a row, or the whole picture if it is interlaced
};

void onError(png_structp png, png_const_charp message)
{
    auto* reader = static_cast<PngReader*>(png_get_error_ptr(png));
    std::strncpy(reader->problem, message, sizeof(reader->problem) - 1);
    png_longjmp(png, 1);
}

void onWarning(png_structp /*png*/, png_const_charp /*message*/) { }

void onRead(png_structp png, png_bytep out, png_size_t count)
{
    auto* reader = static_cast<PngReader*>(png_get_io_ptr(png));
    if (!reader->source.bytes.holds(reader->position, count)) {
        png_error(png, "the file ends too early");
    }
    std::memcpy(out, reader->source.bytes.data() + reader->position, count);
    reader->position += count;
}

/// Everything to 8 bits and 1 to 4 channels.
void setTransforms(png_structp png, png_infop info)
{
    const std::uint8_t type = png_get_color_type(png, info);
    if (png_get_bit_depth(png, info) == 16) {
        if ((type & (kColourMask | kAlphaMask)) == 0) {
            png_set_scale_16(png);
        } else {
            png_set_strip_16(png);
        }
    }
    if (type == PNG_COLOR_TYPE_PALETTE) {
        png_set_palette_to_rgb(png);
    }
    if ((type & kColourMask) == 0) {
        png_set_expand_gray_1_2_4_to_8(png);
    }
    if (png_get_valid(png, info, PNG_INFO_tRNS) != 0) {
        png_set_tRNS_to_alpha(png);
    }
}

bool readHeader(PngReader& reader)
{
    if (setjmp(png_jmpbuf(reader.png)) != 0) {
        return false;
    }
    // Compressed texts and profiles are neither needed nor to be unpacked.
    png_set_keep_unknown_chunks(reader.png, PNG_HANDLE_CHUNK_NEVER, nullptr, -1);
    png_set_read_fn(reader.png, &reader, onRead);
    png_read_info(reader.png, reader.info);
    setTransforms(reader.png, reader.info);
    reader.passes = png_set_interlace_handling(reader.png);
    png_read_update_info(reader.png, reader.info);
    reader.rowBytes = png_get_rowbytes(reader.png, reader.info);
    reader.channels = png_get_channels(reader.png, reader.info);
    return true;
}

PixelLayout layoutOf(unsigned channels)
{
    constexpr PixelLayout kLayouts[]
        = { PixelLayout::Grey, PixelLayout::GreyAlpha, PixelLayout::Rgb, PixelLayout::Rgba };
    return kLayouts[channels - 1];
}

bool readRows(PngReader& reader, Image& image)
{
    if (setjmp(png_jmpbuf(reader.png)) != 0) {
        return false;
    }
    const std::size_t width = static_cast<std::size_t>(image.width);
    const std::size_t step = reader.passes > 1 ? reader.rowBytes : 0;
    for (int pass = 0; pass < reader.passes; ++pass) {
        for (std::int32_t y = 0; y < image.height; ++y) {
            if (reader.source.cancel.isCancelled()) {
                return false;
            }
            std::uint8_t* row = reader.raw.data() + step * static_cast<std::size_t>(y);
            png_read_row(reader.png, row, nullptr);
            if (pass + 1 == reader.passes) {
                toRgb(row, width, layoutOf(reader.channels), image.row(y));
            }
        }
    }
    png_read_end(reader.png, nullptr);
    return true;
}

base::Error refused(const PngReader& reader)
{
    return reader.source.cancel.isCancelled()
        ? base::cancelled()
        : damaged(reader.source, std::string("the PNG is damaged (") + reader.problem + ")");
}

} // namespace

base::Result<Decoded> decodePng(const Source& source)
{
    FE_TRY(const PngSummary summary, survey(source));
    const bool grey = (summary.colourType & kColourMask) == 0;
    const unsigned samples = (grey || (summary.colourType & 1U) != 0 ? 1U : 3U)
        + ((summary.colourType & kAlphaMask) != 0 ? 1U : 0U);
    const std::uint64_t packedRow
        = (static_cast<std::uint64_t>(summary.width) * samples * summary.bits + 7) / 8;
    if (packedRow * summary.height > (summary.dataBytes + 1) * kDeflateRatio) {
        return damaged(source,
                       base::bytesText(summary.dataBytes) + " of data cannot hold "
                           + base::grouped(summary.width) + " x " + base::grouped(summary.height)
                           + " pixels");
    }
    PngReader reader(source);
    reader.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &reader, onError, onWarning);
    reader.info = reader.png == nullptr ? nullptr : png_create_info_struct(reader.png);
    if (reader.info == nullptr) {
        return base::internalError("decodePng", "libpng does not start");
    }
    if (!readHeader(reader)) {
        return refused(reader);
    }
    if (reader.channels < 1 || reader.channels > 4) {
        return base::internalError("decodePng", "libpng gives an unknown number of channels");
    }
    const std::uint64_t rawBytes
        = static_cast<std::uint64_t>(reader.rowBytes) * (reader.passes > 1 ? summary.height : 1);
    FE_TRY(Image image, allocate(source, summary.width, summary.height, rawBytes));
    reader.raw.resize(static_cast<std::size_t>(rawBytes));
    if (!readRows(reader, image)) {
        return refused(reader);
    }
    return Decoded { std::move(image), summary.orientation };
}

} // namespace fe::vision
