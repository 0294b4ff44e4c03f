// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "formats/package_contents.h"

#include <map>
#include <string>
#include <string_view>

// A model folder as the Hugging Face hub has it:
//
//   config.json                     what the model is
//   model.safetensors               the weights, or
//   model.safetensors.index.json    {"weight_map": {TENSOR: SHARD, ...}} with the shards beside it
//   tokenizer.json, README.md ...   side files

namespace fe::formats {

/// Opens a folder with config.json. A shard's name is a plain file name: whatever else the index
/// says, no file outside the folder is named by it.
[[nodiscard]] base::Result<PackageContents> readHfFolder(const std::filesystem::path& folder);

/// Side files of a folder, by name: what a model may need besides config.json and weights.
[[nodiscard]] std::map<std::string, std::filesystem::path> findSideFiles(
    const std::filesystem::path& folder);

/// The licence that a model card states in its front matter: `license:`, or `license_name:` where
/// that says "other". Empty if there is none.
[[nodiscard]] std::string licenceOfCard(std::string_view card);

} // namespace fe::formats
