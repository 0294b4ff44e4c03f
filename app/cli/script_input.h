// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/context.h"
#include "formats/model_package.h"
#include "models/script_module.h"

#include <string>
#include <vector>

namespace fe::cli {

/// `run` of a module that somebody else traced or scripted: the keys of the file are the names of
/// forward's arguments. Arrays of whole numbers are int64, of numbers with a fraction float32, of
/// true and false bool; a text names a file, safetensors (the tensor of the argument's name, or
/// pixel_values, or the only one) or a picture, relative to the file's folder.
[[nodiscard]] base::Result<std::vector<models::NamedArray>> runScript(
    const formats::PackagePtr& package, const std::string& inputPath, Context& context);

} // namespace fe::cli
