// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenizers/added_tokens.h"
#include "tokenizers/stage_spec.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fe::tokenizers {

/// Values of tokenizer.ggml.token_type.
enum GgufTokenType : std::int64_t {
    Normal = 1,
    Unknown = 2,
    Control = 3,
    UserDefined = 4,
    Unused = 5,
    Byte = 6,
};

/// The tokens of a GGUF's metadata and what kind each is.
class GgufVocabulary
{
public:
    [[nodiscard]] static base::Result<GgufVocabulary> read(const StageSpec& metadata);

    [[nodiscard]] const std::vector<std::string>& tokens() const { return m_tokens; }
    [[nodiscard]] std::int64_t type(std::size_t index) const { return m_types[index]; }
    /// WordPiece tokens as tokenizer.json spells them. In a GGUF one that begins a word has the
    /// sign of a space before it and one that continues a word nothing, instead of nothing and
    /// "##".
    void respellWordPieces();
    /// Control, unknown and user-defined tokens, which are found in the text before all else.
    [[nodiscard]] std::vector<AddedToken> addedTokens(const StageSpec& metadata) const;
    /// An id of the vocabulary; others count as absent, as published files need.
    [[nodiscard]] std::optional<TokenId> idIfAny(const StageSpec& metadata,
                                                 std::string_view key) const;

private:
    [[nodiscard]] base::Result<void> readTokens(const StageSpec& metadata);
    [[nodiscard]] base::Result<void> readTypes(const StageSpec& metadata);

    std::vector<std::string> m_tokens;
    std::vector<std::int64_t> m_types;
};

/// The array under the key; null if it is absent. Malformed if it is something else or has not
/// `length` entries (0: any number).
[[nodiscard]] base::Result<const base::Json::Array*> ggufArray(const StageSpec& metadata,
                                                               std::string_view key,
                                                               std::size_t length);

} // namespace fe::tokenizers
