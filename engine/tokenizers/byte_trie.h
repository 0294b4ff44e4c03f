// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenizers/stage_spec.h"
#include "tokenizers/tokenizer.h"

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace fe::tokenizers {

/// Compact trie of a whole vocabulary, over bytes. Immutable.
class ByteTrie
{
public:
    using Entry = std::pair<std::string_view, TokenId>;

    ByteTrie() = default;
    /// Empty texts are left out; of equal texts the last counts. The texts are not kept.
    explicit ByteTrie(std::vector<Entry> entries);

    /// Calls `visit(id, length)` for every text that `text` begins with, the shortest first.
    template<typename Visit>
    void eachPrefix(std::string_view text, Visit&& visit) const
    {
        std::uint32_t node = 0;
        for (std::size_t i = 0; i < text.size() && node != kNone; ++i) {
            node = childOf(node, static_cast<unsigned char>(text[i]));
            if (node != kNone && m_nodes[node].id >= 0) {
                visit(m_nodes[node].id, i + 1);
            }
        }
    }

private:
    static constexpr std::uint32_t kNone = 0xFFFFFFFFU;

    struct Node {
        std::uint32_t firstChild = 0; ///< children are neighbours, sorted by label
        std::uint16_t children = 0;
        TokenId id = -1;
    };
    [[nodiscard]] std::uint32_t childOf(std::uint32_t node, unsigned char label) const;

    std::vector<Node> m_nodes;
    std::vector<unsigned char> m_labels; ///< by node, of the edge that leads to it
    std::array<std::uint32_t, 256> m_roots {}; ///< children of the root by label
};

/// Bytes of the longest token that a model looks for at every place of a text: bounds its time.
constexpr std::size_t kLongestSearched = 1024;

/// Unsupported if a token is longer than that.
[[nodiscard]] base::Result<void> checkSearchedLength(std::string_view token, const StageSpec& spec,
                                                     std::string_view key);

} // namespace fe::tokenizers
