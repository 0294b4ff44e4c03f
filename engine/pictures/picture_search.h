// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pictures/picture_index.h"

namespace fe::pictures {

struct Match {
    std::size_t file = 0; ///< index into FolderVectors::files
    float similarity = 0; ///< cosine
};

/// The `count` pictures nearest to a unit vector, best first, ties to the lower index; exact: every
/// vector is compared. Empty if the query has another dimension.
[[nodiscard]] std::vector<Match> nearest(const FolderVectors& vectors, std::span<const float> query,
                                         std::size_t count);

/// The unit vector of a text; Unsupported for models without texts in the pictures' space.
[[nodiscard]] base::Result<std::vector<float>> textVector(const PictureModel& model,
                                                          const std::string& text,
                                                          const base::CancelToken& cancel,
                                                          base::Progress& progress);

/// The unit vector of a picture file, wherever it lies.
[[nodiscard]] base::Result<std::vector<float>> pictureVector(const PictureModel& model,
                                                             const std::string& file,
                                                             const base::CancelToken& cancel);

} // namespace fe::pictures
