// SPDX-License-Identifier: Apache-2.0
#include "vision/decoders.h"
#include "vision/pixels.h"

#include <csetjmp>
#include <cstdio>
#include <cstring>
#include <jpeglib.h>

#include <jerror.h> // its list depends on jpeglib.h

// libjpeg is called here and not through OpenCV: that drops libjpeg's warnings, so that a cut file
// becomes a picture with a grey end, prints them on standard error, and mixes CMYK its own way.

namespace fe::vision {
namespace {

constexpr int kExifMarker = JPEG_APP0 + 1;
constexpr unsigned kLongestMarker = 0xFFFF;
/// Each scan of a progressive file passes over the whole picture: what all scans may pass over.
constexpr std::uint64_t kMostScannedPixels = 4'000'000'000;
constexpr std::uint64_t kScansAlwaysTaken = 24;
constexpr std::uint64_t kMostScans = 1000;

struct JpegReader {
    explicit JpegReader(const Source& from) : source(from) { }
    JpegReader(const JpegReader&) = delete;
    JpegReader& operator=(const JpegReader&) = delete;
    ~JpegReader() { jpeg_destroy_decompress(&codec); }

    const Source& source;
    jpeg_decompress_struct codec {};
    jpeg_error_mgr errors {};
    jpeg_progress_mgr progress {};
    std::jmp_buf back {};
    char problem[JMSG_LENGTH_MAX] = {};
    std::vector<std::uint8_t> row; ///< of a layout that is not RGB
};

JpegReader& readerOf(j_common_ptr codec)
{
    return *static_cast<JpegReader*>(codec->client_data);
}

[[noreturn]] void giveUp(j_common_ptr codec)
{
    JpegReader& reader = readerOf(codec);
    codec->err->format_message(codec, reader.problem);
    std::longjmp(reader.back, 1);
}

/// libjpeg goes on with guessed pixels after these; the others are about markers and padding.
bool losesPixels(int message)
{
    switch (message) {
    case JWRN_JPEG_EOF:
    case JWRN_HIT_MARKER:
    case JWRN_HUFF_BAD_CODE:
    case JWRN_ARITH_BAD_CODE:
    case JWRN_MUST_RESYNC:
        return true;
    default:
        return false;
    }
}

void onMessage(j_common_ptr codec, int level)
{
    if (level < 0 && losesPixels(codec->err->msg_code)) {
        giveUp(codec);
    }
}

void onOutput(j_common_ptr /*codec*/) { }

void onProgress(j_common_ptr codec)
{
    JpegReader& reader = readerOf(codec);
    const auto scans = static_cast<std::uint64_t>(reader.codec.input_scan_number);
    const std::uint64_t pixels
        = static_cast<std::uint64_t>(reader.codec.image_width) * reader.codec.image_height;
    if (scans > kMostScans || (scans > kScansAlwaysTaken && scans * pixels > kMostScannedPixels)) {
        std::snprintf(reader.problem, sizeof(reader.problem), "it has too many scans");
        std::longjmp(reader.back, 1);
    }
    if (reader.source.cancel.isCancelled()) {
        std::longjmp(reader.back, 1);
    }
}

bool readHeader(JpegReader& reader)
{
    if (setjmp(reader.back) != 0) {
        return false;
    }
    reader.codec.err = jpeg_std_error(&reader.errors);
    reader.errors.error_exit = giveUp;
    reader.errors.emit_message = onMessage;
    reader.errors.output_message = onOutput;
    reader.codec.client_data = &reader;
    jpeg_create_decompress(&reader.codec);
    reader.progress.progress_monitor = onProgress;
    reader.codec.progress = &reader.progress;
    jpeg_mem_src(&reader.codec, reader.source.bytes.data(),
                 static_cast<unsigned long>(reader.source.bytes.size()));
    jpeg_save_markers(&reader.codec, kExifMarker, kLongestMarker);
    jpeg_read_header(&reader.codec, TRUE);
    switch (reader.codec.num_components) {
    case 1:
        reader.codec.out_color_space = JCS_GRAYSCALE;
        break;
    case 3:
        reader.codec.out_color_space = JCS_RGB;
        break;
    default:
        reader.codec.out_color_space = JCS_CMYK;
        break;
    }
    return true;
}

bool readRows(JpegReader& reader, Image& image)
{
    if (setjmp(reader.back) != 0) {
        return false;
    }
    jpeg_start_decompress(&reader.codec);
    const PixelLayout layout
        = reader.codec.output_components == 1 ? PixelLayout::Grey : PixelLayout::InvertedCmyk;
    while (reader.codec.output_scanline < reader.codec.output_height) {
        if (reader.source.cancel.isCancelled()) {
            return false;
        }
        std::uint8_t* out = image.row(static_cast<std::int32_t>(reader.codec.output_scanline));
        JSAMPROW row = reader.row.empty() ? out : reader.row.data();
        jpeg_read_scanlines(&reader.codec, &row, 1);
        if (!reader.row.empty()) {
            toRgb(row, static_cast<std::size_t>(image.width), layout, out);
        }
    }
    jpeg_finish_decompress(&reader.codec);
    return true;
}

int orientationOf(const jpeg_decompress_struct& codec)
{
    for (const jpeg_marker_struct* marker = codec.marker_list; marker != nullptr;
         marker = marker->next) {
        const ByteView data(std::span(marker->data, marker->data_length));
        if (marker->marker == kExifMarker && data.hasAt(0, std::string_view("Exif\0\0", 6))) {
            return exifOrientation(data);
        }
    }
    return 1;
}

/// Blocks of 8 x 8 samples: each takes a bit at least in the first scan.
std::uint64_t blocksOf(const jpeg_decompress_struct& codec)
{
    std::uint64_t blocks = 0;
    for (int i = 0; i < codec.num_components; ++i) {
        blocks += static_cast<std::uint64_t>(codec.comp_info[i].width_in_blocks)
            * codec.comp_info[i].height_in_blocks;
    }
    return blocks;
}

base::Error refused(const JpegReader& reader)
{
    return reader.source.cancel.isCancelled()
        ? base::cancelled()
        : damaged(reader.source,
                  std::string("the JPEG cannot be decoded (") + reader.problem + ")");
}

} // namespace

base::Result<Decoded> decodeJpeg(const Source& source)
{
    JpegReader reader(source);
    if (!readHeader(reader)) {
        return refused(reader);
    }
    const std::uint64_t width = reader.codec.image_width;
    const std::uint64_t height = reader.codec.image_height;
    FE_CHECK(checkSize(source, width, height));
    const int components = reader.codec.num_components;
    if (components != 1 && components != 3 && components != 4) {
        return notSupported(source, "it is a JPEG of " + std::to_string(components) + " components",
                            "convert it to RGB");
    }
    const std::uint64_t blocks = blocksOf(reader.codec);
    if (reader.codec.arith_code == FALSE && blocks > source.bytes.size() * 8) {
        return damaged(source,
                       base::bytesText(source.bytes.size()) + " cannot hold " + base::grouped(width)
                           + " x " + base::grouped(height) + " pixels");
    }
    // A file of several scans is kept as coefficients until the last one is read.
    const bool buffered = jpeg_has_multiple_scans(&reader.codec) != FALSE;
    FE_TRY(Image image,
           allocate(source, width, height, buffered ? blocks * DCTSIZE2 * sizeof(JCOEF) : 0));
    if (components != 3) {
        reader.row.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(components));
    }
    const int orientation = orientationOf(reader.codec); // libjpeg drops the markers at the end
    if (!readRows(reader, image)) {
        return refused(reader);
    }
    return Decoded { std::move(image), orientation };
}

} // namespace fe::vision
