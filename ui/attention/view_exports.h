// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "attention/examination.h"
#include "attention/head_grid_layout.h"
#include "attention/lens_model.h"
#include "charts/chart_file.h"

#include <QList>

#include <vector>

namespace fe::attention {

/// What a page of the tab shows, for a file that explains itself.
struct ViewReport {
    ExaminationPtr examination;
    int part = 0;
    QList<HeadId> heads;
    std::vector<charts::ChartFile> charts; ///< SVG of those that are seen, from the top
    LensTablePtr lens; ///< may be null
};

/// One HTML file with everything inside (drawings as SVG, no scripts, nothing from elsewhere): the
/// input, the charts, the scores of the selected heads and the logit lens. Any thread: drawing a
/// large chart takes its time. Empty where it was cancelled.
[[nodiscard]] QByteArray htmlOf(const ViewReport& report,
                                const charts::IsCancelled& isCancelled = {});

enum class TensorChoice {
    SelectedHeads, ///< "attention" [heads, queries, keys]
    WholeAttention, ///< "attentions.I" [heads, queries, keys] of every layer
    Rollout, ///< "rollout" [tokens, tokens]
};

/// Writes a .safetensors file, float32. Blocking, for the io lane. InvalidArgument where there is
/// no rollout.
[[nodiscard]] base::Result<void> writeTensors(const QString& path,
                                              const ExaminedAttention& attention,
                                              const QList<HeadId>& heads, TensorChoice choice,
                                              const base::CancelToken& cancel,
                                              base::Progress& progress);

} // namespace fe::attention
