// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/json.h"
#include "pictures/picture_files.h"

#include <span>
#include <string>
#include <vector>

namespace fe::cli {

/// Pictures that go through a model together.
constexpr std::size_t kPictureBatch = 16;

/// [{image, why}].
[[nodiscard]] base::Json described(std::span<const pictures::SkippedPicture> skipped);

/// The lines of a text file, without those that are blank.
[[nodiscard]] base::Result<std::vector<std::string>> readLines(const std::string& path);

} // namespace fe::cli
