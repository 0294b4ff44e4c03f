// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"
#include "tokenizers/added_tokens.h"
#include "tokenizers/pipeline.h"
#include "tokenizers/tokenizer.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fe::tokenizers {

/// The small files beside a vocabulary, parsed. An absent one is null.
struct SideFiles {
    base::Json config; ///< tokenizer_config.json
    base::Json specials; ///< special_tokens_map.json
    base::Json generation; ///< generation_config.json
    base::Json model; ///< config.json
    base::Json added; ///< added_tokens.json

    [[nodiscard]] static base::Result<SideFiles> read(const TokenizerFiles& files);

    /// The token under a key like "bos_token": config first, then specials.
    [[nodiscard]] std::optional<std::string> namedToken(std::string_view key) const;
    /// Of specials alone.
    [[nodiscard]] std::optional<std::string> specialsToken(std::string_view key) const;
    /// A member of config; nothing if it is absent or no boolean.
    [[nodiscard]] std::optional<bool> flag(std::string_view key) const;
    /// "BertTokenizer": tokenizer_class without "Fast", of config or else of the model's config.
    [[nodiscard]] std::string tokenizerClass() const;
    /// model_type of the model's config.
    [[nodiscard]] std::string modelType() const;
};

/// Adds to `tokens` what the side files say beyond them: added_tokens_decoder and added_tokens.json
/// in the order of ids, then the special tokens that are named.
/// @param file the file that holds added_tokens_decoder, for errors.
[[nodiscard]] base::Result<void> addSideTokens(const SideFiles& side, const std::string& file,
                                               std::vector<AddedToken>& tokens);

/// What the files say beside the stages. @param tokenizerJson null if there is none.
[[nodiscard]] base::Result<TokenizerFacts> readFacts(const SideFiles& side,
                                                     const TokenizerFiles& files,
                                                     const base::Json* tokenizerJson,
                                                     const PipelineParts& parts);

/// One entry of "added_tokens" in tokenizer.json, or of "added_tokens_decoder" (without id).
[[nodiscard]] base::Result<AddedToken> readAddedToken(const StageSpec& spec);

} // namespace fe::tokenizers
