// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "base/progress.h"
#include "base/result.h"
#include "models/logit_gradients.h"

#include <vector>

namespace fe::analysis {

struct TextRelevance {
    std::vector<double> tokens; ///< [tokens] >= 0; the position's own is above 1: it begins at 1
    models::TracedLogit logit;
};

/// Which tokens speak for a predicted one (Chefer, Gur & Wolf 2021, arXiv:2103.15679, eq. 5 and 6):
/// gradient x attention, its positive part, mean over heads, gathered from the last layer to the
/// first. Cancel as in models/logit_gradients.h.
[[nodiscard]] base::Result<TextRelevance> textRelevance(const models::Model& model,
                                                        const models::ForwardInput& input,
                                                        const models::LogitPlace& place,
                                                        const base::CancelToken& cancel,
                                                        base::Progress& progress);

} // namespace fe::analysis
