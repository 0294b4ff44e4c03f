// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/sampling_settings.h"

#include <QJsonArray>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <limits>

namespace fe::prompting {

namespace {

constexpr int kAlternatives = 10; // shown for each token
constexpr int kMostEntries = 1000; // bias entries and stop strings that are read from a file

// The numbers by name: for JSON in both directions.
struct NumberField {
    const char* name;
    double SamplingSettings::*member;
    NumberLimits limits;
};
constexpr NumberField kNumbers[] = {
    { "temperature", &SamplingSettings::temperature, kTemperatureLimits },
    { "top_p", &SamplingSettings::topP, kShareLimits },
    { "min_p", &SamplingSettings::minP, kShareLimits },
    { "typical", &SamplingSettings::typicalP, kShareLimits },
    { "repetition_penalty", &SamplingSettings::repetitionPenalty, kRepetitionLimits },
    { "frequency_penalty", &SamplingSettings::frequencyPenalty, kPenaltyLimits },
    { "presence_penalty", &SamplingSettings::presencePenalty, kPenaltyLimits },
};

struct WholeField {
    const char* name;
    int SamplingSettings::*member;
    NumberLimits limits;
};
constexpr WholeField kWholes[] = {
    { "top_k", &SamplingSettings::topK, kTopKLimits },
    { "max_tokens", &SamplingSettings::maxTokens, kMaxTokensLimits },
    { "samples", &SamplingSettings::samples, kSamplesLimits },
};

double readNumber(const QJsonValue& value, const NumberLimits& limits, double fallback)
{
    const double number = value.toDouble(std::numeric_limits<double>::quiet_NaN());
    return std::isfinite(number) ? std::clamp(number, limits.least, limits.most) : fallback;
}

base::Error badBias(const QString& token, const char* why)
{
    return base::invalidArgument("cannot use the logit bias for \"" + token.toStdString() + "\"",
                                 why);
}

} // namespace

QJsonObject toJson(const SamplingSettings& settings)
{
    QJsonObject json;
    for (const NumberField& field : kNumbers) {
        json.insert(QLatin1String(field.name), settings.*field.member);
    }
    for (const WholeField& field : kWholes) {
        json.insert(QLatin1String(field.name), settings.*field.member);
    }
    // As text: JSON numbers lose the low bits of 64.
    json.insert(QStringLiteral("seed"), QString::number(settings.seed));
    json.insert(QStringLiteral("new_seed_each_run"), settings.newSeedEachRun);
    json.insert(QStringLiteral("stop"), QJsonArray::fromStringList(settings.stop));
    QJsonArray bias;
    for (const BiasEntry& entry : settings.bias) {
        bias.append(QJsonObject { { QStringLiteral("token"), entry.token },
                                  { QStringLiteral("bias"),
                                    std::isinf(entry.bias) ? QJsonValue(QStringLiteral("-inf"))
                                                           : QJsonValue(entry.bias) } });
    }
    json.insert(QStringLiteral("logit_bias"), bias);
    return json;
}

SamplingSettings samplingFromJson(const QJsonObject& json)
{
    SamplingSettings settings;
    for (const NumberField& field : kNumbers) {
        double& value = settings.*field.member;
        value = readNumber(json.value(QLatin1String(field.name)), field.limits, value);
    }
    for (const WholeField& field : kWholes) {
        int& value = settings.*field.member;
        value = static_cast<int>(
            readNumber(json.value(QLatin1String(field.name)), field.limits, value));
    }
    bool isSeed = false;
    const quint64 seed = json.value(QStringLiteral("seed")).toString().toULongLong(&isSeed);
    settings.seed = isSeed ? seed : settings.seed;
    settings.newSeedEachRun
        = json.value(QStringLiteral("new_seed_each_run")).toBool(settings.newSeedEachRun);
    const QJsonArray stops = json.value(QStringLiteral("stop")).toArray();
    for (const QJsonValue& stop : stops) {
        if (!stop.toString().isEmpty() && settings.stop.size() < kMostEntries) {
            settings.stop.append(stop.toString());
        }
    }
    const QJsonArray biases = json.value(QStringLiteral("logit_bias")).toArray();
    for (const QJsonValue& item : biases) {
        const QString token = item[QStringLiteral("token")].toString();
        const QJsonValue bias = item[QStringLiteral("bias")];
        if (!token.isEmpty() && settings.bias.size() < kMostEntries) {
            settings.bias.append({ token,
                                   bias.toString() == QLatin1String("-inf")
                                       ? -std::numeric_limits<double>::infinity()
                                       : readNumber(bias, { -1000, 1000 }, 0) });
        }
    }
    return settings;
}

base::Result<tokenizers::TokenId> resolveBiasToken(const QString& token,
                                                   const tokenizers::Tokenizer& tokenizer)
{
    if (token.size() > 1 && token.startsWith(u'#')) {
        bool isNumber = false;
        const int id = token.mid(1).toInt(&isNumber);
        if (isNumber) {
            if (id < 0 || static_cast<std::size_t>(id) >= tokenizer.vocabSize()) {
                return badBias(token, "the model has no token of that number");
            }
            return id;
        }
    }
    const std::string text = token.toStdString();
    if (const auto id = tokenizer.idOf(text)) {
        return *id;
    }
    FE_TRY(const auto encoding,
           tokenizer.encode(text, { .addSpecialTokens = false, .parseSpecialTokens = true }));
    if (encoding.ids.size() != 1) {
        base::Error error = badBias(token, "it is not one token of this model");
        error.fix
            = "write a single token, with its leading space if it has one, or # and its number";
        return error;
    }
    return encoding.ids.front();
}

namespace {

generation::GenerationOptions optionsOf(const SamplingSettings& settings, quint64 seed)
{
    generation::GenerationOptions options;
    options.sampling.temperature = settings.temperature;
    options.sampling.topK = settings.topK;
    options.sampling.topP = settings.topP;
    options.sampling.minP = settings.minP;
    options.sampling.typicalP = settings.typicalP;
    options.sampling.repetitionPenalty = settings.repetitionPenalty;
    options.sampling.frequencyPenalty = settings.frequencyPenalty;
    options.sampling.presencePenalty = settings.presencePenalty;
    options.sampling.seed = seed;
    options.maxTokens = settings.maxTokens;
    for (const QString& stop : settings.stop) {
        if (!stop.isEmpty()) {
            options.stop.push_back(stop.toStdString());
        }
    }
    options.topAlternatives = kAlternatives;
    return options;
}

} // namespace

base::Result<generation::GenerationOptions> generationOptions(
    const SamplingSettings& settings, quint64 seed, const tokenizers::Tokenizer& tokenizer)
{
    generation::GenerationOptions options = optionsOf(settings, seed);
    for (const BiasEntry& entry : settings.bias) {
        FE_TRY(const tokenizers::TokenId id, resolveBiasToken(entry.token, tokenizer));
        options.sampling.logitBias[id] = entry.bias;
    }
    options.stopIds = tokenizer.stopIds();
    return options;
}

base::Result<generation::GenerationOptions> generationOptions(const SamplingSettings& settings,
                                                              quint64 seed)
{
    if (!settings.bias.isEmpty()) {
        return base::Error { base::ErrorCode::Unsupported,
                             "cannot bias tokens at an endpoint",
                             {},
                             {},
                             "its vocabulary is not known here",
                             "remove the logit biases, or use a model on this machine" };
    }
    return optionsOf(settings, seed);
}

QString samplingSummary(const SamplingSettings& settings)
{
    const SamplingSettings neutral { .temperature = 1, .topP = 1 };
    const QLocale locale;
    QStringList parts { QStringLiteral("T ") + locale.toString(settings.temperature) };
    const auto add = [&parts, &locale](const char* name, double value, double own) {
        if (!qFuzzyCompare(1 + value, 1 + own)) {
            parts.append(QLatin1String(name) + u' ' + locale.toString(value));
        }
    };
    add("top-k", settings.topK, neutral.topK);
    add("top-p", settings.topP, neutral.topP);
    add("min-p", settings.minP, neutral.minP);
    add("typical", settings.typicalP, neutral.typicalP);
    add("repetition", settings.repetitionPenalty, neutral.repetitionPenalty);
    add("frequency", settings.frequencyPenalty, neutral.frequencyPenalty);
    add("presence", settings.presencePenalty, neutral.presencePenalty);
    return parts.join(QStringLiteral(" · "));
}

} // namespace fe::prompting
