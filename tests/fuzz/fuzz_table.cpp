// SPDX-License-Identifier: GPL-3.0-or-later
//
// Tables of measurements, and a fit to what they hold: the length of the input chooses the law.
#include "fuzz/target.h"
#include "scaling/emergence.h"
#include "scaling/fit_json.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace {

using namespace fe;
using namespace fe::scaling;

constexpr std::size_t kMostPoints = 60;

base::Result<DataTable> parsed(std::string_view text, const TableOptions& options)
{
    const base::CancelToken cancel;
    base::Progress progress;
    return parseDataTable(text, "t.csv", options, cancel, progress);
}

void checkColumn(const Column& column, std::size_t rows)
{
    const bool isText = column.kind == ColumnKind::Text;
    fuzz::require((isText ? column.labelOfRow.size() : column.numbers.size()) == rows,
                  "a column has a cell for every row");
    std::size_t missing = 0;
    for (std::size_t row = 0; row < rows; ++row) {
        fuzz::require(!isText || column.labelOfRow[row] < column.labels.size(), "labels are there");
        fuzz::require(isText || !std::isinf(column.numbers[row]), "infinite numbers are missing");
        fuzz::require(column.isMissing(row) == column.text(row).empty(), "missing cells are empty");
        missing += column.isMissing(row) ? 1 : 0;
    }
    fuzz::require(missing == column.missing, "missing cells are counted");
}

void checkTable(const DataTable& table)
{
    for (const Column& column : table.columns) {
        checkColumn(column, table.rows());
        fuzz::require(table.find(column.name) == &column, "names are unique");
    }
    fuzz::require(table.refused.size() == std::min(table.refusedCount, kMaxRefusedListed),
                  "refusals are listed as long as there is room");
    for (const RefusedCell& cell : table.refused) {
        fuzz::require(cell.line > 1 && !cell.why.empty(), "a refusal has its line and reason");
    }
}

/// What is written is read back: the same numbers.
void checkCopy(const DataTable& table)
{
    TableOptions options { ',', '.', {}, {} };
    for (const Column& column : table.columns) {
        // Dates are written as years.
        options.kinds.emplace_back(
            column.name, column.kind == ColumnKind::Text ? ColumnKind::Text : ColumnKind::Number);
    }
    const auto copy = parsed(csvText(table, *matchingRows(table, {})), options);
    if (table.columns.size() == 1) {
        return; // a missing cell alone is an empty line, which is passed over
    }
    fuzz::require(copy.hasValue() && copy->rows() == table.rows(), "a written table is read");
    for (std::size_t k = 0; k < table.columns.size(); ++k) {
        for (std::size_t row = 0; row < table.rows(); ++row) {
            fuzz::require(table.columns[k].text(row) == copy->columns[k].text(row),
                          "a written table is the same");
        }
    }
}

void checkFit(const FitData& data, const FitOptions& options)
{
    const base::CancelToken cancel;
    base::Progress progress;
    const auto fit = fitLaw(data, options, cancel, progress);
    fuzz::require(fit.hasValue(), "points that were collected can be fitted");
    fuzz::require(fit->residuals.size() == data.size(), "every point has its residual");
    for (const Parameter& parameter : fit->parameters) {
        fuzz::require(parameter.value ? std::isfinite(*parameter.value) : !parameter.why.empty(),
                      "a parameter has a value or a reason");
    }
    const auto saved = fitFromJson(*base::parseJson(toText(fitJson(*fit, {})), "f"), "f.json");
    fuzz::require(saved.hasValue(), "a saved fit is read");
}

void fitSomething(const DataTable& table, std::size_t choice)
{
    std::vector<std::string> numeric;
    for (const Column& column : table.columns) {
        if (column.kind != ColumnKind::Text) {
            numeric.push_back(column.name);
        }
    }
    if (numeric.size() < 2) {
        return;
    }
    std::vector<std::size_t> rows = *matchingRows(table, {});
    rows.resize(std::min(rows.size(), kMostPoints));
    const Law law = allLaws()[choice % allLaws().size()];
    const PointColumns columns { numeric.front(), numeric.at(numeric.size() / 2), numeric.back(),
                                 choice % 5 == 0 ? numeric.front() : "",
                                 choice % 7 == 0 ? numeric.front() : "" };
    const auto points = collectPoints(table, rows, columns, law);
    fuzz::require(points.hasValue(), "columns of numbers give points");
    fuzz::require(points->rows.size() + points->leftOut.size() == rows.size(),
                  "every row is a point or left out");
    if (points->data.size() > 0) {
        checkFit(points->data, { law, 0, choice % 2 == 0 ? std::optional(1.0) : std::nullopt, {} });
    }
    fuzz::require(
        emergenceBySeries(table, rows, { columns.x, columns.y, { table.columns[0].name } }, {})
            .hasValue(),
        "every table has its abilities");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto table = parsed({ reinterpret_cast<const char*>(data), size }, {});
    if (!table) {
        fuzz::require(!table.error().oneLine().empty(), "a refusal has its reason");
        return 0;
    }
    checkTable(*table);
    checkCopy(*table);
    fitSomething(*table, size);
    return 0;
}
