// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/added_specials.h"
#include "tokenizers/stages.h"

#include <algorithm>

namespace fe::tokenizers {
namespace {

/// A part of the template: the text itself, or special tokens.
struct TemplatePart {
    bool isText = false;
    std::vector<AddedSpecial> specials;
};

class TemplateProcessing final : public PostProcessor
{
public:
    explicit TemplateProcessing(std::vector<TemplatePart> parts) : m_parts(std::move(parts)) { }
    void process(Encoding& encoding, std::string_view, bool addSpecialTokens) const override
    {
        Encoding whole;
        for (const TemplatePart& part : m_parts) {
            if (part.isText) {
                append(whole, encoding);
            } else if (addSpecialTokens) {
                surround(whole, {}, part.specials);
            }
        }
        encoding = std::move(whole);
    }

private:
    static void append(Encoding& whole, const Encoding& text)
    {
        whole.ids.insert(whole.ids.end(), text.ids.begin(), text.ids.end());
        whole.tokens.insert(whole.tokens.end(), text.tokens.begin(), text.tokens.end());
        whole.ranges.insert(whole.ranges.end(), text.ranges.begin(), text.ranges.end());
    }

    std::vector<TemplatePart> m_parts;
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
    if (sequence != nullptr) {
        if (*id->asString() != "A" && *id->asString() != "B") {
            return spec.malformed(key, "there is no sequence \"" + *id->asString() + "\"");
        }
        part.isText = true;
        return part;
    }
    FE_TRY(part.specials, readSpecials(spec, *id->asString()));
    return part;
}

base::Result<std::vector<TemplatePart>> readTemplate(const StageSpec& spec, std::string_view key)
{
    FE_TRY(const base::Json* json, spec.required(key));
    if (json->asArray() == nullptr) {
        return spec.malformed(key, std::string("an array expected, found ") + json->typeName());
    }
    std::vector<TemplatePart> parts;
    for (const base::Json& item : *json->asArray()) {
        FE_TRY(TemplatePart part, readPart(item, spec, key));
        parts.push_back(std::move(part));
    }
    return parts;
}

} // namespace

base::Result<PostProcessorPtr> makeTemplateProcessing(const StageSpec& spec)
{
    FE_TRY(std::vector<TemplatePart> single, readTemplate(spec, "single"));
    // Pairs of texts are not encoded here, but a file whose second template is damaged is damaged.
    FE_TRY([[maybe_unused]] const std::vector<TemplatePart> pair, readTemplate(spec, "pair"));
    const auto texts = std::count_if(single.begin(), single.end(),
                                     [](const TemplatePart& part) { return part.isText; });
    if (texts != 1) {
        return spec.unsupported(
            "single", "the template has the text " + std::to_string(texts) + " times, not once");
    }
    return PostProcessorPtr(std::make_unique<TemplateProcessing>(std::move(single)));
}

} // namespace fe::tokenizers
