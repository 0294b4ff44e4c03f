// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/architecture.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace fe::models {

/// The extra file that marks an archive of ours, and its "format" value.
constexpr const char* kArchiveDescription = "foundation-explorer.json";
constexpr std::int64_t kArchiveFormat = 1;

/// True for the side files of a model that go into its archive: tokenizer and preprocessing.
[[nodiscard]] bool isCarried(std::string_view sideFile);

/// Name of a tensor in a plan that an archive carries: part, attribute, and which of the
/// attribute's tensors.
[[nodiscard]] std::string archiveName(const std::string& part, const std::string& attribute,
                                      std::size_t index);

/// True if this is an archive that exportTorchScript wrote.
[[nodiscard]] bool isOwnArchive(const formats::ModelPackage& package);

/// Whose names the config.json in an archive of ours uses.
constexpr const char* kGgufDialect = "gguf";
constexpr const char* kHuggingFaceDialect = "huggingface";
[[nodiscard]] base::Result<std::string> archiveDialect(const formats::ModelPackage& package);

/// The plan that an archive of ours carries, from its extra files alone: nothing is run. The names
/// of tensors mean what openArchive gives.
[[nodiscard]] base::Result<ModelPlan> archivePlan(const formats::ModelPackage& package);

/// The tensors of an archive of ours as a package that loads by the plan; the whole archive is read
/// into memory. Loading TorchScript may run its code: only after the user has trusted the file.
[[nodiscard]] base::Result<formats::PackagePtr> openArchive(const formats::ModelPackage& package,
                                                            const ModelPlan& plan);

} // namespace fe::models
