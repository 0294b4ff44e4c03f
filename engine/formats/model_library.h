// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace fe::formats {

/// $XDG_DATA_HOME (or ~/.local/share)/foundation-explorer/models; FE_MODELS overrides it.
[[nodiscard]] std::filesystem::path modelFolder();

struct InstalledModel {
    std::string name; ///< name of its entry in the model folder, without ending
    std::filesystem::path path; ///< what openPackage takes: a folder with config.json or a .gguf
};

/// What lies in the model folder, by name: model folders, .gguf files, and folders that hold just
/// one .gguf. Reads no file's content.
[[nodiscard]] std::vector<InstalledModel> installedModels();

/// A path that exists as it is, else an installed model's name (case-insensitive); the error lists
/// what is installed.
[[nodiscard]] base::Result<std::filesystem::path> resolveModel(const std::string& nameOrPath);

/// The folder's .gguf file, if it holds just one.
[[nodiscard]] std::optional<std::filesystem::path> onlyGgufIn(const std::filesystem::path& folder);

} // namespace fe::formats
