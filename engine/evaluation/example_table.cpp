// SPDX-License-Identifier: Apache-2.0
#include "evaluation/example_table.h"

#include "base/guarded.h"
#include "base/json.h"
#include "base/utf8.h"
#include "evaluation/white_space.h"
#include "formats/delimited_reader.h"
#include "formats/model_package.h"

#include <algorithm>
#include <array>
#include <map>

namespace fe::evaluation {
namespace {

static_assert(kMaxCellBytes == formats::kMaxFieldBytes);
static_assert(kMaxTableColumns == formats::kMaxRecordFields);

base::Error refused(const std::string& file, std::string why, std::string fix)
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

/// Whether one more row may be added. An empty cell is one byte of the file and 32 of memory.
base::Result<void> checkSize(const ExampleTable& table, const std::string& file)
{
    constexpr std::size_t kMostCells = 16'000'000;
    if (table.rows.size() == kMaxTableRows) {
        return tooLarge(file, "it has more than " + base::grouped(kMaxTableRows) + " rows");
    }
    if ((table.rows.size() + 1) * table.columns.size() > kMostCells) {
        return tooLarge(file, "it has more than " + base::grouped(kMostCells) + " cells");
    }
    return {};
}

void skip(ExampleTable& table, std::size_t line, std::string why)
{
    ++table.skippedCount;
    if (table.skipped.size() < kMaxSkippedListed) {
        table.skipped.push_back({ line, std::move(why) });
    }
}

bool allValid(const std::vector<std::string>& fields)
{
    return std::all_of(fields.begin(), fields.end(),
                       [](const std::string& field) { return base::isValidUtf8(field); });
}

base::Result<void> nameColumns(ExampleTable& table, const std::vector<std::string>& names,
                               const std::string& file)
{
    for (std::size_t i = 0; i < names.size(); ++i) {
        std::string name(trimmed(names[i]));
        name = name.empty() ? std::to_string(i + 1) : name;
        if (!base::isValidUtf8(name)) {
            return refused(file, "the header is no valid UTF-8", "save the file as UTF-8");
        }
        if (table.column(name)) {
            return refused(file, "two columns are called \"" + name + '"', "rename one of them");
        }
        table.columns.push_back(std::move(name));
    }
    return {};
}

base::Result<ExampleTable> parseDelimited(std::string_view text, const std::string& file,
                                          char delimiter, bool hasHeader)
{
    ExampleTable table;
    formats::DelimitedReader reader(text, delimiter);
    formats::DelimitedReader::Record record;
    while (reader.next(record)) {
        if (table.columns.empty()) {
            if (!record.why.empty()) {
                return refused(file, "its first line cannot be read: " + record.why,
                               "repair the first line");
            }
            FE_CHECK(nameColumns(
                table, hasHeader ? record.fields : std::vector<std::string>(record.fields.size()),
                file));
            if (hasHeader) {
                continue;
            }
        }
        if (!record.why.empty()) {
            skip(table, record.line, record.why);
        } else if (record.fields.size() != table.columns.size()) {
            skip(table, record.line,
                 "it has " + std::to_string(record.fields.size()) + " fields, but the header has "
                     + std::to_string(table.columns.size()));
        } else if (!allValid(record.fields)) {
            skip(table, record.line, "it is no valid UTF-8");
        } else {
            FE_CHECK(checkSize(table, file));
            table.rows.push_back(std::move(record.fields));
        }
    }
    return table;
}

std::string cellText(const base::Json& value)
{
    if (const std::string* text = value.asString()) {
        return *text;
    }
    return value.isNull() ? std::string() : base::toText(value);
}

/// Adds an object's members, and columns for keys that are new.
base::Result<void> addObject(ExampleTable& table, std::map<std::string, std::size_t>& places,
                             const base::Json::Object& members, std::size_t line,
                             const std::string& file)
{
    std::vector<std::string> row(table.columns.size());
    for (const auto& [key, value] : members) {
        std::string text = cellText(value);
        if (text.size() > kMaxCellBytes) {
            skip(table, line, "a value is longer than 1 MiB");
            return {};
        }
        const auto [place, isNew] = places.emplace(key, table.columns.size());
        if (isNew) {
            if (table.columns.size() == kMaxTableColumns) {
                return tooLarge(file, "its objects have more than 1,000 different keys");
            }
            table.columns.push_back(key);
            row.emplace_back();
        }
        row[place->second] = std::move(text);
    }
    table.rows.push_back(std::move(row));
    return {};
}

base::Result<ExampleTable> parseJsonLines(std::string_view text, const std::string& file)
{
    ExampleTable table;
    std::map<std::string, std::size_t> places;
    for (std::size_t line = 1; !text.empty(); ++line) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view one = trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (one.empty()) {
            continue;
        }
        const auto json = base::parseJson(one, file, { .depth = 64 });
        if (!json) {
            skip(table, line, json.error().why);
        } else if (json->asObject() == nullptr) {
            skip(table, line, std::string("it is ") + json->typeName() + " and no object");
        } else {
            FE_CHECK(checkSize(table, file));
            FE_CHECK(addObject(table, places, *json->asObject(), line, file));
        }
    }
    for (auto& row : table.rows) {
        row.resize(table.columns.size());
    }
    return table;
}

base::Result<ExampleTable> parse(std::string_view text, const std::string& file,
                                 const TableReadOptions& options)
{
    if (text.size() > kMaxTableBytes) {
        return tooLarge(file, "it has " + base::bytesText(text.size()) + ", more than 256 MiB");
    }
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
        return refused(file, "it is UTF-16", "save the file as UTF-8");
    }
    if (text.starts_with("\xEF\xBB\xBF")) {
        text.remove_prefix(3);
    }
    std::string converted;
    if (text.find('\n') == std::string_view::npos && text.find('\r') != std::string_view::npos) {
        converted = text; // line ends of the first Macintosh
        std::replace(converted.begin(), converted.end(), '\r', '\n');
        text = converted;
    }
    const auto format = options.format.value_or(
        trimmed(text.substr(0, 4096)).starts_with('{') ? TableFormat::JsonLines : TableFormat::Csv);
    auto table = format == TableFormat::JsonLines
        ? parseJsonLines(text, file)
        : parseDelimited(text, file,
                         format == TableFormat::Tsv ? '\t' : formats::detectDelimiter(text),
                         options.hasHeader);
    if (table && table->rows.empty()) {
        std::string why = "it holds no row";
        if (!table->skipped.empty()) {
            const SkippedRow& first = table->skipped.front();
            why += " that can be read; line " + std::to_string(first.line) + ": " + first.why;
        }
        return refused(file, why, "write a header and at least one row below it");
    }
    return table;
}

} // namespace

std::optional<std::size_t> ExampleTable::column(std::string_view name) const
{
    const auto found = std::find(columns.begin(), columns.end(), name);
    return found == columns.end()
        ? std::nullopt
        : std::optional(static_cast<std::size_t>(found - columns.begin()));
}

FieldValues ExampleTable::values(std::size_t index) const
{
    FieldValues values;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        values.emplace(columns[i], rows[index][i]);
    }
    return values;
}

base::Result<ExampleTable> parseTable(std::string_view bytes, const std::string& file,
                                      const TableReadOptions& options)
{
    return base::guarded("parseTable", [&] { return parse(bytes, file, options); });
}

base::Result<ExampleTable> readTable(const std::filesystem::path& path,
                                     const TableReadOptions& options)
{
    return base::guarded("readTable", [&]() -> base::Result<ExampleTable> {
        FE_TRY(const std::string text, formats::readTextFile(path, kMaxTableBytes));
        TableReadOptions chosen = options;
        std::string ending = path.extension().string();
        std::transform(ending.begin(), ending.end(), ending.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        });
        if (!chosen.format) {
            if (ending == ".csv") {
                chosen.format = TableFormat::Csv;
            } else if (ending == ".tsv" || ending == ".tab") {
                chosen.format = TableFormat::Tsv;
            } else if (ending == ".jsonl" || ending == ".ndjson") {
                chosen.format = TableFormat::JsonLines;
            }
        }
        return parse(text, path.string(), chosen);
    });
}

} // namespace fe::evaluation
