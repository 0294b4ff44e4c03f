// SPDX-License-Identifier: Apache-2.0
#include "scaling/selection.h"

#include "base/guarded.h"
#include "scaling/number_text.h"
#include "scaling/solve.h"

#include <cmath>
#include <unordered_map>

namespace fe::scaling {
namespace {

/// The columns of some points, borrowed; null where there is none.
struct PointSources {
    const Column* x = nullptr;
    const Column* x2 = nullptr;
    const Column* y = nullptr;
    const Column* error = nullptr;
    const Column* floor = nullptr;
};

/// Null without a name.
base::Result<const Column*> numbersOf(const DataTable& table, const std::string& name)
{
    return name.empty() ? base::Result<const Column*>(nullptr) : table.numericColumn(name);
}

/// What is wrong with a number of a column; empty if it can be used.
std::string whyNot(const Column& column, std::size_t row, bool positive, const char* forWhat)
{
    const double value = column.numbers[row];
    if (std::isnan(value)) {
        return column.name + " is missing";
    }
    if (positive && value <= 0) {
        return column.name + " is " + shortest(value) + ", and " + forWhat + " needs more than 0";
    }
    if (std::abs(value) > kLargest || (positive && value < kSmallest)) {
        return column.name + " is " + shortest(value) + ", which is too large or too small";
    }
    return {};
}

std::string whyLeftOut(const PointSources& from, std::size_t row, Law law)
{
    std::string why = whyNot(*from.x, row, true, "a logarithm");
    if (why.empty() && from.x2 != nullptr) {
        why = whyNot(*from.x2, row, true, "a logarithm");
    }
    if (why.empty()) {
        why = whyNot(*from.y, row, fitsLogarithm(law), "a logarithm");
    }
    if (why.empty() && from.error != nullptr) {
        why = whyNot(*from.error, row, true, "a weight");
    }
    if (why.empty() && from.floor != nullptr && !std::isnan(from.floor->numbers[row])) {
        why = whyNot(*from.floor, row, false, "");
    }
    return why;
}

bool anyMissing(const PointSources& from, std::size_t row)
{
    for (const Column* column : { from.x, from.x2, from.y, from.error }) {
        if (column != nullptr && column->isMissing(row)) {
            return true;
        }
    }
    return false;
}

void addPoint(const PointSources& from, std::size_t row, FitData& data)
{
    data.x.push_back(from.x->numbers[row]);
    data.y.push_back(from.y->numbers[row]);
    if (from.x2 != nullptr) {
        data.x2.push_back(from.x2->numbers[row]);
    }
    if (from.error != nullptr) {
        data.error.push_back(from.error->numbers[row]);
    }
    if (from.floor != nullptr) {
        const double floor = from.floor->numbers[row];
        data.floor.push_back(std::isnan(floor) ? 0 : floor);
    }
}

/// A value as a cell of the table would be read; a number of a command line may have a point all
/// the same.
std::optional<double> numberIn(std::string_view text, const DataTable& table, const Column& column)
{
    for (const char mark : { table.decimalMark, '.' }) {
        const auto read = readNumber(text, mark);
        if (read && (read->unit.empty() || read->unit == "%" || read->unit == column.unit)) {
            return read->value;
        }
    }
    return {};
}

bool fulfils(const DataTable& table, const Column& column, std::size_t row, const std::string& text,
             const std::optional<double>& number)
{
    if (column.kind == ColumnKind::Number && number) {
        return column.numbers[row] == *number;
    }
    if (column.kind == ColumnKind::Date) {
        const auto date = readDate(text);
        return date && column.numbers[row] == *date;
    }
    const std::string cell = column.text(row);
    if (number) {
        // A column of texts may hold numbers here and there.
        if (const auto other = numberIn(cell, table, column)) {
            return *other == *number;
        }
    }
    return cell == text;
}

} // namespace

base::Result<Condition> parseCondition(std::string_view text)
{
    const std::size_t mark = text.find('=');
    if (mark == std::string_view::npos || mark == 0) {
        return base::invalidArgument("cannot understand the condition \"" + std::string(text) + '"',
                                     "it must be COLUMN=VALUE");
    }
    return Condition { std::string(text.substr(0, mark)), std::string(text.substr(mark + 1)) };
}

base::Result<std::vector<std::size_t>> matchingRows(const DataTable& table,
                                                    std::span<const Condition> conditions)
{
    std::vector<std::size_t> rows(table.rows());
    for (std::size_t row = 0; row < rows.size(); ++row) {
        rows[row] = row;
    }
    for (const Condition& condition : conditions) {
        FE_TRY(const Column* column, table.column(condition.column));
        const std::string text(trimmed(condition.value));
        const auto number = numberIn(text, table, *column);
        std::erase_if(rows,
                      [&](std::size_t row) { return !fulfils(table, *column, row, text, number); });
    }
    return rows;
}

base::Result<std::vector<Series>> seriesBy(const DataTable& table,
                                           std::span<const std::string> columns,
                                           std::span<const std::size_t> rows)
{
    std::vector<const Column*> parts;
    for (const std::string& name : columns) {
        FE_TRY(const Column* column, table.column(name));
        parts.push_back(column);
    }
    std::vector<Series> series;
    std::unordered_map<std::string, std::size_t> places;
    for (const std::size_t row : rows) {
        std::string name;
        std::string key;
        for (const Column* part : parts) {
            const std::string cell = part->text(row);
            name += (part == parts.front() ? "" : ", ") + cell;
            key += std::to_string(cell.size()) + ':'
                + cell; // "a, b" and "c" are not "a" and "b, c"
        }
        const auto [place, added] = places.try_emplace(std::move(key), series.size());
        if (added) {
            series.push_back({ std::move(name), {} });
        }
        series[place->second].rows.push_back(row);
    }
    return series;
}

base::Result<Points> collectPoints(const DataTable& table, std::span<const std::size_t> rows,
                                   const PointColumns& columns, Law law)
{
    return base::guarded("collectPoints", [&]() -> base::Result<Points> {
        PointSources from;
        if (columns.x.empty() || columns.y.empty()
            || (law == Law::Chinchilla && columns.x2.empty())) {
            return base::invalidArgument("cannot choose points", "a column is not named");
        }
        FE_TRY(from.x, numbersOf(table, columns.x));
        FE_TRY(from.y, numbersOf(table, columns.y));
        FE_TRY(from.x2, numbersOf(table, law == Law::Chinchilla ? columns.x2 : std::string()));
        FE_TRY(from.error, numbersOf(table, columns.error));
        FE_TRY(from.floor, numbersOf(table, law == Law::Logistic ? columns.floor : std::string()));
        Points points;
        for (const std::size_t row : rows) {
            std::string why = whyLeftOut(from, row, law);
            if (why.empty()) {
                addPoint(from, row, points.data);
                points.rows.push_back(row);
            } else {
                points.leftOut.push_back(
                    { row, table.lines[row], std::move(why), anyMissing(from, row) });
            }
        }
        return points;
    });
}

} // namespace fe::scaling
