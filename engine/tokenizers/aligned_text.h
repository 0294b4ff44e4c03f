// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "tokenizers/tokenizer.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fe::tokenizers {

/// Bytes [begin, end) of the original text, half the size of a ByteRange: there is one for every
/// byte of normalised text.
struct Span {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
};

/// A slice of an AlignedText, borrowed.
struct TextView {
    std::string_view text;
    std::span<const Span> align; ///< one for every byte of text
    std::uint32_t originalBegin = 0; ///< where the slice begins in the original text
};

/// Normalised text in which every byte knows the bytes of the original text it stands for.
struct AlignedText {
    std::string text;
    std::vector<Span> align;

    /// The text itself, each byte aligned with the whole code point it belongs to.
    [[nodiscard]] static AlignedText fromOriginal(std::string_view original);

    [[nodiscard]] TextView view() const { return { text, align, 0 }; }
    [[nodiscard]] TextView view(std::size_t begin, std::size_t end) const;
    /// Appends `added` with every byte aligned to `span`.
    void append(std::string_view added, Span span);
    /// Appends bytes [begin, end) of `source` unchanged.
    void append(const TextView& source, std::size_t begin, std::size_t end);
    /// Appends what replaced a whole match: it is aligned with the last byte before its end, as
    /// the reference does (`matchEnd` 0 at the start of the slice: an empty range there).
    void appendReplacement(const TextView& source, std::size_t matchEnd,
                           std::string_view replacement);
    void clear();
};

/// Appends `source` with `prefix` before it; both prefix and first code point are aligned with
/// that code point. An empty source stays empty.
void appendPrepended(const TextView& source, std::string_view prefix, AlignedText& out);

/// A part of the text on its way to the model, or an added token that was found in it.
struct Piece {
    std::uint32_t begin = 0; ///< slice of PieceList::buffer
    std::uint32_t end = 0;
    TokenId addedToken = -1; ///< an added token's id; such a piece is never changed again
    std::uint32_t originalBegin = 0;
};

/// A match of a pattern, or what lies between two matches.
struct Match {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    bool isMatch = false;
};

/// What happens to the matches of a pattern that splits.
enum class SplitBehavior { Removed, Isolated, MergedWithPrevious, MergedWithNext, Contiguous };

/// Cuts a text into matches and gaps that together cover it, appended to the vector.
using FindMatches = std::function<base::Result<void>(std::string_view, std::vector<Match>&)>;
using RewriteText = std::function<base::Result<void>(const TextView&, AlignedText&)>;

/// The whole text as consecutive pieces of one buffer: splitting copies no text.
class PieceList
{
public:
    explicit PieceList(std::string_view original)
        : m_buffer(AlignedText::fromOriginal(original)) { }

    [[nodiscard]] std::span<const Piece> pieces() const { return m_pieces; }
    [[nodiscard]] TextView view(const Piece& piece) const;
    [[nodiscard]] const AlignedText& buffer() const { return m_buffer; }
    void setPieces(std::vector<Piece> pieces) { m_pieces = std::move(pieces); }

    /// Cuts every piece that is no added token; empty pieces disappear.
    [[nodiscard]] base::Result<void> split(const FindMatches& find, SplitBehavior behavior);
    /// Replaces the text of every piece that is no added token.
    [[nodiscard]] base::Result<void> rewrite(const RewriteText& rewriteText);

private:
    AlignedText m_buffer;
    std::vector<Piece> m_pieces;
};

/// Matches of single code points for which `is` holds.
[[nodiscard]] FindMatches matchCodePoints(bool (*is)(char32_t));
/// Matches of a literal text, left to right without overlap; an empty one matches nothing.
[[nodiscard]] FindMatches matchLiteral(std::string literal);

/// Turns matches into the parts that remain; exposed for tests.
[[nodiscard]] std::vector<Match> applyBehavior(std::vector<Match> matches, SplitBehavior behavior);

} // namespace fe::tokenizers
