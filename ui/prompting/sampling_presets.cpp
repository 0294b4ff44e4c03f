// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/sampling_presets.h"

#include <QCoreApplication>

#include <algorithm>

namespace fe::prompting {

namespace {

constexpr int kMostPresets = 200;

QString translated(const char* text)
{
    return QCoreApplication::translate("fe::prompting::SamplingPresets", text);
}

} // namespace

std::span<const BuiltInPreset> builtInPresets()
{
    static const BuiltInPreset rows[] = {
        { "greedy",
          [] { return translated(QT_TRANSLATE_NOOP("fe::prompting::SamplingPresets", "Greedy")); },
          [] {
              return translated(
                  QT_TRANSLATE_NOOP("fe::prompting::SamplingPresets",
                                    "Always the likeliest token: the same text every time"));
          },
          { .temperature = 0, .topP = 1 } },
        { "precise",
          [] { return translated(QT_TRANSLATE_NOOP("fe::prompting::SamplingPresets", "Precise")); },
          [] {
              return translated(QT_TRANSLATE_NOOP(
                  "fe::prompting::SamplingPresets",
                  "Stays close to the likeliest tokens: facts, code, extraction"));
          },
          { .temperature = 0.3, .topP = 0.9 } },
        { "balanced",
          [] {
              return translated(QT_TRANSLATE_NOOP("fe::prompting::SamplingPresets", "Balanced"));
          },
          [] {
              return translated(QT_TRANSLATE_NOOP("fe::prompting::SamplingPresets",
                                                  "Some variety: conversation, explanations"));
          },
          { .temperature = 0.7, .topP = 0.95 } },
        { "creative",
          [] {
              return translated(QT_TRANSLATE_NOOP("fe::prompting::SamplingPresets", "Creative"));
          },
          [] {
              return translated(
                  QT_TRANSLATE_NOOP("fe::prompting::SamplingPresets",
                                    "Much variety, the unlikely tail cut off: stories, ideas"));
          },
          { .temperature = 1.1, .topP = 1, .minP = 0.05 } },
    };
    return rows;
}

SamplingSettings withPreset(const SamplingSettings& settings, const SamplingSettings& preset)
{
    SamplingSettings result = preset;
    result.bias = settings.bias;
    result.seed = settings.seed;
    result.newSeedEachRun = settings.newSeedEachRun;
    result.maxTokens = settings.maxTokens;
    result.stop = settings.stop;
    return result;
}

bool matchesPreset(const SamplingSettings& settings, const SamplingSettings& preset)
{
    return withPreset(settings, preset) == settings;
}

QJsonArray toJson(const QList<UserPreset>& presets)
{
    QJsonArray json;
    for (const UserPreset& preset : presets) {
        json.append(QJsonObject { { QStringLiteral("name"), preset.name },
                                  { QStringLiteral("sampling"), toJson(preset.settings) } });
    }
    return json;
}

QList<UserPreset> presetsFromJson(const QJsonArray& json)
{
    QList<UserPreset> presets;
    for (const QJsonValue& item : json) {
        const QString name = item[QStringLiteral("name")].toString().trimmed();
        if (!name.isEmpty() && presets.size() < kMostPresets) {
            storePreset(presets,
                        { name, samplingFromJson(item[QStringLiteral("sampling")].toObject()) });
        }
    }
    return presets;
}

void storePreset(QList<UserPreset>& presets, const UserPreset& preset)
{
    const auto same
        = std::find_if(presets.begin(), presets.end(),
                       [&preset](const UserPreset& other) { return other.name == preset.name; });
    if (same != presets.end()) {
        *same = preset;
    } else {
        presets.append(preset);
    }
}

} // namespace fe::prompting
