// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "formats/model_package.h"

#include <string_view>

namespace fe::formats {

/// How deep the syntax tree of TorchScript text can become, at most: brackets, operators in a row,
/// blocks in blocks. Longer lists and more statements do not count.
[[nodiscard]] std::size_t scriptDepth(std::string_view code);

/// Refuses a TorchScript archive whose code nests deeper than any compiler's output: libtorch reads
/// it by recursion and would overflow its stack. Inflates the code; to be called before it is
/// loaded.
[[nodiscard]] base::Result<void> checkScriptCode(const ModelPackage& package);

} // namespace fe::formats
