// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/cancel.h"
#include "base/progress.h"
#include "base/result.h"
#include "models/language_model.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace fe::workspace {

/// What an import would do, worked out from headers alone.
struct ImportPlan {
    std::filesystem::path source; ///< the model's folder or file
    std::filesystem::path target; ///< its entry in the model folder
    /// Where it would go beside the one that has its name; as `target` if there is none.
    std::filesystem::path freeTarget;
    models::ModelInfo info;
    /// Files to copy, relative to a folder's source; one empty path for a file.
    std::vector<std::filesystem::path> files;
    std::uint64_t bytes = 0;
    std::uint64_t freeBytes = 0; ///< of the disk that the model folder is on

    [[nodiscard]] bool nameIsTaken() const { return target != freeTarget; }
    [[nodiscard]] bool fits() const { return bytes <= freeBytes; }
};

/// Checks that the model can be used and lists what belongs to it. Blocking, for the io lane.
/// Weights of other programs, hidden files and what lies deeper than one folder stay behind.
[[nodiscard]] base::Result<ImportPlan> planImport(const std::filesystem::path& source,
                                                  const std::filesystem::path& modelFolder);

enum class ImportClash {
    Refuse,
    Replace, ///< the model of that name goes when the new one is complete
    KeepBoth, ///< under freeTarget
};

/// Copies under a hidden name within the model folder, checks the copy, then renames: neither a
/// failure nor a cancel leaves anything, nor does it touch the model that is to be replaced. What a
/// killed import left is removed by a later one. Progress counts bytes.
/// @return the entry in the model folder.
[[nodiscard]] base::Result<std::filesystem::path> importModel(const ImportPlan& plan,
                                                              ImportClash clash,
                                                              const base::CancelToken& cancel,
                                                              base::Progress& progress);

} // namespace fe::workspace
