// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "vision/decoders.h"
#include "vision/pixels.h"

namespace fe::vision {

/// What a decoder found out before it hands over to OpenCV.
struct OpenCvRequest {
    const char* format; ///< for errors
    std::uint64_t width; ///< as they must come out
    std::uint64_t height;
    /// What a fourth channel is: Bgra, BgraTimesAlpha or BgrAndUnused.
    PixelLayout fourChannels = PixelLayout::Bgra;
};

/// Decodes with OpenCV what a decoder has looked through and whose size it has checked. Refuses
/// floating-point samples and more than 4 channels. OpenCV applies the orientation that a TIFF
/// asks for, and none else.
[[nodiscard]] base::Result<Image> decodeWithOpenCv(const Source& source,
                                                   const OpenCvRequest& request);

} // namespace fe::vision
