// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/side_files.h"

#include "tokenizers/file_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

namespace fe::tokenizers {
namespace {

using base::Json;

constexpr std::uintmax_t kLargestConfig = 16U << 20U;

constexpr std::array kNamedTokens = { "bos_token", "eos_token", "unk_token", "sep_token",
                                      "pad_token", "cls_token", "mask_token" };
constexpr std::array kTokenLists = { "additional_special_tokens", "extra_special_tokens" };

/// The side file's object; null if the path is empty.
base::Result<Json> readSideFile(const TokenizerFile& path)
{
    if (path.empty()) {
        return Json();
    }
    FE_TRY(Json json, readJsonFile(path, kLargestConfig));
    if (json.asObject() == nullptr) {
        return base::malformed(path.string(), {},
                               std::string("an object expected, found ") + json.typeName());
    }
    return json;
}

/// "<s>" or {"content": "<s>", ...}
const std::string* contentOf(const Json* value)
{
    if (value != nullptr && value->asObject() != nullptr) {
        value = value->findNonNull("content");
    }
    return value == nullptr ? nullptr : value->asString();
}

std::string textOf(const Json& object, std::string_view key)
{
    const Json* value = object.findNonNull(key);
    return value == nullptr || value->asString() == nullptr ? std::string() : *value->asString();
}

bool sameToken(const AddedToken& a, const AddedToken& b)
{
    return a.content == b.content && a.singleWord == b.singleWord && a.stripLeft == b.stripLeft
        && a.stripRight == b.stripRight && a.normalized == b.normalized && a.special == b.special;
}

bool hasContent(const std::vector<AddedToken>& tokens, std::string_view content)
{
    return std::any_of(tokens.begin(), tokens.end(),
                       [&](const AddedToken& token) { return token.content == content; });
}

/// {"0": {"content": "<s>", ...}, ...}, by id.
base::Result<void> readDecoder(const StageSpec& config, std::map<std::int64_t, AddedToken>& byId)
{
    const Json* table = config.json.findNonNull("added_tokens_decoder");
    if (table == nullptr) {
        return {};
    }
    if (table->asObject() == nullptr) {
        return config.malformed("added_tokens_decoder",
                                std::string("an object expected, found ") + table->typeName());
    }
    for (const auto& [key, value] : *table->asObject()) {
        std::int64_t id = 0;
        const auto read = std::from_chars(key.data(), key.data() + key.size(), id);
        if (read.ec != std::errc() || read.ptr != key.data() + key.size() || id < 0) {
            return config.malformed("added_tokens_decoder", "\"" + key + "\" is no id");
        }
        FE_TRY(AddedToken token,
               readAddedToken(config.child(value, "added_tokens_decoder." + key)));
        byId[id] = std::move(token);
    }
    return {};
}

void addNamed(const Json* value, std::vector<AddedToken>& tokens)
{
    const std::string* content = contentOf(value);
    if (content == nullptr || content->empty() || hasContent(tokens, *content)) {
        return;
    }
    AddedToken token;
    token.content = *content;
    token.normalized = false;
    token.special = true;
    if (value->asObject() != nullptr) {
        const auto isSet = [value](std::string_view key) {
            const Json* member = value->findNonNull(key);
            return member != nullptr && member->asBool().value_or(false);
        };
        token.singleWord = isSet("single_word");
        token.stripLeft = isSet("lstrip");
        token.stripRight = isSet("rstrip");
        token.normalized = isSet("normalized");
    }
    tokens.push_back(std::move(token));
}

void addNamedOf(const Json& object, std::vector<AddedToken>& tokens)
{
    for (const char* key : kNamedTokens) {
        addNamed(object.findNonNull(key), tokens);
    }
    for (const char* key : kTokenLists) {
        const Json* list = object.findNonNull(key);
        if (list != nullptr && list->asArray() != nullptr) {
            for (const Json& item : *list->asArray()) {
                addNamed(&item, tokens);
            }
        } else if (list != nullptr && list->asObject() != nullptr) {
            for (const auto& [name, item] : *list->asObject()) {
                addNamed(&item, tokens);
            }
        }
    }
}

} // namespace

base::Result<SideFiles> SideFiles::read(const TokenizerFiles& files)
{
    SideFiles side;
    FE_TRY(side.config, readSideFile(files.tokenizerConfig));
    FE_TRY(side.specials, readSideFile(files.specialTokensMap));
    FE_TRY(side.generation, readSideFile(files.generationConfig));
    FE_TRY(side.model, readSideFile(files.modelConfig));
    FE_TRY(side.added, readSideFile(files.addedTokens));
    return side;
}

std::optional<std::string> SideFiles::namedToken(std::string_view key) const
{
    for (const Json* source : { &config, &specials }) {
        if (const std::string* content = contentOf(source->findNonNull(key))) {
            return *content;
        }
    }
    return std::nullopt;
}

std::optional<std::string> SideFiles::specialsToken(std::string_view key) const
{
    const std::string* content = contentOf(specials.findNonNull(key));
    return content == nullptr ? std::nullopt : std::optional(*content);
}

std::optional<bool> SideFiles::flag(std::string_view key) const
{
    const Json* value = config.findNonNull(key);
    return value == nullptr ? std::nullopt : value->asBool();
}

std::string SideFiles::tokenizerClass() const
{
    std::string name = textOf(config, "tokenizer_class");
    if (name.empty()) {
        name = textOf(model, "tokenizer_class");
    }
    if (name.ends_with("Fast")) {
        name.resize(name.size() - 4);
    }
    return name;
}

std::string SideFiles::modelType() const
{
    return textOf(model, "model_type");
}

base::Result<void> addSideTokens(const SideFiles& side, const std::string& file,
                                 std::vector<AddedToken>& tokens)
{
    std::map<std::int64_t, AddedToken> byId;
    FE_CHECK(readDecoder(StageSpec { side.config, {}, file }, byId));
    if (side.added.asObject() != nullptr) {
        for (const auto& [content, value] : *side.added.asObject()) {
            const auto id = value.asInt();
            if (id && *id >= 0 && !byId.contains(*id)) {
                AddedToken token;
                token.content = content;
                byId[*id] = std::move(token);
            }
        }
    }
    for (auto& [id, token] : byId) {
        const bool isThere
            = std::any_of(tokens.begin(), tokens.end(), [&token = token](const AddedToken& other) {
                  return sameToken(token, other);
              });
        if (!isThere) {
            tokens.push_back(std::move(token));
        }
    }
    addNamedOf(side.config, tokens);
    addNamedOf(side.specials, tokens);
    return {};
}

} // namespace fe::tokenizers
