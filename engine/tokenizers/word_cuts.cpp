// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/word_cuts.h"

#include "base/utf8.h"
#include "tokenizers/gguf_splits.h"
#include "tokenizers/stages.h"
#include "tokenizers/unicode.h"

#include <array>
#include <cstdint>

namespace fe::tokenizers {
namespace {

enum class Kind : std::uint8_t { Letter, Number, Space, Other };

Kind kindOf(char32_t codePoint)
{
    return isLetter(codePoint)    ? Kind::Letter
        : isNumeric(codePoint)    ? Kind::Number
        : isWhitespace(codePoint) ? Kind::Space
                                  : Kind::Other;
}

/// Calls the function once per ASCII character.
template<typename T>
std::array<T, 128> asciiTable(T (*of)(char32_t))
{
    std::array<T, 128> table {};
    for (char32_t c = 0; c < table.size(); ++c) {
        table[c] = of(c);
    }
    return table;
}

struct Character {
    Kind kind = Kind::Other;
    std::uint32_t length = 0; ///< bytes; 0 at the end of the text
};

/// A place in a text that goes from word to word.
class Reader
{
public:
    explicit Reader(std::string_view text) : m_text(text) { }

    [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(m_text.size()); }
    [[nodiscard]] char byteAt(std::uint32_t position) const
    {
        return position < m_text.size() ? m_text[position] : '\0';
    }
    [[nodiscard]] Character at(std::uint32_t position) const
    {
        if (position >= m_text.size()) {
            return {};
        }
        const auto byte = static_cast<unsigned char>(m_text[position]);
        if (byte < 0x80) {
            return { m_kinds[byte], 1 };
        }
        const base::CodePoint point = base::decodeUtf8(m_text, position);
        return { kindOf(point.codePoint), point.length };
    }
    /// End of the run of characters of one kind, of at most so many.
    [[nodiscard]] std::uint32_t skip(std::uint32_t position, Kind kind,
                                     std::uint32_t most = 0xFFFFFFFFU) const
    {
        for (; most > 0; --most) {
            const Character next = at(position);
            if (next.length == 0 || next.kind != kind) {
                break;
            }
            position += next.length;
        }
        return position;
    }
    [[nodiscard]] std::uint32_t skipLineEnds(std::uint32_t position) const
    {
        while (isLineEnd(byteAt(position))) {
            ++position;
        }
        return position;
    }
    [[nodiscard]] static bool isLineEnd(char c) { return c == '\r' || c == '\n'; }

    /// `\s+(?!\S)|\s+`: a run of white space less the last before a word, unless it is the only.
    /// @param lineEnds the run ends behind its last line end if it has one: `\s*[\r\n]+` before.
    [[nodiscard]] std::uint32_t spacesEnd(std::uint32_t begin, bool lineEnds) const
    {
        std::uint32_t last = begin; // where the last character begins
        std::uint32_t end = begin;
        std::uint32_t behindLineEnd = 0;
        for (Character next = at(end); next.length > 0 && next.kind == Kind::Space;
             next = at(end)) {
            last = end;
            end += next.length;
            behindLineEnd = isLineEnd(m_text[last]) ? end : behindLineEnd;
        }
        if (lineEnds && behindLineEnd > 0) {
            return behindLineEnd;
        }
        return end == size() || last == begin ? end : last;
    }
    /// `'s|'t|'re|'ve|'m|'ll|'d`; the position itself if there is none.
    [[nodiscard]] std::uint32_t contractionEnd(std::uint32_t position, bool anyCase) const
    {
        if (byteAt(position) != '\'') {
            return position;
        }
        const auto lower = [&](std::uint32_t at) {
            const char c = byteAt(at);
            return anyCase && c >= 'A' && c <= 'Z' ? static_cast<char>(c + 0x20) : c;
        };
        const char first = lower(position + 1);
        const char second = lower(position + 2);
        if (first == 's' || first == 't' || first == 'm' || first == 'd') {
            return position + 2;
        }
        if (((first == 'r' || first == 'v') && second == 'e') || (first == 'l' && second == 'l')) {
            return position + 3;
        }
        // The long s is an s to whom case is all the same.
        const bool isLongS = anyCase && first == '\xC5' && second == '\xBF';
        return isLongS ? position + 3 : position;
    }

private:
    static const std::array<Kind, 128>& asciiKinds()
    {
        static const std::array<Kind, 128> kKinds = asciiTable<Kind>(&kindOf);
        return kKinds;
    }

    std::string_view m_text;
    const std::array<Kind, 128>& m_kinds = asciiKinds();
};

void push(std::vector<Match>& matches, std::uint32_t begin, std::uint32_t end)
{
    matches.push_back({ begin, end, true });
}

/// kGpt2Words. Every character is in a match.
void cutGpt2Words(std::string_view text, std::vector<Match>& matches)
{
    const Reader reader(text);
    for (std::uint32_t begin = 0; begin < reader.size();) {
        std::uint32_t end = reader.contractionEnd(begin, false);
        if (end == begin) {
            const std::uint32_t word = begin + (reader.byteAt(begin) == ' ' ? 1 : 0);
            const Character first = reader.at(word);
            end = first.length > 0 && first.kind != Kind::Space
                ? reader.skip(word + first.length, first.kind)
                : reader.spacesEnd(begin, false);
        }
        push(matches, begin, end);
        begin = end;
    }
}

/// kLlama3Words and kQwen2Words, which take so many digits together.
template<std::uint32_t Digits>
void cutCl100kWords(std::string_view text, std::vector<Match>& matches)
{
    const Reader reader(text);
    const auto wordEnd = [&reader](std::uint32_t begin) {
        if (const std::uint32_t end = reader.contractionEnd(begin, true); end > begin) {
            return end;
        }
        const Character first = reader.at(begin);
        if (first.kind == Kind::Letter) {
            return reader.skip(begin + first.length, Kind::Letter);
        }
        if (first.kind == Kind::Number) {
            return reader.skip(begin + first.length, Kind::Number, Digits - 1);
        }
        const std::uint32_t next = begin + first.length;
        const Character second = reader.at(next);
        if (second.length > 0 && second.kind == Kind::Letter
            && !Reader::isLineEnd(reader.byteAt(begin))) {
            return reader.skip(next + second.length, Kind::Letter);
        }
        if (first.kind == Kind::Other) {
            return reader.skipLineEnds(reader.skip(next, Kind::Other));
        }
        if (reader.byteAt(begin) == ' ' && second.length > 0 && second.kind == Kind::Other) {
            return reader.skipLineEnds(reader.skip(next, Kind::Other));
        }
        return reader.spacesEnd(begin, true);
    };
    for (std::uint32_t begin = 0; begin < reader.size();) {
        const std::uint32_t end = wordEnd(begin);
        push(matches, begin, end);
        begin = end;
    }
}

/// `\p{N}{1,Digits}` and the gaps between.
template<std::uint32_t Digits>
void cutNumbers(std::string_view text, std::vector<Match>& matches)
{
    const Reader reader(text);
    std::uint32_t gapBegin = 0;
    for (std::uint32_t begin = 0; begin < reader.size();) {
        const Character next = reader.at(begin);
        if (next.kind != Kind::Number) {
            begin += next.length;
            continue;
        }
        if (gapBegin < begin) {
            matches.push_back({ gapBegin, begin, false });
        }
        gapBegin = reader.skip(begin, Kind::Number, Digits);
        push(matches, begin, gapBegin);
        begin = gapBegin;
    }
    if (gapBegin < reader.size()) {
        matches.push_back({ gapBegin, reader.size(), false });
    }
}

enum class BertKind : std::uint8_t { Word, Space, Punctuation };

BertKind bertKindOf(char32_t codePoint)
{
    return isWhitespace(codePoint) ? BertKind::Space
        : isPunctuation(codePoint) ? BertKind::Punctuation
                                   : BertKind::Word;
}

} // namespace

CutText knownCut(std::string_view pattern)
{
    struct Row {
        std::string_view pattern;
        CutText cut;
    };
    static constexpr std::array kRows = {
        Row { kGpt2Words, &cutGpt2Words },       Row { kLlama3Words, &cutCl100kWords<3> },
        Row { kQwen2Words, &cutCl100kWords<1> }, Row { R"(\p{N})", &cutNumbers<1> },
        Row { R"(\p{N}{1,3})", &cutNumbers<3> },
    };
    for (const Row& row : kRows) {
        if (row.pattern == pattern) {
            return row.cut;
        }
    }
    return nullptr;
}

void cutBertWords(std::string_view text, std::vector<Match>& matches)
{
    static const std::array<BertKind, 128> kAscii = asciiTable<BertKind>(&bertKindOf);
    const auto size = static_cast<std::uint32_t>(text.size());
    std::uint32_t wordBegin = 0;
    for (std::uint32_t position = 0; position < size;) {
        const auto byte = static_cast<unsigned char>(text[position]);
        std::uint32_t length = 1;
        BertKind kind = BertKind::Word;
        if (byte < 0x80) {
            kind = kAscii[byte];
        } else {
            const base::CodePoint point = base::decodeUtf8(text, position);
            length = point.length;
            kind = bertKindOf(point.codePoint);
        }
        if (kind != BertKind::Word) {
            if (wordBegin < position) {
                matches.push_back({ wordBegin, position, false });
            }
            wordBegin = position + length;
            matches.push_back({ position, wordBegin, kind == BertKind::Space });
        }
        position += length;
    }
    if (wordBegin < size) {
        matches.push_back({ wordBegin, size, false });
    }
}

} // namespace fe::tokenizers
