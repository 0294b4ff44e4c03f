// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "scaling/least_squares.h"

#include <string>
#include <vector>

namespace fe::scaling {

/// By inner parameter: why the points do not fix it; empty where they do (rules: fitLaw()).
[[nodiscard]] std::vector<std::string> identify(const Problem& problem, const Solution& solution,
                                                std::optional<double> huberDelta,
                                                const base::CancelToken& cancel);

/// (J'J)^-1 of the inner parameters without the directions that change nothing; those parameters
/// that lie in them are marked in `lost`.
[[nodiscard]] Matrix inverseInformation(const Problem& problem, const Vector& theta,
                                        std::vector<bool>& lost);

} // namespace fe::scaling
