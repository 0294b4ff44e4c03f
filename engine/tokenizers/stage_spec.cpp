// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/stage_spec.h"

#include "base/utf8.h"

#include <array>
#include <limits>

namespace fe::tokenizers {

std::string StageSpec::fieldOf(std::string_view key) const
{
    if (key.empty() || field.empty()) {
        return field + std::string(key);
    }
    return field + "." + std::string(key);
}

StageSpec StageSpec::child(const base::Json& value, std::string_view key) const
{
    return { value, fieldOf(key), file };
}

StageSpec StageSpec::child(const base::Json& value, std::string_view key, std::size_t index) const
{
    return { value, fieldOf(key) + "[" + std::to_string(index) + "]", file };
}

base::Error StageSpec::malformed(std::string_view key, std::string why) const
{
    return base::malformed(file, fieldOf(key), std::move(why));
}

base::Error StageSpec::unsupported(std::string_view key, std::string why) const
{
    return base::unsupported(file, fieldOf(key), std::move(why));
}

base::Result<const base::Json*> StageSpec::required(std::string_view key) const
{
    const base::Json* value = json.findNonNull(key);
    if (value == nullptr) {
        return malformed(key, "it is missing");
    }
    return value;
}

base::Result<std::string> StageSpec::text(std::string_view key) const
{
    FE_TRY(const base::Json* value, required(key));
    if (const std::string* string = value->asString()) {
        return *string;
    }
    return malformed(key, std::string("text expected, found ") + value->typeName());
}

base::Result<bool> StageSpec::flag(std::string_view key) const
{
    FE_TRY(const base::Json* value, required(key));
    if (const auto boolean = value->asBool()) {
        return *boolean;
    }
    return malformed(key, std::string("true or false expected, found ") + value->typeName());
}

base::Result<std::size_t> StageSpec::count(std::string_view key) const
{
    FE_TRY(const base::Json* value, required(key));
    if (const auto number = value->asUint()) {
        return static_cast<std::size_t>(*number);
    }
    return malformed(key, std::string("a whole number expected, found ") + value->typeName());
}

base::Result<std::string> StageSpec::character(std::string_view key) const
{
    FE_TRY(std::string string, text(key));
    if (string.empty() || base::decodeUtf8(string, 0).length != string.size()) {
        return malformed(key, "exactly one character expected");
    }
    return string;
}

base::Result<bool> StageSpec::flagOr(std::string_view key, bool standard) const
{
    if (json.findNonNull(key) == nullptr) {
        return standard;
    }
    return flag(key);
}

base::Result<std::optional<std::string>> StageSpec::textIfAny(std::string_view key) const
{
    if (json.findNonNull(key) == nullptr) {
        return std::optional<std::string>();
    }
    FE_TRY(std::string string, text(key));
    return std::optional(std::move(string));
}

base::Result<SplitBehavior> StageSpec::splitBehavior(std::string_view key) const
{
    struct Row {
        std::string_view name;
        SplitBehavior behavior;
    };
    constexpr std::array kRows
        = { Row { "Removed", SplitBehavior::Removed }, Row { "Isolated", SplitBehavior::Isolated },
            Row { "MergedWithPrevious", SplitBehavior::MergedWithPrevious },
            Row { "MergedWithNext", SplitBehavior::MergedWithNext },
            Row { "Contiguous", SplitBehavior::Contiguous } };
    FE_TRY(const std::string name, text(key));
    for (const Row& row : kRows) {
        if (row.name == name) {
            return row.behavior;
        }
    }
    return unsupported(key, "unknown behaviour \"" + name + "\"");
}

base::Result<TokenId> readTokenId(const base::Json& value, const StageSpec& spec,
                                  std::string_view key)
{
    const auto number = value.asUint();
    if (!number) {
        return spec.malformed(key,
                              value.isNumber() ? "an id is not a whole number from 0"
                                               : std::string("an id is ") + value.typeName());
    }
    if (*number > static_cast<std::uint64_t>(std::numeric_limits<TokenId>::max())) {
        return spec.malformed(key, "the id " + base::grouped(*number) + " is too large");
    }
    return static_cast<TokenId>(*number);
}

} // namespace fe::tokenizers
