// SPDX-License-Identifier: Apache-2.0
#include "formats/gguf.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace fe::formats {
namespace {

using base::Error;
using base::ErrorCode;
using base::Json;
using base::Result;

enum class ValueType : std::uint32_t {
    U8,
    I8,
    U16,
    I16,
    U32,
    I32,
    F32,
    Bool,
    Text,
    Array,
    U64,
    I64,
    F64
};

/// Least bytes that a value of each type takes in the file (an array: type and count).
constexpr std::array<std::uint64_t, 13> kLeastBytes = { 1, 1, 2, 2, 4, 4, 4, 1, 8, 12, 8, 8, 8 };

constexpr std::uint64_t kMaxEntries = 100'000;
/// key length, one byte of key, type, one byte of value
constexpr std::uint64_t kLeastEntryBytes = 8 + 1 + 4 + 1;
constexpr int kDeepestArray = 4;

/// A byte of the file can become a Json value of 40: what a sound vocabulary needs is always
/// there, beyond it memory follows the file's size.
constexpr std::uint64_t kFreeBudget = std::uint64_t { 64 } << 20U;
constexpr std::uint64_t kLargestBudget = std::uint64_t { 2 } << 30U;

class MetadataReader
{
public:
    explicit MetadataReader(GgufCursor& cursor)
        : m_cursor(cursor),
          m_budget(std::min(kLargestBudget,
                            kFreeBudget + 4 * std::min(cursor.file().size(), kLargestBudget)))
    {
    }

    Result<Json::Member> entry()
    {
        const std::string begin = m_cursor.where();
        FE_TRY(std::string key, m_cursor.text(kMaxGgufName));
        if (key.empty()) {
            return fault(begin, "a key that is empty");
        }
        FE_CHECK(spend(sizeof(Json::Member) + key.size()));
        auto content = value();
        if (!content) {
            Error error = content.error();
            error.field = "\"" + key + "\", " + error.field;
            return error;
        }
        return Json::Member { std::move(key), *std::move(content) };
    }

private:
    Error fault(std::string where, std::string why) const
    {
        return base::malformed(m_cursor.file().name(), std::move(where), std::move(why));
    }

    Result<void> spend(std::uint64_t bytes)
    {
        if (bytes > m_budget) {
            return Error { ErrorCode::LimitExceeded,
                           "file too large",
                           m_cursor.file().name(),
                           m_cursor.where(),
                           "its metadata would take many times the memory of the file itself",
                           {} };
        }
        m_budget -= bytes;
        return {};
    }

    Result<Json> value()
    {
        FE_TRY(const ValueType type, valueType());
        return type == ValueType::Array ? array(1) : single(type);
    }

    Result<ValueType> valueType()
    {
        const std::string begin = m_cursor.where();
        FE_TRY(const auto id, m_cursor.number<std::uint32_t>());
        if (id >= kLeastBytes.size()) {
            return fault(begin, "value type " + std::to_string(id) + " does not exist");
        }
        return static_cast<ValueType>(id);
    }

    Result<Json> single(ValueType type)
    {
        switch (type) {
        case ValueType::U8:
            return integer<std::uint8_t>();
        case ValueType::I8:
            return integer<std::int8_t>();
        case ValueType::U16:
            return integer<std::uint16_t>();
        case ValueType::I16:
            return integer<std::int16_t>();
        case ValueType::U32:
            return integer<std::uint32_t>();
        case ValueType::I32:
            return integer<std::int32_t>();
        case ValueType::U64:
            return integer<std::uint64_t>();
        case ValueType::I64:
            return integer<std::int64_t>();
        case ValueType::F32:
            return real<float>();
        case ValueType::F64:
            return real<double>();
        case ValueType::Bool:
            return boolean();
        case ValueType::Text:
            return text();
        case ValueType::Array:
            break; // has its own reader, which knows how deep it is
        }
        return base::internalError("MetadataReader::single", "an array is no single value");
    }

    template<typename Number>
    Result<Json> integer()
    {
        FE_TRY(const Number number, m_cursor.number<Number>());
        if constexpr (std::is_signed_v<Number>) {
            return Json(std::int64_t { number });
        } else {
            return Json(std::uint64_t { number });
        }
    }

    template<typename Number>
    Result<Json> real()
    {
        FE_TRY(const Number number, m_cursor.number<Number>());
        return Json(double { number });
    }

    Result<Json> boolean()
    {
        const std::string begin = m_cursor.where();
        FE_TRY(const auto byte, m_cursor.number<std::uint8_t>());
        if (byte > 1) {
            return fault(begin, "a bool is 0 or 1, not " + std::to_string(byte));
        }
        return Json(byte == 1);
    }

    Result<Json> text()
    {
        FE_TRY(std::string content, m_cursor.text(m_budget));
        FE_CHECK(spend(content.size()));
        return Json(std::move(content));
    }

    Result<Json> array(int depth)
    {
        const std::string begin = m_cursor.where();
        if (depth > kDeepestArray) {
            return fault(begin,
                         "arrays are nested more than " + std::to_string(kDeepestArray) + " deep");
        }
        FE_TRY(const ValueType type, valueType());
        FE_TRY(const auto count, m_cursor.number<std::uint64_t>());
        if (count > m_cursor.remaining() / kLeastBytes[static_cast<std::size_t>(type)]) {
            return fault(begin,
                         "an array of " + base::grouped(count) + " elements is announced but "
                             + base::grouped(m_cursor.remaining()) + " bytes remain");
        }
        FE_CHECK(spend(count * sizeof(Json)));
        Json::Array items;
        items.reserve(static_cast<std::size_t>(count));
        for (std::uint64_t i = 0; i < count; ++i) {
            FE_TRY(Json item, type == ValueType::Array ? array(depth + 1) : single(type));
            items.push_back(std::move(item));
        }
        return Json(std::move(items));
    }

    GgufCursor& m_cursor;
    std::uint64_t m_budget; ///< bytes of memory that may still be taken
};

/// Nothing if every key is there once.
std::optional<std::string> keyGivenTwice(const Json::Object& members)
{
    std::vector<std::string_view> keys;
    keys.reserve(members.size());
    for (const Json::Member& member : members) {
        keys.emplace_back(member.first);
    }
    std::sort(keys.begin(), keys.end());
    const auto twice = std::adjacent_find(keys.begin(), keys.end());
    return twice == keys.end() ? std::nullopt : std::optional<std::string>(*twice);
}

} // namespace

Result<Json> readGgufMetadata(GgufCursor& cursor, std::uint64_t entries)
{
    if (entries > cursor.remaining() / kLeastEntryBytes) {
        return base::malformed(cursor.file().name(), "byte 16",
                               base::grouped(entries) + " metadata entries are announced but "
                                   + base::grouped(cursor.remaining()) + " bytes remain");
    }
    if (entries > kMaxEntries) {
        return Error { ErrorCode::LimitExceeded,
                       "file too large",
                       cursor.file().name(),
                       "byte 16",
                       base::grouped(entries) + " metadata entries; the limit is "
                           + base::grouped(kMaxEntries),
                       {} };
    }
    MetadataReader reader(cursor);
    Json::Object members;
    members.reserve(static_cast<std::size_t>(entries));
    for (std::uint64_t i = 0; i < entries; ++i) {
        FE_TRY(Json::Member member, reader.entry());
        members.push_back(std::move(member));
    }
    if (const auto key = keyGivenTwice(members)) {
        return base::malformed(cursor.file().name(), "\"" + *key + "\"", "the key occurs twice");
    }
    return Json(std::move(members));
}

} // namespace fe::formats
