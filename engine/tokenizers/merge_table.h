// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenizers/tokenizer.h"

#include <cstdint>
#include <vector>

namespace fe::tokenizers {

/// Pairs of tokens to the token they merge into and the merge's rank: an open-addressing table,
/// because a word of n bytes asks it 3n times and mostly for pairs that are not there.
class MergeTable
{
public:
    struct Merge {
        std::uint32_t rank = 0;
        TokenId result = -1; ///< -1: no such merge
    };

    MergeTable() : MergeTable(0) { }
    explicit MergeTable(std::size_t merges);

    /// Of merges of one pair the last counts. At most as many different pairs as the constructor
    /// was told.
    void insert(TokenId left, TokenId right, Merge merge);
    [[nodiscard]] Merge find(TokenId left, TokenId right) const;

private:
    struct Slot {
        std::uint64_t key = kEmpty;
        Merge merge;
    };
    static constexpr std::uint64_t kEmpty = ~std::uint64_t { 0 };

    [[nodiscard]] std::size_t slotOf(std::uint64_t key) const;

    std::vector<Slot> m_slots; ///< a power of two, at most half full
};

} // namespace fe::tokenizers
