// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "attention/examination.h"
#include "attention/head_table_model.h"

namespace fe::attention {

/// The scores that this attention has, in the language of now. A new score is a row of the table
/// in score_columns.cpp.
[[nodiscard]] std::vector<ScoreColumn> scoreColumns(const ExaminedAttention& attention);

} // namespace fe::attention
