// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace fe::base {

/// A JSON value of our own, so that no public header names a JSON library and every room speaks of
/// configurations, GGUF metadata and results in one type. Objects keep their order; integers stay
/// exact (int64, or uint64 above its range). Cheap to move, deep to copy.
class Json
{
public:
    using Array = std::vector<Json>;
    using Member = std::pair<std::string, Json>;
    using Object = std::vector<Member>;

    Json() = default;
    Json(std::nullptr_t) { }
    Json(bool value) : m_value(value) { }
    Json(int value) : m_value(std::int64_t { value }) { }
    Json(std::int64_t value) : m_value(value) { }
    Json(std::uint64_t value);
    Json(double value) : m_value(value) { }
    Json(float value) : m_value(static_cast<double>(value)) { }
    Json(const char* text) : m_value(std::string(text)) { }
    Json(std::string_view text) : m_value(std::string(text)) { }
    Json(std::string text) : m_value(std::move(text)) { }
    Json(Array items) : m_value(std::move(items)) { }
    Json(Object members) : m_value(std::move(members)) { }

    [[nodiscard]] static Json array() { return Json(Array {}); }
    [[nodiscard]] static Json object() { return Json(Object {}); }
    /// Any range of values that Json can hold.
    template<typename Range>
    [[nodiscard]] static Json arrayOf(const Range& range)
    {
        Array items;
        for (const auto& item : range) {
            items.emplace_back(item);
        }
        return Json(std::move(items));
    }

    [[nodiscard]] bool isNull() const { return std::holds_alternative<std::nullptr_t>(m_value); }
    [[nodiscard]] bool isBool() const { return std::holds_alternative<bool>(m_value); }
    [[nodiscard]] bool isInteger() const;
    [[nodiscard]] bool isNumber() const
    {
        return isInteger() || std::holds_alternative<double>(m_value);
    }
    [[nodiscard]] bool isString() const { return std::holds_alternative<std::string>(m_value); }
    [[nodiscard]] bool isArray() const { return std::holds_alternative<Array>(m_value); }
    [[nodiscard]] bool isObject() const { return std::holds_alternative<Object>(m_value); }
    /// "null", "a number", "an array" ... for messages.
    [[nodiscard]] const char* typeName() const;

    /// Nothing unless the value has the type asked for (asInt: an integer in int64's range).
    [[nodiscard]] std::optional<bool> asBool() const;
    [[nodiscard]] std::optional<std::int64_t> asInt() const;
    [[nodiscard]] std::optional<std::uint64_t> asUint() const;
    [[nodiscard]] std::optional<double> asDouble() const;
    /// Borrowed; null unless the value has the type.
    [[nodiscard]] const std::string* asString() const { return std::get_if<std::string>(&m_value); }
    [[nodiscard]] const Array* asArray() const { return std::get_if<Array>(&m_value); }
    [[nodiscard]] const Object* asObject() const { return std::get_if<Object>(&m_value); }
    [[nodiscard]] Array* asArray() { return std::get_if<Array>(&m_value); }
    [[nodiscard]] Object* asObject() { return std::get_if<Object>(&m_value); }

    /// First member of that name (linear); null if there is none or this is no object.
    [[nodiscard]] const Json* find(std::string_view key) const;
    /// Like find, but an explicit null counts as absent: the habit of config.json.
    [[nodiscard]] const Json* findNonNull(std::string_view key) const;
    /// Adds or replaces a member; makes null an object first.
    Json& set(std::string_view key, Json value);
    /// Appends to an array; makes null an array first.
    Json& push(Json value);

    friend bool operator==(const Json& a, const Json& b) { return a.m_value == b.m_value; }

private:
    std::variant<std::nullptr_t, bool, std::int64_t, std::uint64_t, double, std::string, Array,
                 Object>
        m_value { nullptr };
};

struct JsonLimits {
    std::size_t depth = 128; ///< nesting of arrays and objects
    /// Values in all; 0: a million and one for every four bytes of text, which no configuration or
    /// vocabulary comes near, so that memory stays a few times the text's ("[0,0,0..." is two
    /// bytes a value, a value 40 bytes of memory).
    std::size_t values = 0;
};

/// Strict JSON (RFC 8259): valid UTF-8, no NaN literals, no trailing text; a leading BOM is
/// skipped. @param file names the source in errors, which give the byte.
[[nodiscard]] Result<Json> parseJson(std::string_view text, const std::string& file,
                                     JsonLimits limits = {});

/// One line, or indented. Numbers that are not finite become null; doubles are the shortest that
/// read back the same; control characters are escaped, what is no UTF-8 becomes U+FFFD.
[[nodiscard]] std::string toText(const Json& json, int indent = -1);

} // namespace fe::base
