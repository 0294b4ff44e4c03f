// SPDX-License-Identifier: GPL-3.0-or-later
// What the detail views show, worked out for jobs: pure functions of a pass and a selection.
#pragma once

#include "attention/examination.h"
#include "attention/head_grid_layout.h"
#include "attention/lines_picture.h"
#include "charts/chart_data.h"

#include <QList>

namespace fe::attention {

/// What is selected when a table is asked for.
struct DetailQuestion {
    ExaminationPtr examination;
    int part = 0;
    QList<HeadId> heads; ///< at least one
    int query = -1; ///< -1: the last
    bool withoutFirst = false; ///< leave out the first key

    [[nodiscard]] const ExaminedAttention& attention() const
    {
        return examination->attentions[static_cast<std::size_t>(part)];
    }
    [[nodiscard]] int queryOrLast() const;
    /// "0.1, 3.2 and 4 more".
    [[nodiscard]] QString headsText() const;
    /// Model, attention and heads.
    [[nodiscard]] QString provenance() const;
};

/// The weights of the heads that can be seen, as lines.
[[nodiscard]] base::Result<LinesData> linesData(const DetailQuestion& question,
                                                const base::CancelToken& cancel);

/// Queries by keys, the mean over the heads; what a query may not see is NaN.
[[nodiscard]] base::Result<charts::MatrixData> headMatrix(const DetailQuestion& question,
                                                          const base::CancelToken& cancel);

enum class TokenSide { LooksAt, SeenBy };

/// What one token looks at, or who looks at it: layers by tokens, the mean over the heads of each.
[[nodiscard]] base::Result<charts::MatrixData> tokenMatrix(const DetailQuestion& question,
                                                           TokenSide side,
                                                           const base::CancelToken& cancel);

/// Positions by inputs.
[[nodiscard]] base::Result<charts::MatrixData> rolloutMatrix(const DetailQuestion& question);

/// The maximum flow from each input to queryOrLast(), above its rollout. Long.
[[nodiscard]] base::Result<charts::MatrixData> flowMatrix(const DetailQuestion& question,
                                                          const base::CancelToken& cancel,
                                                          base::Progress& progress);

} // namespace fe::attention
