// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "vision/decode.h"
#include "vision/image_processor.h"

namespace fe::vision {

/// The one way from a file to a model's pixels: a picture is decoded and preprocessed; a
/// safetensors file (told by its content) holds `pixel_values` [1, 3, height, width], float32, and
/// is taken as already preprocessed. Errors name the file.
[[nodiscard]] base::Result<PixelTensor> loadPixels(const std::filesystem::path& path,
                                                   const ImageProcessor& processor,
                                                   const base::CancelToken& cancel);

} // namespace fe::vision
