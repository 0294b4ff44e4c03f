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

bool isContinuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
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
    aligned.startVerbatim(0);
    aligned.text = original;
    return aligned;
}

TextView AlignedText::view(std::size_t begin, std::size_t end) const
{
    return { std::string_view(text).substr(begin, end - begin),
             AlignView(*this, begin, end - begin), begin < text.size() ? spanAt(begin).begin : 0 };
}

std::size_t AlignedText::findRun(std::size_t position) const
{
    const auto startsAfter = [position](const Run& run) { return run.textBegin > position; };
    // The next one, most often.
    for (std::size_t run = m_lastRun + 1; run < std::min(m_lastRun + 3, m_runs.size()); ++run) {
        if (m_runs[run].textBegin <= position
            && (run + 1 == m_runs.size() || startsAfter(m_runs[run + 1]))) {
            return m_lastRun = run;
        }
    }
    const auto next = std::partition_point(m_runs.begin(), m_runs.end(),
                                           [&](const Run& run) { return !startsAfter(run); });
    return m_lastRun = static_cast<std::size_t>(next - m_runs.begin()) - 1;
}

Span AlignedText::wholeCodePoint(const Run& run, std::size_t position) const
{
    std::size_t begin = position;
    while (begin > run.textBegin && isContinuation(text[begin])) {
        --begin;
    }
    const std::size_t end = begin + base::decodeUtf8(text, begin).length;
    return { run.span.begin + (narrow(begin) - run.textBegin),
             run.span.begin + (narrow(end) - run.textBegin) };
}

void AlignedText::startRun(Span span)
{
    if (m_runs.empty() || m_runs.back().span.begin != span.begin
        || m_runs.back().span.end != span.end) {
        m_runs.push_back({ narrow(text.size()), span });
    }
}

void AlignedText::startVerbatim(std::uint32_t originalBegin)
{
    if (!m_runs.empty() && m_runs.back().isVerbatim()) {
        const Run& last = m_runs.back();
        if (last.span.begin + (narrow(text.size()) - last.textBegin) == originalBegin) {
            return;
        }
    }
    m_runs.push_back({ narrow(text.size()), { originalBegin, Run::kVerbatim } });
}

void AlignedText::append(std::string_view added, Span span)
{
    if (added.empty()) {
        return;
    }
    const base::CodePoint first = base::decodeUtf8(added, 0);
    const bool isOne = first.valid && first.length == added.size();
    if (isOne && span.end - span.begin == added.size()) {
        startVerbatim(span.begin);
    } else {
        startRun(span);
    }
    text += added;
}

void AlignedText::append(const TextView& source, std::size_t begin, std::size_t end)
{
    const AlignedText& from = source.align.owner();
    std::size_t position = source.align.begin() + begin;
    const std::size_t last = source.align.begin() + end;
    // A code point that is cut in two stays aligned with all of it.
    const auto appendPart = [&](std::size_t partEnd) {
        for (; position < partEnd; ++position) {
            append(std::string_view(from.text).substr(position, 1), from.spanAt(position));
        }
    };
    while (position < last) {
        const std::size_t index = from.runAt(position);
        const Run& run = from.m_runs[index];
        const std::size_t runEnd = std::min(
            last, index + 1 < from.m_runs.size() ? from.m_runs[index + 1].textBegin : last);
        if (!run.isVerbatim()) {
            append(std::string_view(from.text).substr(position, runEnd - position), run.span);
            position = runEnd;
            continue;
        }
        std::size_t wholeBegin = position;
        while (wholeBegin < runEnd && isContinuation(from.text[wholeBegin])) {
            ++wholeBegin;
        }
        std::size_t wholeEnd = runEnd;
        if (runEnd < from.text.size() && isContinuation(from.text[runEnd])) {
            do {
                --wholeEnd;
            } while (wholeEnd > wholeBegin && isContinuation(from.text[wholeEnd]));
        }
        appendPart(wholeBegin);
        if (wholeBegin < wholeEnd) {
            startVerbatim(run.span.begin + (narrow(wholeBegin) - run.textBegin));
            text.append(from.text, wholeBegin, wholeEnd - wholeBegin);
            position = wholeEnd;
        }
        appendPart(runEnd);
    }
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
    m_runs.clear();
    m_lastRun = 0;
}

void appendPrepended(const TextView& source, std::string_view prefix, AlignedText& out)
{
    if (!source.text.empty()) {
        out.append(prefix, source.align.front());
        out.append(source, 0, source.text.size());
    }
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
