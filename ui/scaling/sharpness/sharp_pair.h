// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/cancel.h"
#include "base/progress.h"
#include "base/result.h"
#include "charts/plot_data.h"
#include "scaling/catalogue.h"
#include "scaling/data_source.h"
#include "scaling/plot_choice.h"
#include "scaling/sharpness.h"

#include <QString>

#include <memory>
#include <string>
#include <vector>

namespace fe::scaling_tab {

/// One task that was scored all-or-nothing and by degrees, with all that is needed to plot it.
struct SharpPair {
    TablePtr table;
    QString title {}; ///< of the table
    QString source {}; ///< whose numbers they are
    scaling::MetricPair metrics {}; ///< rows that fulfil the table's conditions
    std::vector<std::string> x {}; ///< columns of scale, the usual one first
    std::string y {};
    std::vector<std::string> series {}; ///< rows with equal cells belong together
    std::string model {}; ///< column that names a point; may be empty

    /// For lists and saved states: "task · metric / metric — table".
    [[nodiscard]] QString name() const;
};
using SharpPairs = std::vector<SharpPair>;

/// Pairs of the shipped tables. Blocks for some tens of milliseconds; any thread. Cancelled.
[[nodiscard]] base::Result<SharpPairs> shippedPairs(const base::CancelToken& cancel,
                                                    base::Progress& progress);
/// Pairs of a user's table, which has columns named task and metric; none without them.
[[nodiscard]] SharpPairs pairsOf(const TablePtr& table, const QString& title,
                                 const PlotChoice& choice);

/// Whole answers that are right, against a column of x. @param length tokens of an answer: above 1
/// the dashed curve of the transform p^(1/length) is added.
[[nodiscard]] charts::PlotData sharpPlot(const SharpPair& pair, const std::string& x, int length);
/// The same answers by degrees.
[[nodiscard]] charts::PlotData smoothPlot(const SharpPair& pair, const std::string& x);
/// What an axis calls a column of scale.
[[nodiscard]] QString scaleName(const std::string& column);

} // namespace fe::scaling_tab
