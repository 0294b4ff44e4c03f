// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/added_specials.h"
#include "tokenizers/stages.h"

#include <algorithm>
#include <numeric>

namespace fe::tokenizers {
namespace {

/// A part of the template: a text, or special tokens.
struct TemplatePart {
    std::optional<std::size_t> text; ///< 0 for A, 1 for B
    std::vector<AddedSpecial> specials;
    std::int32_t typeId = 0;
};

using Template = std::vector<TemplatePart>;

std::size_t specialsIn(const Template& parts)
{
    return std::accumulate(
        parts.begin(), parts.end(), std::size_t { 0 },
        [](std::size_t sum, const TemplatePart& part) { return sum + part.specials.size(); });
}

class TemplateProcessing final : public PostProcessor
{
public:
    TemplateProcessing(Template single, Template pair)
        : m_single(std::move(single)), m_pair(std::move(pair))
    {
    }
    void process(std::vector<Segment>& segments, bool addSpecialTokens) const override
    {
        std::vector<Segment> result;
        const Template& parts = segments.size() > 1 ? m_pair : m_single;
        for (auto next = parts.begin(); next != parts.end(); ++next) {
            const TemplatePart& part = *next;
            if (part.text && *part.text < segments.size()) {
                const bool isLastUse
                    = std::none_of(next + 1, parts.end(), [&part](const TemplatePart& later) {
                          return later.text == part.text;
                      });
                Segment& text = segments[*part.text];
                Segment segment = isLastUse ? std::move(text) : text;
                auto& types = segment.encoding.typeIds;
                std::fill(types.begin(), types.end(), part.typeId);
                result.push_back(std::move(segment));
            } else if (!part.text && addSpecialTokens) {
                Segment segment;
                surround(segment.encoding, {}, part.specials, part.typeId);
                result.push_back(std::move(segment));
            }
        }
        segments = std::move(result);
    }
    std::size_t addedTokens(bool isPair) const override
    {
        return specialsIn(isPair ? m_pair : m_single);
    }

private:
    Template m_single;
    Template m_pair;
};

/// {"id": "<s>", "ids": [1], "tokens": ["<s>"]} under special_tokens.
base::Result<std::vector<AddedSpecial>> readSpecials(const StageSpec& spec, const std::string& name)
{
    const base::Json* table = spec.json.findNonNull("special_tokens");
    const base::Json* entry = table == nullptr ? nullptr : table->findNonNull(name);
    if (entry == nullptr) {
        return spec.malformed("special_tokens", "the template's token \"" + name + "\" is missing");
    }
    const base::Json* ids = entry->findNonNull("ids");
    const base::Json* tokens = entry->findNonNull("tokens");
    if (ids == nullptr || ids->asArray() == nullptr || tokens == nullptr
        || tokens->asArray() == nullptr || ids->asArray()->size() != tokens->asArray()->size()) {
        return spec.malformed("special_tokens", "\"" + name + "\" needs as many ids as tokens");
    }
    std::vector<AddedSpecial> specials;
    for (std::size_t i = 0; i < ids->asArray()->size(); ++i) {
        FE_TRY(const TokenId id, readTokenId((*ids->asArray())[i], spec, "special_tokens"));
        const std::string* token = (*tokens->asArray())[i].asString();
        if (token == nullptr) {
            return spec.malformed("special_tokens", "a token of \"" + name + "\" is no text");
        }
        specials.push_back({ id, *token });
    }
    return specials;
}

base::Result<TemplatePart> readPart(const base::Json& json, const StageSpec& spec,
                                    std::string_view key)
{
    const base::Json* sequence = json.findNonNull("Sequence");
    const base::Json* special = json.findNonNull("SpecialToken");
    const base::Json* body = sequence != nullptr ? sequence : special;
    const base::Json* id = body == nullptr ? nullptr : body->findNonNull("id");
    if (id == nullptr || id->asString() == nullptr) {
        return spec.malformed(key,
                              "a part of a template is a Sequence or a SpecialToken with an id");
    }
    TemplatePart part;
    if (const base::Json* type = body->findNonNull("type_id")) {
        FE_TRY(part.typeId, readTokenId(*type, spec, key));
    }
    if (sequence != nullptr) {
        if (*id->asString() != "A" && *id->asString() != "B") {
            return spec.malformed(key, "there is no sequence \"" + *id->asString() + "\"");
        }
        part.text = *id->asString() == "A" ? 0 : 1;
        return part;
    }
    FE_TRY(part.specials, readSpecials(spec, *id->asString()));
    return part;
}

base::Result<Template> readTemplate(const StageSpec& spec, std::string_view key)
{
    FE_TRY(const base::Json* json, spec.required(key));
    if (json->asArray() == nullptr) {
        return spec.malformed(key, std::string("an array expected, found ") + json->typeName());
    }
    Template parts;
    for (const base::Json& item : *json->asArray()) {
        FE_TRY(TemplatePart part, readPart(item, spec, key));
        parts.push_back(std::move(part));
    }
    return parts;
}

} // namespace

base::Result<PostProcessorPtr> makeTemplateProcessing(const StageSpec& spec)
{
    FE_TRY(Template single, readTemplate(spec, "single"));
    FE_TRY(Template pair, readTemplate(spec, "pair"));
    const auto texts = std::count_if(single.begin(), single.end(),
                                     [](const TemplatePart& part) { return part.text == 0; });
    if (texts != 1) {
        return spec.unsupported(
            "single", "the template has the text " + std::to_string(texts) + " times, not once");
    }
    return PostProcessorPtr(
        std::make_unique<TemplateProcessing>(std::move(single), std::move(pair)));
}

} // namespace fe::tokenizers
