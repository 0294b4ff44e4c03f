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

/// Bytes [begin, end) of the original text.
struct Span {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
};

struct AlignedText;

/// The alignment of a slice of an AlignedText, borrowed: a Span for every byte.
class AlignView
{
public:
    AlignView() = default;
    AlignView(const AlignedText& owner, std::size_t begin, std::size_t size)
        : m_owner(&owner), m_begin(begin), m_size(size)
    {
    }
    [[nodiscard]] bool empty() const { return m_size == 0; }
    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] Span operator[](std::size_t position) const;
    [[nodiscard]] Span front() const { return (*this)[0]; }
    [[nodiscard]] Span back() const { return (*this)[m_size - 1]; }

    [[nodiscard]] const AlignedText& owner() const { return *m_owner; }
    [[nodiscard]] std::size_t begin() const { return m_begin; }

private:
    const AlignedText* m_owner = nullptr;
    std::size_t m_begin = 0;
    std::size_t m_size = 0;
};

/// A slice of an AlignedText, borrowed.
struct TextView {
    std::string_view text;
    AlignView align; ///< one span for every byte of text
    std::uint32_t originalBegin = 0; ///< where the slice begins in the original text

    [[nodiscard]] TextView slice(std::size_t begin, std::size_t end) const
    {
        return { text.substr(begin, end - begin),
                 AlignView(align.owner(), align.begin() + begin, end - begin),
                 begin < end ? align[begin].begin : originalBegin };
    }
};

/// Normalised text in which every byte knows the bytes of the original text it stands for. Most
/// stages change little, so alignment is kept in runs. One thread at a time: looking up remembers
/// the place, because the next question is mostly about the neighbourhood.
struct AlignedText {
    std::string text;

    /// The text itself, each byte aligned with the whole code point it belongs to.
    [[nodiscard]] static AlignedText fromOriginal(std::string_view original);

    [[nodiscard]] TextView view() const { return { text, AlignView(*this, 0, text.size()), 0 }; }
    [[nodiscard]] TextView view(std::size_t begin, std::size_t end) const;
    [[nodiscard]] Span spanAt(std::size_t position) const
    {
        const Run& run = m_runs[runAt(position)];
        if (!run.isVerbatim()) {
            return run.span;
        }
        const std::uint32_t begin
            = run.span.begin + (static_cast<std::uint32_t>(position) - run.textBegin);
        return static_cast<unsigned char>(text[position]) < 0x80 ? Span { begin, begin + 1 }
                                                                 : wholeCodePoint(run, position);
    }
    void reserve(std::size_t bytes) { text.reserve(bytes); }
    /// Appends `added` with every byte aligned to `span`.
    void append(std::string_view added, Span span);
    /// Appends bytes [begin, end) of `source` unchanged.
    void append(const TextView& source, std::size_t begin, std::size_t end);
    /// Appends what replaced a whole match: it is aligned with the last byte before its end, as
    /// the reference does (`matchEnd` 0 at the start of the slice: an empty range there).
    void appendReplacement(const TextView& source, std::size_t matchEnd,
                           std::string_view replacement);
    void clear();

private:
    /// Bytes from textBegin to the next run. Verbatim ones are code points as long as those of the
    /// original text from span.begin on, one for one; all others share the span.
    struct Run {
        std::uint32_t textBegin = 0;
        Span span;

        static constexpr std::uint32_t kVerbatim = 0xFFFFFFFFU;
        [[nodiscard]] bool isVerbatim() const { return span.end == kVerbatim; }
    };

    [[nodiscard]] std::size_t runAt(std::size_t position) const
    {
        const std::size_t run = m_lastRun;
        if (run + 1 < m_runs.size()) {
            return m_runs[run].textBegin <= position && position < m_runs[run + 1].textBegin
                ? run
                : findRun(position);
        }
        return run < m_runs.size() && m_runs[run].textBegin <= position ? run : findRun(position);
    }
    [[nodiscard]] std::size_t findRun(std::size_t position) const;
    [[nodiscard]] Span wholeCodePoint(const Run& run, std::size_t position) const;
    void startRun(Span span);
    void startVerbatim(std::uint32_t originalBegin);

    std::vector<Run> m_runs;
    mutable std::size_t m_lastRun = 0;
};

inline Span AlignView::operator[](std::size_t position) const
{
    return m_owner->spanAt(m_begin + position);
}

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
    /// The model is to see the pieces that are no added tokens spelled in the byte alphabet. What
    /// splits or rewrites the pieces later sees them spelled; otherwise nobody has to write that
    /// text down.
    [[nodiscard]] base::Result<void> spellBytes();
    [[nodiscard]] bool areBytesSpelledLater() const { return m_areBytesSpelledLater; }

    /// Cuts every piece that is no added token; empty pieces disappear.
    [[nodiscard]] base::Result<void> split(const FindMatches& find, SplitBehavior behavior);
    /// Replaces the text of every piece that is no added token.
    [[nodiscard]] base::Result<void> rewrite(const RewriteText& rewriteText);

private:
    [[nodiscard]] base::Result<void> rewriteNow(const RewriteText& rewriteText);
    [[nodiscard]] base::Result<void> spellNow();

    AlignedText m_buffer;
    std::vector<Piece> m_pieces;
    bool m_areBytesSpelledLater = false;
};

/// Matches of single code points for which `is` holds.
[[nodiscard]] FindMatches matchCodePoints(bool (*is)(char32_t));
/// Matches of a literal text, left to right without overlap; an empty one matches nothing.
[[nodiscard]] FindMatches matchLiteral(std::string literal);

/// Turns matches into the parts that remain; exposed for tests.
[[nodiscard]] std::vector<Match> applyBehavior(std::vector<Match> matches, SplitBehavior behavior);

} // namespace fe::tokenizers
