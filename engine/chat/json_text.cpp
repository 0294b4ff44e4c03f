// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"
#include "chat/access.h"
#include "chat/operators.h"
#include "chat/print.h"
#include "chat/runtime.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace fe::chat {
namespace {

void appendUnit(std::string& out, unsigned unit)
{
    std::array<char, 8> text {};
    std::snprintf(text.data(), text.size(), "\\u%04x", unit);
    out += text.data();
}

void appendEscaped(std::string& out, char32_t c, bool ensureAscii)
{
    constexpr std::string_view kPlain = "\"\\\n\r\t\b\f";
    constexpr std::string_view kLetters = "\"\\nrtbf";
    const std::size_t at = c < 0x80 ? kPlain.find(static_cast<char>(c)) : std::string_view::npos;
    if (at != std::string_view::npos) {
        out += '\\';
        out += kLetters[at];
    } else if (c < 0x20 || (ensureAscii && c >= 0x7F && c < 0x10000)) {
        appendUnit(out, c);
    } else if (ensureAscii && c >= 0x10000) {
        appendUnit(out, 0xD800 + ((c - 0x10000) >> 10U));
        appendUnit(out, 0xDC00 + ((c - 0x10000) & 0x3FFU));
    } else {
        base::appendUtf8(out, c);
    }
}

class JsonWriter
{
public:
    JsonWriter(Runtime& runtime, const JsonStyle& style) : m_runtime(runtime), m_style(style) { }

    void write(const Value& value, std::size_t level)
    {
        m_runtime.charge(1);
        m_runtime.requireTextSize(m_out.size());
        if (const Text* text = value.text()) {
            writeText(text->bytes);
        } else if (const List* list = value.list()) {
            writeList(*list, level);
        } else if (const Dict* dict = value.dict()) {
            writeDict(*dict, level);
        } else {
            m_out += scalar(value);
        }
    }

    [[nodiscard]] std::string take() { return std::move(m_out); }

private:
    [[nodiscard]] std::string scalar(const Value& value) const
    {
        if (value.isNone()) {
            return "null";
        }
        if (value.isBool()) {
            return value.isTrue() ? "true" : "false";
        }
        if (const auto number = value.integer()) {
            return std::to_string(*number);
        }
        if (!value.isFloat()) {
            m_runtime.fail("object of type " + std::string(typeName(value))
                           + " is not JSON serializable");
        }
        const double number = *value.number();
        if (std::isfinite(number)) {
            return floatText(number);
        }
        return std::isnan(number) ? "NaN" : number < 0 ? "-Infinity" : "Infinity";
    }

    void writeText(std::string_view text)
    {
        m_runtime.chargeBytes(text.size());
        m_out += '"';
        for (std::size_t position = 0; position < text.size();) {
            const base::CodePoint point = base::decodeUtf8(text, position);
            appendEscaped(m_out, point.codePoint, m_style.ensureAscii);
            position += point.length;
        }
        m_out += '"';
    }

    void breakLine(std::size_t level)
    {
        if (!m_style.isIndented) {
            return;
        }
        m_runtime.chargeBytes(level * m_style.indent.size());
        m_out += '\n';
        for (std::size_t i = 0; i < level; ++i) {
            m_out += m_style.indent;
        }
    }

    void writeList(const List& list, std::size_t level)
    {
        m_out += '[';
        for (std::size_t i = 0; i < list.items.size(); ++i) {
            m_out += i > 0 ? m_style.itemSeparator : "";
            breakLine(level + 1);
            write(list.items[i], level + 1);
        }
        if (!list.items.empty()) {
            breakLine(level);
        }
        m_out += ']';
    }

    void writeDict(const Dict& dict, std::size_t level)
    {
        std::vector<Dict::Entry> entries = dict.entries;
        if (m_style.sortKeys) {
            m_runtime.charge(entries.size());
            std::stable_sort(entries.begin(), entries.end(),
                             [this](const Dict::Entry& a, const Dict::Entry& b) {
                                 return isLess(m_runtime, a.first, b.first);
                             });
        }
        m_out += '{';
        for (std::size_t i = 0; i < entries.size(); ++i) {
            m_out += i > 0 ? m_style.itemSeparator : "";
            breakLine(level + 1);
            writeKey(entries[i].first);
            m_out += m_style.keySeparator;
            write(entries[i].second, level + 1);
        }
        if (!entries.empty()) {
            breakLine(level);
        }
        m_out += '}';
    }

    void writeKey(const Value& key)
    {
        if (const Text* text = key.text()) {
            writeText(text->bytes);
        } else if (key.isNone() || key.isNumber()) {
            writeText(scalar(key));
        } else {
            m_runtime.fail("keys must be str, int, float, bool or None, not "
                           + std::string(typeName(key)));
        }
    }

    Runtime& m_runtime;
    const JsonStyle& m_style;
    std::string m_out;
};

} // namespace

std::string toJson(Runtime& runtime, const Value& value, const JsonStyle& style)
{
    JsonWriter writer(runtime, style);
    writer.write(value, 0);
    return writer.take();
}

} // namespace fe::chat
