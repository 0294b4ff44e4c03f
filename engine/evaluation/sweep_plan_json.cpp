// SPDX-License-Identifier: Apache-2.0
#include "base/guarded.h"
#include "evaluation/json_reading.h"
#include "evaluation/sweep_record.h"
#include "formats/sha256.h"

#include <span>

namespace fe::evaluation {
namespace {

using base::Json;

Json tableJson(const ExampleTable& table)
{
    Json rows = Json::array();
    for (const auto& row : table.rows) {
        rows.push(Json::arrayOf(row));
    }
    Json json = Json::object();
    json.set("columns", Json::arrayOf(table.columns));
    json.set("rows", std::move(rows));
    return json;
}

ExampleTable readTable(JsonReading& outer, std::string_view key)
{
    JsonReading reading = outer.object(key);
    ExampleTable table;
    table.columns = reading.texts("columns");
    if (const Json* rows = reading.array("rows")) {
        for (const Json& row : *rows->asArray()) {
            std::vector<std::string>& cells = table.rows.emplace_back();
            const Json::Array* items = row.asArray();
            for (std::size_t i = 0; items != nullptr && i < items->size(); ++i) {
                const std::string* cell = (*items)[i].asString();
                cells.push_back(cell == nullptr ? std::string() : *cell);
                items = cell == nullptr ? nullptr : items;
            }
            if (items == nullptr || cells.size() != table.columns.size()) {
                reading.fail("rows", "a row is no array of as many texts as there are columns");
                break;
            }
        }
    }
    outer.merge(reading);
    return table;
}

Json promptJson(const PromptPlan& prompt)
{
    Json json = Json::object();
    json.set("instruction", prompt.instruction);
    json.set("pattern", prompt.pattern.text());
    json.set("answer_field", prompt.answerField);
    json.set("separator", prompt.separator);
    json.set("reasoned_answer", prompt.reasonedAnswer.text());
    json.set("trigger", prompt.trigger);
    return json;
}

PromptPattern readPattern(JsonReading& reading, std::string_view key)
{
    auto pattern = PromptPattern::parse(reading.text(key));
    if (!pattern) {
        reading.fail(key, pattern.error().why);
        return {};
    }
    return *std::move(pattern);
}

PromptPlan readPrompt(JsonReading& outer)
{
    JsonReading reading = outer.object("prompt");
    PromptPlan prompt;
    prompt.instruction = reading.text("instruction");
    prompt.pattern = readPattern(reading, "pattern");
    prompt.answerField = reading.text("answer_field");
    prompt.separator = reading.text("separator");
    prompt.reasonedAnswer = readPattern(reading, "reasoned_answer");
    prompt.trigger = reading.text("trigger");
    outer.merge(reading);
    return prompt;
}

Json generatedJson(const GeneratedAnswers& generated)
{
    const AnswerRule& rule = generated.rule;
    Json ruleJson = Json::object();
    ruleJson.set("kind", answerRuleName(rule.kind));
    ruleJson.set("expression", rule.expression);
    ruleJson.set("labels", Json::arrayOf(rule.labels));
    ruleJson.set("ignore_case", rule.ignoreCase);
    ruleJson.set("ignore_punctuation", rule.ignorePunctuation);
    const generation::SamplingOptions& sampling = generated.sampling;
    Json json = Json::object();
    json.set("rule", std::move(ruleJson));
    json.set("temperature", sampling.temperature);
    json.set("top_k", sampling.topK);
    json.set("top_p", sampling.topP);
    json.set("min_p", sampling.minP);
    json.set("typical_p", sampling.typicalP);
    json.set("repetition_penalty", sampling.repetitionPenalty);
    json.set("frequency_penalty", sampling.frequencyPenalty);
    json.set("presence_penalty", sampling.presencePenalty);
    json.set("max_tokens", generated.maxTokens);
    json.set("stop", Json::arrayOf(generated.stop));
    return json;
}

AnswerRule readRule(JsonReading& outer)
{
    JsonReading reading = outer.object("rule");
    AnswerRule rule;
    const auto kind = answerRuleFromName(reading.text("kind"));
    if (!kind) {
        reading.fail("kind", "there is no such rule");
    }
    rule.kind = kind.value_or(AnswerRule::Kind::Whole);
    rule.expression = reading.text("expression");
    rule.labels = reading.texts("labels");
    rule.ignoreCase = reading.boolean("ignore_case");
    rule.ignorePunctuation = reading.boolean("ignore_punctuation");
    outer.merge(reading);
    return rule;
}

GeneratedAnswers readGenerated(JsonReading& outer)
{
    JsonReading reading = outer.object("generated");
    GeneratedAnswers generated;
    generated.rule = readRule(reading);
    generation::SamplingOptions& sampling = generated.sampling;
    sampling.temperature = reading.number("temperature");
    sampling.topK = static_cast<std::int32_t>(reading.integer("top_k"));
    sampling.topP = reading.number("top_p");
    sampling.minP = reading.number("min_p");
    sampling.typicalP = reading.number("typical_p");
    sampling.repetitionPenalty = reading.number("repetition_penalty");
    sampling.frequencyPenalty = reading.number("frequency_penalty");
    sampling.presencePenalty = reading.number("presence_penalty");
    generated.maxTokens = reading.integer("max_tokens");
    generated.stop = reading.texts("stop");
    outer.merge(reading);
    return generated;
}

/// What a measured cell depends on.
Json essence(const SweepPlan& plan)
{
    Json json = Json::object();
    json.set("table", tableJson(plan.table));
    json.set("pool", tableJson(plan.pool));
    json.set("prompt", promptJson(plan.prompt));
    json.set("labels", Json::arrayOf(plan.labels));
    json.set("balanced", plan.balanced);
    json.set("calibrated", plan.calibrated);
    json.set("content_free", Json::arrayOf(plan.contentFree));
    if (plan.generated) {
        json.set("generated", generatedJson(*plan.generated));
    }
    return json;
}

std::string sha256Text(const std::string& text)
{
    // It fails only where OpenSSL has no SHA-256 at all.
    const auto digest = formats::sha256(std::as_bytes(std::span(text)));
    return digest ? formats::hexText(*digest) : std::string();
}

} // namespace

Json toJson(const SweepPlan& plan)
{
    Json json = essence(plan);
    json.set("shots", Json::arrayOf(plan.shots));
    json.set("seeds", Json::arrayOf(plan.seeds));
    json.set("limit", std::uint64_t { plan.limit });
    return json;
}

base::Result<SweepPlan> sweepPlanFromJson(const Json& json, const std::string& file)
{
    return base::guarded("sweepPlanFromJson", [&]() -> base::Result<SweepPlan> {
        JsonReading reading(&json, file, "plan");
        SweepPlan plan;
        plan.table = readTable(reading, "table");
        plan.pool = readTable(reading, "pool");
        plan.prompt = readPrompt(reading);
        plan.labels = reading.texts("labels");
        plan.shots.clear();
        for (const std::uint64_t shots : reading.naturals("shots")) {
            plan.shots.push_back(static_cast<std::int64_t>(shots));
        }
        plan.seeds = reading.naturals("seeds");
        plan.balanced = reading.boolean("balanced");
        plan.limit = reading.natural("limit");
        plan.calibrated = reading.boolean("calibrated");
        plan.contentFree = reading.texts("content_free");
        if (reading.has("generated")) {
            plan.generated = readGenerated(reading);
        }
        FE_CHECK(reading.result());
        if (const auto sound = checkSweep(plan); !sound) {
            return base::malformed(file, "plan", sound.error().why);
        }
        return plan;
    });
}

std::string dataSha256(const ExampleTable& table)
{
    return sha256Text(base::toText(tableJson(table)));
}

std::string planFingerprint(const SweepPlan& plan)
{
    return sha256Text(base::toText(essence(plan)));
}

} // namespace fe::evaluation
