// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/cancel.h"
#include "base/progress.h"
#include "base/result.h"
#include "scaling/data_source.h"
#include "scaling/series_fit.h"

#include <vector>

namespace fe::scaling_tab {

/// What is to be fitted.
struct FitRequest {
    TablePtr table; ///< ScalingState::measured()
    PlotChoice choice;
    FitSettings settings;
    std::vector<scaling::Series> series;
};

/// Fits every series; one that cannot be fitted says why in its place. Blocks, for the compute
/// lane; the bootstrap's replicates are shared out to all cores. Cancelled.
[[nodiscard]] base::Result<FitSetPtr> fitSeries(const FitRequest& request,
                                                const base::CancelToken& cancel,
                                                base::Progress& progress);

} // namespace fe::scaling_tab
