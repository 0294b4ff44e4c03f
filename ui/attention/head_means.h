// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "attention/head_grid_layout.h"

#include "base/cancel.h"
#include "base/result.h"
#include "models/attention_capture.h"

#include <QList>

#include <vector>

namespace fe::attention {

/// The mean over some heads (at least one), [queries, keys]. Cancel is checked between rows.
[[nodiscard]] base::Result<std::vector<float>> meanOfHeads(const models::AttentionCapture& capture,
                                                           const QList<HeadId>& heads,
                                                           const base::CancelToken& cancel);

} // namespace fe::attention
