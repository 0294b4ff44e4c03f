// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/language_model.h"

#include <filesystem>

namespace fe::models {

struct ExportOptions {
    WeightForm weights = WeightForm::Stored; ///< Stored: as the model's file has them
    /// Stock PyTorch operators alone, so that plain PyTorch loads the archive; quantised blocks are
    /// then written as float32.
    bool portable = false;
};

struct ExportResult {
    std::uint64_t bytes = 0;
    std::string sha256; ///< lower-case hex
};

/// Writes a model as a self-contained TorchScript archive: weights, code, configuration and
/// tokenizer, so that it loads again without the source (see archive.h). Complete under a temporary
/// name, then renamed: neither failure, cancel nor kill leaves half a file. Progress counts bytes.
[[nodiscard]] base::Result<ExportResult> exportTorchScript(const formats::PackagePtr& package,
                                                           const std::filesystem::path& out,
                                                           const ExportOptions& options,
                                                           const base::CancelToken& cancel,
                                                           base::Progress& progress);

} // namespace fe::models
