// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/language_model.h"

namespace fe::models {

/// Where a picture's patches lie: tokens after the first `prefix`, row by row.
struct PatchGrid {
    std::int64_t rows = 0;
    std::int64_t columns = 0;
    std::int64_t prefix = 0; ///< class and register tokens before them
    [[nodiscard]] std::int64_t patches() const { return rows * columns; }
    [[nodiscard]] std::int64_t tokens() const { return prefix + patches(); }
};
/// Of a picture of this size. The model must read pictures.
[[nodiscard]] PatchGrid patchGrid(const ModelInfo& info, const Pixels& picture);

struct PatchVectors {
    PatchGrid grid;
    std::int64_t dimensions = 0;
    std::vector<float> values; ///< [rows x columns, dimensions], unit length
};

/// Each patch's own vector in the space that a dual encoder's pictures and texts share. Where the
/// model pools patches by attention, a patch attends to itself alone: in the last layer of a model
/// with a class token (MaskCLIP: Zhou et al. 2022, arXiv:2112.01071, sec. 3.2, with the layer's
/// residual path and MLP kept), in the pooling head of one without (SigLIP). Everything before is
/// the picture's ordinary pass. Cancel is checked between layers.
/// @param picture one. Unsupported: models without a common space, modules of other programs.
[[nodiscard]] base::Result<PatchVectors> patchVectors(const Model& model, const Pixels& picture,
                                                      const base::CancelToken& cancel,
                                                      base::Progress& progress);

} // namespace fe::models
