// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"
#include "chat/access.h"
#include "chat/format_text.h"
#include "chat/native.h"
#include "chat/text.h"
#include "chat/text_predicates.h"
#include "chat/unicode.h"

#include <array>

namespace fe::chat {
namespace {

const std::string& bytesOf(const NativeCall& call)
{
    const std::string& bytes = call.subject.text()->bytes;
    call.runtime.chargeBytes(bytes.size());
    return bytes;
}

template<std::string (*Map)(std::string_view)>
Value mapped(NativeCall& call)
{
    return call.runtime.text(Map(bytesOf(call)));
}

template<Side Where>
Value strip(NativeCall& call)
{
    const std::string& text = bytesOf(call);
    return call.runtime.text(std::string(call.isGiven(0) ? stripped(text, call.textAt(0), Where)
                                                         : stripped(text, Where)));
}

Value textList(NativeCall& call, const std::vector<std::string_view>& parts)
{
    Values items;
    items.reserve(parts.size());
    for (const std::string_view part : parts) {
        items.push_back(call.runtime.text(std::string(part)));
    }
    return call.runtime.list(std::move(items));
}

template<Side From>
Value split(NativeCall& call)
{
    const std::string& text = bytesOf(call);
    const std::int64_t limit = call.integerAt(1, -1);
    if (!call.isGiven(0)) {
        return textList(call, splitWords(text, limit, From));
    }
    const std::string_view separator = call.textAt(0);
    if (separator.empty()) {
        call.runtime.fail("empty separator");
    }
    chargeSearch(call.runtime, text, separator);
    return textList(call, splitAt(text, separator, limit, From));
}

Value splitLinesMethod(NativeCall& call)
{
    return textList(call, splitLines(bytesOf(call), call.flagAt(0, false)));
}

template<Side From>
Value partition(NativeCall& call)
{
    const std::string& text = bytesOf(call);
    const std::string_view separator = call.textAt(0);
    if (separator.empty()) {
        call.runtime.fail("empty separator");
    }
    chargeSearch(call.runtime, text, separator);
    const std::size_t at = From == Side::Right ? text.rfind(separator) : text.find(separator);
    const auto piece
        = [&call](std::string_view bytes) { return call.runtime.text(std::string(bytes)); };
    if (at == std::string::npos) {
        return From == Side::Right ? call.runtime.tuple({ piece(""), piece(""), piece(text) })
                                   : call.runtime.tuple({ piece(text), piece(""), piece("") });
    }
    const std::string_view whole = text;
    return call.runtime.tuple({ piece(whole.substr(0, at)), piece(separator),
                                piece(whole.substr(at + separator.size())) });
}

Value replace(NativeCall& call)
{
    const std::int64_t limit = call.integerAt(2, -1);
    return call.runtime.text(
        replaced(call.runtime, bytesOf(call), call.textAt(0), call.textAt(1), limit));
}

Value join(NativeCall& call)
{
    const std::string& separator = bytesOf(call);
    std::string out;
    Iterator& iterator = iterate(call.runtime, call[0]);
    bool isFirst = true;
    for (Value item; iterator.next(call.runtime, item); isFirst = false) {
        if (item.text() == nullptr) {
            call.runtime.fail("join() expected str elements, found " + std::string(typeName(item)));
        }
        out += isFirst ? std::string_view() : std::string_view(separator);
        out += item.text()->bytes;
        call.runtime.requireTextSize(out.size());
        call.runtime.chargeBytes(separator.size());
    }
    return call.runtime.text(std::move(out));
}

/// str.center puts the odd space left when the width is odd.
Value center(NativeCall& call)
{
    FormatSpec spec;
    spec.fill = call.textAt(1, " ");
    const auto width = static_cast<std::size_t>(std::max<std::int64_t>(0, call.integerAt(0, 0)));
    const std::size_t length = codePointCount(*call.subject.text());
    const std::size_t missing = width > length ? width - length : 0;
    spec.align = '>';
    spec.width = length + missing / 2 + (missing & width & 1U);
    const std::string left = formatText(call.runtime, bytesOf(call), spec);
    spec.align = '<';
    spec.width = width;
    return call.runtime.text(formatText(call.runtime, left, spec));
}

template<char Align>
Value justify(NativeCall& call)
{
    FormatSpec spec;
    spec.fill = call.textAt(1, " ");
    if (codePointCount(std::string_view(spec.fill)) != 1) {
        call.runtime.fail("The fill character must be exactly one character long");
    }
    spec.align = Align;
    spec.width = static_cast<std::size_t>(std::max<std::int64_t>(0, call.integerAt(0, 0)));
    return call.runtime.text(formatText(call.runtime, bytesOf(call), spec));
}

Value fillZeros(NativeCall& call)
{
    std::string_view text = bytesOf(call);
    const bool isSigned = text.starts_with('-') || text.starts_with('+');
    FormatSpec spec;
    spec.fill = "0";
    spec.align = '>';
    const std::int64_t width = std::max<std::int64_t>(0, call.integerAt(0, 0));
    spec.width = static_cast<std::size_t>(width > 0 && isSigned ? width - 1 : width);
    const std::string sign(text.substr(0, isSigned ? 1 : 0));
    return call.runtime.text(sign + formatText(call.runtime, text.substr(sign.size()), spec));
}

Value expandTabs(NativeCall& call)
{
    const std::int64_t size = call.integerAt(0, 8);
    std::string out;
    std::int64_t column = 0;
    for (const std::string_view point : codePoints(bytesOf(call))) {
        if (point == "\t") {
            const std::int64_t count = size > 0 ? size - column % size : 0;
            call.runtime.requireTextSize(out.size() + static_cast<std::size_t>(count));
            out.append(static_cast<std::size_t>(count), ' ');
            column += count;
        } else {
            out += point;
            column = point == "\n" || point == "\r" ? 0 : column + 1;
        }
    }
    return call.runtime.text(std::move(out));
}

Value removePrefix(NativeCall& call)
{
    std::string_view text = bytesOf(call);
    const std::string_view prefix = call.textAt(0);
    text.remove_prefix(text.starts_with(prefix) ? prefix.size() : 0);
    return call.runtime.text(std::string(text));
}

Value removeSuffix(NativeCall& call)
{
    std::string_view text = bytesOf(call);
    const std::string_view suffix = call.textAt(0);
    text.remove_suffix(text.ends_with(suffix) ? suffix.size() : 0);
    return call.runtime.text(std::string(text));
}

Value format(NativeCall& call)
{
    return braceFormat(call.runtime, bytesOf(call), call.given);
}

Value formatMap(NativeCall& call)
{
    Arguments arguments;
    if (call[0].dict() == nullptr) {
        call.runtime.fail("format_map() wants a mapping");
    }
    for (const auto& [key, value] : call[0].dict()->entries) {
        if (key.text() != nullptr) {
            arguments.named.emplace_back(key.text()->bytes, value);
        }
    }
    return braceFormat(call.runtime, bytesOf(call), arguments);
}

template<bool (*Test)(std::string_view)>
Value is(NativeCall& call)
{
    return Test(bytesOf(call));
}

constexpr std::array kMethods = {
    NativeRow { "strip", "/chars", 0, strip<Side::Both> },
    NativeRow { "lstrip", "/chars", 0, strip<Side::Left> },
    NativeRow { "rstrip", "/chars", 0, strip<Side::Right> },
    NativeRow { "split", "sep maxsplit", 0, split<Side::Left> },
    NativeRow { "rsplit", "sep maxsplit", 0, split<Side::Right> },
    NativeRow { "splitlines", "keepends", 0, splitLinesMethod },
    NativeRow { "partition", "/sep", 1, partition<Side::Left> },
    NativeRow { "rpartition", "/sep", 1, partition<Side::Right> },
    NativeRow { "startswith", "/prefix start end", 1, startsWith },
    NativeRow { "endswith", "/suffix start end", 1, endsWith },
    NativeRow { "find", "/sub start end", 1, findMethod },
    NativeRow { "rfind", "/sub start end", 1, rfindMethod },
    NativeRow { "index", "/sub start end", 1, indexMethod },
    NativeRow { "rindex", "/sub start end", 1, rindexMethod },
    NativeRow { "count", "/sub start end", 1, countMethod },
    NativeRow { "replace", "/old new count", 2, replace },
    NativeRow { "join", "/iterable", 1, join },
    NativeRow { "upper", "/", 0, mapped<toUpper> },
    NativeRow { "lower", "/", 0, mapped<toLower> },
    NativeRow { "title", "/", 0, mapped<toTitle> },
    NativeRow { "capitalize", "/", 0, mapped<toCapitalized> },
    NativeRow { "swapcase", "/", 0, mapped<swapCase> },
    NativeRow { "center", "/width fillchar", 1, center },
    NativeRow { "ljust", "/width fillchar", 1, justify<'<'> },
    NativeRow { "rjust", "/width fillchar", 1, justify<'>'> },
    NativeRow { "zfill", "/width", 1, fillZeros },
    NativeRow { "expandtabs", "tabsize", 0, expandTabs },
    NativeRow { "removeprefix", "/prefix", 1, removePrefix },
    NativeRow { "removesuffix", "/suffix", 1, removeSuffix },
    NativeRow { "format", "*", 0, format },
    NativeRow { "format_map", "/mapping", 1, formatMap },
    NativeRow { "isalpha", "/", 0, is<isAlphaText> },
    NativeRow { "isalnum", "/", 0, is<isAlnumText> },
    NativeRow { "isdigit", "/", 0, is<isDigitText> },
    NativeRow { "isdecimal", "/", 0, is<isDecimalText> },
    NativeRow { "isnumeric", "/", 0, is<isNumericText> },
    NativeRow { "isspace", "/", 0, is<isSpaceText> },
    NativeRow { "isascii", "/", 0, is<isAsciiText> },
    NativeRow { "isprintable", "/", 0, is<isPrintableText> },
    NativeRow { "isidentifier", "/", 0, is<isIdentifier> },
    NativeRow { "islower", "/", 0, is<isLowerText> },
    NativeRow { "isupper", "/", 0, is<isUpperText> },
    NativeRow { "istitle", "/", 0, is<isTitleText> },
};

} // namespace

std::span<const NativeRow> textMethods()
{
    return kMethods;
}

} // namespace fe::chat
