// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "formats/package_contents.h"

// A TorchScript archive is a ZIP file whose entries lie in one folder, here ROOT:
//
//   ROOT/data.pkl          pickle of the module: attributes, submodules, tensors by storage
//   ROOT/data/KEY          a storage: numbers, little endian
//   ROOT/constants.pkl     pickle of a tuple of tensors that the code names
//   ROOT/constants/KEY     their storages
//   ROOT/code/...          the methods, as text; compiled when the module is loaded
//   ROOT/version           version of the operators, decimal; or ROOT/.data/version
//   ROOT/extra/NAME        files that travel along: our exports' config.json, tokenizer.json ...

namespace fe::formats {

/// Opens an archive without inflating or running its code: the directory is checked, the pickles
/// are read as data (see pickle.h), every storage that they name is there and large enough for the
/// tensors that lie in it, and every function that they call is one of PyTorch's own. So what
/// libtorch meets later holds no surprise but the code itself.
///
/// Tensors are named by the path of their attributes ("transformer.wte.weight"). Side files are
/// those under extra/; if there are none, those beside the archive.
[[nodiscard]] base::Result<PackageContents> readTorchScript(File file);

} // namespace fe::formats
