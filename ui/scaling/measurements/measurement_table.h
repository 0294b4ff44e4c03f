// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/json.h"
#include "history/run_history.h"
#include "scaling/data_source.h"

#include <vector>

namespace fe::scaling_tab {

/// One measurement as another tab left it in the history.
struct MeasuredRow {
    history::RunId run = 0; ///< the entry that holds it
    std::size_t place = 0; ///< in the entry's rows
    base::Json fields; ///< an object
};

/// All measurements there are.
struct MeasurementSet {
    std::vector<MeasuredRow> rows; ///< the oldest first: rows of `table`
    TablePtr table; ///< null without rows
    std::size_t unreadable = 0; ///< entries that are no measurements, or of a newer version
};

/// The rows of a document of kind "measurement":
///   {"format": "foundation-explorer/measurements", "version": 1, "rows": [{"model",
///    "parameters", "task", "metric", "value", ...}]}
/// Malformed: something else; Unsupported: a newer version.
[[nodiscard]] base::Result<base::Json::Array> measurementRows(const std::string& document);
/// The document without some of its rows. @param places in rising order.
[[nodiscard]] base::Result<std::string> withoutRows(const std::string& document,
                                                    const std::vector<std::size_t>& places);

/// A table of them with the columns that tables of measurements have: model, parameters, task,
/// metric, value, ci_low, ci_high, n_instances, chance, shots ..., then what else they hold.
/// Cancelled.
[[nodiscard]] base::Result<TablePtr> measurementTable(const std::vector<MeasuredRow>& rows,
                                                      const base::CancelToken& cancel,
                                                      base::Progress& progress);

/// Reads all entries of the history.
[[nodiscard]] base::Result<MeasurementSet> readMeasurements(const history::RunHistory& history,
                                                            const base::CancelToken& cancel,
                                                            base::Progress& progress);
/// Takes rows out of their entries; entries without any are removed.
[[nodiscard]] base::Result<void> removeMeasurements(history::RunHistory& history,
                                                    const std::vector<MeasuredRow>& rows);

} // namespace fe::scaling_tab
