// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/cancel.h"
#include "base/progress.h"
#include "base/result.h"
#include "scaling/data_source.h"

#include <cstddef>

namespace fe::scaling_tab {

/// A table that is compiled in. Blocks for some milliseconds; any thread.
/// @param id of scaling::datasets(). NotFound: there is none.
[[nodiscard]] base::Result<TablePtr> readShipped(const QString& id, const base::CancelToken& cancel,
                                                 base::Progress& progress);

/// Rows of it, without reading it; 0 if there is none.
[[nodiscard]] std::size_t shippedRows(const QString& id);

} // namespace fe::scaling_tab
