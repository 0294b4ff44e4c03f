// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"
#include "base/result.h"

#include <cstdint>
#include <string>

namespace fe::endpoints {

/// Which of the two ways of asking is used: messages, or a plain prompt that is continued.
enum class Style {
    Auto, ///< chats as chats, plain prompts as completions where the server has them
    Chat, ///< everything as a chat; a plain prompt becomes the user's only message
    Completions, ///< plain prompts alone; chats are refused
};

/// "auto", "chat", "completions".
[[nodiscard]] const char* styleName(Style style);
/// InvalidArgument for any other name.
[[nodiscard]] base::Result<Style> styleOf(const std::string& name);

/// How long to wait. Milliseconds; 0: for ever (connect: the system's own limit).
struct Timeouts {
    std::int64_t connectMs = 10'000;
    std::int64_t idleMs = 180'000; ///< without a single byte: a long prompt is read in silence
    std::int64_t totalMs = 0;
};

/// What to do when the server is busy or not there: attempt again after base * 2^n, at most
/// `longestDelayMs`, of which a random half is waited in any case ("equal jitter"), or as long as
/// the server says (Retry-After), at most `longestRetryAfterMs`.
struct RetryPolicy {
    std::int32_t retries = 3; ///< attempts after the first one
    std::int64_t firstDelayMs = 500;
    std::int64_t longestDelayMs = 20'000;
    std::int64_t longestRetryAfterMs = 60'000; ///< longer: the failure is told at once
    std::uint64_t seed = 0; ///< of the jitter
};

/// A model behind an OpenAI-compatible server.
struct Endpoint {
    std::string baseUrl; ///< "http://localhost:8080/v1"; what people paste is understood too
    std::string model; ///< as the server calls it; empty: the first that it lists
    std::string keyVariable; ///< environment variable that holds the key; empty: none
    /// The secret itself, if it came from elsewhere than the environment. Never written to a file,
    /// a log or an error.
    std::string key;
    std::string authorityFile; ///< PEM file of more certificate authorities; empty: the system's
    Style style = Style::Auto;
    Timeouts timeouts;
    RetryPolicy retry;
};

/// What may be stored: everything but the key.
[[nodiscard]] base::Json toJson(const Endpoint& endpoint);
/// Malformed names the field. Members that are not known are skipped; a key in it is not read.
[[nodiscard]] base::Result<Endpoint> endpointFromJson(const base::Json& json,
                                                      const std::string& file);

/// The endpoint ready to use: URL completed ("/v1" where there is no path, "http://" for this
/// machine and "https://" for others where there is no scheme, a pasted "/chat/completions" cut
/// off), key taken from the environment. Refused: no http or https, user names or queries in the
/// URL, a key that is no visible ASCII or whose variable is empty, and a key that would travel
/// unencrypted to another machine.
[[nodiscard]] base::Result<Endpoint> resolved(Endpoint endpoint);

} // namespace fe::endpoints
