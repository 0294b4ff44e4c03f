// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/word_cache.h"

namespace fe::tokenizers {
namespace {

constexpr std::size_t kLongestWord = 64; ///< bytes
constexpr std::size_t kWordsPerShard = 1024;

} // namespace

bool WordCache::find(std::string_view word, std::vector<ModelToken>& out) const
{
    if (word.size() > kLongestWord) {
        return false;
    }
    Shard& shard = shardOf(word);
    const std::lock_guard lock(shard.mutex);
    const auto entry = shard.words.find(word);
    if (entry == shard.words.end()) {
        return false;
    }
    out.insert(out.end(), entry->second.begin(), entry->second.end());
    return true;
}

void WordCache::insert(std::string_view word, std::span<const ModelToken> tokens) const
{
    if (word.size() > kLongestWord) {
        return;
    }
    Shard& shard = shardOf(word);
    const std::lock_guard lock(shard.mutex);
    if (shard.words.size() < kWordsPerShard) {
        shard.words.try_emplace(std::string(word), tokens.begin(), tokens.end());
    }
}

} // namespace fe::tokenizers
