// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenizers/byte_trie.h"
#include "tokenizers/stage.h"

#include <array>
#include <optional>

namespace fe::tokenizers {

/// A token of a unigram vocabulary and its log-probability.
struct UnigramPiece {
    std::string text;
    double score = 0;
    /// False for tokens that stand for themselves alone: control, unknown and byte tokens.
    bool inText = true;
};

struct UnigramOptions {
    std::optional<TokenId> unknownId; ///< without one a text with an unknown character is refused
    bool byteFallback = false; ///< unknown characters become their bytes' tokens, "<0x0A>"
};

/// Unigram language model (Kudo 2018, arXiv:1804.10959): the most likely segmentation, by Viterbi.
/// Of equally likely ones the piece that begins first is kept. Neighbouring unknown characters are
/// one token. O(n) in the word times the longest token.
class Unigram final : public Model
{
public:
    /// Malformed: the unknown id is outside. Unsupported: a token is too long.
    [[nodiscard]] static base::Result<ModelPtr> make(std::vector<UnigramPiece> pieces,
                                                     UnigramOptions options, const StageSpec& spec,
                                                     std::string_view key);

    [[nodiscard]] base::Result<void> tokenize(std::string_view word, const ModelOptions& options,
                                              std::vector<ModelToken>& out) const override;
    [[nodiscard]] const Vocabulary& vocabulary() const override { return m_vocabulary; }
    [[nodiscard]] std::string description(bool) const override { return "Unigram"; }

private:
    /// The best way to a position.
    struct Step {
        double score = 0;
        std::uint32_t begin = kNowhere; ///< of its last piece
        TokenId id = -1;
    };
    static constexpr std::uint32_t kNowhere = 0xFFFFFFFFU;

    Unigram() = default;
    [[nodiscard]] base::Result<void> findBest(std::string_view word, const ModelOptions& options,
                                              std::vector<Step>& steps) const;
    [[nodiscard]] base::Result<void> append(std::string_view word, std::uint32_t begin,
                                            std::uint32_t end, const ModelOptions& options,
                                            std::vector<ModelToken>& out) const;
    [[nodiscard]] base::Error noUnknown(std::string_view text) const;

    Vocabulary m_vocabulary;
    std::vector<double> m_scores;
    std::vector<bool> m_inText;
    ByteTrie m_trie;
    double m_unknownScore = 0;
    UnigramOptions m_options;
    std::array<TokenId, 256> m_byteIds {}; ///< -1: the byte has no token
};

} // namespace fe::tokenizers
