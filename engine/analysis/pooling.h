// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "formats/model_package.h"
#include "models/language_model.h"

#include <optional>

namespace fe::analysis {

/// How one vector is made of a text's or picture's last hidden states.
enum class Pooling {
    Mean, ///< over the tokens that count
    First, ///< the class token
    Last, ///< the last token that counts
    Maximum, ///< of each dimension, over the tokens that count
    Own, ///< the model gives a vector itself: text_embeds, image_embeds, pooler_output
};
/// "mean", "cls", "last", "max", "model".
[[nodiscard]] const char* poolingName(Pooling pooling);

/// What a model's files say about embedding texts.
struct EmbeddingSettings {
    Pooling pooling = Pooling::Mean;
    std::optional<std::int64_t> maxTokens; ///< longer texts are cut; nothing: the tokenizer says
};

/// As 1_Pooling/config.json and sentence_bert_config.json of sentence-transformers (Reimers &
/// Gurevych 2019, arXiv:1908.10084) say; without them the vector that a dual encoder gives, the
/// last token of a decoder, the class token of a vision model, and else the mean. Modes that we do
/// not have are refused by name.
[[nodiscard]] base::Result<EmbeddingSettings> embeddingSettings(
    const formats::ModelPackage& package, const models::ModelInfo& info);

} // namespace fe::analysis
