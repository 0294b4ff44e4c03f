// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/word_cache.h"

namespace fe::tokenizers {

void WordCache::insert(std::string_view word, std::uint8_t variant, const Tokens& tokens) const
{
    if (word.size() > kLongestWord) {
        return;
    }
    const std::uint64_t hash = hashOf(word, variant);
    for (std::size_t probe = 0; probe < kProbes; ++probe) {
        Slot& slot = m_slots[(hash + probe) % kSlots];
        std::uint32_t expected = kEmpty;
        if (slot.tag.compare_exchange_strong(expected, kBusy, std::memory_order_acquire)) {
            slot.tokens = tokens;
            slot.variant = variant;
            slot.length = static_cast<std::uint8_t>(word.size());
            word.copy(slot.word.data(), word.size());
            slot.tag.store(tagOf(hash), std::memory_order_release);
            return;
        }
        if (expected == tagOf(hash)) {
            return; // another thread has put it there, or a word that stands in its way for good
        }
    }
}

} // namespace fe::tokenizers
