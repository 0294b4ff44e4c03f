// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "base/result.h"
#include "formats/sha256.h"
#include "models/language_model.h"
#include "vision/image_processor.h"

#include <cstdint>
#include <filesystem>
#include <vector>

// Inside the room: files whose hash and pixels must be those of the same bytes.

namespace fe::pictures {

struct PictureBytes {
    std::vector<std::uint8_t> bytes;
    formats::Sha256Digest content {};
};

/// Reads a picture's whole file and hashes it. What is over the decoder's limit, and what does not
/// begin as any picture does, is refused after its first bytes.
[[nodiscard]] base::Result<PictureBytes> readPicture(const std::filesystem::path& file,
                                                     const base::CancelToken& cancel);

[[nodiscard]] base::Result<models::Pixels> pixelsOf(const PictureBytes& picture,
                                                    const std::string& file,
                                                    const vision::ImageProcessor& processor,
                                                    const base::CancelToken& cancel);

/// Whether the file itself is to blame, so that trying again is in vain until it changes.
[[nodiscard]] bool isLasting(base::ErrorCode code);

} // namespace fe::pictures
