// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "attention/head_grid_layout.h"

#include "models/attention_capture.h"

#include <QList>

#include <vector>

namespace fe::attention {

/// The mean over some heads (at least one), [queries, keys].
[[nodiscard]] std::vector<float> meanOfHeads(const models::AttentionCapture& capture,
                                             const QList<HeadId>& heads);

} // namespace fe::attention
