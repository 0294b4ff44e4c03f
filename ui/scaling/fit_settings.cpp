// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/fit_settings.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace fe::scaling_tab {

namespace {

constexpr int kMostReplicates = 100'000;
constexpr double kMostDecades = 6;
constexpr double kLargestSeed = 9.0e15; // exact in JSON's numbers

constexpr std::array kTopNames { "one", "value", "free" };

} // namespace

scaling::FitOptions FitSettings::options() const
{
    scaling::FitOptions options;
    options.law = law;
    options.huberDelta = huberDelta;
    if (law == scaling::Law::Logistic) {
        options.floor = floorValue;
        options.top
            = top == Top::Free ? std::nullopt : std::optional(top == Top::One ? 1.0 : topValue);
    }
    return options;
}

QJsonObject FitSettings::toJson() const
{
    QJsonObject json {
        { QStringLiteral("law"), QLatin1String(scaling::lawName(law)) },
        { QStringLiteral("floor_by_chance"), floor == Floor::Chance },
        { QStringLiteral("floor"), floorValue },
        { QStringLiteral("top"), QLatin1String(kTopNames[static_cast<std::size_t>(top)]) },
        { QStringLiteral("top_value"), topValue },
        { QStringLiteral("weighted"), weighted },
        { QStringLiteral("bootstrap"), bootstrap },
        { QStringLiteral("seed"), static_cast<double>(seed) },
        { QStringLiteral("decades"), decades },
    };
    if (huberDelta) {
        json.insert(QStringLiteral("huber"), *huberDelta);
    }
    return json;
}

FitSettings FitSettings::fromJson(const QJsonObject& json)
{
    FitSettings settings;
    const auto number = [&json](const char* key, double fallback) {
        return json.value(QLatin1String(key)).toDouble(fallback);
    };
    settings.law = scaling::lawByName(json.value(QStringLiteral("law")).toString().toStdString())
                       .value_or(settings.law);
    settings.floor
        = json.value(QStringLiteral("floor_by_chance")).toBool(true) ? Floor::Chance : Floor::Value;
    settings.floorValue = number("floor", settings.floorValue);
    const QString top = json.value(QStringLiteral("top")).toString();
    for (std::size_t i = 0; i < kTopNames.size(); ++i) {
        if (top == QLatin1String(kTopNames[i])) {
            settings.top = static_cast<Top>(i);
        }
    }
    settings.topValue = number("top_value", settings.topValue);
    settings.weighted = json.value(QStringLiteral("weighted")).toBool(true);
    settings.bootstrap
        = std::clamp(json.value(QStringLiteral("bootstrap")).toInt(), 0, kMostReplicates);
    settings.seed = static_cast<std::uint64_t>(std::clamp(number("seed", 0), 0.0, kLargestSeed));
    settings.decades = std::clamp(number("decades", settings.decades), 0.0, kMostDecades);
    if (const double delta = number("huber", 0); delta > 0) {
        settings.huberDelta = delta;
    }
    return settings;
}

} // namespace fe::scaling_tab
