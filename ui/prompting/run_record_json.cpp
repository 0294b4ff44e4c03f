// SPDX-License-Identifier: GPL-3.0-or-later
// RunRecord to JSON and back: the export and the state kept between starts.
#include "prompting/run_record.h"

#include <cmath>
#include <limits>

namespace fe::prompting {

namespace {

using base::Json;

constexpr const char* kFormat = "foundation-explorer-run-1";

Json stepJson(const generation::Step& step, const RunRecord& record)
{
    Json top = Json::array();
    for (const generation::Alternative& alternative : step.top) {
        top.push(Json(Json::Object { { "id", alternative.id },
                                     { "token", record.label(alternative.id) },
                                     { "logprob", alternative.logProb } }));
    }
    return Json(Json::Object { { "id", step.id },
                               { "token", record.label(step.id) },
                               { "logprob", step.logProb },
                               { "rank", step.rank },
                               { "entropy", step.entropy },
                               { "text_begin", static_cast<std::uint64_t>(step.textBegin) },
                               { "text_end", static_cast<std::uint64_t>(step.textEnd) },
                               { "top", std::move(top) } });
}

Json optionsJson(const generation::GenerationOptions& options)
{
    const generation::SamplingOptions& sampling = options.sampling;
    Json bias = Json::array();
    for (const auto& [id, value] : sampling.logitBias) {
        // A ban is -infinity, which JSON has no number for.
        bias.push(Json(Json::Object {
            { "id", id }, { "bias", std::isinf(value) ? Json("-inf") : Json(value) } }));
    }
    return Json(Json::Object { { "temperature", sampling.temperature },
                               { "top_k", sampling.topK },
                               { "top_p", sampling.topP },
                               { "min_p", sampling.minP },
                               { "typical", sampling.typicalP },
                               { "repetition_penalty", sampling.repetitionPenalty },
                               { "frequency_penalty", sampling.frequencyPenalty },
                               { "presence_penalty", sampling.presencePenalty },
                               { "logit_bias", std::move(bias) },
                               { "seed", sampling.seed },
                               { "max_tokens", options.maxTokens },
                               { "stop", Json::arrayOf(options.stop) },
                               { "stop_ids", Json::arrayOf(options.stopIds) },
                               { "top_logprobs", options.topAlternatives } });
}

Json runJson(const RunRecord& record)
{
    return Json(Json::Object {
        { "format", kFormat },
        { "time", record.time },
        { "version", record.version },
        { "model",
          Json(Json::Object {
              { "name", record.modelName },
              { "path", record.modelPath },
              { "sha256", record.modelSha256.empty() ? Json() : Json(record.modelSha256) },
              { "architecture", record.architecture } }) },
        { "weights", record.weights },
        { "device", record.device },
        { "threads", record.threads },
        { "mode", modeId(record.mode) },
        { "prompt", record.prompt },
        { "prompt_ids", Json::arrayOf(record.promptIds) },
        { "options", optionsJson(record.options) },
        { "warnings", Json::arrayOf(record.warnings) } });
}

// Reading: a field that is missing or of another type spoils the whole.
class Reader
{
public:
    explicit Reader(const Json& json) : m_json(json) { }

    [[nodiscard]] bool good() const { return m_good; }
    void fail() { m_good = false; }

    const Json& at(const char* key)
    {
        static const Json none;
        const Json* found = m_json.find(key);
        m_good = m_good && found != nullptr;
        return found == nullptr ? none : *found;
    }
    std::string text(const char* key)
    {
        const std::string* value = at(key).asString();
        m_good = m_good && value != nullptr;
        return value == nullptr ? std::string() : *value;
    }
    double number(const char* key)
    {
        const auto value = at(key).asDouble();
        m_good = m_good && value.has_value();
        return value.value_or(0);
    }
    template<typename Int>
    Int whole(const char* key)
    {
        const auto value = at(key).asInt();
        const bool fits = value && *value >= std::numeric_limits<Int>::min()
            && *value <= static_cast<std::int64_t>(std::numeric_limits<Int>::max());
        m_good = m_good && fits;
        return fits ? static_cast<Int>(*value) : Int {};
    }
    std::size_t size(const char* key) { return static_cast<std::size_t>(whole<std::int32_t>(key)); }
    const Json::Array& list(const char* key)
    {
        static const Json::Array none;
        const Json::Array* value = at(key).asArray();
        m_good = m_good && value != nullptr;
        return value == nullptr ? none : *value;
    }
    std::vector<generation::TokenId> ids(const char* key)
    {
        std::vector<generation::TokenId> result;
        for (const Json& item : list(key)) {
            const auto id = item.asInt();
            m_good = m_good && id && *id >= 0
                && *id <= std::numeric_limits<generation::TokenId>::max();
            result.push_back(m_good ? static_cast<generation::TokenId>(*id) : 0);
        }
        return result;
    }

private:
    const Json& m_json;
    bool m_good = true;
};

float logProbOf(Reader& reader, const char* key)
{
    // Written as null where the model gave probability zero.
    return reader.at(key).isNull() ? -std::numeric_limits<float>::infinity()
                                   : static_cast<float>(reader.number(key));
}

bool readStep(const Json& json, RunRecord& record)
{
    Reader reader(json);
    generation::Step step;
    step.id = reader.whole<std::int32_t>("id");
    record.labels[step.id] = reader.text("token");
    step.logProb = logProbOf(reader, "logprob");
    step.rank = reader.whole<std::int32_t>("rank");
    // An endpoint's step: what the server did not say is not known.
    if (step.rank == 0 && reader.at("logprob").isNull()) {
        step.logProb = std::numeric_limits<float>::quiet_NaN();
    }
    step.entropy = reader.at("entropy").isNull() ? std::numeric_limits<float>::quiet_NaN()
                                                 : static_cast<float>(reader.number("entropy"));
    step.textBegin = reader.size("text_begin");
    step.textEnd = reader.size("text_end");
    for (const Json& item : reader.list("top")) {
        Reader alternative(item);
        const auto id = alternative.whole<std::int32_t>("id");
        record.labels[id] = alternative.text("token");
        step.top.push_back({ id, logProbOf(alternative, "logprob") });
        if (!alternative.good()) {
            return false;
        }
    }
    const std::size_t before
        = record.generation.steps.empty() ? 0 : record.generation.steps.back().textEnd;
    const bool sound = reader.good() && step.textBegin >= before && step.textBegin <= step.textEnd
        && step.textEnd <= record.generation.text.size();
    record.generation.steps.push_back(std::move(step));
    return sound;
}

bool readOptions(const Json& json, generation::GenerationOptions& options)
{
    Reader reader(json);
    generation::SamplingOptions& sampling = options.sampling;
    sampling.temperature = reader.number("temperature");
    sampling.topK = reader.whole<std::int32_t>("top_k");
    sampling.topP = reader.number("top_p");
    sampling.minP = reader.number("min_p");
    sampling.typicalP = reader.number("typical");
    sampling.repetitionPenalty = reader.number("repetition_penalty");
    sampling.frequencyPenalty = reader.number("frequency_penalty");
    sampling.presencePenalty = reader.number("presence_penalty");
    const auto seed = reader.at("seed").asUint();
    sampling.seed = seed.value_or(0);
    options.maxTokens = reader.whole<std::int64_t>("max_tokens");
    options.stopIds = reader.ids("stop_ids");
    options.topAlternatives = reader.whole<std::int32_t>("top_logprobs");
    for (const Json& item : reader.list("stop")) {
        if (const std::string* stop = item.asString()) {
            options.stop.push_back(*stop);
        }
    }
    for (const Json& item : reader.list("logit_bias")) {
        Reader entry(item);
        const bool banned = entry.at("bias").asString() != nullptr;
        const double bias
            = banned ? -std::numeric_limits<double>::infinity() : entry.number("bias");
        sampling.logitBias[entry.whole<std::int32_t>("id")] = bias;
        if (!entry.good()) {
            return false;
        }
    }
    return reader.good() && seed.has_value();
}

bool readRun(const Json& json, RunRecord& record)
{
    Reader reader(json);
    if (reader.text("format") != kFormat) {
        return false;
    }
    record.time = reader.text("time");
    record.version = reader.text("version");
    Reader model(reader.at("model"));
    record.modelName = model.text("name");
    record.modelPath = model.text("path");
    record.modelSha256 = model.at("sha256").isNull() ? std::string() : model.text("sha256");
    record.architecture = model.text("architecture");
    record.weights = reader.text("weights");
    record.device = reader.text("device");
    record.threads = reader.whole<int>("threads");
    record.mode = modeOfId(QString::fromStdString(reader.text("mode"))).value_or(Mode::Free);
    record.prompt = reader.text("prompt");
    record.promptIds = reader.ids("prompt_ids");
    if (const Json* warnings = json.find("warnings"); warnings && warnings->asArray()) {
        for (const Json& warning : *warnings->asArray()) {
            record.warnings.push_back(warning.asString() ? *warning.asString() : std::string());
        }
    }
    return readOptions(reader.at("options"), record.options) && reader.good() && model.good();
}

bool readResult(Reader& reader, RunRecord& record)
{
    using generation::StopReason;
    generation::Generation& generation = record.generation;
    generation.text = reader.text("text");
    const std::string reason = reader.text("finish_reason");
    bool known = false;
    for (const StopReason candidate :
         { StopReason::Length, StopReason::Stop, StopReason::Eos, StopReason::Cancelled }) {
        if (reason == generation::stopReasonName(candidate)) {
            generation.reason = candidate;
            known = true;
        }
    }
    Reader timings(reader.at("timings"));
    generation.timings.promptSeconds = timings.number("prompt_s");
    generation.timings.decodeSeconds = timings.number("decode_s");
    generation.timings.promptTokens = timings.whole<std::int64_t>("prompt_read_tokens");
    generation.timings.decodeTokens = timings.whole<std::int64_t>("decode_tokens");
    record.firstTokenSeconds = timings.number("first_token_s");
    for (const Json& step : reader.list("steps")) {
        if (!readStep(step, record)) {
            return false;
        }
    }
    return known && timings.good();
}

} // namespace

base::Json toJson(const RunRecord& record)
{
    const generation::Generation& generation = record.generation;
    Json ids = Json::array();
    Json steps = Json::array();
    for (const generation::Step& step : generation.steps) {
        ids.push(step.id);
        steps.push(stepJson(step, record));
    }
    const generation::Timings& timings = generation.timings;
    return Json(Json::Object {
        { "text", generation.text },
        { "ids", std::move(ids) },
        { "finish_reason", generation::stopReasonName(generation.reason) },
        { "steps", std::move(steps) },
        { "prompt_tokens", static_cast<std::uint64_t>(record.promptIds.size()) },
        { "timings",
          Json(Json::Object { { "prompt_s", timings.promptSeconds },
                              { "decode_s", timings.decodeSeconds },
                              { "first_token_s", record.firstTokenSeconds },
                              { "prompt_read_tokens", timings.promptTokens },
                              { "decode_tokens", timings.decodeTokens },
                              { "decode_tokens_per_s", record.tokensPerSecond() } }) },
        { "run", runJson(record) } });
}

base::Result<RunRecord> recordFromJson(const base::Json& json)
{
    RunRecord record;
    Reader reader(json);
    if (!readResult(reader, record) || !readRun(reader.at("run"), record) || !reader.good()) {
        return base::malformed({}, {}, "it is no saved run of this program");
    }
    return record;
}

} // namespace fe::prompting
