// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "scaling/data_table.h"
#include "scaling/fit.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fe::scaling {

/// Rows whose cell in `column` is `value`: compared as numbers where both sides are numbers, else
/// as text.
struct Condition {
    std::string column;
    std::string value;
};

/// "COL=VALUE", cut at the first =. InvalidArgument without one.
[[nodiscard]] base::Result<Condition> parseCondition(std::string_view text);

/// Rows that fulfil all conditions, in order. NotFound: a column that is not there.
[[nodiscard]] base::Result<std::vector<std::size_t>> matchingRows(
    const DataTable& table, std::span<const Condition> conditions);

/// Rows that belong together: one line of a plot.
struct Series {
    std::string name; ///< the cells of the columns, joined by ", "
    std::vector<std::size_t> rows;
};

/// Rows by equal cells of some columns, in the order of their first appearance; without columns one
/// series. O(rows).
[[nodiscard]] base::Result<std::vector<Series>> seriesBy(const DataTable& table,
                                                         std::span<const std::string> columns,
                                                         std::span<const std::size_t> rows);

/// Which column is what; empty where there is none.
struct PointColumns {
    std::string x;
    std::string x2 {}; ///< Chinchilla: tokens
    std::string y;
    std::string error {}; ///< standard error of y
    std::string floor {}; ///< logistic: lower end by row (chance); a missing cell counts as 0
};

/// A row that a fit cannot use.
struct LeftOutRow {
    std::size_t row = 0;
    std::size_t line = 0;
    std::string why; ///< "x is missing", "x is -3, and a logarithm needs more than 0"
    /// The cell is empty, as tables often are; nothing is wrong with it.
    bool missing = false;
};

struct Points {
    FitData data;
    std::vector<std::size_t> rows; ///< of each point
    std::vector<LeftOutRow> leftOut;
};

/// The points that `law` can use: x > 0 (all laws are in log x), y > 0 for laws in ln y, errors
/// > 0. A date as x counts as it is. NotFound: a column is not there; InvalidArgument: it holds
/// texts.
[[nodiscard]] base::Result<Points> collectPoints(const DataTable& table,
                                                 std::span<const std::size_t> rows,
                                                 const PointColumns& columns, Law law);

} // namespace fe::scaling
