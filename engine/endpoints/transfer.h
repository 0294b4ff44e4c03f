// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "endpoints/http_client.h"

#include <curl/curl.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <string>

// Inside the room.

namespace fe::endpoints {

/// What one exchange collects while libcurl calls back. It must not move while it runs.
class Transfer
{
public:
    using Clock = std::chrono::steady_clock;

    /// @param sink may be null; borrowed.
    explicit Transfer(BodySink* sink) : m_sink(sink) { }
    Transfer(const Transfer&) = delete;
    Transfer& operator=(const Transfer&) = delete;

    /// Makes the handle call back into this object.
    void attachTo(CURL* easy);

    /// Why the transfer was broken off from our side; empty while it was not.
    [[nodiscard]] const std::optional<base::Error>& failure() const { return m_failure; }
    [[nodiscard]] bool sinkHasEnough() const { return m_sinkHasEnough; }
    [[nodiscard]] bool sinkWasFed() const { return m_sinkWasFed; }
    [[nodiscard]] Clock::time_point lastActivity() const { return m_lastActivity; }
    /// libcurl's own words for what went wrong, or its general ones.
    [[nodiscard]] std::string reason(CURLcode code) const;
    [[nodiscard]] HttpResponse takeResponse() { return std::move(m_response); }
    [[nodiscard]] int status() const { return m_response.status; }

private:
    static std::size_t onHeader(char* bytes, std::size_t one, std::size_t count, void* self);
    static std::size_t onBody(char* bytes, std::size_t one, std::size_t count, void* self);
    static int onProgress(void* self, curl_off_t total, curl_off_t now, curl_off_t upTotal,
                          curl_off_t upNow);

    [[nodiscard]] base::Result<void> takeHeader(std::string_view line);
    [[nodiscard]] base::Result<void> takeBody(std::string_view bytes);
    [[nodiscard]] bool succeeded() const { return status() >= 200 && status() < 300; }

    BodySink* m_sink;
    HttpResponse m_response;
    std::optional<base::Error> m_failure;
    std::size_t m_headerBytes = 0;
    std::size_t m_bodyBytes = 0;
    curl_off_t m_sent = 0;
    bool m_sinkHasEnough = false;
    bool m_sinkWasFed = false;
    Clock::time_point m_lastActivity = Clock::now();
    std::array<char, CURL_ERROR_SIZE> m_reason {};
};

} // namespace fe::endpoints
