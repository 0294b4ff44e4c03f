// SPDX-License-Identifier: Apache-2.0
#include "scaling/table_columns.h"

#include "scaling/number_text.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <unordered_map>

namespace fe::scaling {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kShareOfNumbers = 0.8;

/// What the cells of a column could be read as.
struct Census {
    std::size_t present = 0;
    std::size_t dates = 0;
    std::size_t bare = 0; ///< numbers without a unit, or percent, which is converted
    std::map<std::string, std::size_t, std::less<>> units; ///< with how many cells
};

Census censusOf(const std::vector<std::string>& cells, char decimalMark)
{
    constexpr std::size_t kMostUnits = 64;
    Census census;
    for (const std::string& cell : cells) {
        if (isMissingText(cell)) {
            continue;
        }
        ++census.present;
        if (readDate(cell)) {
            ++census.dates;
        } else if (const auto number = readNumber(cell, decimalMark)) {
            const auto found = census.units.find(number->unit);
            if (number->unit.empty() || number->unit == "%") {
                ++census.bare;
            } else if (found != census.units.end()) {
                ++found->second;
            } else if (census.units.size() < kMostUnits) {
                census.units.emplace(number->unit, 1);
            }
        }
    }
    return census;
}

/// The one unit that a column of numbers may have, and how many cells it leaves as numbers.
struct UnitChoice {
    std::string unit;
    std::size_t numbers = 0;
};

UnitChoice unitOf(const Census& census)
{
    const auto most
        = std::max_element(census.units.begin(), census.units.end(),
                           [](const auto& a, const auto& b) { return a.second < b.second; });
    // A few cells may lack the unit; where more do, nobody knows what they are of.
    if (most == census.units.end() || most->second < 4 * census.bare) {
        return { {}, census.bare };
    }
    return { most->first, most->second + census.bare };
}

ColumnKind kindOf(const Census& census, bool measured)
{
    const std::size_t numbers = unitOf(census).numbers;
    // Of the cells that are not missing, as many must be.
    const double wanted = measured
        ? 1
        : kShareOfNumbers * static_cast<double>(std::max<std::size_t>(1, census.present));
    if (census.dates > numbers && static_cast<double>(census.dates) >= wanted) {
        return ColumnKind::Date;
    }
    return census.present == 0 || static_cast<double>(numbers) >= wanted ? ColumnKind::Number
                                                                         : ColumnKind::Text;
}

/// "loss (nats)", "loss [nats]": what the brackets hold.
std::string unitInName(const std::string& name)
{
    for (const auto& [open, close] : { std::pair('(', ')'), std::pair('[', ']') }) {
        const std::size_t begin = name.rfind(open);
        if (begin != std::string::npos && begin > 0 && name.back() == close) {
            return name.substr(begin + 1, name.size() - begin - 2);
        }
    }
    return {};
}

void fillTexts(Column& column, const std::vector<std::string>& cells)
{
    std::unordered_map<std::string_view, std::uint32_t> known;
    column.labelOfRow.reserve(cells.size());
    for (const std::string& cell : cells) {
        column.missing += cell.empty() ? 1U : 0U;
        const auto [place, added]
            = known.try_emplace(cell, static_cast<std::uint32_t>(column.labels.size()));
        if (added) {
            column.labels.push_back(cell);
        }
        column.labelOfRow.push_back(place->second);
    }
}

/// The value of a cell; `why` is set if it has none that can be taken.
double cellValue(const std::string& cell, const Column& column, char decimalMark, std::string& why)
{
    if (column.kind == ColumnKind::Date) {
        const auto date = readDate(cell);
        why = date ? "" : quoted(cell) + " is no date like 2020-05-28";
        return date.value_or(kNone);
    }
    const auto number = readNumber(cell, decimalMark);
    if (!number) {
        why = quoted(cell) + " is no number";
        return kNone;
    }
    if (!number->unit.empty() && number->unit != "%" && number->unit != column.unit) {
        why = quoted(cell) + " has another unit than the column";
        return kNone;
    }
    if (!std::isfinite(number->value)) {
        why = quoted(cell) + " is not finite";
        return kNone;
    }
    return number->value;
}

void fillNumbers(DataTable& table, Column& column, const std::vector<std::string>& cells)
{
    column.numbers.reserve(cells.size());
    for (std::size_t row = 0; row < cells.size(); ++row) {
        double value = kNone;
        if (!isMissingText(cells[row])) {
            std::string why;
            value = cellValue(cells[row], column, table.decimalMark, why);
            if (!why.empty()) {
                refuse(table, { table.lines[row], column.name, why });
            }
        }
        column.missing += std::isnan(value) ? 1U : 0U;
        column.numbers.push_back(value);
    }
}

} // namespace

std::string quoted(const std::string& cell)
{
    constexpr std::size_t kShown = 40;
    if (cell.size() <= kShown) {
        return '"' + cell + '"';
    }
    std::size_t end = kShown;
    while (end > 0 && (static_cast<unsigned char>(cell[end]) & 0xC0U) == 0x80U) {
        --end;
    }
    return '"' + cell.substr(0, end) + "...\"";
}

void refuse(DataTable& table, RefusedCell refusal)
{
    ++table.refusedCount;
    if (table.refused.size() < kMaxRefusedListed) {
        table.refused.push_back(std::move(refusal));
    }
}

char detectDecimalMark(const RawCells& cells, char delimiter)
{
    constexpr std::size_t kLooked = 20'000; // rows: evidence comes early
    std::size_t pointAlone = 0;
    std::size_t commaAlone = 0;
    for (const std::vector<std::string>& column : cells.columns) {
        for (std::size_t row = 0; row < std::min(column.size(), kLooked); ++row) {
            const std::string& cell = column[row];
            if (cell.find_first_of(".,") == std::string::npos || isMissingText(cell)) {
                continue;
            }
            const bool point = readNumber(cell, '.').has_value();
            const bool comma = readNumber(cell, ',').has_value();
            pointAlone += point && !comma ? 1U : 0U;
            commaAlone += comma && !point ? 1U : 0U;
        }
    }
    if (pointAlone == 0 && commaAlone == 0) {
        return delimiter == ';' ? ',' : '.';
    }
    return commaAlone > 0 && pointAlone == 0 ? ',' : '.';
}

void addColumn(DataTable& table, const RawCells& cells, std::size_t index,
               const TableOptions& options)
{
    const std::vector<std::string>& own = cells.columns[index];
    Column column;
    column.name = cells.names[index];
    const Census census = censusOf(own, table.decimalMark);
    column.kind = kindOf(census,
                         std::find(options.measured.begin(), options.measured.end(), column.name)
                             != options.measured.end());
    for (const auto& [name, kind] : options.kinds) {
        if (name == column.name) {
            column.kind = kind;
        }
    }
    if (column.kind == ColumnKind::Text) {
        fillTexts(column, own);
    } else {
        column.unit = unitOf(census).unit;
        fillNumbers(table, column, own);
        if (column.unit.empty()) {
            column.unit = unitInName(column.name);
        }
    }
    table.columns.push_back(std::move(column));
}

} // namespace fe::scaling
