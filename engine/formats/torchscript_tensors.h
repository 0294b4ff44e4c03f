// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "formats/model_package.h"
#include "formats/pickle.h"
#include "formats/zip_archive.h"

#include <string>
#include <vector>

namespace fe::formats {

/// Where the storages of a pickle lie.
struct StoragePlace {
    const ZipArchive& archive;
    std::string folder; ///< "ROOT/data/"
    std::string file; ///< for errors
    std::string field; ///< "data.pkl"
};

/// Holds a pickle of TorchScript against the archive: every storage that it names is there and as
/// large as it says, every tensor lies inside its storage, nothing but PyTorch's own functions is
/// called.
[[nodiscard]] base::Result<void> checkTensors(const Pickle& pickle, const StoragePlace& place);

/// The tensors of a module that checkTensors has passed, named by their attributes' path, in the
/// order of the pickle. A tensor with two names is listed twice; types that DType lacks (complex,
/// quantised) are left out.
[[nodiscard]] base::Result<std::vector<TensorEntry>> namedTensors(const Pickle& pickle,
                                                                  const StoragePlace& place);

} // namespace fe::formats
