// SPDX-License-Identifier: Apache-2.0
#include "endpoints/server_probe.h"

#include "base/utf8.h"
#include "endpoints/reply.h"
#include "endpoints/server_error.h"
#include "endpoints/tokenize.h"

#include <cmath>

namespace fe::endpoints {
namespace {

using base::Json;

constexpr base::JsonLimits kJsonLimits { .depth = 64 };
constexpr std::string_view kProbeText = "The sky is";

/// One token after the probe's text. OpenAI's reasoning models refuse fewer than they need to
/// begin, hence the 16 there.
Json shortQuestion(const ServerInfo& info, bool chat)
{
    Json body = Json::object();
    body.set("model", info.model);
    if (chat) {
        Json message = Json::object();
        message.set("role", "user");
        message.set("content", kProbeText);
        body.set("messages", Json(Json::Array { std::move(message) }));
    } else {
        body.set("prompt", kProbeText);
        body.set("temperature", 0);
    }
    const bool openAi = chat && info.kind == ServerKind::OpenAi;
    body.set(openAi ? "max_completion_tokens" : "max_tokens", openAi ? 16 : 1);
    return body;
}

/// The answer to a question, or nothing (and the complaint) where the server refuses it. Being
/// busy or closed to us is no answer about abilities, and an Error.
struct Trial {
    std::optional<Json> json;
    std::string complaint;
};

base::Result<Trial> attempt(const ServerProbe& probe, const char* path, const Json& body)
{
    FE_TRY(const HttpResponse response, probe.ask(path, &body));
    const int status = response.status;
    if (status == 401 || status == 403 || status == 429 || status == 502 || status == 503
        || status == 504) {
        return errorOf(response, probe.client());
    }
    if (status < 200 || status >= 300) {
        const ServerComplaint complaint = complaintOf(response.body);
        return Trial { std::nullopt,
                       "status " + std::to_string(status) + ": "
                           + probe.client().withoutKey(complaint.message) };
    }
    FE_TRY(Json json, jsonOf(response, probe.client()));
    return Trial { std::move(json), {} };
}

bool hasNumbers(const std::vector<DescribedToken>& tokens)
{
    return !tokens.empty() && !std::isnan(tokens.back().token.logProb);
}

/// Whether an echo came with log-probabilities of the prompt's own tokens.
bool echoes(const ReplyPiece& piece)
{
    // The first token has none; the last is the generated one.
    return piece.text.starts_with(kProbeText) && piece.tokens.size() >= 3
        && !std::isnan(piece.tokens[1].token.logProb);
}

bool hasOffsets(const Json& json)
{
    const Json* choices = json.find("choices");
    const Json::Array* items = choices == nullptr ? nullptr : choices->asArray();
    const Json* logprobs
        = items == nullptr || items->empty() ? nullptr : items->front().find("logprobs");
    return logprobs != nullptr && logprobs->findNonNull("text_offset") != nullptr;
}

} // namespace

base::Result<HttpResponse> ServerProbe::send(const Url& url, const Json* body) const
{
    HttpRequest request { url };
    if (body != nullptr) {
        request.body = base::toText(*body);
    }
    return m_client.send(request, nullptr, m_cancel);
}

base::Result<HttpResponse> ServerProbe::ask(std::string_view path, const Json* body) const
{
    return send(joined(m_client.base(), path), body);
}

base::Result<HttpResponse> ServerProbe::askBeside(std::string_view path, const Json* body) const
{
    constexpr std::string_view kVersion = "/v1";
    Url root = m_client.base();
    if (root.path.ends_with(kVersion)) {
        root.path.resize(root.path.size() - kVersion.size());
    }
    return send(joined(root, path), body);
}

base::Result<Json> ServerProbe::optionalJson(std::string_view pathBeside, const Json* body) const
{
    FE_TRY(const HttpResponse response, askBeside(pathBeside, body));
    if (response.status < 200 || response.status >= 300) {
        return Json();
    }
    auto json = jsonOf(response, m_client);
    return json ? std::move(json) : base::Result<Json>(Json());
}

base::Result<Json> jsonOf(const HttpResponse& response, const HttpClient& client)
{
    if (response.status < 200 || response.status >= 300) {
        return errorOf(response, client);
    }
    auto json
        = base::parseJson(base::toValidUtf8(response.body), client.base().authority(), kJsonLimits);
    if (json && json->isObject()) {
        return json;
    }
    base::Error error = json ? base::malformed(client.base().authority(), "answer",
                                               std::string("it is ") + json->typeName())
                             : json.error();
    error.what = "cannot read the answer";
    error.fix = "check that the address is that of an OpenAI-compatible server";
    return error;
}

base::Result<void> tryCompletions(const ServerProbe& probe, ServerInfo& info)
{
    Json body = shortQuestion(info, false);
    body.set("logprobs", 1);
    Trial trial;
    // llama-server has no echo, and answers the wish for one as if it had broken down.
    if (info.kind != ServerKind::LlamaServer) {
        body.set("echo", true);
        FE_TRY(trial, attempt(probe, "/completions", body));
        body.set("echo", false);
    }
    if (!trial.json) {
        FE_TRY(trial, attempt(probe, "/completions", body));
    }
    if (!trial.json) {
        FE_TRY(trial, attempt(probe, "/completions", shortQuestion(info, false)));
    }
    if (!trial.json) {
        info.notes.push_back("no completions: " + trial.complaint);
        return {};
    }
    FE_TRY(const ReplyPiece piece, readPiece(*trial.json, probe.client().base().authority()));
    info.abilities.completes = piece.hasChoice;
    info.completionLogProbs = hasNumbers(piece.tokens);
    if (echoes(piece)) {
        info.scoring = info.abilities.tokenizes && info.kind == ServerKind::Vllm ? Scoring::TokenIds
            : hasOffsets(*trial.json) ? Scoring::TextOffsets
                                      : Scoring::None;
    }
    return {};
}

base::Result<void> tryChats(const ServerProbe& probe, ServerInfo& info)
{
    Json body = shortQuestion(info, true);
    body.set("logprobs", true);
    body.set("top_logprobs", 1);
    FE_TRY(Trial trial, attempt(probe, "/chat/completions", body));
    if (!trial.json) {
        FE_TRY(trial, attempt(probe, "/chat/completions", shortQuestion(info, true)));
    }
    if (!trial.json) {
        info.notes.push_back("no chats: " + trial.complaint);
        return {};
    }
    FE_TRY(const ReplyPiece piece, readPiece(*trial.json, probe.client().base().authority()));
    info.abilities.chats = piece.hasChoice;
    info.chatLogProbs = hasNumbers(piece.tokens);
    return {};
}

} // namespace fe::endpoints
