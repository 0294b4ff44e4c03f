// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/file_text.h"
#include "tokenizers/side_files.h"

#include <algorithm>
#include <limits>

namespace fe::tokenizers {
namespace {

using base::Json;

constexpr std::uintmax_t kLargestTemplate = 16U << 20U;

/// One template, or a list of named ones of which "default" is for chats.
std::optional<std::string> configTemplate(const Json& config)
{
    const Json* value = config.findNonNull("chat_template");
    if (value == nullptr) {
        return std::nullopt;
    }
    if (const auto* named = value->asArray()) {
        value = nullptr;
        for (const Json& item : *named) {
            const Json* name = item.findNonNull("name");
            if (name != nullptr && name->asString() != nullptr && *name->asString() == "default") {
                value = item.findNonNull("template");
            }
        }
    }
    const std::string* text = value == nullptr ? nullptr : value->asString();
    return text == nullptr ? std::nullopt : std::optional(*text);
}

std::string_view textOf(const Json& object, std::string_view key)
{
    const Json* value = object.findNonNull(key);
    return value == nullptr || value->asString() == nullptr ? std::string_view()
                                                            : std::string_view(*value->asString());
}

std::optional<std::size_t> countOf(const Json& object, std::string_view key)
{
    const Json* value = object.findNonNull(key);
    const auto number = value == nullptr ? std::nullopt : value->asUint();
    return number ? std::optional(static_cast<std::size_t>(*number)) : std::nullopt;
}

/// A length that a batch can be padded to. More than any context has is taken as not said: memory
/// would be sized by it.
std::optional<std::size_t> paddedLength(const Json& object, std::string_view key)
{
    constexpr std::size_t kLongest = std::size_t { 1 } << 20U;
    const auto number = countOf(object, key);
    return number && *number <= kLongest ? number : std::nullopt;
}

/// 0 if there is none that an id can be.
TokenId idNumber(const Json& object, std::string_view key)
{
    const auto number = countOf(object, key);
    constexpr auto kLargest = static_cast<std::size_t>(std::numeric_limits<TokenId>::max());
    return number && *number <= kLargest ? static_cast<TokenId>(*number) : 0;
}

Side sideOf(std::string_view name, Side standard)
{
    return name == "left" || name == "Left"  ? Side::Left
        : name == "right" || name == "Right" ? Side::Right
                                             : standard;
}

class FactReader
{
public:
    FactReader(const SideFiles& side, const Json* tokenizerJson, const PipelineParts& parts)
        : m_side(side), m_json(tokenizerJson), m_parts(parts)
    {
    }

    TokenizerFacts read()
    {
        m_facts.bosId = idOf(m_side.namedToken("bos_token"));
        m_facts.eosId = idOf(m_side.namedToken("eos_token"));
        m_facts.padId = idOf(m_side.namedToken("pad_token"));
        addGenerationStops();
        addStop(m_facts.eosId);
        addStop(idOf(m_side.specialsToken("eos_token")));
        for (const TokenId id : wellKnownStopIds(m_parts.added)) {
            addStop(id);
        }
        m_facts.chatTemplate = configTemplate(m_side.config);
        readTruncation();
        readPadding();
        return std::move(m_facts);
    }

private:
    [[nodiscard]] std::optional<TokenId> idOf(const std::optional<std::string>& token) const
    {
        if (!token) {
            return std::nullopt;
        }
        const auto added = m_parts.added.idOf(*token);
        return added ? added : m_parts.model->vocabulary().find(*token);
    }
    void addStop(std::optional<TokenId> id)
    {
        auto& stops = m_facts.stopIds;
        if (id && std::find(stops.begin(), stops.end(), *id) == stops.end()) {
            stops.push_back(*id);
        }
    }
    void addGenerationStops()
    {
        const Json* eos = m_side.generation.findNonNull("eos_token_id");
        if (eos == nullptr) {
            return;
        }
        const Json::Array one { *eos };
        for (const Json& item : eos->asArray() != nullptr ? *eos->asArray() : one) {
            const auto id = item.asInt();
            if (id && *id >= 0 && *id <= std::numeric_limits<TokenId>::max()) {
                addStop(static_cast<TokenId>(*id));
            }
        }
    }
    /// {"max_length": 128, "strategy": "LongestFirst", "direction": "Right"}
    void readTruncation()
    {
        // "No limit" is written as a number with thirty digits, which is no integer here.
        constexpr std::size_t kNoLimit = 1'000'000'000;
        const auto limit = countOf(m_side.config, "model_max_length");
        if (limit && *limit < kNoLimit) {
            m_facts.batch.modelMaxLength = limit;
        }
        const Json* json = m_json == nullptr ? nullptr : m_json->findNonNull("truncation");
        const auto length = json == nullptr ? std::nullopt : countOf(*json, "max_length");
        if (!length) {
            return;
        }
        Truncation truncation;
        truncation.maxLength = *length;
        truncation.side = sideOf(textOf(m_side.config, "truncation_side"),
                                 sideOf(textOf(*json, "direction"), Side::Right));
        const std::string_view strategy = textOf(*json, "strategy");
        truncation.strategy = strategy == "OnlyFirst" ? Truncation::Strategy::OnlyFirst
            : strategy == "OnlySecond"                ? Truncation::Strategy::OnlySecond
                                                      : Truncation::Strategy::LongestFirst;
        m_facts.batch.truncation = truncation;
    }
    /// {"strategy": "BatchLongest" or {"Fixed": 128}, "direction": "Right", "pad_id": 0 ...}
    void readPadding()
    {
        const Json* json = m_json == nullptr ? nullptr : m_json->findNonNull("padding");
        Padding padding;
        if (json != nullptr) {
            const Json* strategy = json->findNonNull("strategy");
            padding.fixedLength
                = strategy == nullptr ? std::nullopt : paddedLength(*strategy, "Fixed");
            padding.multipleOf
                = std::max<std::size_t>(1, paddedLength(*json, "pad_to_multiple_of").value_or(1));
            padding.side = sideOf(textOf(*json, "direction"), Side::Right);
            padding.id = idNumber(*json, "pad_id");
            padding.typeId = idNumber(*json, "pad_type_id");
            if (!m_facts.padId) {
                m_facts.padId = idOf(std::string(textOf(*json, "pad_token")));
            }
        }
        if (m_facts.padId) {
            padding.id = *m_facts.padId;
        }
        padding.side = sideOf(textOf(m_side.config, "padding_side"), padding.side);
        if (json != nullptr || m_facts.padId) {
            m_facts.batch.padding = padding;
        }
    }

    const SideFiles& m_side;
    const Json* m_json;
    const PipelineParts& m_parts;
    TokenizerFacts m_facts;
};

} // namespace

base::Result<TokenizerFacts> readFacts(const SideFiles& side, const TokenizerFiles& files,
                                       const Json* tokenizerJson, const PipelineParts& parts)
{
    TokenizerFacts facts = FactReader(side, tokenizerJson, parts).read();
    if (!files.chatTemplate.empty()) {
        FE_TRY(std::string text, readFile(files.chatTemplate, kLargestTemplate));
        facts.chatTemplate = std::move(text);
    }
    return facts;
}

} // namespace fe::tokenizers
