// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"
#include "chat/access.h"
#include "chat/format_text.h"
#include "chat/print.h"
#include "chat/runtime.h"

#include <charconv>
#include <optional>

namespace fe::chat {
namespace {

std::optional<std::int64_t> decimal(std::string_view text)
{
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole
        = error == std::errc() && end == text.data() + text.size() && text.front() != '-';
    return whole ? std::optional(value) : std::nullopt;
}

class BraceFormatter
{
public:
    BraceFormatter(Runtime& runtime, std::string_view format, const Arguments& arguments)
        : m_runtime(runtime), m_format(format), m_arguments(arguments)
    {
    }

    std::string run()
    {
        m_runtime.chargeBytes(m_format.size());
        for (std::size_t at = 0; at < m_format.size();) {
            const char c = m_format[at];
            const bool doubled = at + 1 < m_format.size() && m_format[at + 1] == c;
            if ((c != '{' && c != '}') || doubled) {
                m_out += c;
                at += c == '{' || c == '}' ? 2 : 1;
                continue;
            }
            if (c == '}') {
                m_runtime.fail("Single '}' encountered in format string");
            }
            const std::size_t close = m_format.find('}', at);
            const std::string_view field
                = m_format.substr(at + 1, close == std::string_view::npos ? 0 : close - at - 1);
            if (close == std::string_view::npos) {
                m_runtime.fail("expected '}' before end of string");
            }
            if (field.find('{') != std::string_view::npos) {
                m_runtime.failUnsupported("fields inside a format field are not supported");
            }
            append(field);
            m_runtime.requireTextSize(m_out.size());
            at = close + 1;
        }
        return std::move(m_out);
    }

private:
    void append(std::string_view field)
    {
        const std::size_t nameEnd = std::min(field.find_first_of("!:"), field.size());
        Value value = lookUp(field.substr(0, nameEnd));
        std::string_view rest = field.substr(nameEnd);
        if (!rest.empty() && rest.front() == '!') {
            const char conversion = rest.size() > 1 ? rest[1] : '\0';
            if (conversion != 'r' && conversion != 's') {
                m_runtime.fail("unknown conversion specifier in a format field");
            }
            value = m_runtime.text(conversion == 'r' ? toRepr(m_runtime, value)
                                                     : toStr(m_runtime, value));
            rest.remove_prefix(2);
        }
        if (!rest.empty() && rest.front() != ':') {
            m_runtime.fail("expected ':' after conversion specifier");
        }
        m_out += formatted(value, rest.empty() ? rest : rest.substr(1));
    }

    Value lookUp(std::string_view name)
    {
        const std::size_t first = std::min(name.find_first_of(".["), name.size());
        Value value = argument(name.substr(0, first));
        name.remove_prefix(first);
        while (!name.empty()) {
            if (name.front() == '.') {
                const std::size_t end = std::min(name.find_first_of(".[", 1), name.size());
                value = getAttribute(m_runtime, value, name.substr(1, end - 1));
                name.remove_prefix(end);
                continue;
            }
            const std::size_t close = name.find(']');
            if (name.front() != '[' || close == std::string_view::npos || close == 1) {
                m_runtime.fail("malformed format field");
            }
            const std::string_view key = name.substr(1, close - 1);
            const auto index = decimal(key);
            value = getItem(m_runtime, value,
                            index ? Value(*index) : m_runtime.text(std::string(key)));
            name.remove_prefix(close + 1);
        }
        return value;
    }

    Value argument(std::string_view name)
    {
        const auto index = name.empty() ? std::optional(m_next++) : decimal(name);
        if (index) {
            if (static_cast<std::size_t>(*index) >= m_arguments.positional.size()) {
                m_runtime.fail("Replacement index " + std::to_string(*index)
                               + " out of range for positional args tuple");
            }
            return m_arguments.positional[static_cast<std::size_t>(*index)];
        }
        for (const auto& [key, value] : m_arguments.named) {
            if (key == name) {
                return value;
            }
        }
        m_runtime.fail("format field '" + std::string(name) + "' is not given");
    }

    std::string formatted(const Value& value, std::string_view text)
    {
        if (text.empty()) {
            return toStr(m_runtime, value);
        }
        FormatSpec spec = parse(text);
        if (value.isInteger() && (!value.isBool() || spec.type != 's')) {
            return formattedInteger(value, spec);
        }
        const bool floatType = spec.type == 0
            || std::string_view("eEfFgG%").find(spec.type) != std::string_view::npos;
        if (value.isFloat() && floatType) {
            return formatFloat(m_runtime, *value.number(), spec);
        }
        if (value.text() != nullptr && (spec.type == 0 || spec.type == 's') && spec.align != '=') {
            return formatText(m_runtime, value.text()->bytes, spec);
        }
        m_runtime.fail("unsupported format specification '" + std::string(text) + "' for '"
                       + std::string(typeName(value)) + "'");
    }

    std::string formattedInteger(const Value& value, const FormatSpec& spec)
    {
        if (spec.type == 0
            || std::string_view("dxXobn").find(spec.type) != std::string_view::npos) {
            if (spec.precision >= 0) {
                m_runtime.fail("Precision not allowed in integer format specifier");
            }
            return formatInteger(m_runtime, *value.integer(), spec);
        }
        if (std::string_view("eEfFgG%").find(spec.type) == std::string_view::npos) {
            m_runtime.fail("unknown format code for object of type 'int'");
        }
        return formatFloat(m_runtime, *value.number(), spec);
    }

    FormatSpec parse(std::string_view text)
    {
        FormatSpec spec;
        const auto isAlign = [](char c) { return c == '<' || c == '>' || c == '^' || c == '='; };
        const std::size_t first = base::decodeUtf8(text, 0).length;
        if (text.size() > first && isAlign(text[first])) {
            spec.fill = text.substr(0, first);
            spec.align = text[first];
            text.remove_prefix(first + 1);
        } else if (isAlign(text.front())) {
            spec.align = text.front();
            text.remove_prefix(1);
        }
        const auto take = [&text](std::string_view set) {
            const bool found = !text.empty() && set.find(text.front()) != std::string_view::npos;
            const char c = found ? text.front() : '\0';
            text.remove_prefix(found ? 1 : 0);
            return c;
        };
        if (const char sign = take("+- ")) {
            spec.sign = sign;
        }
        spec.alternate = take("#") != 0;
        if (take("0") != 0 && spec.align == 0) {
            spec.fill = "0";
            spec.align = '=';
        }
        spec.width = static_cast<std::size_t>(std::max<std::int64_t>(0, digits(text)));
        spec.group = take(",_");
        if (take(".") != 0) {
            spec.precision = static_cast<int>(digits(text));
            if (spec.precision < 0) {
                m_runtime.fail("Format specifier missing precision");
            }
        }
        spec.type = text.empty() ? '\0' : text.front();
        if (text.size() > 1) {
            m_runtime.fail("Invalid format specifier");
        }
        return spec;
    }

    /// -1 if there are none.
    std::int64_t digits(std::string_view& text)
    {
        const std::size_t count = std::min(text.find_first_not_of("0123456789"), text.size());
        if (count == 0) {
            return -1;
        }
        const auto value = decimal(text.substr(0, count));
        m_runtime.requireTextSize(value ? static_cast<std::size_t>(*value) : kMaxTextBytes + 1);
        text.remove_prefix(count);
        return *value;
    }

    Runtime& m_runtime;
    std::string_view m_format;
    const Arguments& m_arguments;
    std::int64_t m_next = 0;
    std::string m_out;
};

} // namespace

Value braceFormat(Runtime& runtime, std::string_view format, const Arguments& arguments)
{
    return runtime.text(BraceFormatter(runtime, format, arguments).run());
}

} // namespace fe::chat
