// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/aligned_text.h"

#include "base/utf8.h"

#include <algorithm>

namespace fe::tokenizers {
namespace {

std::uint32_t narrow(std::size_t position)
{
    return static_cast<std::uint32_t>(position);
}

/// Joins a match to the part before it unless that part is a match as well.
std::vector<Match> mergeIntoNeighbour(const std::vector<Match>& matches)
{
    std::vector<Match> parts;
    bool previousMatched = false;
    for (const Match& match : matches) {
        if (match.isMatch && !previousMatched && !parts.empty()) {
            parts.back().begin = std::min(parts.back().begin, match.begin);
            parts.back().end = std::max(parts.back().end, match.end);
        } else {
            parts.push_back({ match.begin, match.end, false });
        }
        previousMatched = match.isMatch;
    }
    return parts;
}

std::vector<Match> mergeEqual(const std::vector<Match>& matches)
{
    std::vector<Match> parts;
    bool previousMatched = false;
    for (const Match& match : matches) {
        if (match.isMatch == previousMatched && !parts.empty()) {
            parts.back().end = match.end;
        } else {
            parts.push_back({ match.begin, match.end, false });
        }
        previousMatched = match.isMatch;
    }
    return parts;
}

} // namespace

AlignedText AlignedText::fromOriginal(std::string_view original)
{
    AlignedText aligned;
    aligned.text = original;
    aligned.align.reserve(original.size());
    for (std::size_t position = 0; position < original.size();) {
        const std::size_t length = base::decodeUtf8(original, position).length;
        aligned.align.insert(aligned.align.end(), length,
                             { narrow(position), narrow(position + length) });
        position += length;
    }
    return aligned;
}

TextView AlignedText::view(std::size_t begin, std::size_t end) const
{
    return { std::string_view(text).substr(begin, end - begin),
             std::span(align).subspan(begin, end - begin),
             begin < align.size() ? align[begin].begin : 0 };
}

void AlignedText::append(std::string_view added, Span span)
{
    text += added;
    align.insert(align.end(), added.size(), span);
}

void AlignedText::append(const TextView& source, std::size_t begin, std::size_t end)
{
    text += source.text.substr(begin, end - begin);
    const auto part = source.align.subspan(begin, end - begin);
    align.insert(align.end(), part.begin(), part.end());
}

void AlignedText::appendReplacement(const TextView& source, std::size_t matchEnd,
                                    std::string_view replacement)
{
    const Span atStart { source.originalBegin, source.originalBegin };
    append(replacement, matchEnd == 0 ? atStart : source.align[matchEnd - 1]);
}

void AlignedText::clear()
{
    text.clear();
    align.clear();
}

void appendPrepended(const TextView& source, std::string_view prefix, AlignedText& out)
{
    if (!source.text.empty()) {
        out.append(prefix, source.align.front());
        out.append(source, 0, source.text.size());
    }
}

TextView PieceList::view(const Piece& piece) const
{
    TextView slice = m_buffer.view(piece.begin, piece.end);
    slice.originalBegin = piece.originalBegin;
    return slice;
}

base::Result<void> PieceList::split(const FindMatches& find, SplitBehavior behavior)
{
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
        if (behavior != SplitBehavior::Isolated) {
            matches = applyBehavior(std::move(matches), behavior);
        }
        for (const Match& part : matches) {
            if (part.begin < part.end) {
                const std::uint32_t begin = piece.begin + part.begin;
                result.push_back(
                    { begin, piece.begin + part.end, -1, m_buffer.align[begin].begin });
            }
        }
    }
    m_pieces = std::move(result);
    return {};
}

base::Result<void> PieceList::rewrite(const RewriteText& rewriteText)
{
    AlignedText buffer;
    buffer.text.reserve(m_buffer.text.size());
    buffer.align.reserve(m_buffer.align.size());
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

std::vector<Match> applyBehavior(std::vector<Match> matches, SplitBehavior behavior)
{
    switch (behavior) {
    case SplitBehavior::Isolated:
        break;
    case SplitBehavior::Removed:
        std::erase_if(matches, [](const Match& match) { return match.isMatch; });
        break;
    case SplitBehavior::Contiguous:
        return mergeEqual(matches);
    case SplitBehavior::MergedWithPrevious:
        return mergeIntoNeighbour(matches);
    case SplitBehavior::MergedWithNext: {
        std::reverse(matches.begin(), matches.end());
        std::vector<Match> parts = mergeIntoNeighbour(matches);
        std::reverse(parts.begin(), parts.end());
        return parts;
    }
    }
    return matches;
}

FindMatches matchCodePoints(bool (*is)(char32_t))
{
    return [is](std::string_view text, std::vector<Match>& matches) -> base::Result<void> {
        std::uint32_t gapBegin = 0;
        for (std::size_t position = 0; position < text.size();) {
            const base::CodePoint point = base::decodeUtf8(text, position);
            const std::uint32_t begin = narrow(position);
            position += point.length;
            if (is(point.codePoint)) {
                if (gapBegin < begin) {
                    matches.push_back({ gapBegin, begin, false });
                }
                gapBegin = narrow(position);
                matches.push_back({ begin, gapBegin, true });
            }
        }
        if (gapBegin < text.size()) {
            matches.push_back({ gapBegin, narrow(text.size()), false });
        }
        return {};
    };
}

FindMatches matchLiteral(std::string literal)
{
    return [literal = std::move(literal)](std::string_view text,
                                          std::vector<Match>& matches) -> base::Result<void> {
        std::size_t gapBegin = 0;
        std::size_t found = literal.empty() ? std::string_view::npos : text.find(literal);
        while (found != std::string_view::npos) {
            if (gapBegin < found) {
                matches.push_back({ narrow(gapBegin), narrow(found), false });
            }
            gapBegin = found + literal.size();
            matches.push_back({ narrow(found), narrow(gapBegin), true });
            found = text.find(literal, gapBegin);
        }
        if (gapBegin < text.size()) {
            matches.push_back({ narrow(gapBegin), narrow(text.size()), false });
        }
        return {};
    };
}

} // namespace fe::tokenizers
