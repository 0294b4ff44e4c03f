// SPDX-License-Identifier: Apache-2.0
#include "endpoints/server_info.h"

#include "base/guarded.h"
#include "endpoints/server_probe.h"
#include "endpoints/tokenize.h"

#include <algorithm>
#include <limits>

namespace fe::endpoints {
namespace {

using base::Json;

/// Most alternatives a server gives, by its documentation.
struct Limits {
    std::int32_t chat;
    std::int32_t completions;
};

Limits limitsOf(ServerKind kind)
{
    constexpr std::int32_t kAny = std::numeric_limits<std::int32_t>::max();
    switch (kind) {
    case ServerKind::LlamaServer:
        return { kAny, kAny };
    case ServerKind::Vllm: // --max-logprobs, unless it was changed
    case ServerKind::Ollama:
        return { 20, 20 };
    case ServerKind::OpenAi:
    case ServerKind::Unknown:
        break;
    }
    return { 20, 5 };
}

/// Whether seeds work cannot be asked in one token. OpenAI tries for it and promises nothing.
bool keepsSeeds(ServerKind kind)
{
    return kind == ServerKind::Vllm || kind == ServerKind::LlamaServer
        || kind == ServerKind::Ollama;
}

base::Result<void> chooseModel(const Endpoint& endpoint, const std::string& server,
                               ServerInfo& info)
{
    info.model = endpoint.model;
    if (info.model.empty()) {
        if (info.models.empty()) {
            return base::Error { base::ErrorCode::NotFound, "no model is chosen", server, {},
                                 "the server lists none",   "give its name" };
        }
        info.model = info.models.front().id;
    }
    for (const ListedModel& listed : info.models) {
        if (listed.id == info.model) {
            info.abilities.context = listed.context;
            return {};
        }
    }
    if (!info.models.empty()) {
        info.notes.push_back("the server does not list \"" + info.model + '"');
    }
    return {};
}

void sumUp(ServerInfo& info)
{
    const Limits limits = limitsOf(info.kind);
    info.mostChatAlternatives = info.chatLogProbs ? limits.chat : 0;
    info.mostCompletionAlternatives = info.completionLogProbs ? limits.completions : 0;
    info.abilities.logProbs = info.chatLogProbs || info.completionLogProbs;
    // One number for both ways: what either can give, unless only one gives any.
    info.abilities.mostAlternatives = info.chatLogProbs && info.completionLogProbs
        ? std::min(limits.chat, limits.completions)
        : std::max(info.mostChatAlternatives, info.mostCompletionAlternatives);
    info.abilities.seed = keepsSeeds(info.kind);
    info.abilities.scores = info.scoring != Scoring::None;
}

const char* scoringName(Scoring scoring)
{
    switch (scoring) {
    case Scoring::None:
        return "none";
    case Scoring::TextOffsets:
        return "echo with offsets";
    case Scoring::TokenIds:
        return "echo of token ids";
    }
    return "";
}

} // namespace

const char* serverKindName(ServerKind kind)
{
    switch (kind) {
    case ServerKind::Unknown:
        return "unknown";
    case ServerKind::OpenAi:
        return "OpenAI";
    case ServerKind::Vllm:
        return "vLLM";
    case ServerKind::LlamaServer:
        return "llama-server";
    case ServerKind::Ollama:
        return "Ollama";
    }
    return "";
}

Json toJson(const ServerInfo& info)
{
    Json models = Json::array();
    for (const ListedModel& listed : info.models) {
        Json model = Json::object();
        model.set("id", listed.id);
        model.set("context", listed.context > 0 ? Json(listed.context) : Json());
        models.push(std::move(model));
    }
    const auto limit = [](std::int32_t most) {
        return most == std::numeric_limits<std::int32_t>::max() ? Json("any")
                                                                : Json(std::int64_t { most });
    };
    const generation::TextModelAbilities& can = info.abilities;
    Json abilities = Json::object();
    abilities.set("chats", can.chats);
    abilities.set("completions", can.completes);
    abilities.set("logprobs_of_chats", info.chatLogProbs);
    abilities.set("logprobs_of_completions", info.completionLogProbs);
    abilities.set("top_logprobs_of_chats", limit(info.mostChatAlternatives));
    abilities.set("top_logprobs_of_completions", limit(info.mostCompletionAlternatives));
    abilities.set("seed", can.seed);
    abilities.set("scores", can.scores);
    abilities.set("scoring", scoringName(info.scoring));
    abilities.set("tokenizes", can.tokenizes);
    abilities.set("context", can.context > 0 ? Json(can.context) : Json());
    Json json = Json::object();
    json.set("server", serverKindName(info.kind));
    json.set("version", info.version.empty() ? Json() : Json(info.version));
    json.set("models", std::move(models));
    json.set("model", info.model);
    json.set("abilities", std::move(abilities));
    json.set("notes", Json::arrayOf(info.notes));
    return json;
}

base::Result<ServerInfo> listModels(const Endpoint& endpoint, const base::CancelToken& cancel,
                                    base::Progress& progress)
{
    return base::guarded("listModels", [&]() -> base::Result<ServerInfo> {
        progress.begin("Asking the server", 0);
        HttpClient client(endpoint);
        ServerInfo info;
        FE_CHECK(identify(ServerProbe(client, cancel), info));
        info.model = endpoint.model;
        return info;
    });
}

base::Result<ServerInfo> inspectServer(const Endpoint& endpoint, const base::CancelToken& cancel,
                                       base::Progress& progress)
{
    return base::guarded("inspectServer", [&]() -> base::Result<ServerInfo> {
        FE_TRY(ServerInfo info, listModels(endpoint, cancel, progress));
        // A server that fails at what it cannot do (500) need not be asked again and again.
        Endpoint once = endpoint;
        once.retry.retries = 0;
        HttpClient client(once);
        const ServerProbe probe(client, cancel);
        FE_CHECK(chooseModel(endpoint, client.base().authority(), info));
        const auto tokens = tokenize(probe, info, "a b", generation::TextPart::Continuation);
        if (!tokens && tokens.error().code == base::ErrorCode::Cancelled) {
            return tokens.error();
        }
        info.abilities.tokenizes = tokens && !tokens->empty();
        FE_CHECK(tryCompletions(probe, info));
        FE_CHECK(tryChats(probe, info));
        if (!info.abilities.completes && !info.abilities.chats) {
            return base::Error { base::ErrorCode::Unsupported,
                                 "cannot use the model \"" + info.model + '"',
                                 client.base().authority(),
                                 {},
                                 info.notes.empty() ? "it neither chats nor completes"
                                                    : info.notes.back(),
                                 "choose one of the server's text models" };
        }
        sumUp(info);
        return info;
    });
}

} // namespace fe::endpoints
