// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "generation/generation.h"
#include "tokenizers/tokenizer.h"

#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

namespace fe::prompting {

/// A logit bias as the user wrote it: a token's text (" Paris"), or "#" and its id ("#12").
struct BiasEntry {
    QString token;
    double bias = 0; ///< added to the logit; -infinity bans the token
    friend bool operator==(const BiasEntry&, const BiasEntry&) = default;
};

/// The sampling panel's values: GenerationOptions in the user's terms, independent of a model.
struct SamplingSettings {
    double temperature = 0.7;
    int topK = 0;
    double topP = 0.95;
    double minP = 0;
    double typicalP = 1;
    double repetitionPenalty = 1;
    double frequencyPenalty = 0;
    double presencePenalty = 0;
    QList<BiasEntry> bias {};
    quint64 seed = 42;
    bool newSeedEachRun = true;
    int maxTokens = 256;
    int samples = 1; ///< texts of one run, with seeds seed, seed + 1 ...
    QStringList stop {};
    friend bool operator==(const SamplingSettings&, const SamplingSettings&) = default;
};

/// Limits of a number in the panel; values read from files are brought inside.
struct NumberLimits {
    double least;
    double most;
};
inline constexpr NumberLimits kTemperatureLimits { 0, 5 };
inline constexpr NumberLimits kTopKLimits { 0, 1'000'000 };
inline constexpr NumberLimits kShareLimits { 0, 1 };
inline constexpr NumberLimits kRepetitionLimits { 0.1, 10 };
inline constexpr NumberLimits kPenaltyLimits { -10, 10 };
inline constexpr NumberLimits kMaxTokensLimits { 1, 1'000'000 };
inline constexpr NumberLimits kSamplesLimits { 1, 256 };

[[nodiscard]] QJsonObject toJson(const SamplingSettings& settings);
/// Never fails: what is missing or makes no sense stays at its default, numbers are clamped.
[[nodiscard]] SamplingSettings samplingFromJson(const QJsonObject& json);

/// The token that an entry names; the error says what is wrong with it.
[[nodiscard]] base::Result<tokenizers::TokenId> resolveBiasToken(
    const QString& token, const tokenizers::Tokenizer& tokenizer);

/// Options for a run with this model. Stop ids are the tokenizer's.
/// @param seed the seed of this run (differs from settings.seed if each run gets a new one).
[[nodiscard]] base::Result<generation::GenerationOptions> generationOptions(
    const SamplingSettings& settings, quint64 seed, const tokenizers::Tokenizer& tokenizer);

/// The same for an endpoint, which has a vocabulary of its own: biases are refused.
[[nodiscard]] base::Result<generation::GenerationOptions> generationOptions(
    const SamplingSettings& settings, quint64 seed);

/// "T 0.7 · top-p 0.95": what differs from the model's own distribution; untranslated names.
[[nodiscard]] QString samplingSummary(const SamplingSettings& settings);

} // namespace fe::prompting
