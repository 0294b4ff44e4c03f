// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"
#include "scaling/bootstrap.h"
#include "scaling/fit.h"
#include "scaling/fit_settings.h"
#include "scaling/plot_choice.h"
#include "scaling/selection.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace fe::scaling_tab {

/// A law fitted to one series.
struct SeriesFit {
    std::string series; ///< its name
    scaling::Points points {}; ///< what was fitted; rows are those of the table
    std::optional<scaling::Fit> fit {}; ///< intervals of the bootstrap are in it
    std::optional<base::Error> problem {}; ///< why there is none
    std::vector<scaling::Curve> replicates {}; ///< of the bootstrap; empty without one
};

/// Fits of all series that were shown, and what they were made from. Immutable.
struct FitSet {
    FitSettings settings;
    PlotChoice choice;
    std::string table; ///< name of the file
    std::string sha256; ///< of the file
    std::vector<SeriesFit> series;

    /// Borrowed; null without one of that name.
    [[nodiscard]] const SeriesFit* find(const std::string& name) const
    {
        for (const SeriesFit& each : series) {
            if (each.series == name) {
                return &each;
            }
        }
        return nullptr;
    }
};
using FitSetPtr = std::shared_ptr<const FitSet>;

} // namespace fe::scaling_tab
