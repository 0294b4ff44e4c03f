// SPDX-License-Identifier: Apache-2.0
#include "pictures/picture_reader.h"

#include "formats/file.h"
#include "vision/decode.h"

#include <algorithm>

namespace fe::pictures {
namespace {

using base::Result;

/// Enough to tell any kind of picture.
constexpr std::uint64_t kBeginning = 4096;
/// Read in a few milliseconds, so that a cancel is seen.
constexpr std::uint64_t kChunk = std::uint64_t { 4 } << 20U;

} // namespace

Result<PictureBytes> readPicture(const std::filesystem::path& path, const base::CancelToken& cancel)
{
    FE_TRY(const auto file, formats::File::open(path));
    PictureBytes picture;
    picture.bytes.resize(std::min(file.size(), kBeginning));
    FE_CHECK(file.read(std::as_writable_bytes(std::span(picture.bytes)), 0));
    if (!vision::beginsAsPicture(picture.bytes)) {
        // Its own words for what it is instead.
        auto refusal = vision::decodeImage(picture.bytes, file.name(), cancel);
        return refusal ? base::internalError("readPicture", "no kind fits") : refusal.error();
    }
    const std::uint64_t limit = vision::DecodeLimits().fileBytes;
    if (file.size() > limit) {
        return base::Error { base::ErrorCode::LimitExceeded,
                             "cannot read the picture",
                             file.name(),
                             {},
                             "the file has " + base::bytesText(file.size()) + ", the limit is "
                                 + base::bytesText(limit),
                             "make it smaller" };
    }
    picture.bytes.resize(file.size());
    FE_TRY(auto hash, formats::Sha256::create());
    for (std::uint64_t at = 0; at < file.size(); at += kChunk) {
        if (cancel.isCancelled()) {
            return base::cancelled();
        }
        const auto part = std::as_writable_bytes(std::span(picture.bytes))
                              .subspan(at, std::min(kChunk, file.size() - at));
        FE_CHECK(file.read(part, at));
        FE_CHECK(hash.update(part));
    }
    FE_TRY(picture.content, hash.finish());
    return picture;
}

Result<models::Pixels> pixelsOf(const PictureBytes& picture, const std::string& file,
                                const vision::ImageProcessor& processor,
                                const base::CancelToken& cancel)
{
    FE_TRY(const vision::Image image, vision::decodeImage(picture.bytes, file, cancel));
    auto pixels = vision::preprocess(image, processor, cancel);
    if (!pixels) {
        base::Error error = pixels.error();
        if (error.code == base::ErrorCode::InvalidArgument) {
            error.code = base::ErrorCode::Unsupported; // the picture is at fault, not the caller
        }
        error.file = file;
        return error;
    }
    return models::Pixels { pixels->shape[0], pixels->shape[2], pixels->shape[3],
                            std::move(pixels->values) };
}

bool isLasting(base::ErrorCode code)
{
    return code == base::ErrorCode::Malformed || code == base::ErrorCode::Unsupported
        || code == base::ErrorCode::LimitExceeded || code == base::ErrorCode::InvalidArgument;
}

} // namespace fe::pictures
