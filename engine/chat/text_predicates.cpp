// SPDX-License-Identifier: Apache-2.0
#include "chat/text_predicates.h"

#include "base/utf8.h"
#include "chat/access.h"
#include "chat/text.h"
#include "chat/unicode.h"

#include <algorithm>

namespace fe::chat {
namespace {

/// True if `good` holds everywhere and the text is not empty.
template<typename Good>
bool all(std::string_view text, Good good)
{
    for (std::size_t position = 0; position < text.size();) {
        const base::CodePoint point = base::decodeUtf8(text, position);
        if (!good(point.codePoint)) {
            return false;
        }
        position += point.length;
    }
    return !text.empty();
}

/// No letter of the other cases, and at least one of this.
template<typename Wanted, typename Unwanted>
bool cased(std::string_view text, Wanted wanted, Unwanted unwanted)
{
    bool found = false;
    return all(text,
               [&](char32_t c) {
                   found = found || wanted(c);
                   return !unwanted(c);
               })
        && found;
}

/// The part of the text between the arguments start and end; nothing if start lies behind the text.
struct Window {
    std::string_view text;
    std::size_t first = 0; ///< index of its first code point in the whole text
    bool isOutside = false;
};

Window windowOf(const NativeCall& call)
{
    const Text& text = *call.subject.text();
    call.runtime.chargeBytes(text.bytes.size());
    const auto length = static_cast<std::int64_t>(codePointCount(text));
    const auto placed = [length](std::int64_t index) {
        return index < 0 ? std::max<std::int64_t>(0, index + length) : index;
    };
    const std::int64_t start = placed(call.integerAt(1, 0));
    const std::int64_t end = std::min(placed(call.integerAt(2, length)), length);
    if (start > end) {
        return { {}, 0, true };
    }
    const std::size_t begin = byteOf(text, static_cast<std::size_t>(start));
    const std::size_t stop = byteOf(text, static_cast<std::size_t>(end));
    return { std::string_view(text.bytes).substr(begin, stop - begin),
             static_cast<std::size_t>(start), false };
}

template<typename Matches>
Value matchesAny(NativeCall& call, Matches matches)
{
    const Window window = windowOf(call);
    const List* options = call[0].list();
    if (options == nullptr || !options->isTuple) {
        const std::string_view part = call.textAt(0);
        return !window.isOutside && matches(window.text, part);
    }
    for (const Value& option : options->items) {
        if (option.text() == nullptr) {
            call.runtime.fail("the tuple must only contain str, not "
                              + std::string(typeName(option)));
        }
        call.runtime.charge(1);
        if (!window.isOutside && matches(window.text, option.text()->bytes)) {
            return true;
        }
    }
    return false;
}

std::int64_t position(NativeCall& call, Side from)
{
    const Window window = windowOf(call);
    const std::string_view part = call.textAt(0);
    chargeSearch(call.runtime, window.text, part);
    const std::size_t at = from == Side::Right ? window.text.rfind(part) : window.text.find(part);
    if (window.isOutside || at == std::string_view::npos) {
        return -1;
    }
    return static_cast<std::int64_t>(window.first + codePointCount(window.text.substr(0, at)));
}

Value required(NativeCall& call, Side from)
{
    const std::int64_t found = position(call, from);
    if (found < 0) {
        call.runtime.fail("substring not found");
    }
    return found;
}

} // namespace

bool isAlphaText(std::string_view text)
{
    return all(text, isAlpha);
}

bool isAlnumText(std::string_view text)
{
    return all(text, isAlnum);
}

bool isDigitText(std::string_view text)
{
    return all(text, isDigit);
}

bool isDecimalText(std::string_view text)
{
    return all(text, isDecimal);
}

bool isNumericText(std::string_view text)
{
    return all(text, isNumeric);
}

bool isSpaceText(std::string_view text)
{
    return all(text, isSpace);
}

bool isAsciiText(std::string_view text)
{
    return text.empty() || all(text, [](char32_t c) { return c < 0x80; });
}

bool isPrintableText(std::string_view text)
{
    return text.empty() || all(text, isPrintable);
}

bool isIdentifier(std::string_view text)
{
    bool first = true;
    return all(text, [&first](char32_t c) {
        const bool good = c == '_' || isAlpha(c) || (!first && isDecimal(c));
        first = false;
        return good;
    });
}

bool isLowerText(std::string_view text)
{
    return cased(text, isLower, [](char32_t c) { return isUpper(c) || isTitle(c); });
}

bool isUpperText(std::string_view text)
{
    return cased(text, isUpper, [](char32_t c) { return isLower(c) || isTitle(c); });
}

bool isTitleText(std::string_view text)
{
    bool inWord = false;
    bool found = false;
    return all(text,
               [&](char32_t c) {
                   const bool begins = isUpper(c) || isTitle(c);
                   const bool good = begins ? !inWord : !isLower(c) || inWord;
                   inWord = isCased(c);
                   found = found || inWord;
                   return good;
               })
        && found;
}

Value startsWith(NativeCall& call)
{
    return matchesAny(
        call, [](std::string_view text, std::string_view part) { return text.starts_with(part); });
}

Value endsWith(NativeCall& call)
{
    return matchesAny(
        call, [](std::string_view text, std::string_view part) { return text.ends_with(part); });
}

Value findMethod(NativeCall& call)
{
    return position(call, Side::Left);
}

Value rfindMethod(NativeCall& call)
{
    return position(call, Side::Right);
}

Value indexMethod(NativeCall& call)
{
    return required(call, Side::Left);
}

Value rindexMethod(NativeCall& call)
{
    return required(call, Side::Right);
}

Value countMethod(NativeCall& call)
{
    const Window window = windowOf(call);
    const std::string_view part = call.textAt(0);
    chargeSearch(call.runtime, window.text, part);
    if (window.isOutside) {
        return std::int64_t { 0 };
    }
    if (part.empty()) {
        return static_cast<std::int64_t>(codePointCount(window.text) + 1);
    }
    std::int64_t count = 0;
    for (std::size_t at = window.text.find(part); at != std::string_view::npos; ++count) {
        at = window.text.find(part, at + part.size());
    }
    return count;
}

} // namespace fe::chat
