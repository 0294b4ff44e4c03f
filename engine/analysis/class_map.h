// SPDX-License-Identifier: Apache-2.0
//
// What a picture's class token looks at (Caron et al. 2021, arXiv:2104.14294).
#pragma once

#include "models/patch_vectors.h"

#include <span>
#include <vector>

namespace fe::analysis {

/// Attention of the class token to the patches, [rows, columns], raw: what it gives to itself and
/// to registers is missing, so that it sums to less than 1. Empty without a class token.
/// @param weights of one head, [tokens, tokens].
[[nodiscard]] std::vector<float> classMap(std::span<const float> weights,
                                          const models::PatchGrid& grid);

/// (value - least) / (largest - least); zeros if all are equal.
[[nodiscard]] std::vector<float> stretched(std::span<const float> map);

/// The patches that hold the top `keep` of the map's sum: sorted upwards, those whose running share
/// is above 1 - keep (DINO's visualize_attention). Ties: the later patch is the larger.
[[nodiscard]] std::vector<bool> massMask(std::span<const float> map, double keep);

} // namespace fe::analysis
