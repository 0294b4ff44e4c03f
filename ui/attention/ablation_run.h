// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/ablation.h"
#include "attention/examination.h"

#include <memory>

namespace fe::attention {

using BaselinePtr = std::shared_ptr<const analysis::AblationBaseline>;

/// The text of a pass, read once for any number of knockouts. Blocking, for the compute lane.
/// @param question of the examination: its measure is what the model has.
[[nodiscard]] base::Result<BaselinePtr> readBaseline(const Examination& examination,
                                                     const analysis::AblationQuestion& question,
                                                     const base::CancelToken& cancel,
                                                     base::Progress& progress);

} // namespace fe::attention
