// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "attention/examination.h"
#include "attention/head_grid_layout.h"
#include "charts/matrix_picture.h"

#include <QList>

namespace fe::attention {

/// Two passes and the heads that both have.
struct ComparisonQuestion {
    struct Side {
        ExaminationPtr examination;
        const ExaminedAttention* attention = nullptr; ///< of it
        QString name; ///< "A: llama"
    };
    Side a;
    Side b;
    QList<HeadId> heads; ///< at least one
};

/// What two passes have and in what they differ. Immutable.
struct Comparison {
    charts::ColoredMatrixPtr a;
    charts::ColoredMatrixPtr b;
    charts::ColoredMatrixPtr difference; ///< a minus b; null where the shapes differ
    /// Mean over the queries of the total variation distance: half the sum of the absolute
    /// differences of two distributions.
    double distance = 0;
};

/// Blocking, for a job.
[[nodiscard]] base::Result<Comparison> compared(const ComparisonQuestion& question,
                                                const base::CancelToken& cancel);

} // namespace fe::attention
