// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "evaluation/pattern.h"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fe::evaluation {

/// A row of a file that could not be taken.
struct SkippedRow {
    std::size_t line = 0; ///< where it begins, from 1
    std::string why; ///< "it has 3 fields, but the header has 2"
    friend bool operator==(const SkippedRow&, const SkippedRow&) = default;
};

/// Columns of texts, UTF-8: examples, queries, answers.
struct ExampleTable {
    std::vector<std::string> columns; ///< names, each once
    std::vector<std::vector<std::string>> rows; ///< each as long as `columns`
    std::vector<SkippedRow> skipped {}; ///< what the file held besides; the first of them
    std::size_t skippedCount = 0; ///< all of them

    [[nodiscard]] std::optional<std::size_t> column(std::string_view name) const;
    /// @param index < rows.size().
    [[nodiscard]] FieldValues values(std::size_t index) const;

    friend bool operator==(const ExampleTable&, const ExampleTable&) = default;
};

enum class TableFormat {
    Csv, ///< RFC 4180, separated by commas (or by what the file uses: ; or tab)
    Tsv, ///< the same with tabs, as spreadsheets copy
    JsonLines, ///< one object a line
};

struct TableReadOptions {
    /// Nothing: by the content (a line that begins with { is JSON Lines).
    std::optional<TableFormat> format {};
    bool hasHeader = true; ///< CSV, TSV: else the columns are "1", "2" ...
};

// A table is for people's examples, not for corpora; above these a file is refused.
inline constexpr std::size_t kMaxTableBytes = std::size_t { 256 } << 20U;
inline constexpr std::size_t kMaxTableRows = 1'000'000;
inline constexpr std::size_t kMaxTableColumns = 1'000;
inline constexpr std::size_t kMaxCellBytes = std::size_t { 1 } << 20U;
/// As many skipped rows are listed; the rest is counted.
inline constexpr std::size_t kMaxSkippedListed = 1'000;

/// Reads a table. A byte-order mark and either kind of line end are taken; empty lines are passed
/// over; a quote inside a field that does not begin with one is text. A quoted field may hold line
/// breaks (taken as \n). A column without a name is called by its number, from 1. The delimiter of
/// CSV is the one of , ; and tab that cuts the first rows evenly. JSON Lines: the columns are the
/// keys in the order of their first appearance; strings are taken as they are, null and absent keys
/// are empty, other values become their JSON text. A row with the wrong number of fields, an
/// unclosed quote, broken JSON or UTF-8 is listed in `skipped`, never dropped silently and never
/// guessed. Malformed: no row at all can be taken, two columns have one name, the text is UTF-16.
/// LimitExceeded: see above.
/// @param file names the source in errors.
[[nodiscard]] base::Result<ExampleTable> parseTable(std::string_view bytes, const std::string& file,
                                                    const TableReadOptions& options = {});
/// The same from a file; the name's ending (.csv, .tsv, .jsonl, .ndjson) decides before the
/// content.
[[nodiscard]] base::Result<ExampleTable> readTable(const std::filesystem::path& path,
                                                   const TableReadOptions& options = {});

/// UTF-8, LF, one line break at the end; reads back as the same columns and rows. CSV and TSV quote
/// what must be quoted.
[[nodiscard]] std::string tableText(const ExampleTable& table, TableFormat format);

} // namespace fe::evaluation
