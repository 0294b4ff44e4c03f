// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenizers/stage.h"

#include <array>
#include <optional>

namespace fe::tokenizers {

/// A token of a SentencePiece vocabulary.
struct ScoredToken {
    std::string text;
    float score = 0;
    bool inText
        = true; ///< text may become it; control, unknown and byte tokens stand for themselves
};

/// SentencePiece's BPE: any two neighbours that together are a token may merge, the highest score
/// first, of equal scores the leftmost. What is no token in the end becomes bytes, or else the
/// unknown token. O(n log n) in the word.
class SentencePieceBpe final : public Model
{
public:
    SentencePieceBpe(std::vector<ScoredToken> tokens, std::optional<TokenId> unknownId);

    [[nodiscard]] base::Result<void> tokenize(std::string_view word, const ModelOptions& options,
                                              std::vector<ModelToken>& out) const override;
    [[nodiscard]] const Vocabulary& vocabulary() const override { return m_vocabulary; }
    [[nodiscard]] std::string description(bool) const override { return "SentencePiece BPE"; }

private:
    struct Symbol {
        std::uint32_t begin = 0;
        std::uint32_t length = 0; ///< 0: merged into its left neighbour
        std::int32_t previous = -1;
        std::int32_t next = -1;
    };
    /// The id, if text may become it.
    [[nodiscard]] std::optional<TokenId> findInText(std::string_view text) const;
    void merge(std::string_view word, std::vector<Symbol>& symbols) const;
    [[nodiscard]] base::Result<void> append(std::string_view word, const Symbol& symbol,
                                            std::vector<ModelToken>& out) const;

    Vocabulary m_vocabulary;
    std::vector<float> m_scores;
    std::vector<bool> m_inText;
    std::optional<TokenId> m_unknownId;
    std::array<TokenId, 256> m_byteIds {}; ///< -1: the byte has no token
};

} // namespace fe::tokenizers
