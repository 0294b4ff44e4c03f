// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "attention/examination.h"
#include "attention/head_grid_layout.h"

#include <QList>

#include <vector>

namespace fe::attention {

/// How much the query looks at each patch, mean of the heads; class and register tokens left out.
/// @param attention of patches. @param query below 0: the mean over all queries.
[[nodiscard]] std::vector<float> patchesOfHeads(const ExaminedAttention& attention, int query,
                                                const QList<HeadId>& heads);
/// The same through all layers, by rollout.
[[nodiscard]] std::vector<float> patchesOfRollout(const ExaminedAttention& attention, int query);

} // namespace fe::attention
