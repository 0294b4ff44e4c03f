// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/aligned_text.h"
#include "tokenizers/byte_spelling.h"

#include <utility>

namespace fe::tokenizers {
namespace {

std::uint32_t narrow(std::size_t position)
{
    return static_cast<std::uint32_t>(position);
}

} // namespace

TextView PieceList::view(const Piece& piece) const
{
    const std::size_t size = piece.end - piece.begin;
    return { std::string_view(m_buffer.text).substr(piece.begin, size),
             AlignView(m_buffer, piece.begin, size), piece.originalBegin };
}

base::Result<void> PieceList::split(const FindMatches& find, SplitBehavior behavior)
{
    FE_CHECK(spellNow());
    std::vector<Piece> result;
    result.reserve(m_pieces.size());
    std::vector<Match> matches;
    for (const Piece& piece : m_pieces) {
        if (piece.addedToken >= 0) {
            result.push_back(piece);
            continue;
        }
        matches.clear();
        FE_CHECK(find(view(piece).text, matches));
        const bool removesMatches = behavior == SplitBehavior::Removed;
        if (!removesMatches && behavior != SplitBehavior::Isolated) {
            matches = applyBehavior(std::move(matches), behavior);
        }
        for (const Match& part : matches) {
            if (part.begin < part.end && !(removesMatches && part.isMatch)) {
                const std::uint32_t begin = piece.begin + part.begin;
                result.push_back(
                    { begin, piece.begin + part.end, -1, m_buffer.spanAt(begin).begin });
            }
        }
    }
    m_pieces = std::move(result);
    return {};
}

base::Result<void> PieceList::rewrite(const RewriteText& rewriteText)
{
    FE_CHECK(spellNow());
    return rewriteNow(rewriteText);
}

base::Result<void> PieceList::spellBytes()
{
    FE_CHECK(spellNow()); // once more, if a file should ask for it
    m_areBytesSpelledLater = true;
    return {};
}

base::Result<void> PieceList::spellNow()
{
    if (!std::exchange(m_areBytesSpelledLater, false)) {
        return {};
    }
    return rewriteNow([](const TextView& source, AlignedText& out) -> base::Result<void> {
        appendByteSpelling(source, out);
        return {};
    });
}

base::Result<void> PieceList::rewriteNow(const RewriteText& rewriteText)
{
    AlignedText buffer;
    buffer.reserve(m_buffer.text.size());
    for (Piece& piece : m_pieces) {
        const TextView source = view(piece);
        piece.begin = narrow(buffer.text.size());
        if (piece.addedToken >= 0) {
            buffer.append(source, 0, source.text.size());
        } else {
            FE_CHECK(rewriteText(source, buffer));
        }
        piece.end = narrow(buffer.text.size());
    }
    m_buffer = std::move(buffer);
    return {};
}

} // namespace fe::tokenizers
