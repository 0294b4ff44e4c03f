// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/gguf_vocabulary.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace fe::tokenizers {

using base::Json;

namespace {

/// Tokens that end a text or turn whatever type the file gives them: converters got it wrong.
bool looksLikeEnd(std::string_view token)
{
    constexpr std::array kEnds
        = { "<|eot_id|>", "<|im_end|>",      "<|end|>", "<end_of_turn>",     "<|endoftext|>",
            "<|eom_id|>", "<|end_of_text|>", "<EOT>",   "<end_of_utterance>" };
    return std::find(kEnds.begin(), kEnds.end(), token) != kEnds.end();
}

/// Phi-3's files do not say that its special tokens take the white space after them along.
bool specialsStripRight(const StageSpec& metadata)
{
    const Json* name = metadata.json.findNonNull("general.name");
    std::string lower
        = name == nullptr || name->asString() == nullptr ? std::string() : *name->asString();
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return lower.find("phi-3") != std::string::npos || lower.find("phi3") != std::string::npos;
}

} // namespace

base::Result<const Json::Array*> ggufArray(const StageSpec& metadata, std::string_view key,
                                           std::size_t length)
{
    const Json* value = metadata.json.findNonNull(key);
    if (value == nullptr) {
        return static_cast<const Json::Array*>(nullptr);
    }
    if (value->asArray() == nullptr) {
        return metadata.malformed(key,
                                  std::string("an array expected, found ") + value->typeName());
    }
    if (length > 0 && value->asArray()->size() != length) {
        return metadata.malformed(key,
                                  "it has " + base::grouped(value->asArray()->size())
                                      + " entries for " + base::grouped(length) + " tokens");
    }
    return value->asArray();
}

base::Result<GgufVocabulary> GgufVocabulary::read(const StageSpec& metadata)
{
    GgufVocabulary vocabulary;
    FE_CHECK(vocabulary.readTokens(metadata));
    FE_CHECK(vocabulary.readTypes(metadata));
    return vocabulary;
}

base::Result<void> GgufVocabulary::readTokens(const StageSpec& metadata)
{
    FE_TRY(const Json::Array* tokens, ggufArray(metadata, "tokenizer.ggml.tokens", 0));
    if (tokens == nullptr || tokens->empty()) {
        return metadata.malformed("tokenizer.ggml.tokens", "there are no tokens");
    }
    m_tokens.reserve(tokens->size());
    for (const Json& token : *tokens) {
        if (token.asString() == nullptr) {
            return metadata.malformed("tokenizer.ggml.tokens",
                                      std::string("a token is ") + token.typeName());
        }
        const std::string& text = *token.asString();
        // The name that an unused row of the embedding gets, so that every token is different.
        m_tokens.push_back(text.empty() ? "[EMPTY_" + std::to_string(m_tokens.size()) + "]" : text);
    }
    return {};
}

base::Result<void> GgufVocabulary::readTypes(const StageSpec& metadata)
{
    FE_TRY(const Json::Array* types,
           ggufArray(metadata, "tokenizer.ggml.token_type", m_tokens.size()));
    m_types.assign(m_tokens.size(), Normal);
    for (std::size_t i = 0; i < m_tokens.size(); ++i) {
        if (types != nullptr) {
            const auto type = (*types)[i].asInt();
            if (!type) {
                return metadata.malformed("tokenizer.ggml.token_type", "a type is no whole number");
            }
            m_types[i] = *type;
        }
        if (looksLikeEnd(m_tokens[i])) {
            m_types[i] = Control;
        }
    }
    return {};
}

void GgufVocabulary::respellWordPieces()
{
    constexpr std::string_view kSpaceSign = "\xE2\x96\x81"; // U+2581
    const bool hasSigns
        = std::any_of(m_tokens.begin(), m_tokens.end(), [kSpaceSign](const std::string& token) {
              return token.starts_with(kSpaceSign);
          });
    for (std::size_t i = 0; i < m_tokens.size() && hasSigns; ++i) {
        std::string& token = m_tokens[i];
        const bool isNamed = token.size() > 2 && token.starts_with('[') && token.ends_with(']');
        if (token.starts_with(kSpaceSign)) {
            token.erase(0, kSpaceSign.size());
        } else if (m_types[i] != Control && m_types[i] != Unknown && !isNamed) {
            token.insert(0, "##");
        }
    }
}

std::vector<AddedToken> GgufVocabulary::addedTokens(const StageSpec& metadata) const
{
    std::vector<AddedToken> added;
    const bool stripRight = specialsStripRight(metadata);
    for (std::size_t i = 0; i < m_tokens.size(); ++i) {
        const bool special = m_types[i] == Control || m_types[i] == Unknown;
        if (special || m_types[i] == UserDefined) {
            AddedToken token;
            token.content = m_tokens[i];
            token.normalized = false;
            token.special = special;
            token.stripRight = stripRight && token.content != "<unk>" && token.content != "<s>"
                && token.content != "<|endoftext|>";
            added.push_back(std::move(token));
        }
    }
    return added;
}

std::optional<TokenId> GgufVocabulary::idIfAny(const StageSpec& metadata,
                                               std::string_view key) const
{
    const Json* value = metadata.json.findNonNull(key);
    const auto id = value == nullptr ? std::nullopt : value->asUint();
    return id && *id < m_tokens.size() ? std::optional(static_cast<TokenId>(*id)) : std::nullopt;
}

} // namespace fe::tokenizers
