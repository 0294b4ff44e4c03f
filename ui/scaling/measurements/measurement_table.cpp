// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/measurements/measurement_table.h"

#include <algorithm>
#include <array>
#include <map>

namespace fe::scaling_tab {

namespace {

using base::Json;
using scaling::ColumnKind;

constexpr const char* kKind = "measurement";
constexpr const char* kFormat = "foundation-explorer/measurements";
constexpr std::int64_t kNewestVersion = 1;
constexpr std::int64_t kMostEntries = 100'000;

struct Field {
    const char* key; ///< of the document
    const char* column; ///< as tables of measurements call it
    ColumnKind kind;
};

constexpr std::array kFields {
    Field { "model", "model", ColumnKind::Text },
    Field { "parameters", "parameters", ColumnKind::Number },
    Field { "task", "task", ColumnKind::Text },
    Field { "metric", "metric", ColumnKind::Text },
    Field { "value", "value", ColumnKind::Number },
    Field { "low", "ci_low", ColumnKind::Number },
    Field { "high", "ci_high", ColumnKind::Number },
    Field { "n", "n_instances", ColumnKind::Number },
    Field { "chance", "chance", ColumnKind::Number },
    Field { "shots", "shots", ColumnKind::Number },
    Field { "scoring", "scoring", ColumnKind::Text },
    Field { "seeds", "seeds", ColumnKind::Number },
    Field { "interval", "interval", ColumnKind::Text },
    Field { "time", "time", ColumnKind::Text },
    Field { "model_sha256", "model_sha256", ColumnKind::Text },
    Field { "data_sha256", "data_sha256", ColumnKind::Text },
};

std::string quotedCell(const std::string& text)
{
    if (text.find_first_of(",\"\r\n") == std::string::npos) {
        return text;
    }
    std::string cell = "\"";
    for (const char c : text) {
        cell += c == '"' ? std::string("\"\"") : std::string(1, c);
    }
    return cell + '"';
}

std::string cellOf(const Json& row, const std::string& key)
{
    const Json* value = row.findNonNull(key);
    if (value == nullptr) {
        return {};
    }
    return quotedCell(value->isString() ? *value->asString() : base::toText(*value));
}

/// Keys that the rows have beyond the known ones, in the order in which they appear.
std::vector<std::string> otherKeys(const std::vector<MeasuredRow>& rows)
{
    const auto isKnown = [](const std::string& key) {
        return std::any_of(kFields.begin(), kFields.end(), [&](const Field& field) {
            return key == field.key || key == field.column;
        });
    };
    std::vector<std::string> keys;
    for (const MeasuredRow& row : rows) {
        for (const auto& [key, value] : *row.fields.asObject()) {
            if (!key.empty() && !isKnown(key)
                && std::find(keys.begin(), keys.end(), key) == keys.end()) {
                keys.push_back(key);
            }
        }
    }
    return keys;
}

base::Result<Json> parsed(const std::string& document)
{
    FE_TRY(Json json, base::parseJson(document, "history"));
    const Json* format = json.find("format");
    const Json* version = json.find("version");
    const Json* rows = json.find("rows");
    if (format == nullptr || format->asString() == nullptr || *format->asString() != kFormat
        || rows == nullptr || rows->asArray() == nullptr) {
        return base::malformed("history", "rows", "this is no list of measurements");
    }
    if (version == nullptr || version->asInt().value_or(0) < 1
        || version->asInt().value_or(0) > kNewestVersion) {
        return base::Error {
            base::ErrorCode::Unsupported,        "cannot read measurements", "history", "version",
            "they were kept by a newer program", "use that program"
        };
    }
    return json;
}

} // namespace

base::Result<Json::Array> measurementRows(const std::string& document)
{
    FE_TRY(const Json json, parsed(document));
    return *json.find("rows")->asArray();
}

base::Result<std::string> withoutRows(const std::string& document,
                                      const std::vector<std::size_t>& places)
{
    FE_TRY(Json json, parsed(document));
    const Json::Array& rows = *json.find("rows")->asArray();
    Json left = Json::array();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (!std::binary_search(places.begin(), places.end(), i)) {
            left.push(rows[i]);
        }
    }
    json.set("rows", std::move(left));
    return base::toText(json);
}

base::Result<TablePtr> measurementTable(const std::vector<MeasuredRow>& rows,
                                        const base::CancelToken& cancel, base::Progress& progress)
{
    if (rows.empty()) {
        return TablePtr();
    }
    const std::vector<std::string> others = otherKeys(rows);
    scaling::TableOptions options { ',', '.' };
    std::string csv;
    for (const Field& field : kFields) {
        csv += (csv.empty() ? "" : ",") + std::string(field.column);
        options.kinds.emplace_back(field.column, field.kind);
    }
    for (const std::string& key : others) {
        csv += ',' + quotedCell(key);
    }
    csv += '\n';
    for (const MeasuredRow& row : rows) {
        std::string line;
        for (const Field& field : kFields) {
            line += (&field == kFields.data() ? "" : ",") + cellOf(row.fields, field.key);
        }
        for (const std::string& key : others) {
            line += ',' + cellOf(row.fields, key);
        }
        csv += line + '\n';
    }
    FE_TRY(scaling::DataTable table,
           scaling::parseDataTable(csv, "measurements", options, cancel, progress));
    return std::make_shared<const scaling::DataTable>(std::move(table));
}

base::Result<MeasurementSet> readMeasurements(const history::RunHistory& history,
                                              const base::CancelToken& cancel,
                                              base::Progress& progress)
{
    history::RunQuery query;
    query.kinds = { kKind };
    query.most = kMostEntries;
    FE_TRY(std::vector<history::RunEntry> entries, history.find(query));
    std::reverse(entries.begin(), entries.end());
    MeasurementSet set;
    for (const history::RunEntry& entry : entries) {
        if (cancel.isCancelled()) {
            return base::cancelled();
        }
        FE_TRY(const std::string document, history.document(entry.id));
        const auto found = measurementRows(document);
        if (!found) {
            ++set.unreadable;
            continue;
        }
        for (std::size_t i = 0; i < found->size(); ++i) {
            if ((*found)[i].asObject() != nullptr) {
                set.rows.push_back({ entry.id, i, (*found)[i] });
            }
        }
    }
    FE_TRY(set.table, measurementTable(set.rows, cancel, progress));
    return set;
}

base::Result<void> removeMeasurements(history::RunHistory& history,
                                      const std::vector<MeasuredRow>& rows)
{
    std::map<history::RunId, std::vector<std::size_t>> byRun;
    for (const MeasuredRow& row : rows) {
        byRun[row.run].push_back(row.place);
    }
    for (auto& [run, places] : byRun) {
        std::sort(places.begin(), places.end());
        FE_TRY(const std::string document, history.document(run));
        FE_TRY(const std::string left, withoutRows(document, places));
        FE_TRY(const Json::Array remaining, measurementRows(left));
        if (remaining.empty()) {
            FE_CHECK(history.remove({ run }));
            continue;
        }
        FE_TRY(const history::RunEntry entry, history.entry(run));
        FE_CHECK(history.replace(run, entry.summary, {}, left));
    }
    return {};
}

} // namespace fe::scaling_tab
