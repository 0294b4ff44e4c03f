// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/json.h"
#include "evaluation/sweep_record.h"
#include "evaluation/sweep_summary.h"

namespace fe::cli {

/// The result of `fexp sweep`. @param prompts also every example's exact prompt.
[[nodiscard]] base::Result<base::Json> sweepReport(const evaluation::SweepRecord& record,
                                                   evaluation::SweepScoring scoring, bool prompts);

} // namespace fe::cli
