// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "base/json.h"
#include "base/progress.h"
#include "base/result.h"
#include "endpoints/endpoint.h"
#include "generation/text_model.h"

#include <cstdint>
#include <string>
#include <vector>

namespace fe::endpoints {

/// The servers whose habits are known (README.md of this room). They differ in what they take
/// beside the OpenAI API's own fields and in what they answer.
enum class ServerKind { Unknown, OpenAi, Vllm, LlamaServer, Ollama };

/// "unknown", "OpenAI", "vLLM", "llama-server", "Ollama".
[[nodiscard]] const char* serverKindName(ServerKind kind);

/// A model as the server lists it.
struct ListedModel {
    std::string id;
    std::int64_t context = 0; ///< tokens; 0: the server does not say
};

/// How continuations can be scored.
enum class Scoring {
    None,
    TextOffsets, ///< echo with offsets: exact where the prompt ends between two tokens
    TokenIds, ///< echo of a prompt given as ids: the continuation is tokenised by itself
};

/// What a server is and what one of its models can do there. What was asked of the server and
/// answered, not what a table says, wherever that can be asked.
struct ServerInfo {
    ServerKind kind = ServerKind::Unknown;
    std::string version; ///< empty: it does not say
    std::vector<ListedModel> models;
    std::string model; ///< the one that the abilities are about
    generation::TextModelAbilities abilities;
    bool chatLogProbs = false;
    bool completionLogProbs = false;
    std::int32_t mostChatAlternatives = 0;
    std::int32_t mostCompletionAlternatives = 0;
    Scoring scoring = Scoring::None;
    std::vector<std::string> notes; ///< why something is not offered, in the server's words
};

/// For people and scripts, as `fexp endpoints` prints it.
[[nodiscard]] base::Json toJson(const ServerInfo& info);

/// The models that a server lists, and which server it is; a few GETs, no model is asked to work.
/// @param endpoint resolved().
[[nodiscard]] base::Result<ServerInfo> listModels(const Endpoint& endpoint,
                                                  const base::CancelToken& cancel,
                                                  base::Progress& progress);

/// The same, and what the endpoint's model (or the first that is listed) can do: it is asked for
/// one token as a completion and as a chat, with log-probabilities and with an echo of the prompt.
/// A server that loads models on demand loads it now.
[[nodiscard]] base::Result<ServerInfo> inspectServer(const Endpoint& endpoint,
                                                     const base::CancelToken& cancel,
                                                     base::Progress& progress);

} // namespace fe::endpoints
