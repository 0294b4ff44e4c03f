// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/attention_summary.h"
#include "base/progress.h"
#include "models/attention_capture.h"
#include "models/patch_vectors.h"
#include "workspace/loaded_model.h"

#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

namespace fe::attention {

/// What is to be looked into.
struct Subject {
    workspace::LoadedModelPtr model;
    QString text; ///< may be empty where there is a picture
    QString second; ///< of a pair; of an encoder-decoder the answer
    QString picture; ///< path
    std::vector<models::TokenId> ids; ///< in place of the text, if there are any
    int repeated = 0; ///< above 0: so many random tokens said twice, in place of the text
    quint64 seed = 0;
};

/// One attention of a pass, ready to be shown.
struct ExaminedAttention {
    models::AttentionCapture capture;
    analysis::AttentionScores scores;
    QStringList queries; ///< tokens as texts, or "2, 5" for a patch
    QStringList keys;
    std::optional<models::PatchGrid> grid; ///< queries and keys are patches of the picture

    /// Each head shrunk to at most kTile a side, the largest weight of what falls together: peaks
    /// never vanish. [layers * heads][tileRows * tileColumns]
    std::vector<std::vector<float>> tiles;
    int tileRows = 0;
    int tileColumns = 0;
    static constexpr int kTile = 48;

    [[nodiscard]] const models::AttentionInfo& info() const { return capture.info(); }
};

/// A pass of the model over a subject; immutable.
struct Examination {
    Subject subject;
    models::ForwardInput input;
    std::vector<models::TokenId> ids; ///< of the text that the pass ends with; empty: none does
    bool predicts = false; ///< tokens, at every one of ids; else they end in vectors
    std::int64_t place = 0; ///< whose prediction is looked at first (analysis/predicted_place.h)
    std::vector<ExaminedAttention> attentions; ///< at least one
    quint64 bytes = 0; ///< of the captures
    double seconds = 0;
};
using ExaminationPtr = std::shared_ptr<const Examination>;

/// Tokenises and preprocesses. Refused: an empty text, a text longer than the context, a second
/// text or picture that the model does not read.
[[nodiscard]] base::Result<models::ForwardInput> inputOf(const Subject& subject,
                                                         const base::CancelToken& cancel);

/// Captures and scores every head. Blocking, for the compute lane; refused beforehand over the
/// byte budget, with the numbers.
[[nodiscard]] base::Result<ExaminationPtr> examine(const Subject& subject,
                                                   const base::CancelToken& cancel,
                                                   base::Progress& progress);

/// A token as it is shown: its text with spaces and line ends made visible, a part of a character
/// as the vocabulary spells it.
[[nodiscard]] QString tokenText(const tokenizers::Tokenizer* tokenizer, models::TokenId id);

/// "Encoder", "Cross attention", "Picture" ..., translated; of a model with one stack its own kind.
[[nodiscard]] QString attentionTitle(const models::AttentionInfo& info);

/// The largest weight of each block of a matrix that is shrunk to rows x columns.
/// @param weights [queries, keys].
[[nodiscard]] std::vector<float> shrunk(std::span<const float> weights, std::int64_t queries,
                                        std::int64_t keys, int rows, int columns);

} // namespace fe::attention
