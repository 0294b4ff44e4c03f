// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"
#include "tokenizers/sentencepiece_model.h"
#include "tokenizers/stage.h"

#include <string_view>

namespace fe::tokenizers {

/// How a SentencePiece model treats spaces and characters before it sees a text.
struct SentencePieceText {
    std::string_view charsmap; ///< empty: none
    bool removeExtraSpaces = false; ///< at both ends, and all but one between words
    bool addDummyPrefix = true; ///< a space before the text
    /// The space is put before the first part of a text with special tokens only, and not before
    /// one that begins with a space.
    bool prefixFirstOnly = false;
    bool byteFallback = true;
};

/// The members normalizer, pre_tokenizer and decoder of a tokenizer.json that does this.
/// @param before normalizers that come first.
[[nodiscard]] base::Json sentencePieceStages(const SentencePieceText& text,
                                             base::Json::Array before = {});

/// The model of the tokens. @param file for errors.
[[nodiscard]] base::Result<ModelPtr> makeSentencePieceModel(const SentencePieceModel& model,
                                                            const std::string& file);

} // namespace fe::tokenizers
