// SPDX-License-Identifier: Apache-2.0
#include "evaluation/sweep_record.h"

#include "base/guarded.h"
#include "evaluation/json_reading.h"

#include <algorithm>

namespace fe::evaluation {
namespace {

using base::Json;

constexpr const char* kFormat = "foundation-explorer/sweep";
constexpr std::int64_t kVersion = 1;

std::vector<generation::TextScore> readScores(JsonReading& reading)
{
    const auto sums = reading.numbers("sums");
    const auto tokens = reading.naturals("tokens");
    const auto bytes = reading.naturals("bytes");
    if (sums.size() != tokens.size() || sums.size() != bytes.size()) {
        reading.fail("sums", "there are not as many tokens and bytes");
        return {};
    }
    std::vector<generation::TextScore> scores;
    for (std::size_t i = 0; i < sums.size(); ++i) {
        scores.push_back(
            { sums[i], static_cast<std::int64_t>(tokens[i]), static_cast<std::int64_t>(bytes[i]) });
    }
    return scores;
}

base::Result<SweepCell> readCell(const Json& json, const std::string& file)
{
    JsonReading reading(&json, file, "cell");
    SweepCell cell;
    cell.query = reading.natural("query");
    cell.shots = reading.integer("shots");
    cell.seed = reading.natural("seed");
    if (reading.has("refusal")) {
        cell.refusal = reading.text("refusal");
    }
    if (reading.has("sums")) {
        cell.scores = readScores(reading);
    }
    if (reading.has("content_free")) {
        cell.contentFree = reading.numbers("content_free");
    }
    if (reading.has("generated")) {
        cell.generated = reading.text("generated");
    }
    FE_CHECK(reading.result());
    return cell;
}

base::Result<SweepProvenance> readProvenance(const Json* json, const std::string& file)
{
    JsonReading reading(json, file, "provenance");
    SweepProvenance provenance;
    provenance.model = reading.text("model");
    provenance.modelSha256 = reading.text("model_sha256");
    provenance.weights = reading.text("weights");
    provenance.device = reading.text("device");
    provenance.dataFile = reading.text("data_file");
    provenance.version = reading.text("version");
    provenance.time = reading.text("time");
    FE_CHECK(reading.result());
    return provenance;
}

base::Result<SweepRecord> readRecord(const Json& json, const std::string& file)
{
    JsonReading reading(&json, file, {});
    if (reading.text("format") != kFormat) {
        return base::malformed(file, "format", "it is no stored sweep");
    }
    if (const std::int64_t version = reading.integer("version"); version > kVersion) {
        return base::unsupported(file, "version",
                                 "it was written by a later version of this program");
    }
    SweepRecord record;
    record.complete = reading.boolean("complete");
    record.tokensRead = reading.integer("tokens_read");
    record.uniqueTokens = reading.integer("unique_tokens");
    const Json* cells = reading.array("cells");
    FE_CHECK(reading.result());
    FE_TRY(record.provenance, provenanceFromJson(json.find("provenance"), file));
    const Json* plan = json.find("plan");
    FE_TRY(record.plan, sweepPlanFromJson(plan == nullptr ? Json() : *plan, file));
    for (const Json& cell : *cells->asArray()) {
        FE_TRY(record.cells.emplace_back(), sweepCellFromJson(cell, file));
    }
    return record;
}

} // namespace

Json toJson(const SweepProvenance& provenance)
{
    Json json = Json::object();
    json.set("model", provenance.model);
    json.set("model_sha256", provenance.modelSha256);
    json.set("weights", provenance.weights);
    json.set("device", provenance.device);
    json.set("data_file", provenance.dataFile);
    json.set("version", provenance.version);
    json.set("time", provenance.time);
    return json;
}

base::Result<SweepProvenance> provenanceFromJson(const Json* json, const std::string& file)
{
    return base::guarded("provenanceFromJson", [&] { return readProvenance(json, file); });
}

Json toJson(const SweepCell& cell)
{
    Json json = Json::object();
    json.set("query", std::uint64_t { cell.query });
    json.set("shots", cell.shots);
    json.set("seed", cell.seed);
    if (!cell.refusal.empty()) {
        json.set("refusal", cell.refusal);
    }
    if (!cell.scores.empty()) {
        Json sums = Json::array();
        Json tokens = Json::array();
        Json bytes = Json::array();
        for (const generation::TextScore& score : cell.scores) {
            sums.push(score.sum);
            tokens.push(score.tokens);
            bytes.push(score.bytes);
        }
        json.set("sums", std::move(sums));
        json.set("tokens", std::move(tokens));
        json.set("bytes", std::move(bytes));
    }
    if (!cell.contentFree.empty()) {
        json.set("content_free", Json::arrayOf(cell.contentFree));
    }
    if (!cell.generated.empty()) {
        json.set("generated", cell.generated);
    }
    return json;
}

base::Result<SweepCell> sweepCellFromJson(const Json& json, const std::string& file)
{
    return base::guarded("sweepCellFromJson", [&] { return readCell(json, file); });
}

Json toJson(const SweepRecord& record)
{
    Json cells = Json::array();
    for (const SweepCell& cell : record.cells) {
        cells.push(toJson(cell));
    }
    Json json = Json::object();
    json.set("format", kFormat);
    json.set("version", kVersion);
    json.set("provenance", toJson(record.provenance));
    json.set("data_sha256", dataSha256(record.plan.table));
    json.set("plan", toJson(record.plan));
    json.set("complete", record.complete);
    json.set("tokens_read", record.tokensRead);
    json.set("unique_tokens", record.uniqueTokens);
    json.set("cells", std::move(cells));
    return json;
}

base::Result<SweepRecord> sweepRecordFromJson(const Json& json, const std::string& file)
{
    return base::guarded("sweepRecordFromJson", [&] { return readRecord(json, file); });
}

} // namespace fe::evaluation
