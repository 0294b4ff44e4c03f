// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenizers/gguf_vocabulary.h"
#include "tokenizers/sentencepiece_model.h"

#include <string>

namespace fe::tokenizers {

/// The tokens with tokenizer.ggml.scores and their kinds, which are SentencePiece's own.
[[nodiscard]] base::Result<SentencePieceModel> ggufScoredTokens(const StageSpec& metadata,
                                                                const GgufVocabulary& vocabulary);

/// The bytes of tokenizer.ggml.precompiled_charsmap; empty if there is none.
[[nodiscard]] base::Result<std::string> ggufCharsmap(const StageSpec& metadata);

} // namespace fe::tokenizers
