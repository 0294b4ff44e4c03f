// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "vision/byte_view.h"
#include "vision/decode.h"

// Inside the room: one decoder a format.

namespace fe::vision {

/// What a decoder works with.
struct Source {
    ByteView bytes;
    const std::string& file; ///< for errors
    const DecodeLimits& limits;
    const base::CancelToken& cancel;
};

/// A picture as it is stored, and the EXIF orientation (1 to 8) in which it is to be shown.
struct Decoded {
    Image image;
    int orientation = 1;
};

[[nodiscard]] base::Result<Decoded> decodePng(const Source& source);
[[nodiscard]] base::Result<Decoded> decodeJpeg(const Source& source);
[[nodiscard]] base::Result<Decoded> decodeWebp(const Source& source);
[[nodiscard]] base::Result<Decoded> decodeBmp(const Source& source);
[[nodiscard]] base::Result<Decoded> decodeTiff(const Source& source);

/// The refusal of a damaged file. @param why "it ends inside the chunk IDAT"
[[nodiscard]] base::Error damaged(const Source& source, std::string why);
/// The refusal of a sound file that this program cannot use.
[[nodiscard]] base::Error notSupported(const Source& source, std::string why, std::string fix);

/// Refuses a width or height of 0 and what is over the limits.
[[nodiscard]] base::Result<void> checkSize(const Source& source, std::uint64_t width,
                                           std::uint64_t height);
/// A black picture of a checked size. @param scratch bytes that the decoder will take besides.
/// OutOfMemory if the machine does not have them, before anything is taken.
[[nodiscard]] base::Result<Image> allocate(const Source& source, std::uint64_t width,
                                           std::uint64_t height, std::uint64_t scratch);
/// The same question without allocating.
[[nodiscard]] base::Result<void> checkMemory(const Source& source, std::uint64_t bytes);

/// Orientation that an EXIF block (a TIFF file in small, with or without "Exif\0\0") asks for;
/// 1 if it does not say, or says something else than 1 to 8.
[[nodiscard]] int exifOrientation(ByteView exif);

/// Turned and mirrored as the EXIF orientation asks.
[[nodiscard]] Image oriented(Image image, int orientation);

} // namespace fe::vision
