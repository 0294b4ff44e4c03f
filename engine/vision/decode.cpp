// SPDX-License-Identifier: Apache-2.0
#include "vision/decode.h"

#include "base/guarded.h"
#include "base/memory.h"
#include "formats/file.h"
#include "vision/image_kind.h"

namespace fe::vision {
namespace {

using base::Error;
using base::ErrorCode;

constexpr const char* kWhat = "cannot read the picture";

std::string takenFormats()
{
    std::string names;
    for (const std::string& name : imageFormats()) {
        names += (names.empty() ? "" : ", ") + name;
    }
    return names;
}

base::Result<Image> decode(const Source& source)
{
    for (const ImageKind& kind : imageKinds()) {
        if (!kind.matches(source.bytes)) {
            continue;
        }
        if (kind.decode == nullptr) {
            return notSupported(source, "it is " + std::string(kind.name),
                                "convert it to one of " + takenFormats());
        }
        FE_TRY(auto decoded, kind.decode(source));
        if (source.cancel.isCancelled()) {
            return base::cancelled();
        }
        if (decoded.orientation != 1) {
            FE_CHECK(checkMemory(source, decoded.image.rgb.size()));
        }
        return oriented(std::move(decoded.image), decoded.orientation);
    }
    return Error { ErrorCode::Unsupported,
                   kWhat,
                   source.file,
                   {},
                   unknownContent(source.bytes),
                   "give it one of " + takenFormats() };
}

base::Result<std::vector<std::uint8_t>> wholeFile(const std::filesystem::path& path,
                                                  const DecodeLimits& limits)
{
    FE_TRY(const auto file, formats::File::open(path));
    if (file.size() > limits.fileBytes) {
        return Error { ErrorCode::LimitExceeded,
                       kWhat,
                       file.name(),
                       {},
                       "it has " + base::bytesText(file.size()) + ", at most "
                           + base::bytesText(limits.fileBytes) + " are read",
                       "convert it to a smaller one" };
    }
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(file.size()));
    FE_CHECK(file.read(std::as_writable_bytes(std::span(bytes)), 0));
    return bytes;
}

} // namespace

Error damaged(const Source& source, std::string why)
{
    return { ErrorCode::Malformed, kWhat, source.file, {}, std::move(why), "get the file again" };
}

Error notSupported(const Source& source, std::string why, std::string fix)
{
    return { ErrorCode::Unsupported, kWhat, source.file, {}, std::move(why), std::move(fix) };
}

base::Result<void> checkSize(const Source& source, std::uint64_t width, std::uint64_t height)
{
    if (width == 0 || height == 0) {
        return damaged(source, std::string("its ") + (width == 0 ? "width" : "height") + " is 0");
    }
    const std::uint64_t edge = source.limits.edge;
    if (width > edge || height > edge || width * height > source.limits.pixels) {
        return Error { ErrorCode::LimitExceeded,
                       kWhat,
                       source.file,
                       {},
                       "it claims " + base::grouped(width) + " x " + base::grouped(height)
                           + " pixels, at most " + base::grouped(source.limits.pixels) + " with "
                           + base::grouped(edge) + " a side are taken",
                       "make it smaller" };
    }
    return {};
}

base::Result<void> checkMemory(const Source& source, std::uint64_t bytes)
{
    const std::uint64_t available = base::availableMemory();
    if (available != 0 && bytes > available) {
        return Error { ErrorCode::OutOfMemory,
                       kWhat,
                       source.file,
                       {},
                       "its pixels need " + base::bytesText(bytes) + ", "
                           + base::bytesText(available) + " are free",
                       "make it smaller or close other programs" };
    }
    return {};
}

base::Result<Image> allocate(const Source& source, std::uint64_t width, std::uint64_t height,
                             std::uint64_t scratch)
{
    FE_CHECK(checkMemory(source, width * height * 3 + scratch));
    return Image { static_cast<std::int32_t>(width), static_cast<std::int32_t>(height),
                   std::vector<std::uint8_t>(static_cast<std::size_t>(width * height * 3)) };
}

base::Result<Image> decodeImage(std::span<const std::uint8_t> bytes, const std::string& file,
                                const base::CancelToken& cancel, const DecodeLimits& limits)
{
    return base::guarded("decodeImage", [&] {
        return decode(Source { bytes, file, limits, cancel });
    });
}

base::Result<Image> decodeImage(const std::filesystem::path& path, const base::CancelToken& cancel,
                                const DecodeLimits& limits)
{
    return base::guarded("decodeImage", [&]() -> base::Result<Image> {
        FE_TRY(const auto bytes, wholeFile(path, limits));
        const std::string file = path.string();
        return decode(Source { ByteView(bytes), file, limits, cancel });
    });
}

bool beginsAsPicture(std::span<const std::uint8_t> beginning)
{
    const ByteView bytes(beginning);
    const auto kinds = imageKinds();
    return std::any_of(kinds.begin(), kinds.end(),
                       [&](const ImageKind& kind) { return kind.matches(bytes); });
}

std::vector<std::string> imageFormats()
{
    std::vector<std::string> names;
    for (const ImageKind& kind : imageKinds()) {
        if (kind.decode != nullptr) {
            names.emplace_back(kind.name);
        }
    }
    return names;
}

} // namespace fe::vision
