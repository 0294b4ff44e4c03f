// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evaluation/example_table.h"

#include <cstddef>
#include <string>
#include <vector>

namespace fe::prompting {

/// One change of the examples, both ways: it holds the rows that differ, not two tables, so that a
/// long history of a long table stays small.
struct TableStep {
    using Row = std::vector<std::string>;

    std::vector<std::string> columnsBefore;
    std::vector<std::string> columnsAfter;
    std::size_t first = 0; ///< first row that differs
    std::vector<Row> before; ///< the rows from there on that are replaced ...
    std::vector<Row> after; ///< ... by these
    int shotsBefore = 0;
    int shotsAfter = 0;

    [[nodiscard]] bool changesColumns() const { return columnsBefore != columnsAfter; }
    /// Of the table; the shots alone are no change of it.
    [[nodiscard]] bool isEmpty() const;
    [[nodiscard]] TableStep reversed() const;
};

/// @param before,after rows as long as their columns.
[[nodiscard]] TableStep stepBetween(const evaluation::ExampleTable& before,
                                    const evaluation::ExampleTable& after);

} // namespace fe::prompting
