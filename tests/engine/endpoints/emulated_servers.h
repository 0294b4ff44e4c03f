// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/scripted_server.h"

#include <QJsonArray>
#include <QJsonObject>

namespace fe::test {

/// Servers whose habits differ, as their documentation and sources describe them. Behind each is
/// the same toy: a character is a token with its code point as id, and after any text come " Hi!"
/// and the end.
enum class Habit {
    OpenAiChat, ///< chats alone; completions are refused with 404
    OpenAiCompletions, ///< the old models: completions with echo and offsets
    Vllm, ///< both, echo of ids, /tokenize, says what stopped it
    Llama, ///< both, log-probabilities of completions in the shape of chats, no echo
    Ollama, ///< both, no echo, no log-probabilities of completions
    Bare, ///< knows nothing but chats without any option, does not stream
};

[[nodiscard]] ScriptedServer::Handler emulated(Habit habit);

[[nodiscard]] QJsonObject objectIn(const QByteArray& json);
/// The log-probability that the toy gives a character.
[[nodiscard]] double toyLogProb(char32_t character);

} // namespace fe::test
