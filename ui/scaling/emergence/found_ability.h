// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/strip_data.h"
#include "scaling/data_source.h"
#include "scaling/emergence.h"
#include "scaling/emergence/known_scales.h"
#include "scaling/plot_choice.h"

#include <QString>

#include <optional>
#include <vector>

namespace fe::scaling_tab {

/// What scale means.
enum class ScaleKind {
    Flops, ///< floating-point operations of training
    Params,
    PlotX, ///< whatever the plot's x is: published abilities have no place on it
};

/// The table's column for a kind of scale; empty if it has none. Of shipped tables by the
/// catalogue, of others by the names of their columns.
[[nodiscard]] std::string scaleColumn(ScaleKind kind, const scaling::DataTable& table,
                                      const scaling::Dataset* dataset, const PlotChoice& choice);

/// An ability and where it appears, published or found.
struct FoundAbility {
    QString name;
    bool published = false;
    scaling::EmergenceVerdict verdict = scaling::EmergenceVerdict::Appears;
    double after = charts::kNothing; ///< last scale without
    double at = charts::kNothing; ///< first scale with it
    double chance = charts::kNothing;
    double largest = charts::kNothing; ///< score at the largest scale
    std::optional<std::size_t> row {}; ///< of the table: where it is first seen, or its last one
    QString note {};
};

/// What the rule is applied to.
struct EmergenceRequest {
    TablePtr table; ///< ScalingState::measured()
    std::vector<std::size_t> rows;
    scaling::EmergenceColumns columns;
    scaling::EmergenceRule rule;
};
using FoundAbilities = std::vector<FoundAbility>;

/// O(rows); any thread.
[[nodiscard]] base::Result<FoundAbilities> findAbilities(const EmergenceRequest& request);
/// Those that have a place on this kind of scale.
[[nodiscard]] FoundAbilities publishedAbilities(const KnownScales& known, ScaleKind kind);

/// By scale: those that appear, then those that are there from the start, then the others.
void sortByScale(FoundAbilities& abilities);

/// "appears", "from the start" ... in the user's language.
[[nodiscard]] QString verdictText(scaling::EmergenceVerdict verdict);
/// What a strip chart shows of them.
[[nodiscard]] QVector<charts::StripRow> stripRows(const FoundAbilities& abilities);

} // namespace fe::scaling_tab
