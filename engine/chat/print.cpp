// SPDX-License-Identifier: Apache-2.0
#include "chat/print.h"

#include "base/utf8.h"
#include "chat/runtime.h"
#include "chat/unicode.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace fe::chat {
namespace {

void appendHex(std::string& out, char32_t c)
{
    std::array<char, 16> text {};
    const char* format = c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x";
    std::snprintf(text.data(), text.size(), format, static_cast<unsigned>(c));
    out += text.data();
}

void appendItems(Runtime& runtime, std::string& out, const Values& items, int depth)
{
    std::string_view separator;
    for (const Value& item : items) {
        out += separator;
        appendRepr(runtime, out, item, depth);
        separator = ", ";
    }
}

void appendList(Runtime& runtime, std::string& out, const List& list, int depth)
{
    out += list.isTuple ? '(' : '[';
    appendItems(runtime, out, list.items, depth);
    if (list.isTuple && list.items.size() == 1) {
        out += ',';
    }
    out += list.isTuple ? ')' : ']';
}

void appendDict(Runtime& runtime, std::string& out, const Dict& dict, int depth)
{
    out += '{';
    std::string_view separator;
    for (const auto& [key, value] : dict.entries) {
        out += separator;
        appendRepr(runtime, out, key, depth);
        out += ": ";
        appendRepr(runtime, out, value, depth);
        separator = ", ";
    }
    out += '}';
}

} // namespace

std::string floatText(double number)
{
    if (std::isnan(number)) {
        return "nan";
    }
    if (std::isinf(number)) {
        return number < 0 ? "-inf" : "inf";
    }
    std::array<char, 40> buffer {};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number,
                                   std::chars_format::scientific)
                         .ptr;
    const std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
    const std::size_t mark = text.find('e');
    const bool negative = text.front() == '-';
    std::string digits(text.substr(negative ? 1 : 0, mark - (negative ? 1 : 0)));
    std::erase(digits, '.');
    const int exponent = std::stoi(std::string(text.substr(mark + 1)));
    const int count = static_cast<int>(digits.size());

    // Python writes exponents below -4 and from 16 on.
    std::string out = negative ? "-" : "";
    if (exponent < -4 || exponent >= 16) {
        out += digits.substr(0, 1) + (count > 1 ? "." + digits.substr(1) : "");
        std::array<char, 16> power {};
        std::snprintf(power.data(), power.size(), "e%c%02d", exponent < 0 ? '-' : '+',
                      std::abs(exponent));
        return out + power.data();
    }
    if (exponent < 0) {
        return out + "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
    }
    const int whole = exponent + 1;
    if (count <= whole) {
        return out + digits + std::string(static_cast<std::size_t>(whole - count), '0') + ".0";
    }
    return out + digits.substr(0, static_cast<std::size_t>(whole)) + "."
        + digits.substr(static_cast<std::size_t>(whole));
}

void appendQuoted(std::string& out, std::string_view text)
{
    const bool hasSingle = text.find('\'') != std::string_view::npos;
    const bool hasDouble = text.find('"') != std::string_view::npos;
    const char quote = hasSingle && !hasDouble ? '"' : '\'';
    out += quote;
    for (std::size_t position = 0; position < text.size();) {
        const base::CodePoint point = base::decodeUtf8(text, position);
        const char32_t c = point.codePoint;
        if (c == static_cast<char32_t>(quote) || c == '\\') {
            out += '\\';
            out += static_cast<char>(c);
        } else if (c == '\n') {
            out += "\\n";
        } else if (c == '\r') {
            out += "\\r";
        } else if (c == '\t') {
            out += "\\t";
        } else if (isPrintable(c)) {
            out.append(text, position, point.length);
        } else {
            appendHex(out, c);
        }
        position += point.length;
    }
    out += quote;
}

void appendRepr(Runtime& runtime, std::string& out, const Value& value, int depth)
{
    if (depth > kMaxValueDepth) {
        runtime.failLimit("a value holds itself or nests too deep to be printed");
    }
    runtime.charge(1);
    runtime.requireTextSize(out.size());
    if (const Text* text = value.text()) {
        runtime.chargeBytes(text->bytes.size());
        if (text->markup) {
            out += "Markup(";
        }
        appendQuoted(out, text->bytes);
        if (text->markup) {
            out += ')';
        }
    } else if (const List* list = value.list()) {
        appendList(runtime, out, *list, depth + 1);
    } else if (const Dict* dict = value.dict()) {
        appendDict(runtime, out, *dict, depth + 1);
    } else if (Object* object = value.object()) {
        object->appendText(runtime, out, depth + 1);
    } else if (value.isFloat()) {
        out += floatText(*value.number());
    } else if (value.isBool()) {
        out += value.isTrue() ? "True" : "False";
    } else if (const auto number = value.integer()) {
        out += std::to_string(*number);
    } else {
        out += value.isNone() ? "None" : "Undefined";
    }
}

std::string toRepr(Runtime& runtime, const Value& value)
{
    std::string out;
    appendRepr(runtime, out, value, 0);
    return out;
}

std::string toStr(Runtime& runtime, const Value& value)
{
    if (const Text* text = value.text()) {
        return text->bytes;
    }
    return value.undefined() != nullptr || value.isMissing() ? std::string()
                                                             : toRepr(runtime, value);
}

std::string_view strView(Runtime& runtime, const Value& value, std::string& buffer)
{
    if (const Text* text = value.text()) {
        return text->bytes;
    }
    buffer = toStr(runtime, value);
    return buffer;
}

} // namespace fe::chat
