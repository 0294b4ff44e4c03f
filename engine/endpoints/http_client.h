// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "base/result.h"
#include "base/rng.h"
#include "endpoints/endpoint.h"
#include "endpoints/url.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

// Inside the room: libcurl behind a wall.

namespace fe::endpoints {

/// One request. It goes out as JSON and asks for no compression: what comes back is as long as it
/// looks.
struct HttpRequest {
    Url url;
    std::optional<std::string> body {}; ///< JSON to POST; none: a GET
};

struct HttpResponse {
    int status = 0; ///< 200, 404 ...
    std::string body; ///< empty where a sink took it
    std::string server; ///< header "Server"
    std::string location; ///< header "Location"
    std::optional<std::int64_t> retryAfterMs;
};

/// Takes the body of an answer (2xx) while it arrives.
class BodySink
{
public:
    virtual ~BodySink() = default;
    enum class Wish { More, Enough };
    /// Enough closes the connection; the request then counts as answered.
    [[nodiscard]] virtual base::Result<Wish> onBytes(std::string_view bytes) = 0;
};

/// Talks to one server over connections that it keeps. Blocking; one thread at a time; starts no
/// thread of its own (libcurl resolves names on one).
///
/// TLS is always verified. Redirects are followed on the same host alone, from http to https at
/// most, and POSTs only where the status keeps them POSTs (307, 308); the key goes nowhere else.
class HttpClient
{
public:
    /// @param endpoint resolved().
    explicit HttpClient(const Endpoint& endpoint);
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    /// Sends, and sends again as the endpoint's RetryPolicy says after 408, 429, 5xx and failures
    /// to connect; never once a byte of a 2xx body has come. Any status is an answer; Errors are
    /// of the network, of limits and of the sink. Cancel closes the connection within 50 ms and
    /// is ErrorCode::Cancelled.
    /// @param sink may be null: the body is collected, up to 64 MB.
    [[nodiscard]] base::Result<HttpResponse> send(const HttpRequest& request, BodySink* sink,
                                                  const base::CancelToken& cancel);

    [[nodiscard]] const Url& base() const { return m_base; }
    /// `text` without the key, should the server repeat it.
    [[nodiscard]] std::string withoutKey(std::string text) const;

private:
    struct Handles;
    struct Attempt;
    [[nodiscard]] base::Result<HttpResponse> repeat(const HttpRequest& request, BodySink* sink,
                                                    const base::CancelToken& cancel);
    [[nodiscard]] base::Result<HttpResponse> follow(HttpRequest request, BodySink* sink,
                                                    Attempt& attempt,
                                                    const base::CancelToken& cancel);
    [[nodiscard]] base::Result<HttpResponse> exchange(const HttpRequest& request, BodySink* sink,
                                                      Attempt& attempt,
                                                      const base::CancelToken& cancel);

    Endpoint m_endpoint;
    Url m_base;
    base::Rng m_rng;
    std::unique_ptr<Handles> m_handles;
};

} // namespace fe::endpoints
