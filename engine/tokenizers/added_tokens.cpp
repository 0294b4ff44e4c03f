// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/added_tokens.h"

#include "base/utf8.h"
#include "tokenizers/unicode.h"

#include <algorithm>

namespace fe::tokenizers {
namespace {

/// Bounds the time of a search, which is text x longest token at worst.
constexpr std::size_t kLongestContent = 1024;

bool isContinuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

/// Begin of the code point before the position.
std::size_t before(std::string_view text, std::size_t position)
{
    do {
        --position;
    } while (position > 0 && isContinuation(text[position]));
    return position;
}

bool isSingleWord(std::string_view text, std::size_t begin, std::size_t end)
{
    const bool wordBefore
        = begin > 0 && isWordCharacter(base::decodeUtf8(text, before(text, begin)).codePoint);
    const bool wordAfter
        = end < text.size() && isWordCharacter(base::decodeUtf8(text, end).codePoint);
    return !wordBefore && !wordAfter;
}

std::size_t skipSpacesLeft(std::string_view text, std::size_t position)
{
    while (position > 0 && isWhitespace(base::decodeUtf8(text, before(text, position)).codePoint)) {
        position = before(text, position);
    }
    return position;
}

std::size_t skipSpacesRight(std::string_view text, std::size_t position)
{
    while (position < text.size()) {
        const base::CodePoint point = base::decodeUtf8(text, position);
        if (!isWhitespace(point.codePoint)) {
            break;
        }
        position += point.length;
    }
    return position;
}

base::Result<std::string> normalizedForm(const std::string& content, const Normalizer& normalizer)
{
    const AlignedText source = AlignedText::fromOriginal(content);
    AlignedText result;
    FE_CHECK(normalizer.normalize(source.view(), result));
    return std::move(result.text);
}

} // namespace

void TokenTrie::insert(std::string_view text, TokenId id)
{
    std::uint32_t node = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        auto& children = m_nodes[node].children;
        auto child = std::lower_bound(
            children.begin(), children.end(), byte,
            [](const auto& entry, unsigned char value) { return entry.first < value; });
        if (child == children.end() || child->first != byte) {
            const auto added = static_cast<std::uint32_t>(m_nodes.size());
            children.insert(child, { byte, added });
            m_nodes.emplace_back();
            node = added;
        } else {
            node = child->second;
        }
    }
    m_nodes[node].id = id;
    m_begins[static_cast<unsigned char>(text.front())] = true;
}

TokenTrie::Found TokenTrie::longestAt(std::string_view text, std::size_t position) const
{
    Found found;
    std::uint32_t node = 0;
    for (std::size_t length = 1; position + length <= text.size(); ++length) {
        const auto byte = static_cast<unsigned char>(text[position + length - 1]);
        const auto& children = m_nodes[node].children;
        const auto child = std::lower_bound(
            children.begin(), children.end(), byte,
            [](const auto& entry, unsigned char value) { return entry.first < value; });
        if (child == children.end() || child->first != byte) {
            break;
        }
        node = child->second;
        if (m_nodes[node].id >= 0) {
            found = { m_nodes[node].id, length };
        }
    }
    return found;
}

base::Result<AddedTokens> AddedTokens::build(std::vector<AddedToken> tokens,
                                             const Vocabulary& vocabulary,
                                             const Normalizer* normalizer, const StageSpec& spec)
{
    AddedTokens added;
    auto nextId = static_cast<TokenId>(vocabulary.size());
    for (AddedToken& token : tokens) {
        if (token.content.empty()) {
            continue;
        }
        if (token.content.size() > kLongestContent) {
            return spec.unsupported(
                {}, "an added token of " + base::grouped(token.content.size()) + " bytes");
        }
        auto id = added.idOf(token.content);
        if (!id) {
            id = vocabulary.find(token.content);
        }
        if (!id) {
            id = nextId++;
        }
        if (token.normalized && normalizer != nullptr) {
            FE_TRY(std::string form, normalizedForm(token.content, *normalizer));
            if (form != token.content) {
                added.m_normalizedSpellings[*id] = std::move(form);
            }
        }
        if (token.special) {
            added.m_specialSpellings.insert(token.content);
        }
        added.m_ids[token.content] = *id;
        added.m_byId[*id] = std::move(token);
    }
    for (const auto& [id, token] : added.m_byId) {
        if (token.special) {
            added.m_specialIds.insert(id);
        }
        if (!token.normalized) {
            added.m_inOriginal.insert(token.content, id);
        } else if (const std::string* form = added.decodedSpelling(id); !form->empty()) {
            added.m_inNormalized.insert(*form, id);
        }
    }
    return added;
}

base::Result<void> AddedTokens::extract(PieceList& pieces, const Normalizer* normalizer,
                                        bool parseSpecial) const
{
    std::vector<Piece> parts;
    const Piece whole { 0, static_cast<std::uint32_t>(pieces.buffer().text.size()), -1, 0 };
    cut(pieces, whole, m_inOriginal, parseSpecial, parts);
    pieces.setPieces(std::move(parts));
    if (normalizer != nullptr) {
        FE_CHECK(pieces.rewrite([normalizer](const TextView& source, AlignedText& out) {
            return normalizer->normalize(source, out);
        }));
    }
    std::vector<Piece> result;
    for (const Piece& piece : pieces.pieces()) {
        if (piece.addedToken >= 0) {
            result.push_back(piece);
        } else {
            cut(pieces, piece, m_inNormalized, parseSpecial, result);
        }
    }
    pieces.setPieces(std::move(result));
    return {};
}

void AddedTokens::cut(const PieceList& pieces, const Piece& piece, const TokenTrie& trie,
                      bool parseSpecial, std::vector<Piece>& out) const
{
    const std::string_view text = pieces.view(piece).text;
    const auto add = [&](std::size_t begin, std::size_t end, TokenId id) {
        if (begin < end) {
            const auto absolute = static_cast<std::uint32_t>(piece.begin + begin);
            out.push_back({ absolute, static_cast<std::uint32_t>(piece.begin + end), id,
                            pieces.buffer().spanAt(absolute).begin });
        }
    };
    std::size_t textBegin = 0;
    for (std::size_t position = 0; position < text.size() && !trie.isEmpty();) {
        const TokenTrie::Found found = trie.longestAt(text, position);
        if (found.length == 0) {
            position = trie.nextBegin(text, position + 1);
            continue;
        }
        std::size_t begin = position;
        std::size_t end = position + found.length;
        position = end;
        const AddedToken& token = m_byId.at(found.id);
        if ((token.special && !parseSpecial)
            || (token.singleWord && !isSingleWord(text, begin, end))) {
            continue;
        }
        if (token.stripLeft) {
            begin = std::max(skipSpacesLeft(text, begin), textBegin);
        }
        if (token.stripRight) {
            end = skipSpacesRight(text, end);
        }
        add(textBegin, begin, -1);
        add(begin, end, found.id);
        textBegin = end;
    }
    add(textBegin, text.size(), -1);
}

const AddedToken* AddedTokens::find(TokenId id) const
{
    const auto entry = m_byId.find(id);
    return entry == m_byId.end() ? nullptr : &entry->second;
}

std::optional<TokenId> AddedTokens::idOf(std::string_view content) const
{
    const auto entry = m_ids.find(std::string(content));
    return entry == m_ids.end() ? std::nullopt : std::optional(entry->second);
}

const std::string* AddedTokens::decodedSpelling(TokenId id) const
{
    const auto form = m_normalizedSpellings.find(id);
    if (form != m_normalizedSpellings.end()) {
        return &form->second;
    }
    const AddedToken* token = find(id);
    return token == nullptr ? nullptr : &token->content;
}

} // namespace fe::tokenizers
