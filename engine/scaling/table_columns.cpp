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
// Of the cells that are not missing, as many must be numbers in a column of numbers.
constexpr double kShareOfNumbers = 0.8;

/// What the cells of a column could be read as.
struct Census {
    std::size_t present = 0;
    std::size_t numbers = 0;
    std::size_t dates = 0;
    std::map<std::string, std::size_t, std::less<>> units; ///< with how many cells
};

Census censusOf(const std::vector<std::string>& cells, char decimalMark)
{
    Census census;
    for (const std::string& cell : cells) {
        if (isMissingText(cell)) {
            continue;
        }
        ++census.present;
        if (readDate(cell)) {
            ++census.dates;
        } else if (const auto number = readNumber(cell, decimalMark)) {
            ++census.numbers;
            const auto found = census.units.find(number->unit);
            if (found != census.units.end()) {
                ++found->second;
            } else if (census.units.size() < 16) {
                census.units.emplace(number->unit, 1);
            }
        }
    }
    return census;
}

/// The one unit of a column of numbers (percent and none are alike: the numbers are converted).
/// Nothing if there are several: then it is text, as "3 apples" and "2 pears" are.
std::optional<std::string> unitOf(const Census& census)
{
    std::string unit;
    for (const auto& [name, count] : census.units) {
        if (name.empty() || name == "%") {
            continue;
        }
        if (!unit.empty()) {
            return {};
        }
        unit = name;
    }
    // A unit in some cells alone is no unit, unless only a few lack it.
    const auto bare = census.units.find("");
    if (!unit.empty() && bare != census.units.end() && bare->second * 5 > census.numbers) {
        return {};
    }
    return unit;
}

bool mostly(std::size_t count, std::size_t present)
{
    return present > 0
        && static_cast<double>(count) >= kShareOfNumbers * static_cast<double>(present);
}

ColumnKind kindOf(const Census& census)
{
    if (mostly(census.dates, census.present)) {
        return ColumnKind::Date;
    }
    return mostly(census.numbers, census.present) && unitOf(census) ? ColumnKind::Number
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
double cellValue(const std::string& cell, ColumnKind kind, char decimalMark, std::string& why)
{
    if (kind == ColumnKind::Date) {
        const auto date = readDate(cell);
        why = date ? "" : quoted(cell) + " is no date like 2020-05-28";
        return date.value_or(kNone);
    }
    const auto number = readNumber(cell, decimalMark);
    if (!number) {
        why = quoted(cell) + " is no number";
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
            value = cellValue(cells[row], column.kind, table.decimalMark, why);
            if (!why.empty()) {
                refuse(table, { table.lines[row], column.name, why });
            }
        }
        column.missing += std::isnan(value) ? 1U : 0U;
        column.numbers.push_back(value);
    }
}

} // namespace

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
               std::optional<ColumnKind> kind)
{
    const std::vector<std::string>& own = cells.columns[index];
    Column column;
    column.name = cells.names[index];
    const Census census = censusOf(own, table.decimalMark);
    column.kind = kind.value_or(kindOf(census));
    if (column.kind == ColumnKind::Text) {
        fillTexts(column, own);
    } else {
        column.unit = unitOf(census).value_or("");
        if (column.unit.empty()) {
            column.unit = unitInName(column.name);
        }
        fillNumbers(table, column, own);
    }
    table.columns.push_back(std::move(column));
}

} // namespace fe::scaling
