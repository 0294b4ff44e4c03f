// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/vocabulary.h"

#include <algorithm>

namespace fe::tokenizers {
namespace {

/// Real files leave gaps of a few hundred ids; a table of this size stays within a few times the
/// size of a file with that many tokens.
std::size_t idLimitFor(std::size_t tokens)
{
    return 4 * tokens + 65'536;
}

} // namespace

base::Result<Vocabulary> Vocabulary::fromObject(const base::Json& object, const StageSpec& spec,
                                                std::string_view key)
{
    const auto* members = object.asObject();
    if (members == nullptr) {
        return spec.malformed(
            key, std::string("an object of tokens expected, found ") + object.typeName());
    }
    Vocabulary vocabulary;
    vocabulary.m_ids.reserve(members->size());
    for (const auto& [token, value] : *members) {
        FE_TRY(const TokenId id, readTokenId(value, spec, key));
        const auto index = static_cast<std::size_t>(id);
        if (index >= idLimitFor(members->size())) {
            return spec.malformed(key,
                                  "the id " + base::grouped(index) + " is far beyond the "
                                      + base::grouped(members->size()) + " tokens");
        }
        const auto entry = vocabulary.m_ids.insert_or_assign(token, id).first;
        vocabulary.m_tokens.resize(std::max(vocabulary.m_tokens.size(), index + 1), nullptr);
        vocabulary.m_tokens[index] = &entry->first;
        vocabulary.m_longest = std::max(vocabulary.m_longest, token.size());
    }
    vocabulary.m_size = vocabulary.m_ids.size();
    return vocabulary;
}

Vocabulary Vocabulary::fromList(std::vector<std::string> tokens, Duplicates duplicates)
{
    Vocabulary vocabulary;
    vocabulary.m_ids.reserve(tokens.size());
    vocabulary.m_tokens.reserve(tokens.size());
    for (std::string& token : tokens) {
        const auto id = static_cast<TokenId>(vocabulary.m_tokens.size());
        vocabulary.m_longest = std::max(vocabulary.m_longest, token.size());
        const auto [entry, isNew] = vocabulary.m_ids.try_emplace(std::move(token), id);
        if (!isNew && duplicates == Duplicates::LastWins) {
            entry->second = id;
        }
        vocabulary.m_tokens.push_back(&entry->first);
    }
    vocabulary.m_size = vocabulary.m_tokens.size();
    return vocabulary;
}

std::optional<TokenId> Vocabulary::find(std::string_view token) const
{
    const auto entry = m_ids.find(token);
    return entry == m_ids.end() ? std::nullopt : std::optional(entry->second);
}

const std::string* Vocabulary::token(TokenId id) const
{
    const auto index = static_cast<std::size_t>(id);
    return id >= 0 && index < m_tokens.size() ? m_tokens[index] : nullptr;
}

} // namespace fe::tokenizers
