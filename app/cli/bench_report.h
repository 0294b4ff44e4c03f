// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/context.h"
#include "cli/options.h"

#include <chrono>
#include <functional>

namespace fe::cli {

/// What `bench` repeats; every run gives a speed.
struct Measured {
    std::function<base::Result<double>()> run;
    const char* unit; ///< of the speed; larger is faster
};

/// Things done since `begin` by the second.
[[nodiscard]] double perSecond(double things, std::chrono::steady_clock::time_point begin);

/// Runs once for nothing, since that warms caches, threads and kernels, then --runs times, and
/// prints the speeds and the memory that the first run took on top of what was there. Cancelled
/// between runs.
[[nodiscard]] base::Result<void> reportSpeed(const Measured& measured, const Arguments& arguments,
                                             Context& context);

} // namespace fe::cli
