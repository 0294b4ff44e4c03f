// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenizers/tokenizer.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace fe::tokenizers {

/// Remembers the tokens of short words; a text has most of its words many times. Any number of
/// threads may read and write at once and none ever waits: a slot is written once and then stands.
/// Bounded: what finds no place is not kept, so that mostly the frequent words are.
class WordCache
{
public:
    static constexpr std::size_t kLongestWord = 30; ///< bytes
    static constexpr std::size_t kMostTokens = 4;

    /// A word's tokens. Bytes first[i] and last[i] of the word bound the part that token i is from.
    struct Tokens {
        std::array<TokenId, kMostTokens> ids {};
        std::array<std::uint8_t, kMostTokens> first {};
        std::array<std::uint8_t, kMostTokens> last {};
        std::uint8_t count = 0;
    };

    WordCache() : m_slots(std::make_unique<Slot[]>(kSlots)) { }

    /// Null if the word is not known. @param variant 0 or 1: two ways in which words become tokens.
    [[nodiscard]] const Tokens* find(std::string_view word, std::uint8_t variant) const
    {
        if (word.size() > kLongestWord) {
            return nullptr;
        }
        const std::uint64_t hash = hashOf(word, variant);
        const std::uint32_t tag = tagOf(hash);
        for (std::size_t probe = 0; probe < kProbes; ++probe) {
            const Slot& slot = m_slots[(hash + probe) % kSlots];
            const std::uint32_t found = slot.tag.load(std::memory_order_acquire);
            if (found == tag && slot.holds(word, variant)) {
                return &slot.tokens;
            }
            if (found == kEmpty) {
                break;
            }
        }
        return nullptr;
    }
    void insert(std::string_view word, std::uint8_t variant, const Tokens& tokens) const;

private:
    static constexpr std::size_t kSlots = std::size_t { 1 } << 15U;
    static constexpr std::size_t kProbes = 4;
    static constexpr std::uint32_t kEmpty = 0;
    static constexpr std::uint32_t kBusy = 1; ///< somebody writes it

    /// One line of the processor's cache.
    struct alignas(64) Slot {
        std::atomic<std::uint32_t> tag = kEmpty; ///< published by its last write
        Tokens tokens;
        std::uint8_t variant = 0;
        std::uint8_t length = 0;
        std::array<char, kLongestWord> word {};

        [[nodiscard]] bool holds(std::string_view text, std::uint8_t kind) const
        {
            return std::string_view(word.data(), length) == text && variant == kind;
        }
    };
    static_assert(sizeof(Slot) == 64);

    [[nodiscard]] static std::uint64_t hashOf(std::string_view word, std::uint8_t variant);
    [[nodiscard]] static std::uint32_t tagOf(std::uint64_t hash)
    {
        return static_cast<std::uint32_t>(hash >> 32U) | 2U;
    }

    std::unique_ptr<Slot[]> m_slots;
};

inline std::uint64_t WordCache::hashOf(std::string_view word, std::uint8_t variant)
{
    constexpr std::uint64_t kMultiplier = 0x9E3779B97F4A7C15U;
    std::uint64_t hash = word.size() * 2 + variant;
    const auto mix = [&hash](std::uint64_t bytes) {
        hash = (hash ^ bytes) * kMultiplier;
        hash ^= hash >> 29U;
    };
    std::size_t position = 0;
    for (; position + 8 <= word.size(); position += 8) {
        std::uint64_t bytes = 0;
        word.copy(reinterpret_cast<char*>(&bytes), 8, position);
        mix(bytes);
    }
    std::uint64_t rest = 0;
    for (; position < word.size(); ++position) {
        rest = rest << 8U | static_cast<unsigned char>(word[position]);
    }
    mix(rest);
    hash *= kMultiplier;
    return hash ^ hash >> 32U;
}

} // namespace fe::tokenizers
