// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "base/result.h"
#include "vision/image.h"

namespace fe::vision {

/// Filters, with Pillow's numbers (`resample` of preprocessor_config.json).
enum class Resample { Nearest = 0, Lanczos = 1, Bilinear = 2, Bicubic = 3, Box = 4, Hamming = 5 };

/// A part of a picture that has been scaled to fullWidth x fullHeight. Only this part is computed,
/// so the whole may be far too large to exist.
struct ScaledPart {
    std::int64_t fullWidth = 0;
    std::int64_t fullHeight = 0;
    std::int64_t left = 0; ///< of the part; it lies inside the whole
    std::int64_t top = 0;
    std::int32_t width = 0;
    std::int32_t height = 0;
};

/// Scales as Pillow does, bit for bit: the filter is widened by the scale when shrinking
/// (antialiasing), weights are rounded to 22 bits, and each of the two passes rounds to 8 bits. The
/// horizontal one is first, unless the picture loses more than twice as many rows as columns: so
/// does Pillow 13. A direction that keeps its size is copied.
/// O(needed input x filter width); memory is the part and a band of input rows.
[[nodiscard]] base::Result<Image> resample(const Image& image, const ScaledPart& part,
                                           Resample filter, const base::CancelToken& cancel);

} // namespace fe::vision
