// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"
#include "chat/access.h"
#include "chat/format_text.h"
#include "chat/native.h"
#include "chat/operators.h"
#include "chat/print.h"
#include "chat/text.h"
#include "chat/unicode.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace fe::chat {
namespace {

std::string subjectText(NativeCall& call)
{
    std::string text = toStr(call.runtime, call.subject);
    call.runtime.chargeBytes(text.size());
    return text;
}

template<std::string (*Map)(std::string_view)>
Value mapped(NativeCall& call)
{
    return call.runtime.text(Map(subjectText(call)));
}

Value trim(NativeCall& call)
{
    const std::string text = subjectText(call);
    return call.runtime.text(std::string(
        call.isGiven(0) ? stripped(text, call.textAt(0), Side::Both) : stripped(text, Side::Both)));
}

/// Words begin after spaces and opening brackets, unlike str.title.
Value title(NativeCall& call)
{
    std::string out;
    std::string word;
    const auto flush = [&out, &word] {
        const std::size_t first = base::decodeUtf8(word, 0).length;
        out += toUpper(std::string_view(word).substr(0, first))
            + toLower(std::string_view(word).substr(first));
        word.clear();
    };
    const std::string text = subjectText(call);
    for (const std::string_view point : codePoints(text)) {
        const char32_t c = base::decodeUtf8(point, 0).codePoint;
        const bool separates = isSpace(c)
            || (c < 0x80
                && std::string_view("-({[<").find(static_cast<char>(c)) != std::string_view::npos);
        if (separates) {
            flush();
            out += point;
        } else {
            word += point;
        }
    }
    flush();
    return call.runtime.text(std::move(out));
}

Value replace(NativeCall& call)
{
    const std::string from = toStr(call.runtime, call[0]);
    const std::string to = toStr(call.runtime, call[1]);
    return call.runtime.text(
        replaced(call.runtime, subjectText(call), from, to, call.integerAt(2, -1)));
}

Value string(NativeCall& call)
{
    return call.subject.text() != nullptr ? call.subject : call.runtime.text(subjectText(call));
}

Value safe(NativeCall& call)
{
    return call.runtime.text(subjectText(call), true);
}

Value escape(NativeCall& call)
{
    const Text* text = call.subject.text();
    return text != nullptr && text->markup
        ? call.subject
        : call.runtime.text(escapedHtml(subjectText(call)), true);
}

Value forceEscape(NativeCall& call)
{
    return call.runtime.text(escapedHtml(subjectText(call)), true);
}

/// The subject of a filter that wants a str and converts nothing.
const Text& strictText(NativeCall& call)
{
    if (call.subject.undefined() != nullptr) {
        call.runtime.fail(call.subject.undefined()->message);
    }
    if (call.subject.text() == nullptr) {
        call.runtime.fail("expected str, got " + std::string(typeName(call.subject)));
    }
    call.runtime.chargeBytes(call.subject.text()->bytes.size());
    return *call.subject.text();
}

Value indent(NativeCall& call)
{
    const std::string text = strictText(call).bytes + "\n";
    std::string margin;
    if (const Text* given = call[0].text()) {
        margin = given->bytes;
    } else {
        const std::int64_t width = std::max<std::int64_t>(0, call.integerAt(0, 4));
        call.runtime.requireTextSize(static_cast<std::size_t>(width));
        margin.assign(static_cast<std::size_t>(width), ' ');
    }
    const bool blank = call.flagAt(2, false);
    std::string out = call.flagAt(1, false) ? margin : "";
    bool isFirst = true;
    for (const std::string_view line : splitLines(text, false)) {
        if (!isFirst) {
            out += "\n" + (blank || !line.empty() ? margin : std::string());
        }
        out += line;
        call.runtime.chargeBytes(margin.size());
        call.runtime.requireTextSize(out.size());
        isFirst = false;
    }
    return call.runtime.text(std::move(out));
}

Value center(NativeCall& call)
{
    const Value text = string(call);
    const NativeRow* method = findRow(textMethods(), "center");
    return callNative(call.runtime, *method, text,
                      { { call[0].isMissing() ? Value(std::int64_t { 80 }) : call[0] }, {} });
}

Value truncate(NativeCall& call)
{
    const std::int64_t length = call.integerAt(0, 255);
    const std::string_view end = call.textAt(2, "...");
    const std::int64_t leeway = call.integerAt(3, 5);
    const auto endLength = static_cast<std::int64_t>(codePointCount(end));
    if (length < endLength || leeway < 0) {
        call.runtime.fail("truncate() wants a length of at least " + std::to_string(endLength)
                          + " and no negative leeway");
    }
    const auto size = lengthOf(call.runtime, call.subject);
    if (size && *size - leeway <= length) {
        return call.subject;
    }
    const Text& text = strictText(call);
    const std::size_t keep = byteOf(text, static_cast<std::size_t>(length - endLength));
    std::string_view kept = std::string_view(text.bytes).substr(0, keep);
    if (!call.flagAt(1, false)) {
        kept = kept.substr(0, kept.rfind(' '));
    }
    return call.runtime.text(std::string(kept) + std::string(end));
}

Value wordCount(NativeCall& call)
{
    std::int64_t words = 0;
    bool inWord = false;
    const std::string text = subjectText(call);
    for (const std::string_view point : codePoints(text)) {
        const char32_t c = base::decodeUtf8(point, 0).codePoint;
        const bool belongs = c == '_' || isAlnum(c);
        words += belongs && !inWord ? 1 : 0;
        inWord = belongs;
    }
    return words;
}

Value format(NativeCall& call)
{
    if (!call.given.positional.empty() && !call.given.named.empty()) {
        call.runtime.fail("can't handle positional and keyword arguments at the same time");
    }
    Value values = call.runtime.tuple(call.given.positional);
    if (!call.given.named.empty()) {
        Dict& dict = call.runtime.make<Dict>();
        for (const auto& [name, value] : call.given.named) {
            dict.set(call.runtime, call.runtime.text(name), value);
        }
        values = static_cast<const Dict*>(&dict);
    }
    return percentFormat(call.runtime, subjectText(call), values);
}

std::string urlQuoted(std::string_view text, bool isQuery)
{
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')
            || (c >= 'a' && c <= 'z') || std::string_view("_.-~").find(c) != std::string_view::npos
            || (c == '/' && !isQuery);
        if (plain) {
            out += c;
        } else if (c == ' ' && isQuery) {
            out += '+';
        } else {
            std::array<char, 4> code {};
            std::snprintf(code.data(), code.size(), "%%%02X",
                          static_cast<unsigned>(static_cast<unsigned char>(c)));
            out += code.data();
        }
    }
    return out;
}

Value urlEncode(NativeCall& call)
{
    Runtime& runtime = call.runtime;
    const Dict* dict = call.subject.dict();
    if (call.subject.text() != nullptr
        || (dict == nullptr && tryIterate(runtime, call.subject) == nullptr)) {
        return runtime.text(urlQuoted(subjectText(call), false));
    }
    std::string out;
    const auto add = [&](const Value& key, const Value& value) {
        out += out.empty() ? "" : "&";
        out += urlQuoted(toStr(runtime, key), true) + "=" + urlQuoted(toStr(runtime, value), true);
        runtime.requireTextSize(out.size());
    };
    if (dict != nullptr) {
        for (const auto& [key, value] : dict->entries) {
            add(key, value);
        }
        return runtime.text(std::move(out));
    }
    for (const Value& pair : elementsOf(runtime, call.subject)) {
        const Values parts = elementsOf(runtime, pair);
        if (parts.size() != 2) {
            runtime.fail("urlencode() wants pairs");
        }
        add(parts[0], parts[1]);
    }
    return runtime.text(std::move(out));
}

constexpr std::array kFilters = {
    NativeRow { "trim", "chars", 0, trim },
    NativeRow { "upper", "", 0, mapped<toUpper> },
    NativeRow { "lower", "", 0, mapped<toLower> },
    NativeRow { "capitalize", "", 0, mapped<toCapitalized> },
    NativeRow { "title", "", 0, title },
    NativeRow { "replace", "old new count", 2, replace },
    NativeRow { "string", "", 0, string },
    NativeRow { "safe", "", 0, safe },
    NativeRow { "escape", "", 0, escape },
    NativeRow { "e", "", 0, escape },
    NativeRow { "forceescape", "", 0, forceEscape },
    NativeRow { "indent", "width first blank", 0, indent },
    NativeRow { "center", "width", 0, center },
    NativeRow { "truncate", "length killwords end leeway", 0, truncate },
    NativeRow { "wordcount", "", 0, wordCount },
    NativeRow { "format", "*", 0, format },
    NativeRow { "urlencode", "", 0, urlEncode },
};

} // namespace

std::span<const NativeRow> textFilters()
{
    return kFilters;
}

} // namespace fe::chat
