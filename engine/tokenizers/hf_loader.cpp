// SPDX-License-Identifier: Apache-2.0
// tokenizer.json and the files beside it, as Hugging Face's libraries write them.
#include "tokenizers/file_text.h"
#include "tokenizers/pipeline.h"
#include "tokenizers/stages.h"

#include <algorithm>
#include <limits>

namespace fe::tokenizers {
namespace {

constexpr std::uintmax_t kLargestTokenizer = 512U << 20U;
constexpr std::uintmax_t kLargestConfig = 16U << 20U;

base::Result<AddedToken> readAddedToken(const StageSpec& spec)
{
    if (spec.json.asObject() == nullptr) {
        return spec.malformed({}, std::string("an object expected, found ") + spec.json.typeName());
    }
    AddedToken token;
    FE_TRY(const base::Json* id, spec.required("id"));
    FE_TRY([[maybe_unused]] const TokenId writtenId, readTokenId(*id, spec, "id"));
    FE_TRY(token.content, spec.text("content"));
    FE_TRY(token.singleWord, spec.flag("single_word"));
    FE_TRY(token.stripLeft, spec.flag("lstrip"));
    FE_TRY(token.stripRight, spec.flag("rstrip"));
    FE_TRY(token.normalized, spec.flag("normalized"));
    FE_TRY(token.special, spec.flag("special"));
    return token;
}

base::Result<std::vector<AddedToken>> readAddedTokens(const StageSpec& root)
{
    std::vector<AddedToken> tokens;
    const base::Json* list = root.json.findNonNull("added_tokens");
    if (list == nullptr) {
        return tokens;
    }
    if (list->asArray() == nullptr) {
        return root.malformed("added_tokens",
                              std::string("an array expected, found ") + list->typeName());
    }
    for (const base::Json& item : *list->asArray()) {
        FE_TRY(AddedToken token, readAddedToken(root.child(item, "added_tokens", tokens.size())));
        tokens.push_back(std::move(token));
    }
    return tokens;
}

base::Result<PipelineParts> readParts(const StageSpec& root)
{
    if (root.json.asObject() == nullptr) {
        return root.malformed({}, std::string("an object expected, found ") + root.json.typeName());
    }
    PipelineParts parts;
    if (const base::Json* json = root.json.findNonNull("normalizer")) {
        FE_TRY(parts.normalizer, makeNormalizer(root.child(*json, "normalizer")));
    }
    if (const base::Json* json = root.json.findNonNull("pre_tokenizer")) {
        FE_TRY(parts.preTokenizer, makePreTokenizer(root.child(*json, "pre_tokenizer")));
    }
    FE_TRY(const base::Json* model, root.required("model"));
    FE_TRY(parts.model, makeModel(root.child(*model, "model")));
    if (const base::Json* json = root.json.findNonNull("post_processor")) {
        FE_TRY(parts.postProcessor, makePostProcessor(root.child(*json, "post_processor")));
    }
    if (const base::Json* json = root.json.findNonNull("decoder")) {
        FE_TRY(parts.decoder, makeDecoder(root.child(*json, "decoder")));
    }
    FE_TRY(std::vector<AddedToken> added, readAddedTokens(root));
    FE_TRY(parts.added,
           AddedTokens::build(std::move(added), parts.model->vocabulary(), parts.normalizer.get(),
                              StageSpec { root.json, "added_tokens", root.file }));
    return parts;
}

/// The side file's object; null if the path is empty.
base::Result<base::Json> readSideFile(const std::filesystem::path& path)
{
    if (path.empty()) {
        return base::Json();
    }
    FE_TRY(base::Json json, readJsonFile(path, kLargestConfig));
    if (json.asObject() == nullptr) {
        return base::malformed(path.string(), {},
                               std::string("an object expected, found ") + json.typeName());
    }
    return json;
}

/// "<s>" or {"content": "<s>", ...}
std::optional<std::string> namedToken(const base::Json& config, std::string_view key)
{
    const base::Json* value = config.findNonNull(key);
    if (value != nullptr && value->asObject() != nullptr) {
        value = value->findNonNull("content");
    }
    const std::string* token = value == nullptr ? nullptr : value->asString();
    return token == nullptr ? std::nullopt : std::optional(*token);
}

/// One template, or a list of named ones of which "default" is for chats.
std::optional<std::string> configTemplate(const base::Json& config)
{
    const base::Json* value = config.findNonNull("chat_template");
    if (value == nullptr) {
        return std::nullopt;
    }
    if (const auto* named = value->asArray()) {
        value = nullptr;
        for (const base::Json& item : *named) {
            const base::Json* name = item.findNonNull("name");
            if (name != nullptr && name->asString() != nullptr && *name->asString() == "default") {
                value = item.findNonNull("template");
            }
        }
    }
    const std::string* text = value == nullptr ? nullptr : value->asString();
    return text == nullptr ? std::nullopt : std::optional(*text);
}

class FactReader
{
public:
    FactReader(const PipelineParts& parts, const TokenizerFiles& files)
        : m_parts(parts), m_files(files)
    {
    }

    base::Result<ChatFacts> read()
    {
        FE_TRY(const base::Json config, readSideFile(m_files.tokenizerConfig));
        FE_TRY(const base::Json specials, readSideFile(m_files.specialTokensMap));
        FE_TRY(const base::Json generation, readSideFile(m_files.generationConfig));
        m_facts.bosId = idOf(namedToken(config, "bos_token"));
        if (!m_facts.bosId) {
            m_facts.bosId = idOf(namedToken(specials, "bos_token"));
        }
        addGenerationStops(generation);
        addStop(idOf(namedToken(config, "eos_token")));
        addStop(idOf(namedToken(specials, "eos_token")));
        for (const TokenId id : wellKnownStopIds(m_parts.added)) {
            addStop(id);
        }
        m_facts.chatTemplate = configTemplate(config);
        if (!m_files.chatTemplate.empty()) {
            FE_TRY(std::string text, readFile(m_files.chatTemplate, kLargestConfig));
            m_facts.chatTemplate = std::move(text);
        }
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
    void addGenerationStops(const base::Json& generation)
    {
        const base::Json* eos = generation.findNonNull("eos_token_id");
        if (eos == nullptr) {
            return;
        }
        const base::Json::Array one { *eos };
        for (const base::Json& item : eos->asArray() != nullptr ? *eos->asArray() : one) {
            const auto id = item.asInt();
            if (id && *id >= 0 && *id <= std::numeric_limits<TokenId>::max()) {
                addStop(static_cast<TokenId>(*id));
            }
        }
    }

    const PipelineParts& m_parts;
    const TokenizerFiles& m_files;
    ChatFacts m_facts;
};

} // namespace

base::Result<TokenizerPtr> loadTokenizer(const TokenizerFiles& files)
{
    const std::string name = files.tokenizerJson.string();
    FE_TRY(const base::Json json, readJsonFile(files.tokenizerJson, kLargestTokenizer));
    FE_TRY(PipelineParts parts, readParts(StageSpec { json, {}, name }));
    FE_TRY(ChatFacts facts, FactReader(parts, files).read());
    return TokenizerPtr(std::make_shared<Pipeline>(std::move(parts), std::move(facts)));
}

} // namespace fe::tokenizers
