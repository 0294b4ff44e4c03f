// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "base/result.h"
#include "models/language_model.h"
#include "vision/image_processor.h"

#include <span>
#include <string>
#include <vector>

// Inside the room: the pixels of many files.

namespace fe::pictures {

/// The pixels of each file, or why there are none, in the order of the files. They are read by
/// `threads` threads (at least 1, of which the caller's is one) that have ended on return; after a
/// cancel what is left comes out as Cancelled. Memory besides the result is a decoded picture a
/// thread.
[[nodiscard]] std::vector<base::Result<models::Pixels>> readPixels(
    std::span<const std::string> files, const vision::ImageProcessor& processor, int threads,
    const base::CancelToken& cancel);

} // namespace fe::pictures
