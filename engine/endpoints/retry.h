// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "base/rng.h"
#include "endpoints/endpoint.h"

#include <cstdint>
#include <optional>
#include <string>

// Inside the room.

namespace fe::endpoints {

/// Busy, overloaded or down for a moment: worth another attempt.
[[nodiscard]] bool isTransient(int status);

/// Milliseconds in a Retry-After header: a number of seconds or a date (RFC 9110, 10.2.3). Nothing
/// if it is neither.
[[nodiscard]] std::optional<std::int64_t> retryAfterMs(const std::string& header,
                                                       std::int64_t nowUnixSeconds);

/// How long to wait before attempt number `attempt` (1: the first one after a failure). Nothing:
/// do not try again, the attempts are used up or the server asks for more patience than the policy
/// has.
[[nodiscard]] std::optional<std::int64_t> delayBefore(const RetryPolicy& policy, int attempt,
                                                      std::optional<std::int64_t> retryAfter,
                                                      base::Rng& rng);

/// Waits; false as soon as it is cancelled.
[[nodiscard]] bool waited(std::int64_t milliseconds, const base::CancelToken& cancel);

} // namespace fe::endpoints
