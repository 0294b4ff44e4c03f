// SPDX-License-Identifier: Apache-2.0
#include "endpoints/server_error.h"
#include "endpoints/server_probe.h"

#include <algorithm>

namespace fe::endpoints {
namespace {

using base::Json;

constexpr std::size_t kMostModels = 100'000;

std::string memberText(const Json& json, const char* name)
{
    const Json* member = json.findNonNull(name);
    return member != nullptr && member->asString() != nullptr ? *member->asString() : std::string();
}

std::int64_t memberCount(const Json* json, const char* name)
{
    const Json* member = json == nullptr ? nullptr : json->findNonNull(name);
    return member == nullptr ? 0 : std::max<std::int64_t>(member->asInt().value_or(0), 0);
}

/// vLLM says max_model_len, llama-server meta.n_ctx, some hosts context_length.
std::int64_t contextIn(const Json& model)
{
    for (const char* name : { "max_model_len", "context_length", "context_window" }) {
        if (const std::int64_t context = memberCount(&model, name); context > 0) {
            return context;
        }
    }
    return memberCount(model.findNonNull("meta"), "n_ctx");
}

base::Result<void> readModels(const Json& json, const std::string& server, ServerInfo& info)
{
    const Json* data = json.findNonNull("data");
    if (data == nullptr && json.find("data") != nullptr) {
        return {}; // Ollama without any model says null
    }
    if (data == nullptr || !data->isArray()) {
        return base::malformed(server, "data", "it must be an array of models");
    }
    for (const Json& model : *data->asArray()) {
        const std::string id = memberText(model, "id");
        if (!id.empty() && info.models.size() < kMostModels) {
            info.models.push_back({ id, contextIn(model) });
        }
    }
    return {};
}

/// Who a model belongs to gives three servers away.
ServerKind kindByOwner(const Json& json)
{
    const Json* data = json.findNonNull("data");
    const Json::Array* models = data == nullptr ? nullptr : data->asArray();
    if (models == nullptr || models->empty()) {
        return ServerKind::Unknown;
    }
    const std::string owner = memberText(models->front(), "owned_by");
    return owner == "vllm"    ? ServerKind::Vllm
        : owner == "llamacpp" ? ServerKind::LlamaServer
                              : ServerKind::Unknown;
}

bool isOpenAi(const Url& url)
{
    return url.host == "api.openai.com" || url.host.ends_with(".api.openai.com");
}

/// What only one kind of server answers, beside the API.
base::Result<void> askBeside(const ServerProbe& probe, ServerInfo& info)
{
    const auto wanted
        = [&](ServerKind kind) { return info.kind == kind || info.kind == ServerKind::Unknown; };
    if (wanted(ServerKind::LlamaServer)) {
        FE_TRY(const Json props, probe.optionalJson("/props"));
        if (props.find("default_generation_settings") != nullptr) {
            info.kind = ServerKind::LlamaServer;
            info.version = memberText(props, "build_info");
        }
    }
    if (wanted(ServerKind::Ollama)) {
        FE_TRY(const Json version, probe.optionalJson("/api/version"));
        if (!memberText(version, "version").empty()) {
            info.kind = ServerKind::Ollama;
            info.version = memberText(version, "version");
        }
    }
    if (wanted(ServerKind::Vllm)) {
        FE_TRY(const Json version, probe.optionalJson("/version"));
        // Others answer this too; only with vLLM's own way to split texts it counts.
        FE_TRY(const HttpResponse tokenize, probe.askBeside("/tokenize"));
        const bool asksForPost = tokenize.status == 405;
        if (info.kind == ServerKind::Vllm
            || (!memberText(version, "version").empty() && asksForPost)) {
            info.kind = ServerKind::Vllm;
            info.version = memberText(version, "version");
        }
    }
    return {};
}

} // namespace

base::Result<void> identify(const ServerProbe& probe, ServerInfo& info)
{
    HttpClient& client = probe.client();
    FE_TRY(const HttpResponse response, probe.ask("/models"));
    const bool hasList = response.status != 404 && response.status != 405 && response.status != 501;
    if (hasList) {
        FE_TRY(const Json json, jsonOf(response, client));
        FE_CHECK(readModels(json, client.base().authority(), info));
        info.kind = kindByOwner(json);
    } else {
        info.notes.emplace_back("the server lists no models");
    }
    if (isOpenAi(client.base())) {
        info.kind = ServerKind::OpenAi;
        return {}; // nothing is asked of it that is not its API
    }
    if (response.server == "llama.cpp") {
        info.kind = ServerKind::LlamaServer;
    }
    return askBeside(probe, info);
}

} // namespace fe::endpoints
