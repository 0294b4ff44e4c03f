// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"
#include "chat/access.h"
#include "chat/format_text.h"
#include "chat/print.h"
#include "chat/runtime.h"
#include "chat/text.h"

#include <cmath>

namespace fe::chat {
namespace {

class PercentFormatter
{
public:
    PercentFormatter(Runtime& runtime, std::string_view format, const Value& values)
        : m_runtime(runtime), m_format(format), m_values(values), m_tuple(values.list())
    {
        if (m_tuple != nullptr && !m_tuple->isTuple) {
            m_tuple = nullptr;
        }
    }

    std::string run()
    {
        m_runtime.chargeBytes(m_format.size());
        while (m_at < m_format.size()) {
            const std::size_t mark = std::min(m_format.find('%', m_at), m_format.size());
            m_out += m_format.substr(m_at, mark - m_at);
            m_at = mark;
            if (m_at < m_format.size()) {
                ++m_at;
                conversion();
            }
            m_runtime.requireTextSize(m_out.size());
        }
        const bool isMapping = m_values.dict() != nullptr
            || (m_values.list() != nullptr && m_tuple == nullptr) || m_values.undefined() != nullptr
            || m_values.object() != nullptr;
        const std::size_t given = m_tuple != nullptr ? m_tuple->items.size()
            : isMapping                              ? m_used
                                                     : 1;
        if (m_used < given && !m_named) {
            m_runtime.fail("not all arguments converted during string formatting");
        }
        return std::move(m_out);
    }

private:
    char peek() const { return m_at < m_format.size() ? m_format[m_at] : '\0'; }

    Value nextValue()
    {
        if (m_tuple != nullptr) {
            if (m_used >= m_tuple->items.size()) {
                m_runtime.fail("not enough arguments for format string");
            }
            return m_tuple->items[m_used++];
        }
        if (m_used++ > 0) {
            m_runtime.fail("not enough arguments for format string");
        }
        return m_values;
    }

    /// Digits or "*"; nothing read leaves `otherwise`.
    std::int64_t number(std::int64_t otherwise)
    {
        if (peek() == '*') {
            ++m_at;
            const auto given = nextValue().integer();
            if (!given) {
                m_runtime.fail("* wants int");
            }
            return *given;
        }
        if (peek() < '0' || peek() > '9') {
            return otherwise;
        }
        std::int64_t value = 0;
        for (; peek() >= '0' && peek() <= '9'; ++m_at) {
            value = value * 10 + (peek() - '0');
            m_runtime.requireTextSize(static_cast<std::size_t>(value));
        }
        return value;
    }

    void conversion()
    {
        Value value;
        if (peek() == '(') {
            const std::size_t close = m_format.find(')', m_at);
            if (m_values.dict() == nullptr || close == std::string_view::npos) {
                m_runtime.fail("format requires a mapping");
            }
            const std::string_view key = m_format.substr(m_at + 1, close - m_at - 1);
            value = m_values.dict()->find(key);
            if (value.isMissing()) {
                m_runtime.fail("'" + std::string(key) + "'");
            }
            m_at = close + 1;
            m_named = true;
        }
        FormatSpec spec;
        bool zero = false;
        for (; peek() != '\0' && std::string_view("#0- +").find(peek()) != std::string_view::npos;
             ++m_at) {
            zero = zero || peek() == '0';
            spec.align = peek() == '-' ? '<' : spec.align;
            spec.alternate = spec.alternate || peek() == '#';
            if (peek() == '+' || (peek() == ' ' && spec.sign != '+')) {
                spec.sign = peek();
            }
        }
        const std::int64_t width = number(0);
        spec.align = width < 0 ? '<' : spec.align;
        spec.width = static_cast<std::size_t>(std::abs(width));
        m_runtime.requireTextSize(spec.width);
        if (peek() == '.') {
            ++m_at;
            spec.precision = static_cast<int>(std::max<std::int64_t>(0, number(0)));
        }
        while (peek() == 'h' || peek() == 'l' || peek() == 'L') {
            ++m_at;
        }
        spec.type = peek();
        ++m_at;
        if (spec.type == '%') {
            m_out += '%';
            return;
        }
        if (spec.type == '\0') {
            m_runtime.fail("incomplete format");
        }
        append(value.isMissing() ? nextValue() : value, spec, zero && spec.align == 0);
    }

    void append(const Value& value, FormatSpec spec, bool zero)
    {
        spec.align = spec.align == 0 ? '>' : spec.align;
        const auto zeroPadded = [&spec, zero] {
            if (zero) {
                spec.fill = "0";
                spec.align = '=';
            }
        };
        switch (spec.type) {
        case 's':
            m_out += formatText(m_runtime, toStr(m_runtime, value), spec);
            return;
        case 'r':
            m_out += formatText(m_runtime, toRepr(m_runtime, value), spec);
            return;
        case 'c':
            appendCharacter(value, spec);
            return;
        case 'd':
        case 'i':
        case 'u':
        case 'x':
        case 'X':
        case 'o':
            zeroPadded();
            m_out += formatInteger(m_runtime, integerOf(value, spec.type), spec,
                                   static_cast<std::size_t>(std::max(0, spec.precision)));
            return;
        case 'e':
        case 'E':
        case 'f':
        case 'F':
        case 'g':
        case 'G':
            zeroPadded();
            if (!value.isNumber()) {
                m_runtime.fail("must be real number, not " + std::string(typeName(value)));
            }
            m_out += formatFloat(m_runtime, *value.number(), spec);
            return;
        default:
            m_runtime.fail(std::string("unsupported format character '") + spec.type + "'");
        }
    }

    std::int64_t integerOf(const Value& value, char type)
    {
        if (const auto number = value.integer()) {
            return *number;
        }
        const bool decimal = type == 'd' || type == 'i' || type == 'u';
        const double number = value.isFloat() && decimal ? *value.number() : std::nan("");
        if (!(std::fabs(number) < 9.2e18)) {
            m_runtime.fail(std::string("%") + type + " format: a number is required, not "
                           + std::string(typeName(value)));
        }
        return static_cast<std::int64_t>(number);
    }

    void appendCharacter(const Value& value, FormatSpec spec)
    {
        spec.precision = -1;
        std::string bytes;
        if (const auto point = value.integer();
            point && *point >= 0 && *point < 0x110000 && (*point >> 11) != 0x1B) {
            base::appendUtf8(bytes, static_cast<char32_t>(*point));
        } else if (value.text() != nullptr && codePointCount(*value.text()) == 1) {
            bytes = value.text()->bytes;
        } else {
            m_runtime.fail("%c requires int or char");
        }
        m_out += formatText(m_runtime, bytes, spec);
    }

    Runtime& m_runtime;
    std::string_view m_format;
    const Value& m_values;
    const List* m_tuple;
    std::size_t m_at = 0;
    std::size_t m_used = 0;
    bool m_named = false;
    std::string m_out;
};

} // namespace

Value percentFormat(Runtime& runtime, std::string_view format, const Value& values)
{
    return runtime.text(PercentFormatter(runtime, format, values).run());
}

} // namespace fe::chat
