// SPDX-License-Identifier: Apache-2.0
#include "vision/image_kind.h"

#include <array>

namespace fe::vision {
namespace {

constexpr std::size_t kTextPrefix = 1024;

bool isBmp(ByteView bytes)
{
    // Two letters are not enough: the size of the header behind them is one of a few.
    const std::uint32_t header = bytes.u32le(14);
    return bytes.hasAt(0, "BM") && (header == 12 || (header >= 40 && header <= 124));
}

bool isTiff(ByteView bytes)
{
    constexpr std::array<std::string_view, 4> kBegins
        = { std::string_view("II*\0", 4), std::string_view("MM\0*", 4),
            std::string_view("II+\0", 4), std::string_view("MM\0+", 4) };
    return std::any_of(kBegins.begin(), kBegins.end(),
                       [&](std::string_view begin) { return bytes.hasAt(0, begin); });
}

/// ISO media files name their brand at byte 8.
bool isBrand(ByteView bytes, std::initializer_list<std::string_view> brands)
{
    return bytes.hasAt(4, "ftyp")
        && std::any_of(brands.begin(), brands.end(),
                       [&](std::string_view brand) { return bytes.hasAt(8, brand); });
}

bool isText(ByteView bytes)
{
    const ByteView begin = bytes.part(0, kTextPrefix);
    return std::all_of(begin.data(), begin.data() + begin.size(), [](std::uint8_t c) {
        return c >= 0x20 || c == '\t' || c == '\n' || c == '\r' || c == '\f';
    });
}

bool textHolds(ByteView bytes, std::string_view word)
{
    const ByteView begin = bytes.part(0, kTextPrefix);
    const std::string_view text(reinterpret_cast<const char*>(begin.data()), begin.size());
    return isText(bytes) && text.find(word) != std::string_view::npos;
}

bool isSafetensors(ByteView bytes)
{
    return bytes.u8(8) == '{' && bytes.littleEndian(0, 8) >= 2
        && bytes.littleEndian(0, 8) <= bytes.size() - 8;
}

} // namespace

std::span<const ImageKind> imageKinds()
{
    static constexpr std::array kKinds = {
        ImageKind { "PNG", [](ByteView b) { return b.hasAt(0, "\x89PNG\r\n\x1a\n"); }, decodePng },
        ImageKind { "JPEG", [](ByteView b) { return b.hasAt(0, "\xff\xd8\xff"); }, decodeJpeg },
        ImageKind { "WebP", [](ByteView b) { return b.hasAt(0, "RIFF") && b.hasAt(8, "WEBP"); },
                    decodeWebp },
        ImageKind { "BMP", isBmp, decodeBmp },
        ImageKind { "TIFF", isTiff, decodeTiff },
        ImageKind { "a GIF",
                    [](ByteView b) { return b.hasAt(0, "GIF87a") || b.hasAt(0, "GIF89a"); },
                    nullptr },
        ImageKind { "an SVG drawing", [](ByteView b) { return textHolds(b, "<svg"); }, nullptr },
        ImageKind { "an AVIF picture",
                    [](ByteView b) {
                        return isBrand(b, { "avif", "avis" });
                    },
                    nullptr },
        ImageKind { "a HEIC picture",
                    [](ByteView b) {
                        return isBrand(b, { "heic", "heix", "heim", "hevc", "mif1", "msf1" });
                    },
                    nullptr },
        ImageKind { "a film", [](ByteView b) { return b.hasAt(4, "ftyp"); }, nullptr },
        ImageKind {
            "JPEG 2000",
            [](ByteView b) { return b.hasAt(4, "jP  \r\n") || b.hasAt(0, "\xff\x4f\xff\x51"); },
            nullptr },
        ImageKind { "JPEG XL",
                    [](ByteView b) { return b.hasAt(4, "JXL \r\n") || b.hasAt(0, "\xff\x0a"); },
                    nullptr },
        ImageKind { "a Photoshop document", [](ByteView b) { return b.hasAt(0, "8BPS"); },
                    nullptr },
        ImageKind { "an OpenEXR picture", [](ByteView b) { return b.hasAt(0, "\x76\x2f\x31\x01"); },
                    nullptr },
        ImageKind { "an icon",
                    [](ByteView b) { return b.hasAt(0, std::string_view("\0\0\1\0", 4)); },
                    nullptr },
        ImageKind { "a PDF document", [](ByteView b) { return b.hasAt(0, "%PDF-"); }, nullptr },
        ImageKind { "a GGUF model", [](ByteView b) { return b.hasAt(0, "GGUF"); }, nullptr },
        ImageKind { "a safetensors file", isSafetensors, nullptr },
        ImageKind { "a ZIP archive", [](ByteView b) { return b.hasAt(0, "PK\x03\x04"); }, nullptr },
        ImageKind { "the pointer that Git LFS leaves in place of a file",
                    [](ByteView b) { return b.hasAt(0, "version https://git-lfs"); }, nullptr },
        ImageKind { "a web page", [](ByteView b) { return textHolds(b, "<html"); }, nullptr },
    };
    return kKinds;
}

std::string unknownContent(ByteView bytes)
{
    if (bytes.size() == 0) {
        return "the file is empty";
    }
    return isText(bytes) ? "it holds text, no picture" : "its content is no picture that is known";
}

} // namespace fe::vision
