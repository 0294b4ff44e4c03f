// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/cancel.h"
#include "formats/model_package.h"
#include "models/language_model.h"
#include "vision/image_processor.h"

#include <string>

namespace fe::cli {

/// Reads what `run --input` names: input_ids, attention_mask, token_type_ids, decoder_input_ids,
/// pixel_values (a safetensors file) or image (a picture), as far as the model reads them. Paths in
/// it are absolute or relative to its folder.
[[nodiscard]] base::Result<models::ForwardInput> readForwardInput(
    const std::string& path, const models::ModelInfo& info, const formats::ModelPackage& package,
    const base::CancelToken& cancel);

/// How this model wants its pictures. A TorchScript CLIP of another program, which says nothing of
/// it, gets what CLIP does at its size.
[[nodiscard]] base::Result<vision::ImageProcessor> pictureProcessor(
    const formats::ModelPackage& package);

/// A picture (or a safetensors file with pixel_values) as this model sees it. @param file for
/// errors.
[[nodiscard]] base::Result<models::Pixels> readPixels(const std::string& picture,
                                                      const formats::ModelPackage& package,
                                                      const base::CancelToken& cancel);

} // namespace fe::cli
