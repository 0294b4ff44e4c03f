// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "formats/file.h"
#include "formats/model_package.h"
#include "formats/tensor_table.h"
#include "formats/zip_archive.h"

#include <map>
#include <string>
#include <vector>

namespace fe::formats {

/// What a reader found out; ModelPackage is the read-only view of it.
struct PackageContents {
    PackageKind kind = PackageKind::Safetensors;
    std::filesystem::path path;
    std::string name;
    base::Json config;
    TensorTable tensors;
    std::vector<File> files; ///< that hold tensors, open for as long as the package lives
    std::map<std::string, std::filesystem::path> sideFiles;
    std::map<std::string, ZipEntry> embedded; ///< side files inside files[0]; then no sideFiles
    std::string licence;
};

} // namespace fe::formats
