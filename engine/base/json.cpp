// SPDX-License-Identifier: Apache-2.0
#include "base/json.h"

#include "base/utf8.h"

#include <nlohmann/json.hpp>

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace fe::base {
namespace {

/// Builds our value from nlohmann's parser events: one pass, no second tree, depth bounded.
class Builder : public nlohmann::json_sax<nlohmann::json>
{
public:
    Builder(std::size_t depth, std::size_t values) : m_maxDepth(depth), m_maxValues(values) { }

    bool null() override { return add(Json()); }
    bool boolean(bool value) override { return add(Json(value)); }
    bool number_integer(number_integer_t value) override
    {
        return add(Json(std::int64_t { value }));
    }
    bool number_unsigned(number_unsigned_t value) override
    {
        return add(Json(std::uint64_t { value }));
    }
    bool number_float(number_float_t value, const string_t&) override { return add(Json(value)); }
    bool string(string_t& value) override { return add(Json(std::move(value))); }
    bool binary(binary_t&) override { return false; }
    bool key(string_t& value) override
    {
        m_keys.back() = std::move(value);
        return true;
    }
    bool start_object(std::size_t) override { return open(Json::object()); }
    bool start_array(std::size_t) override { return open(Json::array()); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool parse_error(std::size_t position, const std::string&,
                     const nlohmann::detail::exception& error) override
    {
        m_position = position;
        m_reason = error.what();
        return false;
    }

    [[nodiscard]] Json take() { return std::move(m_root); }
    [[nodiscard]] std::size_t position() const { return m_position; }
    /// nlohmann writes "[json.exception.parse_error.101] parse error at line 1, column 2: why".
    [[nodiscard]] std::string reason() const
    {
        const std::size_t colon = m_reason.find(": ");
        return colon == std::string::npos ? m_reason : m_reason.substr(colon + 2);
    }

private:
    bool add(Json value)
    {
        if (++m_values > m_maxValues) {
            m_reason = ": more than " + grouped(m_maxValues) + " values";
            return false;
        }
        if (m_open.empty()) {
            m_root = std::move(value);
        } else if (auto* items = m_open.back().asArray()) {
            items->push_back(std::move(value));
        } else {
            m_open.back().asObject()->emplace_back(std::move(m_keys.back()), std::move(value));
        }
        return true;
    }
    bool open(Json container)
    {
        if (m_open.size() >= m_maxDepth) {
            m_reason = ": nested more than " + std::to_string(m_maxDepth) + " levels deep";
            return false;
        }
        m_open.push_back(std::move(container));
        m_keys.emplace_back();
        return true;
    }
    bool close()
    {
        Json done = std::move(m_open.back());
        m_open.pop_back();
        m_keys.pop_back();
        return add(std::move(done));
    }

    std::size_t m_maxDepth;
    std::size_t m_maxValues;
    std::size_t m_values = 0;
    Json m_root;
    std::vector<Json> m_open;
    std::vector<std::string> m_keys;
    std::size_t m_position = 0;
    std::string m_reason;
};

void writeString(std::string& out, std::string_view text)
{
    constexpr std::string_view kHex = "0123456789abcdef";
    // Names of files are bytes; a document with bytes that are no UTF-8 is no JSON.
    const std::string valid = isValidUtf8(text) ? std::string() : toValidUtf8(text);
    out += '"';
    for (const char c : valid.empty() ? text : std::string_view(valid)) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (c == '\t') {
            out += "\\t";
        } else if (c == '\r') {
            out += "\\r";
        } else if (byte < 0x20 || byte == 0x7F) {
            out += "\\u00";
            out += kHex[byte >> 4U];
            out += kHex[byte & 15U];
        } else {
            out += c;
        }
    }
    out += '"';
}

void writeDouble(std::string& out, double value)
{
    if (!std::isfinite(value)) {
        out += "null";
        return;
    }
    std::array<char, 32> text {};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    out.append(text.data(), end);
}

class Writer
{
public:
    explicit Writer(int indent) : m_indent(indent) { }

    void write(const Json& json, int depth)
    {
        if (const auto* items = json.asArray()) {
            writeList('[', ']', items->size(), depth,
                      [&](std::size_t i) { write((*items)[i], depth + 1); });
        } else if (const auto* members = json.asObject()) {
            writeList('{', '}', members->size(), depth, [&](std::size_t i) {
                writeString(m_out, (*members)[i].first);
                m_out += m_indent < 0 ? ":" : ": ";
                write((*members)[i].second, depth + 1);
            });
        } else if (const auto* text = json.asString()) {
            writeString(m_out, *text);
        } else if (const auto flag = json.asBool()) {
            m_out += *flag ? "true" : "false";
        } else if (const auto integer = json.asInt()) {
            m_out += std::to_string(*integer);
        } else if (const auto positive = json.asUint()) {
            m_out += std::to_string(*positive);
        } else if (const auto number = json.asDouble()) {
            writeDouble(m_out, *number);
        } else {
            m_out += "null";
        }
    }
    [[nodiscard]] std::string take() { return std::move(m_out); }

private:
    template<typename WriteItem>
    void writeList(char open, char close, std::size_t count, int depth, const WriteItem& writeItem)
    {
        m_out += open;
        for (std::size_t i = 0; i < count; ++i) {
            if (i > 0) {
                m_out += ',';
            }
            newLine(depth + 1);
            writeItem(i);
        }
        if (count > 0) {
            newLine(depth);
        }
        m_out += close;
    }
    void newLine(int depth)
    {
        if (m_indent >= 0) {
            m_out += '\n';
            m_out.append(static_cast<std::size_t>(m_indent) * static_cast<std::size_t>(depth), ' ');
        }
    }

    int m_indent;
    std::string m_out;
};

} // namespace

Json::Json(std::uint64_t value)
{
    if (value <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
        m_value = static_cast<std::int64_t>(value);
    } else {
        m_value = value;
    }
}

bool Json::isInteger() const
{
    return std::holds_alternative<std::int64_t>(m_value)
        || std::holds_alternative<std::uint64_t>(m_value);
}

const char* Json::typeName() const
{
    constexpr std::array kNames = { "null",     "true or false", "a number", "a number",
                                    "a number", "text",          "an array", "an object" };
    return kNames[m_value.index()];
}

std::optional<bool> Json::asBool() const
{
    const auto* value = std::get_if<bool>(&m_value);
    return value == nullptr ? std::nullopt : std::optional(*value);
}

std::optional<std::int64_t> Json::asInt() const
{
    const auto* value = std::get_if<std::int64_t>(&m_value);
    return value == nullptr ? std::nullopt : std::optional(*value);
}

std::optional<std::uint64_t> Json::asUint() const
{
    if (const auto* value = std::get_if<std::uint64_t>(&m_value)) {
        return *value;
    }
    const auto* value = std::get_if<std::int64_t>(&m_value);
    return value == nullptr || *value < 0 ? std::nullopt
                                          : std::optional(static_cast<std::uint64_t>(*value));
}

std::optional<double> Json::asDouble() const
{
    if (const auto* value = std::get_if<double>(&m_value)) {
        return *value;
    }
    if (const auto* value = std::get_if<std::int64_t>(&m_value)) {
        return static_cast<double>(*value);
    }
    const auto* value = std::get_if<std::uint64_t>(&m_value);
    return value == nullptr ? std::nullopt : std::optional(static_cast<double>(*value));
}

const Json* Json::find(std::string_view key) const
{
    if (const auto* members = asObject()) {
        for (const Member& member : *members) {
            if (member.first == key) {
                return &member.second;
            }
        }
    }
    return nullptr;
}

const Json* Json::findNonNull(std::string_view key) const
{
    const Json* value = find(key);
    return value == nullptr || value->isNull() ? nullptr : value;
}

Json& Json::set(std::string_view key, Json value)
{
    if (isNull()) {
        m_value = Object {};
    }
    auto& members = std::get<Object>(m_value);
    for (Member& member : members) {
        if (member.first == key) {
            member.second = std::move(value);
            return member.second;
        }
    }
    return members.emplace_back(std::string(key), std::move(value)).second;
}

Json& Json::push(Json value)
{
    if (isNull()) {
        m_value = Array {};
    }
    return std::get<Array>(m_value).emplace_back(std::move(value));
}

Result<Json> parseJson(std::string_view text, const std::string& file, JsonLimits limits)
{
    constexpr std::size_t kFreeValues = 1'000'000;
    Builder builder(limits.depth,
                    limits.values > 0 ? limits.values : kFreeValues + text.size() / 4);
    if (text.empty()) {
        return malformed(file, {}, "the file is empty");
    }
    // nlohmann takes a NUL for the end and would not look at what follows.
    if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
        return malformed(file, "byte " + grouped(nul), "not valid JSON: a NUL byte");
    }
    if (nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) {
        return builder.take();
    }
    const std::string field
        = builder.position() > 0 ? "byte " + grouped(builder.position()) : std::string();
    return malformed(file, field, "not valid JSON: " + builder.reason());
}

std::string toText(const Json& json, int indent)
{
    Writer writer(indent);
    writer.write(json, 0);
    return writer.take();
}

} // namespace fe::base
