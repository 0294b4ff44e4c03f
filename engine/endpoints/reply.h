// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"
#include "base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// Inside the room.

namespace fe::endpoints {

/// One token as a server describes it.
struct TokenEntry {
    std::string bytes; ///< may be part of a code point; empty: a control token, or not told
    float logProb = 0; ///< natural logarithm; NaN: not told
};

struct DescribedToken {
    TokenEntry token;
    std::vector<TokenEntry> top; ///< falling; those without a number are left out
};

/// What a server counted.
struct Usage {
    std::int64_t promptTokens = 0;
    std::int64_t cachedTokens = 0; ///< of those, the ones it did not have to read again
    std::int64_t completionTokens = 0;
};

/// What one chunk of a stream, or a whole answer, says about its first choice.
struct ReplyPiece {
    bool hasChoice = false;
    std::string text; ///< UTF-8
    bool hasReasoning = false; ///< the server keeps thoughts apart from the answer
    std::vector<DescribedToken> tokens; ///< empty without log-probabilities
    std::string finish; ///< "stop", "length" ...; empty: not yet
    std::string stopText; ///< vLLM: the stop string that ended it
    bool saysWhatStopped = false; ///< vLLM: a "stop" without stopText was the end of the text
    std::optional<Usage> usage;
};

/// Reads both APIs' shapes (text, message or delta; log-probabilities as a list of objects or, in
/// completions, as lists side by side). Fields that are not needed may hold anything; one that is
/// needed and has the wrong type is Malformed.
/// @param server names it in errors.
[[nodiscard]] base::Result<ReplyPiece> readPiece(const base::Json& json, const std::string& server);

/// The tokens of "logprobs" in either shape; null gives none.
[[nodiscard]] base::Result<std::vector<DescribedToken>> readLogProbs(const base::Json& logprobs,
                                                                     const std::string& server);

} // namespace fe::endpoints
