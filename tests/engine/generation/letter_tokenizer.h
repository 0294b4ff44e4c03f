// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tokenizers/tokenizer.h"

namespace fe::test {

/// "a" is 0, "b" is 1 ...; a text part of a prompt begins with one more token if `bos` is given.
class LetterTokenizer final : public tokenizers::Tokenizer
{
public:
    explicit LetterTokenizer(std::optional<tokenizers::TokenId> bos = std::nullopt) : m_bos(bos) { }

    base::Result<tokenizers::Encoding> encode(
        std::string_view text, const tokenizers::EncodeOptions& options) const override
    {
        tokenizers::Encoding encoding;
        if (m_bos && options.addSpecialTokens) {
            encoding.ids.push_back(*m_bos);
        }
        for (const char letter : text) {
            encoding.ids.push_back(letter - 'a');
        }
        return encoding;
    }
    std::string decode(std::span<const tokenizers::TokenId> ids,
                       const tokenizers::DecodeOptions&) const override
    {
        std::string text;
        for (const auto id : ids) {
            text += tokenBytes(id);
        }
        return text;
    }
    std::size_t vocabSize() const override { return 26; }
    std::string token(tokenizers::TokenId id) const override { return tokenBytes(id); }
    std::string tokenBytes(tokenizers::TokenId id) const override
    {
        return std::string(1, static_cast<char>('a' + id));
    }
    std::optional<tokenizers::TokenId> idOf(std::string_view) const override { return {}; }
    bool isSpecial(tokenizers::TokenId) const override { return false; }
    std::optional<tokenizers::TokenId> bosId() const override { return m_bos; }
    const std::vector<tokenizers::TokenId>& stopIds() const override { return m_stopIds; }
    const std::optional<std::string>& chatTemplate() const override { return m_chatTemplate; }
    std::string description() const override { return "letters"; }

    std::vector<tokenizers::TokenId> m_stopIds;
    std::optional<std::string> m_chatTemplate;

private:
    std::optional<tokenizers::TokenId> m_bos;
};

} // namespace fe::test
