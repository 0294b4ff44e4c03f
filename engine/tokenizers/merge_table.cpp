// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/merge_table.h"

#include <bit>

namespace fe::tokenizers {
namespace {

std::uint64_t keyOf(TokenId left, TokenId right)
{
    return (static_cast<std::uint64_t>(static_cast<std::uint32_t>(left)) << 32U)
        | static_cast<std::uint32_t>(right);
}

} // namespace

MergeTable::MergeTable(std::size_t merges) : m_slots(std::bit_ceil(2 * merges + 2)) { }

void MergeTable::insert(TokenId left, TokenId right, Merge merge)
{
    const std::uint64_t key = keyOf(left, right);
    Slot& slot = m_slots[slotOf(key)];
    slot.key = key;
    slot.merge = merge;
}

MergeTable::Merge MergeTable::find(TokenId left, TokenId right) const
{
    const std::uint64_t key = keyOf(left, right);
    const Slot& slot = m_slots[slotOf(key)];
    return slot.key == key ? slot.merge : Merge {};
}

/// The key's slot, or the empty one where it would go.
std::size_t MergeTable::slotOf(std::uint64_t key) const
{
    const std::size_t mask = m_slots.size() - 1;
    constexpr std::uint64_t kMultiplier = 0x9E3779B97F4A7C15U;
    std::uint64_t hash = key * kMultiplier;
    hash ^= hash >> 32U;
    std::size_t index = static_cast<std::size_t>(hash) & mask;
    while (m_slots[index].key != key && m_slots[index].key != kEmpty) {
        index = (index + 1) & mask;
    }
    return index;
}

} // namespace fe::tokenizers
