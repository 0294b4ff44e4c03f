// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "base/progress.h"
#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fe::scaling {

enum class ColumnKind {
    Number,
    Date, ///< ISO 8601 (2020-05, 2020-05-28); its numbers are years with a fraction: 2020.41
    Text,
};

/// One column of measurements. Numbers and dates are in `numbers`, NaN where the cell is missing;
/// texts are numbers of `labels`.
struct Column {
    std::string name;
    ColumnKind kind = ColumnKind::Text;
    /// What stands behind every number of the column, or in brackets at the end of its name; else
    /// empty. A percent sign is no unit: its numbers are divided by 100.
    std::string unit {};
    std::vector<double> numbers {}; ///< Number, Date: one a row
    std::vector<std::uint32_t> labelOfRow {}; ///< Text: one a row
    std::vector<std::string> labels {}; ///< Text: each once, in the order of their appearance
    std::size_t missing = 0; ///< cells without a value

    /// The cell as text; empty where missing. Numbers: the shortest that reads back the same.
    [[nodiscard]] std::string text(std::size_t row) const;
    [[nodiscard]] bool isMissing(std::size_t row) const;
};

/// A row or cell of a file that could not be taken as it is.
struct RefusedCell {
    std::size_t line = 0; ///< where the row begins, from 1
    std::string column {}; ///< empty: the whole row is left out; else the cell counts as missing
    std::string why; ///< "\"abc\" is no number"
    friend bool operator==(const RefusedCell&, const RefusedCell&) = default;
};

/// A table of measurements by columns. Immutable once read.
struct DataTable {
    std::string name; ///< of the file, without folders
    std::vector<Column> columns;
    std::vector<std::size_t> lines; ///< of each row: where it begins in the file, from 1
    std::vector<RefusedCell> refused; ///< the first kMaxRefusedListed, by line
    std::size_t refusedCount = 0; ///< all of them
    std::string sha256; ///< of the file's bytes
    char delimiter = ',';
    char decimalMark = '.';

    [[nodiscard]] std::size_t rows() const { return lines.size(); }
    /// Borrowed; null if there is none of that name.
    [[nodiscard]] const Column* find(std::string_view column) const;
    /// The same; NotFound names the file and its columns.
    [[nodiscard]] base::Result<const Column*> column(std::string_view name) const;
    /// The same for numbers or dates; InvalidArgument: it holds texts.
    [[nodiscard]] base::Result<const Column*> numericColumn(std::string_view name) const;
};

struct TableOptions {
    std::optional<char> delimiter {}; ///< nothing: what cuts the first rows evenly of , ; and tab
    std::optional<char> decimalMark {}; ///< '.' or ','; nothing: by the numbers in the file
    /// Columns that must not be guessed.
    std::vector<std::pair<std::string, ColumnKind>> kinds {};
    /// Columns that shall be fitted: numbers (or dates, if more cells are) as soon as one cell is,
    /// so that the others are listed.
    std::vector<std::string> measured {};
};

inline constexpr std::size_t kMaxRefusedListed = 1'000;

/// Reads CSV or TSV with a header row (RFC 4180, UTF-8).
///
/// A cell is missing if it is empty or NA, N/A, NaN, null, none, - or ? in any case. A number has a
/// sign, digits that may be grouped by threes (space, no-break space, ', _ or the mark that is not
/// the decimal one), an exponent, and behind it %, or K, M, B, G or T for a power of a thousand, or
/// a unit, of which a column has one. A column holds numbers (or dates) if at least four cells in
/// five that are not missing are, or none is there at all; the others are listed in `refused`, as
/// are infinite numbers, and count as missing. The
/// decimal mark is one for the whole file: the comma if a cell can be read with it alone ("0,5")
/// and none with the point alone; without any evidence the comma if fields are separated by
/// semicolons.
///
/// Rows with the wrong number of fields, broken quotes or UTF-8 are listed in `refused`. Malformed:
/// no row at all, two columns of one name, UTF-16. LimitExceeded: formats/delimited_reader.h.
/// @param file names the source in errors.
[[nodiscard]] base::Result<DataTable> parseDataTable(std::string_view bytes,
                                                     const std::string& file,
                                                     const TableOptions& options,
                                                     const base::CancelToken& cancel,
                                                     base::Progress& progress);
[[nodiscard]] base::Result<DataTable> readDataTable(const std::filesystem::path& path,
                                                    const TableOptions& options,
                                                    const base::CancelToken& cancel,
                                                    base::Progress& progress);

/// CSV of some rows, all columns: UTF-8, LF, points, missing cells empty.
[[nodiscard]] std::string csvText(const DataTable& table, std::span<const std::size_t> rows);

} // namespace fe::scaling
