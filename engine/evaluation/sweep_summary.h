// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "evaluation/metrics.h"
#include "evaluation/sweep.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fe::evaluation {

/// How a label's likelihood becomes its score.
enum class SweepScoring {
    Sum, ///< log p(label)
    PerToken, ///< divided by its tokens
    PerByte, ///< divided by its UTF-8 bytes
    Calibrated, ///< p(label) / p(label | content-free), made to sum to 1 (Zhao et al. 2021)
    Generated, ///< what the model wrote, by the plan's rule
};
/// "sum", "token", "byte", "calibrated", "generate".
[[nodiscard]] const char* scoringName(SweepScoring scoring);
[[nodiscard]] std::optional<SweepScoring> scoringFromName(std::string_view name);

/// Scorings that a sweep of this plan can be looked at by, at no further cost.
[[nodiscard]] std::vector<SweepScoring> scoringsOf(const SweepPlan& plan);

/// What one scoring makes of one cell.
struct SweepJudgement {
    std::size_t cell = 0; ///< index
    std::size_t truth = 0; ///< label; nowhere: labels.size()
    std::size_t predicted = 0; ///< label, ties to the earlier one; labels.size(): none of them
    std::string answer; ///< the label, or what was taken out of the generated text
    bool answered = false; ///< false: generated text without an answer
    bool correct = false;
    std::vector<double> scores {}; ///< by label: natural logarithms, calibrated included
    std::vector<double> probabilities {}; ///< softmax of scores
};

/// Accuracy at a number of shots.
struct SweepPoint {
    std::int64_t shots = 0;
    std::size_t count = 0; ///< cells judged, all seeds together
    std::size_t correct = 0;
    std::size_t refused = 0; ///< cells without a measurement; not counted above
    double accuracy = 0; ///< NaN for none
    Interval wilson; ///< over all cells; with several seeds too narrow, since queries repeat
    std::vector<double> bySeed; ///< accuracy of each seed, in the plan's order
    SeedSpread spread; ///< over seeds; of 0 shots there is but one
    double macroF1 = 0; ///< NaN without labels
    Confusion confusion { 0 };
};

struct SweepSummary {
    SweepScoring scoring = SweepScoring::Sum;
    std::vector<SweepPoint> points; ///< by shots
    Confusion confusion { 0 }; ///< all points together
    std::vector<SweepJudgement> judgements; ///< of the cells that were measured, in their order
};

/// Points, confusion and judgements of the cells that there are (also of half a sweep).
/// InvalidArgument: the plan does not offer this scoring, or its rule cannot be used.
[[nodiscard]] base::Result<SweepSummary> summarise(const SweepPlan& plan,
                                                   const std::vector<SweepCell>& cells,
                                                   SweepScoring scoring);

} // namespace fe::evaluation
