// SPDX-License-Identifier: Apache-2.0
#include "endpoints/http_client.h"

#include "base/guarded.h"
#include "endpoints/curl_handles.h"
#include "endpoints/pipe_signal.h"
#include "endpoints/retry.h"

namespace fe::endpoints {
namespace {

constexpr int kMostRedirects = 5;
/// What stands for a key that a server repeats in its answer.
constexpr std::string_view kHidden = "[key]";

bool isRedirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

} // namespace

HttpClient::HttpClient(const Endpoint& endpoint) : m_endpoint(endpoint), m_rng(endpoint.retry.seed)
{
    if (auto url = parseUrl(endpoint.baseUrl)) {
        m_base = *std::move(url);
    }
}

HttpClient::~HttpClient() = default;

std::string HttpClient::withoutKey(std::string text) const
{
    const std::string& key = m_endpoint.key;
    if (key.empty()) {
        return text;
    }
    for (std::size_t at = text.find(key); at != std::string::npos;
         at = text.find(key, at + kHidden.size())) {
        text.replace(at, key.size(), kHidden);
    }
    return text;
}

base::Result<HttpResponse> HttpClient::send(const HttpRequest& request, BodySink* sink,
                                            const base::CancelToken& cancel)
{
    if (m_base.host.empty()) {
        return base::internalError("HttpClient::send", "the endpoint was not resolved");
    }
    return base::guarded("HttpClient::send", [&] { return repeat(request, sink, cancel); });
}

base::Result<HttpResponse> HttpClient::repeat(const HttpRequest& request, BodySink* sink,
                                              const base::CancelToken& cancel)
{
    const PipeSignalBlock noPipeSignal;
    for (int attempt = 1;; ++attempt) {
        Attempt outcome;
        auto response = follow(request, sink, outcome, cancel);
        const bool transient = response ? isTransient(response->status) : outcome.worthRepeating;
        if (!transient || outcome.sinkWasFed) {
            return response;
        }
        const auto delay = delayBefore(m_endpoint.retry, attempt,
                                       response ? response->retryAfterMs : std::nullopt, m_rng);
        if (!delay) {
            return response;
        }
        if (!waited(*delay, cancel)) {
            return base::cancelled();
        }
    }
}

base::Result<HttpResponse> HttpClient::follow(HttpRequest request, BodySink* sink, Attempt& attempt,
                                              const base::CancelToken& cancel)
{
    for (int redirects = 0;; ++redirects) {
        const Url from = request.url;
        attempt = {};
        FE_TRY(HttpResponse response, exchange(request, sink, attempt, cancel));
        if (!isRedirect(response.status)) {
            return response;
        }
        const auto refuse = [&](std::string why) {
            return base::Error { base::ErrorCode::Unsupported,
                                 "cannot follow the server elsewhere",
                                 from.authority(),
                                 {},
                                 std::move(why),
                                 "give the address that it points to, if you trust it" };
        };
        const auto to = resolveUrl(from, response.location);
        if (!to) {
            return refuse("it points to no address at all");
        }
        const bool upgrades = from.scheme == "http" && to->scheme == "https";
        if (to->host != from.host || to->hasUser || !(to->sameOrigin(from) || upgrades)) {
            return refuse("it points to another server, " + withoutKey(to->authority()));
        }
        if (request.body && response.status != 307 && response.status != 308) {
            return refuse("status " + std::to_string(response.status)
                          + " would turn the request into another one");
        }
        if (redirects == kMostRedirects) {
            return refuse("it points from place to place without end");
        }
        request.url = *to;
    }
}

} // namespace fe::endpoints
