// SPDX-License-Identifier: Apache-2.0
#include "endpoints/reply.h"

#include <algorithm>

namespace fe::endpoints {
namespace {

using base::Json;

base::Error wrong(const std::string& server, const std::string& field, const Json& value)
{
    return base::malformed(server, field, std::string("it must not be ") + value.typeName());
}

/// A text, null, or (as some servers send it) a list of parts {type: "text", text}.
base::Result<std::string> textIn(const Json& owner, const char* member, const std::string& server)
{
    const Json* value = owner.findNonNull(member);
    if (value == nullptr) {
        return std::string();
    }
    if (const std::string* text = value->asString()) {
        return *text;
    }
    const Json::Array* parts = value->asArray();
    if (parts == nullptr) {
        return wrong(server, member, *value);
    }
    std::string text;
    for (const Json& part : *parts) {
        const Json* inner = part.findNonNull("text");
        if (inner != nullptr && inner->asString() != nullptr) {
            text += *inner->asString();
        }
    }
    return text;
}

bool holdsText(const Json& owner, const char* member)
{
    const Json* value = owner.findNonNull(member);
    return value != nullptr && value->asString() != nullptr && !value->asString()->empty();
}

std::int64_t countIn(const Json* owner, const char* member)
{
    constexpr std::int64_t kMost = 1'000'000'000'000;
    const Json* value = owner == nullptr ? nullptr : owner->findNonNull(member);
    const auto number = value == nullptr ? std::nullopt : value->asInt();
    return number ? std::clamp<std::int64_t>(*number, 0, kMost) : 0;
}

std::optional<Usage> usageIn(const Json& json)
{
    const Json* usage = json.findNonNull("usage");
    if (usage == nullptr || !usage->isObject()) {
        return std::nullopt;
    }
    Usage counted;
    counted.promptTokens = countIn(usage, "prompt_tokens");
    counted.completionTokens = countIn(usage, "completion_tokens");
    counted.cachedTokens
        = std::min(countIn(usage->findNonNull("prompt_tokens_details"), "cached_tokens"),
                   counted.promptTokens);
    return counted;
}

base::Result<void> readMessage(const Json& choice, ReplyPiece& piece, const std::string& server)
{
    for (const char* name : { "delta", "message" }) {
        const Json* message = choice.findNonNull(name);
        if (message == nullptr) {
            continue;
        }
        if (!message->isObject()) {
            return wrong(server, name, *message);
        }
        FE_TRY(piece.text, textIn(*message, "content", server));
        if (piece.text.empty()) {
            FE_TRY(piece.text, textIn(*message, "refusal", server));
        }
        piece.hasReasoning
            = holdsText(*message, "reasoning_content") || holdsText(*message, "reasoning");
        return {};
    }
    FE_TRY(piece.text, textIn(choice, "text", server));
    return {};
}

/// The choice with index 0: servers may send others although one was asked for.
base::Result<const Json*> firstChoice(const Json& json, const std::string& server)
{
    const Json* choices = json.findNonNull("choices");
    if (choices == nullptr) {
        return nullptr;
    }
    if (!choices->isArray()) {
        return wrong(server, "choices", *choices);
    }
    for (const Json& choice : *choices->asArray()) {
        if (!choice.isObject()) {
            return wrong(server, "choices", choice);
        }
        const Json* index = choice.findNonNull("index");
        if (index == nullptr || index->asInt() == 0) {
            return &choice;
        }
    }
    return nullptr;
}

} // namespace

base::Result<ReplyPiece> readPiece(const Json& json, const std::string& server)
{
    if (!json.isObject()) {
        return wrong(server, "answer", json);
    }
    ReplyPiece piece;
    piece.usage = usageIn(json);
    FE_TRY(const Json* choice, firstChoice(json, server));
    if (choice == nullptr) {
        return piece;
    }
    piece.hasChoice = true;
    FE_CHECK(readMessage(*choice, piece, server));
    if (const Json* logprobs = choice->find("logprobs")) {
        FE_TRY(piece.tokens, readLogProbs(*logprobs, server));
    }
    if (const Json* finish = choice->findNonNull("finish_reason")) {
        if (finish->asString() == nullptr) {
            return wrong(server, "finish_reason", *finish);
        }
        piece.finish = *finish->asString();
    }
    if (const Json* stopped = choice->find("stop_reason")) {
        piece.saysWhatStopped = true;
        piece.stopText = stopped->asString() == nullptr ? std::string() : *stopped->asString();
    }
    return piece;
}

} // namespace fe::endpoints
