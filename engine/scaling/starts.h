// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "scaling/problem.h"

#include <optional>
#include <utility>
#include <vector>

namespace fe::scaling {

/// An inner parameter held at a value.
struct Pin {
    Index parameter = 0;
    double value = 0;
};

/// Places to begin from: a grid over the parameters in which the law is not linear, the others
/// solved by linear least squares; the best few by the loss. Never empty; finite. Ends early where
/// it is cancelled: the caller looks.
[[nodiscard]] std::vector<Vector> startsFor(const Problem& problem,
                                            std::optional<double> huberDelta,
                                            const base::CancelToken& cancel,
                                            std::optional<Pin> pin = {});

/// Different values, ascending.
[[nodiscard]] std::vector<double> distinct(const Vector& values);

} // namespace fe::scaling
