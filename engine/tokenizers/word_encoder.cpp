// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/word_encoder.h"

#include "base/utf8.h"
#include "tokenizers/byte_alphabet.h"

#include <algorithm>

namespace fe::tokenizers {

WordEncoder::WordEncoder(const Model& model, const WordCache& cache, const TokenSet* forbidden,
                         const PieceList& pieces, Encoding& encoding)
    : m_model(model), m_vocabulary(model.vocabulary()), m_cache(cache), m_options { forbidden },
      m_variant(forbidden == nullptr ? 0 : 1), m_pieces(pieces), m_encoding(encoding)
{
    const std::size_t expected = pieces.pieces().size() + pieces.pieces().size() / 2;
    encoding.ids.reserve(expected);
    encoding.tokens.reserve(expected);
    encoding.ranges.reserve(expected);
}

base::Result<void> WordEncoder::append(const Piece& piece)
{
    const std::string_view word
        = std::string_view(m_pieces.buffer().text).substr(piece.begin, piece.end - piece.begin);
    if (piece.addedToken >= 0) {
        m_encoding.tokens.emplace_back(word);
        addRange(piece, piece.addedToken, 0, word.size() - 1);
        return {};
    }
    const WordCache::Tokens* known = m_cache.find(word, m_variant);
    if (known == nullptr) {
        return appendUnknownWord(piece, word);
    }
    for (std::size_t i = 0; i < known->count; ++i) {
        add(piece, known->ids[i], known->first[i], known->last[i]);
    }
    return {};
}

base::Result<void> WordEncoder::appendUnknownWord(const Piece& piece, std::string_view word)
{
    if (word.empty()) {
        return {};
    }
    const bool isSpelled = m_pieces.areBytesSpelledLater();
    const std::string_view text = isSpelled ? spell(word) : word;
    m_tokens.clear();
    FE_CHECK(m_model.tokenize(text, m_options, m_tokens));
    WordCache::Tokens tokens;
    bool isKept
        = word.size() <= WordCache::kLongestWord && m_tokens.size() <= WordCache::kMostTokens;
    for (const ModelToken& token : m_tokens) {
        const std::size_t begin = std::min<std::size_t>(token.begin, text.size() - 1);
        const std::size_t end = std::clamp<std::size_t>(token.end, begin + 1, text.size());
        const std::size_t first = isSpelled ? m_source[begin] : begin;
        const std::size_t last = isSpelled ? m_source[end - 1] : end - 1;
        if (token.spelledAsText || m_vocabulary.token(token.id) == nullptr) {
            m_encoding.tokens.emplace_back(text.substr(begin, end - begin));
            addRange(piece, token.id, first, last);
            isKept = false;
            continue;
        }
        add(piece, token.id, first, last);
        if (isKept) {
            tokens.ids[tokens.count] = token.id;
            tokens.first[tokens.count] = static_cast<std::uint8_t>(first);
            tokens.last[tokens.count++] = static_cast<std::uint8_t>(last);
        }
    }
    if (isKept) {
        m_cache.insert(word, m_variant, tokens);
    }
    return {};
}

/// The word in the byte alphabet, as appendByteSpelling would write and align it.
std::string_view WordEncoder::spell(std::string_view word)
{
    m_spelled.clear();
    m_source.clear();
    for (std::size_t position = 0; position < word.size();) {
        const std::size_t length = base::decodeUtf8(word, position).length;
        for (std::size_t i = 0; i < length; ++i) {
            m_spelled += byteSpelling(static_cast<unsigned char>(word[position + i]));
            const std::size_t source = i == 0 ? position : position + length - 1;
            m_source.resize(m_spelled.size(), static_cast<std::uint32_t>(source));
        }
        position += length;
    }
    return m_spelled;
}

void WordEncoder::add(const Piece& piece, TokenId id, std::size_t first, std::size_t last)
{
    m_encoding.tokens.push_back(*m_vocabulary.token(id));
    addRange(piece, id, first, last);
}

void WordEncoder::addRange(const Piece& piece, TokenId id, std::size_t first, std::size_t last)
{
    const AlignedText& buffer = m_pieces.buffer();
    m_encoding.ids.push_back(id);
    m_encoding.ranges.push_back(
        { buffer.spanAt(piece.begin + first).begin, buffer.spanAt(piece.begin + last).end });
}

} // namespace fe::tokenizers
