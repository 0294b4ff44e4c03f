// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenizers/merge_table.h"
#include "tokenizers/stage.h"

#include <array>
#include <optional>

namespace fe::tokenizers {

struct BpeOptions {
    std::optional<std::string>
        unknownToken; ///< for characters outside the vocabulary; without it they vanish
    std::string continuingPrefix; ///< spelled before every character of a word but the first
    std::string endSuffix; ///< spelled after the last character of a word
    bool fuseUnknown = false; ///< neighbouring unknown characters become one token
    bool byteFallback = false; ///< an unknown character becomes its bytes' tokens, "<0x0A>"
    /// Words of up to so many symbols (at most 32) are merged without a queue.
    std::size_t shortWord = 32;
    bool ignoreMerges = false; ///< a word that is a token is that token, whatever the merges give
};

/// Byte-pair encoding (Sennrich et al. 2016, arXiv:1508.07909): the merge of lowest rank first, of
/// equal ranks the leftmost. O(n log n) in the word.
class Bpe final : public Model
{
public:
    Bpe(Vocabulary vocabulary, MergeTable merges, BpeOptions options);

    [[nodiscard]] base::Result<void> tokenize(std::string_view word, const ModelOptions& options,
                                              std::vector<ModelToken>& out) const override;
    [[nodiscard]] const Vocabulary& vocabulary() const override { return m_vocabulary; }
    [[nodiscard]] std::string description(bool byteLevel) const override;

private:
    struct Symbol {
        TokenId id = 0;
        std::uint32_t length = 0; ///< bytes of the word; 0: merged into its left neighbour
        std::int32_t previous = -1;
        std::int32_t next = -1;
    };
    struct UnknownRun;

    [[nodiscard]] base::Result<void> split(std::string_view word,
                                           std::vector<Symbol>& symbols) const;
    [[nodiscard]] base::Result<void> addUnknown(std::string_view spelled, std::uint32_t length,
                                                UnknownRun& run,
                                                std::vector<Symbol>& symbols) const;
    [[nodiscard]] bool addBytes(std::string_view spelled, std::vector<Symbol>& symbols) const;
    void mergeShort(std::vector<Symbol>& symbols) const;
    void merge(std::vector<Symbol>& symbols) const;

    Vocabulary m_vocabulary;
    MergeTable m_merges;
    BpeOptions m_options;
    std::optional<TokenId> m_unknownId;
    std::array<TokenId, 256> m_byteIds {}; ///< -1: the byte has no token
};

/// Adds up merges given as pairs of spellings. Malformed if a part or the result is no token.
class MergeReader
{
public:
    MergeReader(const Vocabulary& vocabulary, std::size_t merges, std::size_t prefixLength)
        : m_vocabulary(vocabulary), m_table(merges), m_prefixLength(prefixLength)
    {
    }
    /// @param spec, key the merges' place in the file.
    [[nodiscard]] base::Result<void> add(std::string_view left, std::string_view right,
                                         const StageSpec& spec, std::string_view key);
    [[nodiscard]] MergeTable take() { return std::move(m_table); }

private:
    const Vocabulary& m_vocabulary;
    MergeTable m_table;
    std::size_t m_prefixLength;
    std::uint32_t m_rank = 0;
    std::string m_merged;
};

} // namespace fe::tokenizers
