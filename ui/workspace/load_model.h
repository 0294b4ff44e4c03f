// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/workspace.h"

#include <filesystem>

namespace fe::workspace {

/// Opens a package and makes of it all that the tabs need. Blocking, for the compute lane. A model
/// without a usable tokenizer or chat template still loads: the reason is kept beside it.
[[nodiscard]] base::Result<LoadedModelPtr> loadModel(const std::filesystem::path& path,
                                                     const models::LoadOptions& options,
                                                     const base::CancelToken& cancel,
                                                     base::Progress& progress);

} // namespace fe::workspace
