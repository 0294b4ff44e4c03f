// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompting/sampling_settings.h"

#include <QJsonArray>

#include <span>

namespace fe::prompting {

/// A named way to draw tokens. It sets temperature, truncations and penalties; seed, length, stop
/// strings and biases belong to the task and stay as they are.
struct BuiltInPreset {
    const char* id;
    QString (*title)(); ///< translated at each call
    QString (*toolTip)();
    SamplingSettings settings;
};

/// Greedy, Precise, Balanced, Creative: a row each.
[[nodiscard]] std::span<const BuiltInPreset> builtInPresets();

/// One that the user saved.
struct UserPreset {
    QString name;
    SamplingSettings settings;
    friend bool operator==(const UserPreset&, const UserPreset&) = default;
};

/// `settings` with what a preset sets taken from `preset`.
[[nodiscard]] SamplingSettings withPreset(const SamplingSettings& settings,
                                          const SamplingSettings& preset);
[[nodiscard]] bool matchesPreset(const SamplingSettings& settings, const SamplingSettings& preset);

[[nodiscard]] QJsonArray toJson(const QList<UserPreset>& presets);
/// Entries without a name are left out; of equal names the last counts.
[[nodiscard]] QList<UserPreset> presetsFromJson(const QJsonArray& json);
/// Adds it or replaces the one of that name.
void storePreset(QList<UserPreset>& presets, const UserPreset& preset);

} // namespace fe::prompting
