// SPDX-License-Identifier: Apache-2.0
#include "vision/decoders.h"
#include "vision/opencv_codec.h"

// WebP: "RIFF", u32 bytes that follow, "WEBP", then chunks: 4 letters, u32 length, the data padded
// to an even length; little endian. The picture is in "VP8 " or "VP8L"; "VP8X", if there, comes
// first: u8 flags, 3 bytes, u24 canvas width - 1, u24 height - 1.

namespace fe::vision {
namespace {

constexpr std::uint64_t kHeader = 12;
constexpr std::uint64_t kChunkHeader = 8;
constexpr std::uint8_t kAnimated = 2;

struct WebpSummary {
    std::uint64_t width = 0;
    std::uint64_t height = 0;
    bool hasPicture = false;
    bool animated = false;
    int orientation = 1;
};

/// Takes what a chunk says of the picture.
void note(WebpSummary& webp, ByteView file, std::uint64_t at, ByteView data)
{
    if (file.hasAt(at, "VP8X")) {
        webp.width = data.littleEndian(4, 3) + 1;
        webp.height = data.littleEndian(7, 3) + 1;
        webp.animated = (data.u8(0) & kAnimated) != 0;
    } else if (file.hasAt(at, "VP8 ")) {
        webp.hasPicture = true;
        if (webp.width == 0) {
            webp.width = data.u16le(6) & 0x3FFFU;
            webp.height = data.u16le(8) & 0x3FFFU;
        }
    } else if (file.hasAt(at, "VP8L")) {
        webp.hasPicture = true;
        if (webp.width == 0) {
            const std::uint32_t packed = data.u32le(1);
            webp.width = (packed & 0x3FFFU) + 1;
            webp.height = (packed >> 14U & 0x3FFFU) + 1;
        }
    } else if (file.hasAt(at, "ANMF")) {
        webp.animated = true;
    } else if (file.hasAt(at, "EXIF")) {
        webp.orientation = exifOrientation(data);
    }
}

} // namespace

base::Result<Decoded> decodeWebp(const Source& source)
{
    const ByteView& bytes = source.bytes;
    const std::uint64_t end = 8ULL + bytes.u32le(4);
    if (!bytes.holds(0, end)) {
        return damaged(source, "the WebP is cut off at byte " + base::grouped(bytes.size()));
    }
    WebpSummary webp;
    for (std::uint64_t at = kHeader; at + kChunkHeader <= end;) {
        const std::uint64_t length = bytes.u32le(at + 4);
        if (length > end - at - kChunkHeader) {
            return damaged(source, "a chunk of the WebP is longer than the file");
        }
        note(webp, bytes, at, bytes.part(at + kChunkHeader, length));
        at += kChunkHeader + length + length % 2;
    }
    if (webp.animated) {
        return notSupported(source, "it is an animated WebP", "give it a single picture");
    }
    if (!webp.hasPicture) {
        return damaged(source, "the WebP holds no picture");
    }
    FE_CHECK(checkSize(source, webp.width, webp.height));
    FE_TRY(Image image, decodeWithOpenCv(source, { "WebP", webp.width, webp.height }));
    return Decoded { std::move(image), webp.orientation };
}

} // namespace fe::vision
