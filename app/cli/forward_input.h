// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/cancel.h"
#include "formats/model_package.h"
#include "models/language_model.h"

#include <string>

namespace fe::cli {

/// Reads what `run --input` names: input_ids, attention_mask, token_type_ids, decoder_input_ids,
/// pixel_values (a safetensors file) or image (a picture), as far as the model reads them. Paths in
/// it are absolute or relative to its folder.
[[nodiscard]] base::Result<models::ForwardInput> readForwardInput(
    const std::string& path, const models::ModelInfo& info, const formats::ModelPackage& package,
    const base::CancelToken& cancel);

} // namespace fe::cli
