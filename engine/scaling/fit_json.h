// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"
#include "base/result.h"
#include "scaling/fit.h"
#include "scaling/selection.h"

#include <cstdint>
#include <string>
#include <vector>

namespace fe::scaling {

/// Where the points of a fit came from: enough to draw them again and to see that the file has
/// changed.
struct FitSource {
    std::string table; ///< file name
    std::string sha256; ///< of the file
    PointColumns columns;
    std::vector<Condition> conditions {};
    std::size_t bootstrap = 0; ///< replicates; 0: none
    std::uint64_t seed = 0;
};

/// What `fexp fit` prints and the window saves: law, parameters{name: {value, stderr, ci_low,
/// ci_high, fixed | why}}, objective, r2, aicc, bic, n, residuals, source.
[[nodiscard]] base::Json fitJson(const Fit& fit, const FitSource& source);

struct SavedFit {
    Fit fit; ///< without warnings and its Curve's values of parameters that were not identified
    FitSource source;
};
/// What fitJson() wrote. Only `parameters` must be there; a law that is not named is told by them.
/// Malformed names the field.
[[nodiscard]] base::Result<SavedFit> fitFromJson(const base::Json& json, const std::string& file);

} // namespace fe::scaling
