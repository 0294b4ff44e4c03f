// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "endpoints/server_info.h"
#include "endpoints/server_probe.h"
#include "generation/text_model.h"

#include <cstdint>
#include <string>
#include <vector>

// Inside the room.

namespace fe::endpoints {

/// A token as the server numbers and spells it.
struct ServerToken {
    std::int64_t id = 0;
    std::string text; ///< bytes with llama-server, the vocabulary's spelling with vLLM
};

/// Asks llama-server or vLLM for the tokens of a text; Unsupported for others.
[[nodiscard]] base::Result<std::vector<ServerToken>> tokenize(const ServerProbe& probe,
                                                              const ServerInfo& info,
                                                              const std::string& text,
                                                              generation::TextPart part);

} // namespace fe::endpoints
