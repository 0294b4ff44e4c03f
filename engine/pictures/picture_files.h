// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "base/error.h"
#include "base/result.h"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace fe::pictures {

/// A picture that could not be used, and why.
struct SkippedPicture {
    std::string file;
    base::Error why;
};

struct ListOptions {
    /// Folders below are looked into as well. A folder that is reached twice, by a symbolic link,
    /// is listed once: links may run in circles.
    bool recursive = false;
    /// Where folders below that cannot be looked into are told; null: the first one is the Error.
    std::vector<SkippedPicture>* unreadable = nullptr;
    const base::CancelToken* cancel = nullptr; ///< looked at before every entry
};

/// Files as they are named, folders as the files in them, by name. Hidden files and folders are
/// left out. A folder that cannot be looked into is an Error; what is wrong with a file is found
/// when it is read.
[[nodiscard]] base::Result<std::vector<std::string>> listPictures(
    std::span<const std::string> names, const ListOptions& options = {});

/// Names of the folders in a folder, sorted; hidden ones are left out.
[[nodiscard]] base::Result<std::vector<std::string>> listFolders(
    const std::filesystem::path& folder);

struct LabelledPicture {
    std::string file;
    std::size_t label = 0; ///< index into LabelledFolder::labels
};

/// A folder with one folder a class.
struct LabelledFolder {
    std::vector<std::string> labels; ///< the folders' names, "_" as a space
    std::vector<LabelledPicture> pictures; ///< by folder, then by name; at least one
};
[[nodiscard]] base::Result<LabelledFolder> readLabelledFolder(const std::filesystem::path& folder,
                                                              const base::CancelToken* cancel
                                                              = nullptr);

} // namespace fe::pictures
