// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"
#include "base/result.h"
#include "endpoints/reply.h"
#include "endpoints/server_info.h"
#include "endpoints/server_probe.h"
#include "generation/text_model.h"

#include <string>

// Inside the room.

namespace fe::endpoints {

struct EchoScore {
    generation::TextScore score;
    Usage usage;
};

/// Log-likelihood of `continuation` after `prompt` from an echo of both. With Scoring::TokenIds the
/// two are tokenised apart, as a local model does it. With Scoring::TextOffsets the server splits
/// them as one text: Unsupported if a token lies across their border, since then the continuation
/// has no likelihood of its own.
[[nodiscard]] base::Result<EchoScore> echoScore(const ServerProbe& probe, const ServerInfo& info,
                                                const std::string& prompt,
                                                const std::string& continuation);

} // namespace fe::endpoints
