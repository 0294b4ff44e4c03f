// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/gguf_sentencepiece.h"

#include <cmath>

namespace fe::tokenizers {

using base::Json;

base::Result<SentencePieceModel> ggufScoredTokens(const StageSpec& metadata,
                                                  const GgufVocabulary& vocabulary)
{
    FE_TRY(const Json::Array* scores,
           ggufArray(metadata, "tokenizer.ggml.scores", vocabulary.tokens().size()));
    if (scores == nullptr) {
        return metadata.malformed("tokenizer.ggml.scores", "it is missing");
    }
    SentencePieceModel model;
    for (std::size_t i = 0; i < vocabulary.tokens().size(); ++i) {
        const auto score = (*scores)[i].asDouble();
        if (!score || std::isnan(*score)) {
            return metadata.malformed("tokenizer.ggml.scores",
                                      "the score of token " + std::to_string(i) + " is no number");
        }
        const std::int64_t kind = vocabulary.type(i);
        model.tokens.push_back({ vocabulary.tokens()[i], static_cast<float>(*score),
                                 kind >= Normal && kind <= Byte
                                     ? static_cast<SentencePieceToken::Kind>(kind)
                                     : SentencePieceToken::Kind::Normal });
    }
    const auto unknown = vocabulary.idIfAny(metadata, "tokenizer.ggml.unknown_token_id");
    if (unknown) {
        model.tokens[static_cast<std::size_t>(*unknown)].kind = SentencePieceToken::Kind::Unknown;
    }
    return model;
}

base::Result<std::string> ggufCharsmap(const StageSpec& metadata)
{
    constexpr std::string_view kKey = "tokenizer.ggml.precompiled_charsmap";
    FE_TRY(const Json::Array* numbers, ggufArray(metadata, kKey, 0));
    std::string bytes;
    if (numbers != nullptr) {
        bytes.reserve(numbers->size());
        for (const Json& number : *numbers) {
            const auto value = number.asInt();
            if (!value || *value < -128 || *value > 255) {
                return metadata.malformed(kKey, "a byte is no number from 0 to 255");
            }
            bytes += static_cast<char>(*value);
        }
    }
    return bytes;
}

} // namespace fe::tokenizers
