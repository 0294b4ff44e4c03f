// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "scaling/data_table.h"

#include <string>
#include <vector>

namespace fe::scaling {

/// Cells as a file holds them, by column.
struct RawCells {
    std::vector<std::string> names;
    std::vector<std::vector<std::string>> columns; ///< [column][row]
    std::vector<std::size_t> lines;
};

/// '.' or ',': see parseDataTable().
[[nodiscard]] char detectDecimalMark(const RawCells& cells, char delimiter);

/// Finds out what a column holds, where `options` do not say it, and converts it. Cells that do not
/// fit are added to `table.refused`.
void addColumn(DataTable& table, const RawCells& cells, std::size_t index,
               const TableOptions& options);

/// A cell for a message, cut where it is long.
[[nodiscard]] std::string quoted(const std::string& cell);

/// Counts a refusal, lists it while there is room.
void refuse(DataTable& table, RefusedCell refusal);

} // namespace fe::scaling
