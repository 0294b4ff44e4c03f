// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/options.h"
#include "evaluation/sweep.h"
#include "evaluation/sweep_summary.h"

#include <string>
#include <vector>

namespace fe::cli {

/// What a command line of `fexp sweep` asks for.
struct SweepRequest {
    evaluation::SweepPlan plan; ///< without its tables and labels
    evaluation::SweepScoring scoring = evaluation::SweepScoring::Sum;
    std::vector<std::string> labels; ///< as given; empty: those of the data
};

[[nodiscard]] std::vector<OptionSpec> sweepOptions();

/// Everything that can be said without the data; wrong usage is InvalidArgument.
[[nodiscard]] base::Result<SweepRequest> sweepRequest(const Arguments& arguments);

/// The plan with the data of --data and --examples. What is wrong with them names the file.
[[nodiscard]] base::Result<evaluation::SweepPlan> planWithData(const SweepRequest& request,
                                                               const Arguments& arguments);

} // namespace fe::cli
