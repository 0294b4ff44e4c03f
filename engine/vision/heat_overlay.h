// SPDX-License-Identifier: Apache-2.0
//
// A picture as a model sees it, with a number for each of its patches laid over.
#pragma once

#include "vision/image_processor.h"

#include <span>

namespace fe::vision {

/// Pixels back to 8-bit colours: the inverse of an image processor's last steps (normalising,
/// rescaling). What lies outside of the colours, or is no number, is clamped.
/// @param pixels [1, 3, height, width].
[[nodiscard]] base::Result<Image> pictureOf(const PixelTensor& pixels,
                                            const ImageProcessor& processor);

/// A number a patch; the patches begin at the top left, and what they leave over at the right and
/// the bottom belongs to none.
struct HeatGrid {
    std::int64_t rows = 0;
    std::int64_t columns = 0;
    std::int64_t patchSize = 0; ///< pixels of the picture, each side
    std::span<const float> values; ///< [rows, columns]
};

struct OverlayOptions {
    double opacity = 0.6; ///< of the colours, 0 to 1
    /// Interpolated between the middles of patches; else a block a patch.
    bool smooth = true;
    /// The picture is scaled by a whole number so that its shorter side has at least this many
    /// pixels; by 16 at most, and to 64 million pixels at most.
    std::int32_t shortestSide = 448;
};

/// The smallest finite number is the darkest end of viridis (van der Walt & Smith 2015, CC0), the
/// greatest its brightest; where a number is not finite the picture shows through.
[[nodiscard]] base::Result<Image> overlayHeat(const Image& picture, const HeatGrid& heat,
                                              const OverlayOptions& options,
                                              const base::CancelToken& cancel);

} // namespace fe::vision
