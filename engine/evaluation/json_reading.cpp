// SPDX-License-Identifier: Apache-2.0
#include "evaluation/json_reading.h"

#include <limits>

namespace fe::evaluation {

using base::Json;

JsonReading::JsonReading(const Json* json, std::string file, std::string path)
    : m_json(json), m_file(std::move(file)), m_path(std::move(path))
{
    if (m_json == nullptr || !m_json->isObject()) {
        m_result = base::malformed(m_file, m_path, "an object is needed");
    }
}

void JsonReading::fail(std::string_view key, std::string why)
{
    if (m_result) {
        m_result = base::malformed(
            m_file, m_path.empty() ? std::string(key) : m_path + '.' + std::string(key),
            std::move(why));
    }
}

const Json* JsonReading::member(std::string_view key)
{
    const Json* found = m_result ? m_json->find(key) : nullptr;
    if (found == nullptr) {
        fail(key, "it is missing");
    }
    return found;
}

bool JsonReading::has(std::string_view key) const
{
    return m_result && m_json->findNonNull(key) != nullptr;
}

std::string JsonReading::text(std::string_view key)
{
    const Json* value = member(key);
    const std::string* text = value == nullptr ? nullptr : value->asString();
    if (text == nullptr) {
        fail(key, "a text is needed");
    }
    return text == nullptr ? std::string() : *text;
}

std::int64_t JsonReading::integer(std::string_view key)
{
    const Json* value = member(key);
    const auto number = value == nullptr ? std::nullopt : value->asInt();
    if (!number) {
        fail(key, "an integer is needed");
    }
    return number.value_or(0);
}

std::uint64_t JsonReading::natural(std::string_view key)
{
    const Json* value = member(key);
    const auto number = value == nullptr ? std::nullopt : value->asUint();
    if (!number) {
        fail(key, "an integer from 0 is needed");
    }
    return number.value_or(0);
}

double JsonReading::number(std::string_view key)
{
    const Json* value = member(key);
    if (value != nullptr && value->isNull()) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    const auto number = value == nullptr ? std::nullopt : value->asDouble();
    if (!number) {
        fail(key, "a number is needed");
    }
    return number.value_or(0);
}

bool JsonReading::boolean(std::string_view key)
{
    const Json* value = member(key);
    const auto truth = value == nullptr ? std::nullopt : value->asBool();
    if (!truth) {
        fail(key, "true or false is needed");
    }
    return truth.value_or(false);
}

const Json* JsonReading::array(std::string_view key)
{
    const Json* value = member(key);
    if (value == nullptr || !value->isArray()) {
        fail(key, "an array is needed");
        return nullptr;
    }
    return value;
}

std::vector<std::string> JsonReading::texts(std::string_view key)
{
    std::vector<std::string> result;
    if (const Json* values = array(key)) {
        for (const Json& value : *values->asArray()) {
            if (const std::string* text = value.asString()) {
                result.push_back(*text);
            } else {
                fail(key, "an array of texts is needed");
            }
        }
    }
    return result;
}

std::vector<std::uint64_t> JsonReading::naturals(std::string_view key)
{
    std::vector<std::uint64_t> result;
    if (const Json* values = array(key)) {
        for (const Json& value : *values->asArray()) {
            const auto number = value.asUint();
            if (!number) {
                fail(key, "an array of integers from 0 is needed");
            }
            result.push_back(number.value_or(0));
        }
    }
    return result;
}

std::vector<double> JsonReading::numbers(std::string_view key)
{
    std::vector<double> result;
    if (const Json* values = array(key)) {
        for (const Json& value : *values->asArray()) {
            const auto number
                = value.isNull() ? std::numeric_limits<double>::quiet_NaN() : value.asDouble();
            if (!number) {
                fail(key, "an array of numbers is needed");
            }
            result.push_back(number.value_or(0));
        }
    }
    return result;
}

JsonReading JsonReading::object(std::string_view key)
{
    return { member(key), m_file,
             m_path.empty() ? std::string(key) : m_path + '.' + std::string(key) };
}

void JsonReading::merge(const JsonReading& inner)
{
    if (m_result && !inner.m_result) {
        m_result = inner.m_result;
    }
}

} // namespace fe::evaluation
