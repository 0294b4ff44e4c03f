// SPDX-License-Identifier: Apache-2.0
#include "endpoints/tokenize.h"

namespace fe::endpoints {
namespace {

using base::Json;
using generation::TextPart;

Json question(const ServerInfo& info, const std::string& text, TextPart part)
{
    Json body = Json::object();
    const bool special = part == TextPart::Prompt;
    if (info.kind == ServerKind::LlamaServer) {
        body.set("content", text);
        body.set("add_special", special);
        body.set("with_pieces", true);
    } else {
        body.set("model", info.model);
        body.set("prompt", text);
        body.set("add_special_tokens", special);
        body.set("return_token_strs", true);
    }
    return body;
}

/// A text, or with llama-server the bytes of what is none.
std::string spelling(const Json* piece)
{
    if (piece == nullptr) {
        return {};
    }
    if (const std::string* text = piece->asString()) {
        return *text;
    }
    std::string bytes;
    if (const Json::Array* items = piece->asArray()) {
        for (const Json& item : *items) {
            bytes += static_cast<char>(item.asInt().value_or(0));
        }
    }
    return bytes;
}

} // namespace

base::Result<std::vector<ServerToken>> tokenize(const ServerProbe& probe, const ServerInfo& info,
                                                const std::string& text, TextPart part)
{
    const std::string server = probe.client().base().authority();
    if (info.kind != ServerKind::LlamaServer && info.kind != ServerKind::Vllm) {
        return base::unsupported(server, "tokenize",
                                 std::string(serverKindName(info.kind))
                                     + " servers do not tell how "
                                       "they split a text");
    }
    const Json body = question(info, text, part);
    FE_TRY(const HttpResponse response, probe.askBeside("/tokenize", &body));
    FE_TRY(const Json json, jsonOf(response, probe.client()));
    const Json* tokens = json.find("tokens");
    const Json* texts = json.find("token_strs");
    if (tokens == nullptr || !tokens->isArray()) {
        return base::malformed(server, "tokens", "it must be an array");
    }
    std::vector<ServerToken> result;
    for (const Json& item : *tokens->asArray()) {
        const Json* id = item.isObject() ? item.find("id") : &item;
        const auto number = id == nullptr ? std::nullopt : id->asInt();
        if (!number || *number < 0) {
            return base::malformed(server, "tokens", "an id must be a number, 0 or more");
        }
        result.push_back({ *number, spelling(item.find("piece")) });
    }
    if (texts != nullptr && texts->isArray() && texts->asArray()->size() == result.size()) {
        for (std::size_t i = 0; i < result.size(); ++i) {
            result[i].text = spelling(&(*texts->asArray())[i]);
        }
    }
    return result;
}

} // namespace fe::endpoints
