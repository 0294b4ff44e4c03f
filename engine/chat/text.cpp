// SPDX-License-Identifier: Apache-2.0
#include "chat/text.h"

#include "base/utf8.h"
#include "chat/runtime.h"
#include "chat/unicode.h"

#include <algorithm>

namespace fe::chat {
namespace {

using base::decodeUtf8;

bool isContinuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

/// Beginning of the code point that ends before `end` (> 0).
std::size_t previous(std::string_view text, std::size_t end)
{
    do {
        --end;
    } while (end > 0 && isContinuation(text[end]));
    return end;
}

template<typename Unwanted>
std::string_view strip(std::string_view text, Side side, Unwanted unwanted)
{
    std::size_t begin = 0;
    std::size_t end = text.size();
    while (side != Side::Right && begin < end) {
        const base::CodePoint point = decodeUtf8(text, begin);
        if (!unwanted(point.codePoint)) {
            break;
        }
        begin += point.length;
    }
    while (side != Side::Left && end > begin) {
        const std::size_t last = previous(text, end);
        if (!unwanted(decodeUtf8(text, last).codePoint)) {
            break;
        }
        end = last;
    }
    return text.substr(begin, end - begin);
}

/// Line boundaries of str.splitlines, "\r\n" apart.
bool isLineEnd(char32_t c)
{
    return (c >= 0x0A && c <= 0x0D) || (c >= 0x1C && c <= 0x1E) || c == 0x85 || c == 0x2028
        || c == 0x2029;
}

std::size_t findWordEnd(std::string_view text, std::size_t position)
{
    while (position < text.size()) {
        const base::CodePoint point = decodeUtf8(text, position);
        if (isSpace(point.codePoint)) {
            break;
        }
        position += point.length;
    }
    return position;
}

std::size_t findWordBegin(std::string_view text, std::size_t end)
{
    while (end > 0) {
        const std::size_t last = previous(text, end);
        if (isSpace(decodeUtf8(text, last).codePoint)) {
            break;
        }
        end = last;
    }
    return end;
}

} // namespace

std::size_t codePointCount(std::string_view text)
{
    return text.size()
        - static_cast<std::size_t>(std::count_if(text.begin(), text.end(), isContinuation));
}

std::size_t codePointCount(const Text& text)
{
    return text.ascii ? text.bytes.size() : codePointCount(std::string_view(text.bytes));
}

std::size_t byteOf(const Text& text, std::size_t index)
{
    if (text.ascii) {
        return std::min(index, text.bytes.size());
    }
    std::size_t position = 0;
    for (; index > 0 && position < text.bytes.size(); --index) {
        do {
            ++position;
        } while (position < text.bytes.size() && isContinuation(text.bytes[position]));
    }
    return position;
}

std::vector<std::string_view> codePoints(std::string_view text)
{
    std::vector<std::string_view> points;
    for (std::size_t position = 0; position < text.size();) {
        const std::size_t length = decodeUtf8(text, position).length;
        points.push_back(text.substr(position, length));
        position += length;
    }
    return points;
}

std::string_view stripped(std::string_view text, Side side)
{
    return strip(text, side, isSpace);
}

std::string_view stripped(std::string_view text, std::string_view set, Side side)
{
    std::u32string unwanted;
    for (std::size_t position = 0; position < set.size();) {
        const base::CodePoint point = decodeUtf8(set, position);
        unwanted += point.codePoint;
        position += point.length;
    }
    std::sort(unwanted.begin(), unwanted.end());
    return strip(text, side, [&unwanted](char32_t c) {
        return std::binary_search(unwanted.begin(), unwanted.end(), c);
    });
}

std::vector<std::string_view> splitWords(std::string_view text, std::int64_t limit, Side from)
{
    std::vector<std::string_view> words;
    std::string_view rest = stripped(text, from == Side::Right ? Side::Right : Side::Left);
    while (!rest.empty() && limit != 0) {
        if (from == Side::Right) {
            const std::size_t begin = findWordBegin(rest, rest.size());
            words.push_back(rest.substr(begin));
            rest = stripped(rest.substr(0, begin), Side::Right);
        } else {
            const std::size_t end = findWordEnd(rest, 0);
            words.push_back(rest.substr(0, end));
            rest = stripped(rest.substr(end), Side::Left);
        }
        --limit;
    }
    if (!rest.empty()) {
        words.push_back(rest);
    }
    if (from == Side::Right) {
        std::reverse(words.begin(), words.end());
    }
    return words;
}

std::vector<std::string_view> splitAt(std::string_view text, std::string_view separator,
                                      std::int64_t limit, Side from)
{
    std::vector<std::string_view> parts;
    while (limit != 0) {
        const std::size_t at = from == Side::Right ? text.rfind(separator) : text.find(separator);
        if (at == std::string_view::npos) {
            break;
        }
        const std::string_view before = text.substr(0, at);
        const std::string_view after = text.substr(at + separator.size());
        parts.push_back(from == Side::Right ? after : before);
        text = from == Side::Right ? before : after;
        --limit;
    }
    parts.push_back(text);
    if (from == Side::Right) {
        std::reverse(parts.begin(), parts.end());
    }
    return parts;
}

std::vector<std::string_view> splitLines(std::string_view text, bool keepEnds)
{
    std::vector<std::string_view> lines;
    std::size_t begin = 0;
    for (std::size_t position = 0; position < text.size();) {
        const base::CodePoint point = decodeUtf8(text, position);
        std::size_t next = position + point.length;
        if (isLineEnd(point.codePoint)) {
            if (point.codePoint == '\r' && next < text.size() && text[next] == '\n') {
                ++next;
            }
            lines.push_back(text.substr(begin, (keepEnds ? next : position) - begin));
            begin = next;
        }
        position = next;
    }
    if (begin < text.size()) {
        lines.push_back(text.substr(begin));
    }
    return lines;
}

void chargeSearch(Runtime& runtime, std::string_view text, std::string_view part)
{
    constexpr std::size_t kShort = 32;
    runtime.chargeBytes(text.size());
    if (part.size() > kShort) {
        // std::string::find compares up to size * size bytes, 16 times as fast as other work.
        runtime.chargeBytes(text.size() / 16 * part.size());
    }
}

std::string replaced(Runtime& runtime, std::string_view text, std::string_view from,
                     std::string_view to, std::int64_t limit)
{
    chargeSearch(runtime, text, from);
    std::string out;
    std::size_t position = 0;
    const auto add = [&](std::string_view piece) {
        runtime.requireTextSize(out.size() + piece.size() + to.size());
        out += piece;
    };
    if (from.empty()) {
        // Python puts `to` before every code point and at the end.
        for (; limit != 0; --limit) {
            add(to);
            if (position >= text.size()) {
                return out;
            }
            const std::size_t length = decodeUtf8(text, position).length;
            add(text.substr(position, length));
            position += length;
        }
        add(text.substr(position));
        return out;
    }
    for (; limit != 0; --limit) {
        const std::size_t at = text.find(from, position);
        if (at == std::string_view::npos) {
            break;
        }
        runtime.charge(1);
        add(text.substr(position, at - position));
        out += to;
        position = at + from.size();
    }
    add(text.substr(position));
    return out;
}

std::string escapedHtml(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '\'':
            out += "&#39;";
            break;
        case '"':
            out += "&#34;";
            break;
        default:
            out += c;
        }
    }
    return out;
}

} // namespace fe::chat
