// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"
#include "tokenizers/byte_trie.h"
#include "tokenizers/stages.h"

namespace fe::tokenizers {
namespace {

struct WordPieceOptions {
    std::string unknownToken;
    std::string continuingPrefix; ///< spelled before every piece of a word but the first
    std::size_t longestWord = 100; ///< code points; a longer word is unknown
};

bool hasMoreCodePoints(std::string_view text, std::size_t count)
{
    std::size_t position = 0;
    for (; position < text.size() && count > 0; --count) {
        position += base::decodeUtf8(text, position).length;
    }
    return position < text.size();
}

/// The longest token that the rest of the word begins with, again and again; if there is none the
/// whole word is unknown (Schuster and Nakajima 2012; Devlin et al. 2019). O(n) in the word.
class WordPiece final : public Model
{
public:
    WordPiece(Vocabulary vocabulary, WordPieceOptions options, ByteTrie first, ByteTrie later)
        : m_vocabulary(std::move(vocabulary)), m_options(std::move(options)),
          m_first(std::move(first)), m_later(std::move(later)),
          m_unknownId(m_vocabulary.find(m_options.unknownToken))
    {
    }
    base::Result<void> tokenize(std::string_view word, const ModelOptions& options,
                                std::vector<ModelToken>& out) const override
    {
        const std::size_t before = out.size();
        if (!hasMoreCodePoints(word, m_options.longestWord) && split(word, options, out)) {
            return {};
        }
        out.resize(before);
        if (!m_unknownId) {
            return unknownWord(word, m_options.unknownToken);
        }
        out.push_back({ *m_unknownId, 0, static_cast<std::uint32_t>(word.size()) });
        return {};
    }
    const Vocabulary& vocabulary() const override { return m_vocabulary; }
    std::string description(bool) const override { return "WordPiece"; }

private:
    bool split(std::string_view word, const ModelOptions& options,
               std::vector<ModelToken>& out) const
    {
        for (std::size_t begin = 0; begin < word.size();) {
            TokenId best = -1;
            std::size_t length = 0;
            (begin == 0 ? m_first : m_later)
                .eachPrefix(word.substr(begin), [&](TokenId id, std::size_t found) {
                    if (options.forbidden == nullptr || !options.forbidden->contains(id)) {
                        best = id;
                        length = found;
                    }
                });
            if (best < 0) {
                return false;
            }
            out.push_back({ best, static_cast<std::uint32_t>(begin),
                            static_cast<std::uint32_t>(begin + length) });
            begin += length;
        }
        return true;
    }

    Vocabulary m_vocabulary;
    WordPieceOptions m_options;
    ByteTrie m_first; ///< tokens that may begin a word
    ByteTrie m_later; ///< those with the prefix, without it
    std::optional<TokenId> m_unknownId;
};

} // namespace

base::Result<ModelPtr> makeWordPiece(const StageSpec& spec)
{
    WordPieceOptions options;
    FE_TRY(options.unknownToken, spec.text("unk_token"));
    FE_TRY(options.continuingPrefix, spec.text("continuing_subword_prefix"));
    FE_TRY(options.longestWord, spec.count("max_input_chars_per_word"));
    FE_TRY(const base::Json* tokens, spec.required("vocab"));
    FE_TRY(Vocabulary vocabulary, Vocabulary::fromObject(*tokens, spec, "vocab"));
    std::vector<ByteTrie::Entry> first;
    std::vector<ByteTrie::Entry> later;
    for (const auto& [token, written] : *tokens->asObject()) {
        FE_CHECK(checkSearchedLength(token, spec, "vocab"));
        const TokenId id = vocabulary.find(token).value_or(-1);
        first.emplace_back(token, id);
        if (token.starts_with(options.continuingPrefix)) {
            later.emplace_back(std::string_view(token).substr(options.continuingPrefix.size()), id);
        }
    }
    ByteTrie firstTrie(std::move(first));
    ByteTrie laterTrie(std::move(later));
    return ModelPtr(std::make_unique<WordPiece>(std::move(vocabulary), std::move(options),
                                                std::move(firstTrie), std::move(laterTrie)));
}

} // namespace fe::tokenizers
