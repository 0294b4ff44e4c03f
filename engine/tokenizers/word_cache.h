// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenizers/stage.h"

#include <array>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace fe::tokenizers {

/// Remembers the tokens of short words. Thread-safe; bounded: once full it keeps what it has,
/// which are the words that came first and so mostly the frequent ones.
class WordCache
{
public:
    /// Appends the word's tokens and returns true if they are known.
    [[nodiscard]] bool find(std::string_view word, std::vector<ModelToken>& out) const;
    void insert(std::string_view word, std::span<const ModelToken> tokens) const;

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const
        {
            return std::hash<std::string_view>()(text);
        }
    };
    struct Shard {
        std::mutex mutex;
        std::unordered_map<std::string, std::vector<ModelToken>, Hash, std::equal_to<>>
            words; // guarded by mutex
    };
    static constexpr std::size_t kShards = 16;
    [[nodiscard]] Shard& shardOf(std::string_view word) const
    {
        return m_shards[Hash()(word) % kShards];
    }

    mutable std::array<Shard, kShards> m_shards;
};

} // namespace fe::tokenizers
