// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/database.h"
#include "pictures/picture_encoder.h"

#include <string>

// Inside the room.

namespace fe::pictures {

using database::Database;

/// SHA-256 (hex) of the weights of a package: hashed, or remembered by `database` under the paths,
/// sizes and times of its files.
[[nodiscard]] base::Result<std::string> weightsHash(const Database& database,
                                                    const formats::ModelPackage& package,
                                                    const base::CancelToken& cancel,
                                                    base::Progress& progress);

/// All that decides a vector besides the weights, as text.
[[nodiscard]] std::string vectorRecipe(const PictureModel& model);

} // namespace fe::pictures
