// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenizers/aligned_text.h"
#include "tokenizers/stage.h"
#include "tokenizers/word_cache.h"

namespace fe::tokenizers {

/// Appends the tokens of one text's pieces to an encoding.
class WordEncoder
{
public:
    WordEncoder(const Model& model, const WordCache& cache, const TokenSet* forbidden,
                const PieceList& pieces, Encoding& encoding);

    [[nodiscard]] base::Result<void> append(const Piece& piece);

private:
    [[nodiscard]] base::Result<void> appendUnknownWord(const Piece& piece, std::string_view word);
    [[nodiscard]] std::string_view spell(std::string_view word);
    void add(const Piece& piece, TokenId id, std::size_t first, std::size_t last);
    void addRange(const Piece& piece, TokenId id, std::size_t first, std::size_t last);

    const Model& m_model;
    const Vocabulary& m_vocabulary;
    const WordCache& m_cache;
    ModelOptions m_options;
    std::uint8_t m_variant;
    const PieceList& m_pieces;
    Encoding& m_encoding;
    std::string m_spelled;
    std::vector<std::uint32_t> m_source; ///< of each byte of m_spelled, the word's byte behind it
    std::vector<ModelToken> m_tokens;
};

} // namespace fe::tokenizers
