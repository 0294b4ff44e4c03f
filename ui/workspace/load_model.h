// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/loaded_model.h"

#include "base/cancel.h"
#include "base/progress.h"
#include "base/result.h"

#include <filesystem>
#include <optional>

namespace fe::workspace {

/// A model, or what must be asked before it may be loaded.
struct LoadOutcome {
    LoadedModelPtr model; ///< null if there is a question
    std::optional<TrustRequest> question;
};

/// Opens a package and makes of it all that the tabs need. Blocking, for the compute lane. A model
/// without a usable tokenizer or chat template still loads: the reason is kept beside it.
[[nodiscard]] base::Result<LoadOutcome> loadModel(const std::filesystem::path& path,
                                                  const models::LoadOptions& options,
                                                  const base::CancelToken& cancel,
                                                  base::Progress& progress);

/// The question to ask about a package; nothing if it is plain data or was trusted before. Reads
/// the whole file if it is code.
[[nodiscard]] base::Result<std::optional<TrustRequest>> trustQuestion(
    const formats::ModelPackage& package, const base::CancelToken& cancel,
    base::Progress& progress);

} // namespace fe::workspace
