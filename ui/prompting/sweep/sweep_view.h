// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/line_data.h"
#include "prompting/sweep/sweep_document.h"

#include <memory>
#include <optional>
#include <vector>

namespace fe::prompting {

/// A sweep as it is looked at: judged by every scoring that it offers. Immutable.
struct SweepView {
    Sweep sweep;
    std::vector<evaluation::SweepSummary> summaries; ///< in the order of evaluation::scoringsOf()

    /// Null if the sweep does not offer it.
    [[nodiscard]] const evaluation::SweepSummary* summary(evaluation::SweepScoring scoring) const;
    /// Names one model's sweep among all: the same while it grows.
    [[nodiscard]] QString key() const;
};
using SweepViewPtr = std::shared_ptr<const SweepView>;
using SweepViews = std::vector<SweepViewPtr>;

/// Judges every cell by every scoring. Blocking, for the io lane.
[[nodiscard]] base::Result<SweepViews> makeViews(const std::vector<Sweep>& sweeps,
                                                 const base::CancelToken& cancel);

enum class SweepInterval {
    Wilson, ///< over all prompts
    Seeds, ///< Student's, over the accuracies of the seeds
};

/// A line of the chart.
struct SweepLine {
    std::size_t view = 0;
    evaluation::SweepScoring scoring = evaluation::SweepScoring::Sum;
    friend bool operator==(const SweepLine&, const SweepLine&) = default;
};
/// @param only nothing: every scoring.
[[nodiscard]] std::vector<SweepLine> linesOf(const SweepViews& views,
                                             std::optional<evaluation::SweepScoring> only);
/// Scorings that one of the sweeps offers at least.
[[nodiscard]] std::vector<evaluation::SweepScoring> scoringsIn(const SweepViews& views);

/// Accuracy by shots, a series a line. Points that were not measured yet are left out.
[[nodiscard]] charts::LineData accuracyData(const SweepViews& views,
                                            const std::vector<SweepLine>& lines,
                                            SweepInterval interval);
/// Truth by prediction at a number of shots.
[[nodiscard]] charts::MatrixData confusionData(const SweepView& view,
                                               evaluation::SweepScoring scoring,
                                               std::int64_t shots);
/// Of a likelihood sweep, where each label is as likely; nothing for generated answers.
[[nodiscard]] std::optional<double> chanceOf(const evaluation::SweepPlan& plan);
/// What stands under charts: models, data, rows, seeds, prompts that were too long.
[[nodiscard]] QString provenanceOf(const SweepViews& views);

} // namespace fe::prompting
