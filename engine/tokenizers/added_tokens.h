// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenizers/aligned_text.h"
#include "tokenizers/stage.h"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace fe::tokenizers {

/// A token that is found in the text before any other stage sees it.
struct AddedToken {
    std::string content;
    bool singleWord = false; ///< not inside a word
    bool stripLeft = false; ///< takes the white space before it along
    bool stripRight = false;
    bool normalized = true; ///< is looked for in the normalised text, by its own normalised form
    bool special = false;
};

/// Byte trie that finds the longest of many texts at a position.
class TokenTrie
{
public:
    /// @param text not empty.
    void insert(std::string_view text, TokenId id);
    [[nodiscard]] bool isEmpty() const { return m_nodes.size() == 1; }
    struct Found {
        TokenId id = -1;
        std::size_t length = 0; ///< 0: nothing
    };
    [[nodiscard]] Found longestAt(std::string_view text, std::size_t position) const;
    /// From the position on, the first where a text may begin; the end if there is none.
    [[nodiscard]] std::size_t nextBegin(std::string_view text, std::size_t position) const
    {
        while (position < text.size() && !m_begins[static_cast<unsigned char>(text[position])]) {
            ++position;
        }
        return position;
    }

private:
    struct Node {
        std::vector<std::pair<unsigned char, std::uint32_t>> children; ///< sorted by byte
        TokenId id = -1;
    };
    std::vector<Node> m_nodes = std::vector<Node>(1);
    std::array<bool, 256> m_begins {}; ///< bytes that texts begin with
};

/// The added tokens of a file. Immutable once built.
class AddedTokens
{
public:
    /// Ids: a token that the vocabulary has keeps its id there; the others get the next ids after
    /// the vocabulary's, in order, whatever the file says (so does the reference).
    [[nodiscard]] static base::Result<AddedTokens> build(std::vector<AddedToken> tokens,
                                                         const Vocabulary& vocabulary,
                                                         const Normalizer* normalizer,
                                                         const StageSpec& spec);

    /// Fills `pieces` with the text cut at added tokens and normalised between them.
    /// @param parseSpecial false: special tokens are ordinary text.
    [[nodiscard]] base::Result<void> extract(PieceList& pieces, const Normalizer* normalizer,
                                             bool parseSpecial) const;

    [[nodiscard]] const AddedToken* find(TokenId id) const;
    [[nodiscard]] std::optional<TokenId> idOf(std::string_view content) const;
    /// The spelling that the decoder sees: the normalised one if it differs.
    [[nodiscard]] const std::string* decodedSpelling(TokenId id) const;
    /// Whether decoding without special tokens leaves out this spelling.
    [[nodiscard]] bool isSpecialSpelling(const std::string& spelling) const
    {
        return m_specialSpellings.contains(spelling);
    }
    [[nodiscard]] const TokenSet& specialIds() const { return m_specialIds; }
    [[nodiscard]] std::size_t idLimit() const
    {
        return m_byId.empty() ? 0 : static_cast<std::size_t>(m_byId.rbegin()->first) + 1;
    }

private:
    void cut(const PieceList& pieces, const Piece& piece, const TokenTrie& trie, bool parseSpecial,
             std::vector<Piece>& out) const;

    std::map<TokenId, AddedToken> m_byId;
    std::unordered_map<std::string, TokenId> m_ids;
    std::unordered_map<TokenId, std::string> m_normalizedSpellings;
    std::unordered_set<std::string> m_specialSpellings;
    TokenSet m_specialIds;
    TokenTrie m_inOriginal;
    TokenTrie m_inNormalized;
};

} // namespace fe::tokenizers
