// SPDX-License-Identifier: GPL-3.0-or-later
// Comparison to JSON and back: the history, the export and the state kept between starts.
#include "prompting/compare/comparison.h"

#include <QJsonDocument>

namespace fe::prompting {

namespace {

using base::Json;
using State = ComparisonColumn::State;

constexpr std::string_view kFormat = "foundation-explorer-comparison";
constexpr std::int64_t kVersion = 1;
constexpr std::size_t kMostColumns = 1000;

struct StateName {
    State state;
    const char* name;
};
// What can be found on the disk: a column that had not ended is a cancelled one.
constexpr StateName kStates[]
    = { { State::Done, "done" }, { State::Cancelled, "cancelled" }, { State::Failed, "failed" } };

const char* stateName(State state)
{
    for (const StateName& row : kStates) {
        if (row.state == state) {
            return row.name;
        }
    }
    return "cancelled";
}

base::Error notOurs()
{
    return base::malformed({}, {}, "it is no saved comparison of this program");
}

/// The document is Qt's JSON, which has no 64-bit integers: it passes as a text of its own.
std::string documentText(const PromptDocument& document)
{
    return QJsonDocument(toJson(document)).toJson(QJsonDocument::Compact).toStdString();
}

std::optional<std::string> textAt(const Json& json, const char* key)
{
    const Json* value = json.find(key);
    return value == nullptr || value->asString() == nullptr ? std::nullopt
                                                            : std::optional(*value->asString());
}

std::optional<PromptDocument> documentAt(const Json& json)
{
    const auto text = textAt(json, "document");
    const auto parsed
        = QJsonDocument::fromJson(QByteArray::fromStdString(text.value_or(std::string())));
    return parsed.isObject() ? std::optional(documentFromJson(parsed.object())) : std::nullopt;
}

Json columnJson(const ComparisonColumn& column)
{
    const auto answer = column.answer();
    const auto right = column.isRight();
    return Json(Json::Object { { "way", rowOf(column.way).id },
                               { "title", column.title.toStdString() },
                               { "model", column.model.toStdString() },
                               { "model_path", column.modelPath.toStdString() },
                               { "document", documentText(column.document) },
                               { "state", stateName(column.state) },
                               { "problem", column.problem.toStdString() },
                               // Made anew when it is read; there for other programs.
                               { "answer", answer ? Json(*answer) : Json() },
                               { "right", right ? Json(*right) : Json() },
                               { "record", column.record ? toJson(*column.record) : Json() } });
}

base::Result<ComparisonColumn> columnFromJson(const Json& json)
{
    const auto way = wayOfId(QString::fromStdString(textAt(json, "way").value_or("")));
    const auto title = textAt(json, "title");
    const auto model = textAt(json, "model");
    const auto path = textAt(json, "model_path");
    const auto state = textAt(json, "state");
    const auto problem = textAt(json, "problem");
    const auto document = documentAt(json);
    const Json* record = json.find("record");
    if (!way || !title || !model || !path || !state || !problem || !document || record == nullptr) {
        return notOurs();
    }
    ComparisonColumn column { *way,
                              QString::fromStdString(*title),
                              QString::fromStdString(*model),
                              QString::fromStdString(*path),
                              *document,
                              State::Cancelled,
                              {},
                              QString::fromStdString(*problem) };
    for (const StateName& row : kStates) {
        column.state = *state == row.name ? row.state : column.state;
    }
    if (!record->isNull()) {
        FE_TRY(RunRecord read, recordFromJson(*record));
        column.record = std::make_shared<const RunRecord>(std::move(read));
    } else if (column.state == State::Done) {
        return notOurs();
    }
    return column;
}

base::Result<void> checkFormat(const Json& json)
{
    const Json* version = json.find("version");
    const std::int64_t number = version == nullptr ? 0 : version->asInt().value_or(0);
    if (textAt(json, "format") != kFormat || number < 1) {
        return notOurs();
    }
    if (number > kVersion) {
        return base::unsupported({}, "version",
                                 "a newer version of this program wrote the comparison");
    }
    return {};
}

} // namespace

base::Json toJson(const Comparison& comparison)
{
    Json columns = Json::array();
    for (const ComparisonColumn& column : comparison.columns) {
        columns.push(columnJson(column));
    }
    return Json(Json::Object { { "format", kFormat },
                               { "version", kVersion },
                               { "time", comparison.time.toStdString() },
                               { "seed", static_cast<std::uint64_t>(comparison.seed) },
                               { "given", comparison.given },
                               { "document", documentText(comparison.document) },
                               { "columns", std::move(columns) } });
}

base::Result<Comparison> comparisonFromJson(const base::Json& json)
{
    FE_CHECK(checkFormat(json));
    const auto time = textAt(json, "time");
    const Json* seed = json.find("seed");
    const Json* given = json.find("given");
    const Json* columns = json.find("columns");
    const auto document = documentAt(json);
    if (!time || seed == nullptr || !seed->asUint() || given == nullptr || !given->asBool()
        || !document || columns == nullptr || columns->asArray() == nullptr
        || columns->asArray()->size() > kMostColumns) {
        return notOurs();
    }
    Comparison comparison;
    comparison.document = *document;
    comparison.seed = *seed->asUint();
    comparison.time = QString::fromStdString(*time);
    comparison.given = *given->asBool();
    for (const Json& item : *columns->asArray()) {
        FE_TRY(ComparisonColumn column, columnFromJson(item));
        comparison.columns.push_back(std::move(column));
    }
    return comparison;
}

} // namespace fe::prompting
