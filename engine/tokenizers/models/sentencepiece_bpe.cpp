// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/models/sentencepiece_bpe.h"

#include "base/utf8.h"
#include "tokenizers/byte_alphabet.h"

#include <queue>

namespace fe::tokenizers {
namespace {

struct Candidate {
    float score = 0;
    std::int32_t left = 0;
    std::int32_t right = 0;
    std::uint32_t length = 0; ///< of both together; another length now means that one has changed
};

bool comesLater(const Candidate& a, const Candidate& b)
{
    return a.score != b.score ? a.score < b.score : a.left > b.left;
}

std::vector<std::string> textsOf(std::vector<ScoredToken>& tokens)
{
    std::vector<std::string> texts;
    texts.reserve(tokens.size());
    for (ScoredToken& token : tokens) {
        texts.push_back(std::move(token.text));
    }
    return texts;
}

} // namespace

SentencePieceBpe::SentencePieceBpe(std::vector<ScoredToken> tokens,
                                   std::optional<TokenId> unknownId)
    : m_unknownId(unknownId)
{
    m_scores.reserve(tokens.size());
    m_inText.reserve(tokens.size());
    for (const ScoredToken& token : tokens) {
        m_scores.push_back(token.score);
        m_inText.push_back(token.inText);
    }
    m_vocabulary = Vocabulary::fromList(textsOf(tokens));
    for (unsigned byte = 0; byte < 256; ++byte) {
        m_byteIds[byte]
            = m_vocabulary.find(fallbackToken(static_cast<unsigned char>(byte))).value_or(-1);
    }
}

std::optional<TokenId> SentencePieceBpe::findInText(std::string_view text) const
{
    if (text.size() > m_vocabulary.longest()) {
        return std::nullopt;
    }
    const auto id = m_vocabulary.find(text);
    return id && m_inText[static_cast<std::size_t>(*id)] ? id : std::nullopt;
}

base::Result<void> SentencePieceBpe::tokenize(std::string_view word, const ModelOptions&,
                                              std::vector<ModelToken>& out) const
{
    std::vector<Symbol> symbols;
    symbols.reserve(word.size());
    for (std::size_t position = 0; position < word.size();) {
        const std::uint32_t length = base::decodeUtf8(word, position).length;
        const auto index = static_cast<std::int32_t>(symbols.size());
        const bool isLast = position + length == word.size();
        symbols.push_back(
            { static_cast<std::uint32_t>(position), length, index - 1, isLast ? -1 : index + 1 });
        position += length;
    }
    merge(word, symbols);
    for (const Symbol& symbol : symbols) {
        if (symbol.length > 0) {
            FE_CHECK(append(word, symbol, out));
        }
    }
    return {};
}

void SentencePieceBpe::merge(std::string_view word, std::vector<Symbol>& symbols) const
{
    const auto at = [&symbols](std::int32_t index) -> Symbol& {
        return symbols[static_cast<std::size_t>(index)];
    };
    std::priority_queue queue(&comesLater, std::vector<Candidate>());
    const auto offer = [&](std::int32_t left, std::int32_t right) {
        if (left < 0 || right < 0) {
            return;
        }
        const std::uint32_t length = at(left).length + at(right).length;
        if (const auto id = findInText(word.substr(at(left).begin, length))) {
            queue.push({ m_scores[static_cast<std::size_t>(*id)], left, right, length });
        }
    };
    for (std::int32_t i = 0; i + 1 < static_cast<std::int32_t>(symbols.size()); ++i) {
        offer(i, i + 1);
    }
    while (!queue.empty()) {
        const Candidate best = queue.top();
        queue.pop();
        Symbol& left = at(best.left);
        Symbol& right = at(best.right);
        if (left.length == 0 || right.length == 0 || left.length + right.length != best.length) {
            continue;
        }
        left.length += right.length;
        left.next = right.next;
        right.length = 0;
        if (left.next >= 0) {
            at(left.next).previous = best.left;
        }
        offer(left.previous, best.left);
        offer(best.left, left.next);
    }
}

base::Result<void> SentencePieceBpe::append(std::string_view word, const Symbol& symbol,
                                            std::vector<ModelToken>& out) const
{
    const std::string_view text = word.substr(symbol.begin, symbol.length);
    const std::uint32_t end = symbol.begin + symbol.length;
    if (const auto id = findInText(text)) {
        out.push_back({ *id, symbol.begin, end });
        return {};
    }
    const std::size_t first = out.size();
    for (std::uint32_t i = 0; i < symbol.length; ++i) {
        const TokenId id = m_byteIds[static_cast<unsigned char>(text[i])];
        if (id >= 0) {
            out.push_back({ id, symbol.begin + i, symbol.begin + i + 1 });
        }
    }
    if (out.size() - first == symbol.length) {
        return {};
    }
    out.resize(first);
    if (!m_unknownId) {
        return base::invalidArgument(
            "cannot tokenise \"" + std::string(text) + "\"",
            "the vocabulary has neither it nor byte tokens nor an unknown token");
    }
    // Neighbouring unknown characters are one token.
    if (!out.empty() && out.back().id == *m_unknownId && out.back().end == symbol.begin) {
        out.back().end = end;
    } else {
        out.push_back({ *m_unknownId, symbol.begin, end });
    }
    return {};
}

} // namespace fe::tokenizers
