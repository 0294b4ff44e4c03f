// SPDX-License-Identifier: Apache-2.0
#include "endpoints/request.h"

#include <algorithm>
#include <array>

namespace fe::endpoints {
namespace {

using base::Json;
using generation::GenerationOptions;
using generation::SamplingOptions;

/// The API's own limit; other servers take any number.
constexpr std::size_t kMostOpenAiStops = 4;
/// llama-server looks back over this many tokens; its largest contexts are smaller.
constexpr std::int64_t kWholeText = 1 << 20U;

std::string numberText(double value)
{
    return base::toText(Json(value));
}

/// Seeds are 64 bits wide here, 32 with llama-server (whose largest means "any"), 63 in JSON
/// readers: folded into 31, small ones stay what they are.
std::int64_t foldedSeed(std::uint64_t seed)
{
    return static_cast<std::int64_t>((seed ^ (seed >> 31U)) & 0x7FFF'FFFFU);
}

/// A sampling option that the OpenAI API lacks: its field with one server, or a warning.
struct Extension {
    const char* name; ///< for people
    double value;
    double neutral;
    const char* llamaField;
    double llamaNeutral;
    const char* vllmField; ///< null: it has none
    double vllmNeutral;
};

void addExtensions(TextQuestion& question, const SamplingOptions& sampling, ServerKind kind)
{
    const std::array extensions {
        Extension { "top-k", static_cast<double>(sampling.topK), 0, "top_k", 0, "top_k", -1 },
        Extension { "min-p", sampling.minP, 0, "min_p", 0, "min_p", 0 },
        Extension { "typical", sampling.typicalP, 1, "typical_p", 1, nullptr, 1 },
        Extension { "repetition penalty", sampling.repetitionPenalty, 1, "repeat_penalty", 1,
                    "repetition_penalty", 1 },
    };
    for (const Extension& one : extensions) {
        const bool wanted = one.value != one.neutral;
        const char* field = kind == ServerKind::LlamaServer ? one.llamaField
            : kind == ServerKind::Vllm                      ? one.vllmField
                                                            : nullptr;
        if (field != nullptr) {
            const double neutral
                = kind == ServerKind::LlamaServer ? one.llamaNeutral : one.vllmNeutral;
            const double value = wanted ? one.value : neutral;
            question.body.set(field, value);
        } else if (wanted) {
            question.warnings.push_back(std::string(one.name) + " " + numberText(one.value)
                                        + " was not sent: " + serverKindName(kind)
                                        + " servers have no field for it");
        }
    }
    const bool penalised = sampling.repetitionPenalty != 1 || sampling.frequencyPenalty != 0
        || sampling.presencePenalty != 0;
    if (kind == ServerKind::LlamaServer && penalised) {
        question.body.set("repeat_last_n", kWholeText);
    }
    if (kind == ServerKind::Ollama && sampling.temperature > 0) {
        question.warnings.emplace_back(
            "Ollama draws with the top-k, min-p and repetition penalty of its model file as well");
    }
}

void addSampling(TextQuestion& question, const SamplingOptions& sampling, ServerKind kind)
{
    Json& body = question.body;
    body.set("temperature", sampling.temperature);
    constexpr double kSmallestMass = 1e-6; // vLLM refuses 0, which stands for the likeliest alone
    body.set("top_p", std::max(sampling.topP, kSmallestMass));
    if (sampling.frequencyPenalty != 0 || kind == ServerKind::LlamaServer) {
        body.set("frequency_penalty", sampling.frequencyPenalty);
    }
    if (sampling.presencePenalty != 0 || kind == ServerKind::LlamaServer) {
        body.set("presence_penalty", sampling.presencePenalty);
    }
    if (sampling.temperature > 0) {
        body.set("seed", foldedSeed(sampling.seed));
    }
    addExtensions(question, sampling, kind);
    if (!sampling.logitBias.empty()) {
        question.warnings.emplace_back(
            "the logit bias was not sent: its token ids are not the server's");
    }
}

void addStops(Json& body, const std::vector<std::string>& stops, ServerKind kind)
{
    if (stops.empty()) {
        return;
    }
    // The others end the text on our side (ReplyBuilder), a little later.
    const bool few = kind == ServerKind::OpenAi || kind == ServerKind::Unknown;
    const std::size_t count = few ? std::min(stops.size(), kMostOpenAiStops) : stops.size();
    body.set("stop",
             Json::arrayOf(
                 std::vector(stops.begin(), stops.begin() + static_cast<std::ptrdiff_t>(count))));
}

void addLogProbs(TextQuestion& question, const ServerInfo& info, bool chat, std::int32_t wanted)
{
    if (!(chat ? info.chatLogProbs : info.completionLogProbs)) {
        return;
    }
    const std::int32_t most = chat ? info.mostChatAlternatives : info.mostCompletionAlternatives;
    std::int32_t count = std::clamp(wanted, 0, most);
    if (count < wanted) {
        question.warnings.push_back("the server gives " + std::to_string(most)
                                    + " alternatives at most, not " + std::to_string(wanted));
    }
    if (info.kind == ServerKind::LlamaServer) {
        count = std::max(count, 1); // 0 turns log-probabilities off there
    }
    if (chat) {
        question.body.set("logprobs", true);
        question.body.set("top_logprobs", std::int64_t { count });
    } else {
        question.body.set("logprobs", std::int64_t { count });
    }
}

Json messagesOf(const generation::TextRequest& request, const std::string& beginning)
{
    Json messages = Json::array();
    const auto add = [&](const std::string& role, const std::string& content) {
        Json message = Json::object();
        message.set("role", role);
        message.set("content", content);
        messages.push(std::move(message));
    };
    for (const generation::TextMessage& message : request.messages) {
        add(message.role, message.content);
    }
    if (request.messages.empty()) {
        add("user", request.prompt);
    }
    if (!beginning.empty()) {
        add("assistant", beginning);
    }
    return messages;
}

/// Makes the last message, the assistant's, one to be gone on with.
base::Result<void> goOn(Json& body, const ServerInfo& info)
{
    if (info.kind != ServerKind::Vllm && info.kind != ServerKind::LlamaServer) {
        return base::unsupported(info.model, {},
                                 std::string(serverKindName(info.kind))
                                     + " servers do not go on from the middle of an answer");
    }
    body.set("continue_final_message", true);
    body.set("add_generation_prompt", false);
    return {};
}

/// Whether this goes out as a chat, or why it cannot go out at all.
base::Result<bool> goesAsChat(const generation::TextRequest& request, const ServerInfo& info,
                              Style style)
{
    const bool chats = info.abilities.chats && style != Style::Completions;
    const bool completes = info.abilities.completes && style != Style::Chat;
    if (!request.messages.empty() ? chats : chats && !completes) {
        return true;
    }
    if (!request.messages.empty() || !completes) {
        return base::unsupported(info.model, {},
                                 request.messages.empty()
                                     ? "the endpoint does not continue plain prompts"
                                     : "the endpoint takes no chats");
    }
    return false;
}

/// Whether a complaint is about this field of the request.
bool names(const ServerComplaint& complaint, const std::string& field)
{
    if (!complaint.parameter.empty()) {
        return complaint.parameter == field;
    }
    for (const std::string_view quote : { "'", "\"", "`" }) {
        if (complaint.message.find(std::string(quote) + field + std::string(quote))
            != std::string::npos) {
            return true;
        }
    }
    // Words like "stop" and "seed" occur in sentences about other things.
    const bool isName = field.find('_') != std::string::npos || field == "logprobs";
    return isName && complaint.message.find(field) != std::string::npos;
}

bool isAboutSupport(const ServerComplaint& complaint)
{
    for (const std::string_view word :
         { "nsupported", "ot supported", "nknown", "nrecognized", "nexpected", "xtra ",
           "extra_forbidden", "ot permitted", "ot allowed", "oes not support" }) {
        if (complaint.message.find(word) != std::string::npos
            || complaint.code.find(word) != std::string::npos) {
            return true;
        }
    }
    return false;
}

} // namespace

base::Result<TextQuestion> questionFor(const generation::TextRequest& request,
                                       const ServerInfo& info, Style style,
                                       const std::string& beginning)
{
    FE_TRY(const bool chat, goesAsChat(request, info, style));
    const GenerationOptions& options = request.options;
    TextQuestion question;
    question.path = chat ? "/chat/completions" : "/completions";
    Json& body = question.body;
    body.set("model", info.model);
    if (chat) {
        body.set("messages", messagesOf(request, beginning));
        if (!beginning.empty()) {
            FE_CHECK(goOn(body, info));
        }
        if (request.messages.empty()) {
            question.warnings.emplace_back(
                "the endpoint only chats: the prompt was sent as a message of the user");
        }
    } else {
        body.set("prompt", request.prompt + beginning);
    }
    const bool newName = chat && info.kind == ServerKind::OpenAi;
    body.set(newName ? "max_completion_tokens" : "max_tokens", options.maxTokens);
    addSampling(question, options.sampling, info.kind);
    addStops(body, options.stop, info.kind);
    addLogProbs(question, info, chat, options.topAlternatives);
    body.set("stream", true);
    Json streamOptions = Json::object();
    streamOptions.set("include_usage", true);
    body.set("stream_options", std::move(streamOptions));
    return question;
}

bool withdraw(TextQuestion& question, const ServerComplaint& complaint)
{
    Json::Object* members = question.body.asObject();
    if (members == nullptr || !isAboutSupport(complaint)) {
        return false;
    }
    for (const Json::Member& member : *members) {
        const std::string field = member.first;
        const bool needed = field == "model" || field == "messages" || field == "prompt"
            || field == "max_completion_tokens";
        if (needed || !names(complaint, field)) {
            continue;
        }
        const Json value = member.second;
        std::erase_if(*members, [&](const Json::Member& one) {
            return one.first == field || (field == "logprobs" && one.first == "top_logprobs")
                || (field == "stream" && one.first == "stream_options");
        });
        if (field == "max_tokens") {
            question.body.set("max_completion_tokens", value);
        } else if (field != "stream_options" && field != "stream") {
            question.warnings.push_back("the server did not take " + field + " "
                                        + base::toText(value) + ": " + complaint.message);
        }
        return true;
    }
    return false;
}

} // namespace fe::endpoints
