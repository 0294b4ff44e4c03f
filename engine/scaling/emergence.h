// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "scaling/data_table.h"
#include "scaling/selection.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace fe::scaling {

/// When an ability counts as there.
struct EmergenceRule {
    double margin = 0.05; ///< the score must exceed chance by as much, in the units of the score
    /// The lower end of the interval (95 %) must exceed it, not the score alone. Wilson's interval
    /// where the number of instances is known, else the standard error's, else the score itself.
    bool byInterval = true;
    bool stays = true; ///< and so must every larger scale
    double chance = 0; ///< where no column gives it
    bool lowerIsBetter = false; ///< losses: below chance - margin
};

struct EmergenceColumns {
    std::string x; ///< scale
    std::string y; ///< score
    std::vector<std::string> series; ///< what is one ability: task, metric, shots ...
    std::string chance {};
    std::string error {};
    std::string instances {};
};

enum class EmergenceVerdict {
    Appears, ///< at `scale`; `below` is the last scale before
    FromStart, ///< above already at the smallest scale measured
    NotYet, ///< nowhere, or not to stay
    TooFew, ///< fewer than 3 scales
};

struct Emergence {
    std::string ability;
    EmergenceVerdict verdict = EmergenceVerdict::TooFew;
    std::optional<double> scale {};
    std::optional<double> below {};
    double chance = 0; ///< NaN: differs by row
    double largest = 0; ///< score at the largest scale
    std::size_t scales = 0; ///< different x
    std::vector<std::size_t> rows;
};

/// One entry a series, by scale (Appears, then FromStart, NotYet, TooFew). Rows of equal x are
/// averaged.
[[nodiscard]] base::Result<std::vector<Emergence>> emergenceBySeries(
    const DataTable& table, std::span<const std::size_t> rows, const EmergenceColumns& columns,
    const EmergenceRule& rule);

/// An ability of Wei et al. 2022, table 1 (arXiv:2206.07682).
struct PublishedAbility {
    std::string category; ///< "few-shot prompting", "augmented prompting"
    std::string task;
    std::optional<double> trainFlops;
    std::optional<double> params;
    std::string model;
    std::string reference;
};

/// Rows of emergence_thresholds_wei2022.csv, by training FLOPs. NotFound: another table.
[[nodiscard]] base::Result<std::vector<PublishedAbility>> publishedAbilities(
    const DataTable& table);

} // namespace fe::scaling
