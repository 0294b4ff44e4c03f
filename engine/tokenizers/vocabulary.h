// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "tokenizers/stage_spec.h"
#include "tokenizers/tokenizer.h"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace fe::tokenizers {

using TokenSet = std::unordered_set<TokenId>;

/// The model's own tokens: spelling to id and back. Immutable once built.
class Vocabulary
{
public:
    Vocabulary() = default;
    Vocabulary(const Vocabulary&) = delete;
    Vocabulary& operator=(const Vocabulary&) = delete;
    Vocabulary(Vocabulary&&) = default;
    Vocabulary& operator=(Vocabulary&&) = default;

    /// From an object {"token": id}. Refuses ids far beyond the number of tokens, for which no
    /// table could be made; of two tokens with one id the later is the id's spelling.
    [[nodiscard]] static base::Result<Vocabulary> fromObject(const base::Json& object,
                                                             const StageSpec& spec,
                                                             std::string_view key);
    /// Which of equal tokens the spelling means.
    enum class Duplicates { FirstWins, LastWins };
    /// Tokens with the ids 0, 1, 2 ...
    [[nodiscard]] static Vocabulary fromList(std::vector<std::string> tokens,
                                             Duplicates duplicates = Duplicates::FirstWins);

    [[nodiscard]] std::optional<TokenId> find(std::string_view token) const;
    /// Null if no token has the id.
    [[nodiscard]] const std::string* token(TokenId id) const;
    /// Number of tokens: different ones of an object, all of a list.
    [[nodiscard]] std::size_t size() const { return m_size; }
    /// Largest id + 1.
    [[nodiscard]] std::size_t idLimit() const { return m_tokens.size(); }
    /// Bytes of the longest token.
    [[nodiscard]] std::size_t longest() const { return m_longest; }

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const
        {
            return std::hash<std::string_view>()(text);
        }
    };
    std::unordered_map<std::string, TokenId, Hash, std::equal_to<>> m_ids;
    std::vector<const std::string*> m_tokens; ///< keys of m_ids by id, whose addresses are stable
    std::size_t m_longest = 0;
    std::size_t m_size = 0;
};

} // namespace fe::tokenizers
