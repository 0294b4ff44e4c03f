// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/sweep/sweep_setup.h"

#include <QJsonArray>

#include <algorithm>
#include <iterator>

namespace fe::prompting {

namespace {

constexpr const char* kSourceNames[] = { "gallery", "file", "builder" };
constexpr int kMostSeeds = 100;
constexpr int kMostTokens = 4096;
constexpr qsizetype kMostModels = 64;

QStringList textsOf(const QJsonValue& value, qsizetype most)
{
    QStringList texts;
    for (const QJsonValue& item : value.toArray()) {
        if (item.isString() && texts.size() < most) {
            texts.append(item.toString());
        }
    }
    return texts;
}

QJsonObject toJson(const SweepSource& source)
{
    return { { QStringLiteral("kind"), QLatin1String(kSourceNames[static_cast<int>(source.kind)]) },
             { QStringLiteral("data_set"), source.dataSet },
             { QStringLiteral("rows"), source.rows },
             // Doubles do not hold all of them.
             { QStringLiteral("seed"), QString::number(source.seed) },
             { QStringLiteral("file"), source.file } };
}

SweepSource sourceFromJson(const QJsonObject& json)
{
    SweepSource source;
    const QString kind = json.value(QStringLiteral("kind")).toString();
    for (int i = 0; i < static_cast<int>(std::size(kSourceNames)); ++i) {
        if (kind == QLatin1String(kSourceNames[i])) {
            source.kind = static_cast<SweepSource::Kind>(i);
        }
    }
    source.dataSet = json.value(QStringLiteral("data_set")).toString();
    source.rows = std::max(0, json.value(QStringLiteral("rows")).toInt());
    bool isNumber = false;
    const quint64 seed = json.value(QStringLiteral("seed")).toString().toULongLong(&isNumber);
    source.seed = isNumber ? seed : source.seed;
    source.file = json.value(QStringLiteral("file")).toString();
    return source;
}

} // namespace

QJsonObject toJson(const SweepSetup& setup)
{
    QJsonObject columns;
    for (auto it = setup.columns.cbegin(); it != setup.columns.cend(); ++it) {
        columns.insert(it.key(), it.value());
    }
    return { { QStringLiteral("source"), toJson(setup.source) },
             { QStringLiteral("columns"), columns },
             { QStringLiteral("labels"), QJsonArray::fromStringList(setup.labels) },
             { QStringLiteral("shots"), setup.shots },
             { QStringLiteral("seeds"), setup.seeds },
             { QStringLiteral("balanced"), setup.balanced },
             { QStringLiteral("builder_examples"), setup.builderExamples },
             { QStringLiteral("generated"), setup.generated },
             { QStringLiteral("calibrated"), setup.calibrated },
             { QStringLiteral("max_tokens"), setup.maxTokens },
             { QStringLiteral("limit"), setup.limit },
             { QStringLiteral("models"), QJsonArray::fromStringList(setup.models) },
             { QStringLiteral("loaded_model"), setup.loadedModel } };
}

SweepSetup sweepSetupFromJson(const QJsonObject& json)
{
    SweepSetup setup;
    setup.source = sourceFromJson(json.value(QStringLiteral("source")).toObject());
    const QJsonObject columns = json.value(QStringLiteral("columns")).toObject();
    for (auto it = columns.begin(); it != columns.end(); ++it) {
        if (it.value().isString()) {
            setup.columns.insert(it.key(), it.value().toString());
        }
    }
    constexpr qsizetype kMostLabels = 10'000;
    setup.labels = textsOf(json.value(QStringLiteral("labels")), kMostLabels);
    setup.shots = json.value(QStringLiteral("shots")).toString(setup.shots);
    setup.seeds = std::clamp(json.value(QStringLiteral("seeds")).toInt(setup.seeds), 1, kMostSeeds);
    setup.balanced = json.value(QStringLiteral("balanced")).toBool(setup.balanced);
    setup.builderExamples
        = json.value(QStringLiteral("builder_examples")).toBool(setup.builderExamples);
    setup.generated = json.value(QStringLiteral("generated")).toBool(setup.generated);
    setup.calibrated = json.value(QStringLiteral("calibrated")).toBool(setup.calibrated);
    setup.maxTokens = std::clamp(json.value(QStringLiteral("max_tokens")).toInt(setup.maxTokens), 1,
                                 kMostTokens);
    setup.limit = std::max(0, json.value(QStringLiteral("limit")).toInt());
    setup.models = textsOf(json.value(QStringLiteral("models")), kMostModels);
    setup.loadedModel = json.value(QStringLiteral("loaded_model")).toBool(setup.loadedModel);
    return setup;
}

} // namespace fe::prompting
