// SPDX-License-Identifier: Apache-2.0
//
// What in a picture and what in a text makes them alike.
#pragma once

#include "analysis/heat_map.h"

#include <vector>

namespace fe::analysis {

struct PairRelevance {
    HeatMap picture; ///< patches that speak for the text
    /// [tokens] >= 0, that speak for the picture; the one that the text's vector is read from
    /// begins at 1, as in text_relevance.h.
    std::vector<double> tokens;
    std::int64_t readFrom = 0; ///< position of that token
    float similarity = 0; ///< cosine
};

/// Gradient-weighted relevance in both towers of a dual encoder, of the cosine of picture and text
/// (Chefer, Gur & Wolf 2021, arXiv:2103.15679, eq. 5 and 6 in each tower: they meet only at the
/// end).
/// @param input one picture and one row of ids. InvalidArgument without both; Unsupported: models
/// without a common space, modules of other programs. Cancel as in models/attention_gradients.h.
[[nodiscard]] base::Result<PairRelevance> pairRelevance(const models::Model& model,
                                                        const models::ForwardInput& input,
                                                        const base::CancelToken& cancel,
                                                        base::Progress& progress);

} // namespace fe::analysis
