// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"
#include "base/json.h"
#include "base/result.h"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace fe::cli {

/// A picture that could not be used, and why.
struct SkippedPicture {
    std::string file;
    base::Error why;
};

/// Files as they are named, folders as the files in them (not in folders below), by name. Hidden
/// files are left out. A name that is not there is an Error.
[[nodiscard]] base::Result<std::vector<std::string>> listPictures(
    std::span<const std::string> names);

/// Names of the folders in a folder, sorted; hidden ones are left out.
[[nodiscard]] base::Result<std::vector<std::string>> listFolders(
    const std::filesystem::path& folder);

/// [{image, why}].
[[nodiscard]] base::Json described(const std::vector<SkippedPicture>& skipped);

/// The lines of a text file, without those that are blank.
[[nodiscard]] base::Result<std::vector<std::string>> readLines(const std::string& path);

} // namespace fe::cli
