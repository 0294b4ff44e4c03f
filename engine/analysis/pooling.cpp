// SPDX-License-Identifier: Apache-2.0
#include "analysis/pooling.h"

#include <algorithm>
#include <array>

namespace fe::analysis {
namespace {

using base::Json;
using base::Result;

constexpr const char* kPoolingFile = "1_Pooling/config.json";
constexpr const char* kSentenceFile = "sentence_bert_config.json";

/// A side file as a JSON object; null if the model has none.
Result<Json> sideObject(const formats::ModelPackage& package, const std::string& name)
{
    const std::vector<std::string> names = package.sideFileNames();
    if (std::find(names.begin(), names.end(), name) == names.end()) {
        return Json();
    }
    const std::string file = (package.path() / name).string();
    FE_TRY(const std::string text, package.readSideFile(name));
    FE_TRY(Json json, base::parseJson(text, file));
    if (!json.isObject()) {
        return base::malformed(file, {},
                               std::string("it holds ") + json.typeName() + ", not an object");
    }
    return json;
}

struct Mode {
    const char* key;
    std::optional<Pooling> pooling; ///< nothing: we do not have it
};

constexpr std::array kModes = {
    Mode { "pooling_mode_cls_token", Pooling::First },
    Mode { "pooling_mode_mean_tokens", Pooling::Mean },
    Mode { "pooling_mode_max_tokens", Pooling::Maximum },
    Mode { "pooling_mode_lasttoken", Pooling::Last },
    Mode { "pooling_mode_mean_sqrt_len_tokens", Pooling::Mean }, // the same direction
    Mode { "pooling_mode_weightedmean_tokens", std::nullopt },
};

Result<Pooling> statedPooling(const Json& config, const std::string& file)
{
    std::optional<Pooling> chosen;
    for (const Mode& mode : kModes) {
        const Json* flag = config.find(mode.key);
        if (flag == nullptr || !flag->asBool().value_or(false)) {
            continue;
        }
        if (!mode.pooling || (chosen && *chosen != *mode.pooling)) {
            return base::unsupported(file, mode.key,
                                     chosen ? "several ways of pooling at once are not supported"
                                            : "this way of pooling is not supported");
        }
        chosen = mode.pooling;
    }
    return chosen.value_or(Pooling::Mean);
}

Pooling usualPooling(const models::ModelInfo& info)
{
    if (info.kind == "vision-language") {
        return Pooling::Own;
    }
    if (info.kind == "vision") {
        return Pooling::First;
    }
    return info.kind == "decoder" ? Pooling::Last : Pooling::Mean;
}

} // namespace

const char* poolingName(Pooling pooling)
{
    switch (pooling) {
    case Pooling::Mean:
        return "mean";
    case Pooling::First:
        return "cls";
    case Pooling::Last:
        return "last";
    case Pooling::Maximum:
        return "max";
    case Pooling::Own:
        break;
    }
    return "model";
}

Result<EmbeddingSettings> embeddingSettings(const formats::ModelPackage& package,
                                            const models::ModelInfo& info)
{
    EmbeddingSettings settings { usualPooling(info), {} };
    FE_TRY(const Json pooling, sideObject(package, kPoolingFile));
    if (!pooling.isNull()) {
        FE_TRY(settings.pooling, statedPooling(pooling, (package.path() / kPoolingFile).string()));
    }
    FE_TRY(const Json sentence, sideObject(package, kSentenceFile));
    if (const Json* longest = sentence.findNonNull("max_seq_length")) {
        const auto tokens = longest->asInt();
        if (!tokens || *tokens < 1) {
            return base::malformed((package.path() / kSentenceFile).string(), "max_seq_length",
                                   "a number of tokens is needed");
        }
        settings.maxTokens = tokens;
    }
    return settings;
}

} // namespace fe::analysis
