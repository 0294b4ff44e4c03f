// SPDX-License-Identifier: Apache-2.0
#include "models/config_reader.h"

#include <cmath>

namespace fe::models {
namespace {

constexpr std::int64_t kLargestSize = (std::int64_t { 1 } << 31) - 1;

const base::Json kEmptyObject = base::Json::object();

} // namespace

base::Error ConfigReader::refuse(std::string_view key, std::string why) const
{
    return {
        base::ErrorCode::Malformed,  "cannot use this model", m_file,
        m_prefix + std::string(key), std::move(why),          "download or export the model again"
    };
}

base::Result<std::int64_t> ConfigReader::size(std::string_view key) const
{
    const base::Json* value = m_config->findNonNull(key);
    if (value == nullptr) {
        return refuse(key, "the field is missing");
    }
    const auto number = value->asInt();
    if (!number) {
        return refuse(key, std::string("a whole number is needed, not ") + value->typeName());
    }
    if (*number < 1 || *number > kLargestSize) {
        return refuse(
            key, std::to_string(*number) + " is not between 1 and " + std::to_string(kLargestSize));
    }
    return *number;
}

base::Result<std::int64_t> ConfigReader::sizeOr(std::string_view key, std::int64_t fallback) const
{
    return has(key) ? size(key) : fallback;
}

base::Result<std::int64_t> ConfigReader::countOr(std::string_view key, std::int64_t fallback) const
{
    const base::Json* value = m_config->findNonNull(key);
    if (value == nullptr) {
        return fallback;
    }
    const auto number = value->asInt();
    return number && *number == 0 ? base::Result<std::int64_t>(0) : size(key);
}

base::Result<double> ConfigReader::positive(std::string_view key) const
{
    const base::Json* value = m_config->findNonNull(key);
    if (value == nullptr) {
        return refuse(key, "the field is missing");
    }
    const auto number = value->asDouble();
    if (!number) {
        return refuse(key, std::string("a number is needed, not ") + value->typeName());
    }
    if (!std::isfinite(*number) || *number <= 0) {
        return refuse(key, "a number above zero is needed");
    }
    return *number;
}

base::Result<double> ConfigReader::positiveOr(std::string_view key, double fallback) const
{
    return has(key) ? positive(key) : fallback;
}

base::Result<bool> ConfigReader::flagOr(std::string_view key, bool fallback) const
{
    const base::Json* value = m_config->findNonNull(key);
    if (value == nullptr) {
        return fallback;
    }
    const auto flag = value->asBool();
    if (!flag) {
        return refuse(key, std::string("true or false is needed, not ") + value->typeName());
    }
    return *flag;
}

base::Result<std::string> ConfigReader::text(std::string_view key) const
{
    const base::Json* value = m_config->findNonNull(key);
    if (value == nullptr) {
        return refuse(key, "the field is missing");
    }
    const std::string* text = value->asString();
    if (text == nullptr) {
        return refuse(key, std::string("text is needed, not ") + value->typeName());
    }
    return *text;
}

base::Result<std::string> ConfigReader::textOr(std::string_view key, std::string fallback) const
{
    return has(key) ? text(key) : base::Result<std::string>(std::move(fallback));
}

base::Result<ConfigReader> ConfigReader::object(std::string_view key) const
{
    const base::Json* value = m_config->findNonNull(key);
    if (value != nullptr && !value->isObject()) {
        return refuse(key, std::string("an object is needed, not ") + value->typeName());
    }
    ConfigReader inner(value == nullptr ? kEmptyObject : *value, m_file);
    inner.m_prefix = m_prefix + std::string(key) + ".";
    return inner;
}

} // namespace fe::models
