// SPDX-License-Identifier: Apache-2.0
#include "endpoints/retry.h"

#include <curl/curl.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <thread>

namespace fe::endpoints {
namespace {

constexpr std::int64_t kLongestWaitMs = 365LL * 24 * 3600 * 1000;

} // namespace

bool isTransient(int status)
{
    // 529: "overloaded", as some hosts say it. 501 and 505 will be said again.
    return status == 408 || status == 429 || status == 500 || (status >= 502 && status <= 504)
        || status == 529;
}

std::optional<std::int64_t> retryAfterMs(const std::string& header, std::int64_t nowUnixSeconds)
{
    double seconds = 0;
    const char* end = header.data() + header.size();
    const auto [rest, failure]
        = std::from_chars(header.data(), end, seconds, std::chars_format::fixed);
    if (failure == std::errc() && rest == end) {
        const double ms = seconds * 1000;
        return std::isfinite(ms) && ms >= 0 ? std::optional(
                   static_cast<std::int64_t>(std::min(ms, static_cast<double>(kLongestWaitMs))))
                                            : std::nullopt;
    }
    const std::int64_t date = curl_getdate(header.c_str(), nullptr);
    if (date < 0) {
        return std::nullopt;
    }
    const std::int64_t wait = std::max<std::int64_t>(date - nowUnixSeconds, 0);
    return std::min(wait, kLongestWaitMs / 1000) * 1000;
}

std::optional<std::int64_t> delayBefore(const RetryPolicy& policy, int attempt,
                                        std::optional<std::int64_t> retryAfter, base::Rng& rng)
{
    if (attempt > policy.retries) {
        return std::nullopt;
    }
    if (retryAfter && *retryAfter > policy.longestRetryAfterMs) {
        return std::nullopt;
    }
    constexpr int kMostDoublings = 30; // more would overflow, and the cap is long reached
    const std::int64_t doubled = std::clamp<std::int64_t>(policy.firstDelayMs, 0, 1'000'000)
        << std::min(attempt - 1, kMostDoublings);
    const std::int64_t longest = std::min(doubled, policy.longestDelayMs);
    // Half of it at random, so that clients that failed together do not come back together.
    const auto backOff
        = static_cast<std::int64_t>(static_cast<double>(longest) * (0.5 + 0.5 * rng.uniform()));
    return retryAfter ? std::max(*retryAfter, std::int64_t { 0 }) : backOff;
}

bool waited(std::int64_t milliseconds, const base::CancelToken& cancel)
{
    using Clock = std::chrono::steady_clock;
    constexpr std::chrono::milliseconds kSlice(20); // how late a cancel may be noticed
    const auto end = Clock::now() + std::chrono::milliseconds(milliseconds);
    while (!cancel.isCancelled()) {
        const auto left = end - Clock::now();
        if (left <= Clock::duration::zero()) {
            return true;
        }
        std::this_thread::sleep_for(std::min<Clock::duration>(left, kSlice));
    }
    return false;
}

} // namespace fe::endpoints
