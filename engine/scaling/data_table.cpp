// SPDX-License-Identifier: Apache-2.0
#include "scaling/data_table.h"

#include "base/guarded.h"
#include "base/utf8.h"
#include "formats/delimited_reader.h"
#include "formats/file.h"
#include "formats/sha256.h"
#include "scaling/number_text.h"
#include "scaling/table_columns.h"

#include <algorithm>
#include <cmath>

namespace fe::scaling {
namespace {

constexpr std::size_t kMaxBytes = std::size_t { 256 } << 20U;
// An empty cell is one byte of the file and 32 of memory.
constexpr std::size_t kMaxCells = 16'000'000;

base::Error malformed(const std::string& file, std::string why, std::string fix)
{
    return { base::ErrorCode::Malformed,
             "cannot read the table",
             file,
             {},
             std::move(why),
             std::move(fix) };
}

base::Error tooLarge(const std::string& file, std::string why)
{
    return { base::ErrorCode::LimitExceeded,
             "cannot read the table",
             file,
             {},
             std::move(why),
             "take a part of it" };
}

base::Result<void> nameColumns(RawCells& cells, const formats::DelimitedReader::Record& record,
                               const std::string& file)
{
    if (!record.why.empty()) {
        return malformed(file, "its first line cannot be read: " + record.why,
                         "repair the first line");
    }
    for (const std::string& field : record.fields) {
        std::string name(trimmed(field));
        if (name.empty()) {
            name = std::to_string(cells.names.size() + 1);
        }
        if (!base::isValidUtf8(name)) {
            return malformed(file, "the header is no valid UTF-8", "save the file as UTF-8");
        }
        if (std::find(cells.names.begin(), cells.names.end(), name) != cells.names.end()) {
            return malformed(file, "two columns are called \"" + name + '"', "rename one of them");
        }
        cells.names.push_back(std::move(name));
    }
    cells.columns.resize(cells.names.size());
    return {};
}

/// Why a record is no row; empty if it is one.
std::string whyNoRow(const formats::DelimitedReader::Record& record, std::size_t columns)
{
    if (!record.why.empty()) {
        return record.why;
    }
    if (record.fields.size() != columns) {
        return "it has " + std::to_string(record.fields.size()) + " fields, but the header has "
            + std::to_string(columns);
    }
    const bool valid = std::all_of(record.fields.begin(), record.fields.end(),
                                   [](const auto& field) { return base::isValidUtf8(field); });
    return valid ? "" : "it is no valid UTF-8";
}

base::Result<RawCells> readCells(std::string_view text, DataTable& table, const std::string& file,
                                 const base::CancelToken& cancel, base::Progress& progress)
{
    RawCells cells;
    formats::DelimitedReader reader(text, table.delimiter);
    formats::DelimitedReader::Record record;
    std::size_t told = 0;
    while (reader.next(record)) {
        if (cancel.isCancelled()) {
            return base::cancelled();
        }
        progress.advance(reader.position() - told);
        told = reader.position();
        if (cells.names.empty()) {
            FE_CHECK(nameColumns(cells, record, file));
            continue;
        }
        if (std::string why = whyNoRow(record, cells.names.size()); !why.empty()) {
            refuse(table, { record.line, {}, std::move(why) });
            continue;
        }
        if ((cells.lines.size() + 1) * cells.names.size() > kMaxCells) {
            return tooLarge(file, "it has more than 16,000,000 cells");
        }
        cells.lines.push_back(record.line);
        for (std::size_t k = 0; k < record.fields.size(); ++k) {
            cells.columns[k].emplace_back(trimmed(record.fields[k]));
        }
    }
    if (cells.lines.empty()) {
        std::string why = "it holds no row";
        if (!table.refused.empty()) {
            const RefusedCell& first = table.refused.front();
            why += " that can be read; line " + std::to_string(first.line) + ": " + first.why;
        }
        return malformed(file, why, "write a header and at least one row below it");
    }
    return cells;
}

base::Result<std::string> hashOf(std::string_view bytes)
{
    FE_TRY(const auto digest, formats::sha256(std::as_bytes(std::span(bytes))));
    return formats::hexText(digest);
}

base::Result<std::string_view> withoutMark(std::string_view bytes, const std::string& file)
{
    if (bytes.size() > kMaxBytes) {
        return tooLarge(file, "it has " + base::bytesText(bytes.size()) + ", more than 256 MiB");
    }
    if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
        return malformed(file, "it is UTF-16", "save the file as UTF-8");
    }
    return bytes.starts_with("\xEF\xBB\xBF") ? bytes.substr(3) : bytes;
}

base::Result<DataTable> parse(std::string_view bytes, const std::string& file,
                              const TableOptions& options, const base::CancelToken& cancel,
                              base::Progress& progress)
{
    FE_TRY(const std::string_view text, withoutMark(bytes, file));
    progress.begin("Reading the table", text.size());
    DataTable table;
    table.name = std::filesystem::path(file).filename().string();
    FE_TRY(table.sha256, hashOf(bytes));
    table.delimiter = options.delimiter.value_or(formats::detectDelimiter(text));
    FE_TRY(RawCells cells, readCells(text, table, file, cancel, progress));
    table.lines = cells.lines;
    table.decimalMark = options.decimalMark.value_or(detectDecimalMark(cells, table.delimiter));
    progress.begin("Reading the columns", cells.names.size());
    for (std::size_t k = 0; k < cells.names.size(); ++k) {
        if (cancel.isCancelled()) {
            return base::cancelled();
        }
        addColumn(table, cells, k, options);
        std::vector<std::string>().swap(cells.columns[k]);
        progress.advance();
    }
    std::stable_sort(table.refused.begin(), table.refused.end(),
                     [](const auto& a, const auto& b) { return a.line < b.line; });
    return table;
}

std::string csvField(std::string text)
{
    if (text.find_first_of(",\"\r\n") == std::string::npos) {
        return text;
    }
    for (std::size_t at = text.find('"'); at != std::string::npos; at = text.find('"', at + 2)) {
        text.insert(at, 1, '"');
    }
    return '"' + text + '"';
}

} // namespace

bool Column::isMissing(std::size_t row) const
{
    return kind == ColumnKind::Text ? labels[labelOfRow[row]].empty() : std::isnan(numbers[row]);
}

std::string Column::text(std::size_t row) const
{
    if (kind == ColumnKind::Text) {
        return labels[labelOfRow[row]];
    }
    return std::isnan(numbers[row]) ? std::string() : shortest(numbers[row]);
}

const Column* DataTable::find(std::string_view column) const
{
    const auto found = std::find_if(columns.begin(), columns.end(),
                                    [column](const Column& one) { return one.name == column; });
    return found == columns.end() ? nullptr : &*found;
}

base::Result<const Column*> DataTable::column(std::string_view column) const
{
    if (const Column* found = find(column)) {
        return found;
    }
    std::string names;
    for (std::size_t k = 0; k < std::min<std::size_t>(columns.size(), 20); ++k) {
        names += (k == 0 ? "" : ", ") + columns[k].name;
    }
    return base::Error { base::ErrorCode::NotFound,
                         "there is no column \"" + std::string(column) + '"',
                         name,
                         {},
                         {},
                         "its columns are " + names };
}

base::Result<const Column*> DataTable::numericColumn(std::string_view column) const
{
    FE_TRY(const Column* found, this->column(column));
    if (found->kind != ColumnKind::Text) {
        return found;
    }
    const auto label = std::find_if(found->labels.begin(), found->labels.end(),
                                    [](const std::string& text) { return !text.empty(); });
    return base::Error { base::ErrorCode::InvalidArgument,
                         "the column \"" + std::string(column) + "\" cannot be measured",
                         name,
                         {},
                         "it holds texts"
                             + (label == found->labels.end() ? "" : ", such as " + quoted(*label)),
                         "take a column of numbers" };
}

base::Result<DataTable> parseDataTable(std::string_view bytes, const std::string& file,
                                       const TableOptions& options, const base::CancelToken& cancel,
                                       base::Progress& progress)
{
    return base::guarded("parseDataTable",
                         [&] { return parse(bytes, file, options, cancel, progress); });
}

base::Result<DataTable> readDataTable(const std::filesystem::path& path,
                                      const TableOptions& options, const base::CancelToken& cancel,
                                      base::Progress& progress)
{
    return base::guarded("readDataTable", [&]() -> base::Result<DataTable> {
        FE_TRY(const formats::File file, formats::File::open(path));
        if (file.size() > kMaxBytes) {
            return tooLarge(file.name(),
                            "it has " + base::bytesText(file.size()) + ", more than 256 MiB");
        }
        std::string bytes(static_cast<std::size_t>(file.size()), '\0');
        FE_CHECK(file.read(std::as_writable_bytes(std::span(bytes)), 0));
        return parse(bytes, file.name(), options, cancel, progress);
    });
}

std::string csvText(const DataTable& table, std::span<const std::size_t> rows)
{
    std::string text;
    for (std::size_t k = 0; k < table.columns.size(); ++k) {
        text += (k == 0 ? "" : ",") + csvField(table.columns[k].name);
    }
    text += '\n';
    for (const std::size_t row : rows) {
        for (std::size_t k = 0; k < table.columns.size(); ++k) {
            text += (k == 0 ? "" : ",") + csvField(table.columns[k].text(row));
        }
        text += '\n';
    }
    return text;
}

} // namespace fe::scaling
