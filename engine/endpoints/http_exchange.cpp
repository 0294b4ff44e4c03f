// SPDX-License-Identifier: Apache-2.0
#include "endpoints/curl_handles.h"
#include "endpoints/http_client.h"
#include "endpoints/transfer.h"

#include <algorithm>
#include <chrono>

namespace fe::endpoints {
namespace {

using Clock = Transfer::Clock;

/// How late a cancel or a time-out may be noticed.
constexpr int kPollMs = 20;

struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Headers = std::unique_ptr<curl_slist, FreeList>;

void append(Headers& headers, const std::string& line)
{
    curl_slist* list = curl_slist_append(headers.get(), line.c_str());
    if (list == nullptr) {
        throw std::bad_alloc();
    }
    static_cast<void>(headers.release());
    headers.reset(list);
}

base::Error networkError(base::ErrorCode code, const Url& url, std::string why, std::string fix)
{
    return { code, "cannot reach the server", url.authority(), {}, std::move(why), std::move(fix) };
}

base::Error timedOut(const Url& url, std::int64_t milliseconds, const char* what)
{
    const std::string seconds = std::to_string((milliseconds + 999) / 1000);
    return { base::ErrorCode::Unreadable,
             "the server took too long",
             url.authority(),
             {},
             std::string(what) + " in " + seconds + " s",
             "try again, or allow more time" };
}

/// Failed before the server answered anything, and not by a name that is no more known in a second.
bool isBeforeAnswer(CURLcode code)
{
    return code == CURLE_COULDNT_CONNECT || code == CURLE_SSL_CONNECT_ERROR
        || code == CURLE_GOT_NOTHING || code == CURLE_SEND_ERROR;
}

base::Error curlError(CURLcode code, const Url& url, const std::string& reason)
{
    using base::ErrorCode;
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
        return networkError(ErrorCode::NotFound, url, reason, "check the address and the network");
    case CURLE_COULDNT_CONNECT:
        return networkError(ErrorCode::Unreadable, url, reason,
                            "start the server or check the port");
    case CURLE_PEER_FAILED_VERIFICATION:
        return networkError(ErrorCode::Unreadable, url, reason,
                            "if the server is yours, name the file of its certificate authority");
    case CURLE_SSL_CACERT_BADFILE:
        return networkError(ErrorCode::Unreadable, url, reason,
                            "check the file of certificate authorities");
    case CURLE_OPERATION_TIMEDOUT:
        return networkError(ErrorCode::Unreadable, url, reason, "try again, or allow more time");
    case CURLE_OUT_OF_MEMORY:
        return networkError(ErrorCode::OutOfMemory, url, reason, "close other programs");
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_HTTP2_STREAM:
        return { ErrorCode::Unreadable,
                 "the connection was lost",
                 url.authority(),
                 {},
                 reason,
                 "check that the server still runs, then try again" };
    default:
        return networkError(ErrorCode::Unreadable, url, reason, {});
    }
}

/// Everything about the request and the connection that does not change while it runs.
void prepare(CURL* easy, const HttpRequest& request, const Endpoint& endpoint, curl_slist* headers)
{
    curl_easy_reset(easy);
    curl_easy_setopt(easy, CURLOPT_URL, request.url.text().c_str());
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L); // HttpClient::follow() knows our rules
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!endpoint.authorityFile.empty()) {
        curl_easy_setopt(easy, CURLOPT_CAINFO, endpoint.authorityFile.c_str());
    }
    // A cancelled HTTP/2 stream leaves its connection open; a closed one every server understands.
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    // A cancel must not wait for the thread that resolves a name.
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
                     static_cast<long>(endpoint.timeouts.connectMs));
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
    if (request.url.isLoopback()) {
        // A proxy of the environment must see neither what stays on this machine nor its key.
        curl_easy_setopt(easy, CURLOPT_PROXY, "");
    }
    if (request.body) {
        curl_easy_setopt(easy, CURLOPT_POST, 1L);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.body->data());
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                         static_cast<curl_off_t>(request.body->size()));
    }
}

Headers headersOf(const HttpRequest& request, const Endpoint& endpoint)
{
    Headers headers;
    append(headers, "Accept: application/json, text/event-stream");
    append(headers, "User-Agent: foundation-explorer");
    if (request.body) {
        append(headers, "Content-Type: application/json");
        append(headers, "Expect:"); // no pause for "100 Continue" before a long prompt
    }
    if (!endpoint.key.empty()) {
        append(headers, "Authorization: Bearer " + endpoint.key);
    }
    return headers;
}

bool isOver(Clock::time_point since, std::int64_t limitMs)
{
    return limitMs > 0 && Clock::now() - since > std::chrono::milliseconds(limitMs);
}

/// While it lives, the request belongs to the multi handle. Taking an unfinished one out closes
/// its connection.
class Running
{
public:
    Running(CURLM* multi, CURL* easy) : m_multi(multi), m_easy(easy)
    {
        curl_multi_add_handle(m_multi, m_easy);
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;
    ~Running() { curl_multi_remove_handle(m_multi, m_easy); }

private:
    CURLM* m_multi;
    CURL* m_easy;
};

/// Drives the request to its end: libcurl's own verdict, or an Error for what ended it from here.
base::Result<CURLcode> drive(CURLM* multi, const HttpRequest& request, const Transfer& transfer,
                             const Timeouts& timeouts, const base::CancelToken& cancel)
{
    const auto begin = Clock::now();
    for (;;) {
        if (cancel.isCancelled()) {
            return base::cancelled();
        }
        if (isOver(transfer.lastActivity(), timeouts.idleMs)) {
            return timedOut(request.url, timeouts.idleMs, "no byte came");
        }
        if (isOver(begin, timeouts.totalMs)) {
            return timedOut(request.url, timeouts.totalMs, "its answer was not finished");
        }
        int running = 0;
        CURLMcode code = curl_multi_perform(multi, &running);
        if (code == CURLM_OK && running > 0) {
            code = curl_multi_poll(multi, nullptr, 0, kPollMs, nullptr);
        }
        if (code != CURLM_OK) {
            return base::internalError("HttpClient::exchange", curl_multi_strerror(code));
        }
        int queued = 0;
        const CURLMsg* message = curl_multi_info_read(multi, &queued);
        if (message != nullptr && message->msg == CURLMSG_DONE) {
            return message->data.result;
        }
    }
}

} // namespace

base::Result<HttpResponse> HttpClient::exchange(const HttpRequest& request, BodySink* sink,
                                                Attempt& attempt, const base::CancelToken& cancel)
{
    if (m_handles == nullptr) {
        m_handles = std::make_unique<Handles>();
    }
    const Headers headers = headersOf(request, m_endpoint);
    Transfer transfer(sink);
    prepare(m_handles->easy, request, m_endpoint, headers.get());
    transfer.attachTo(m_handles->easy);
    const base::Result<CURLcode> code = [&] {
        const Running running(m_handles->multi, m_handles->easy);
        return drive(m_handles->multi, request, transfer, m_endpoint.timeouts, cancel);
    }();
    // The handle must not point to what ends with this function.
    curl_easy_reset(m_handles->easy);

    attempt.sinkWasFed = transfer.sinkWasFed();
    if (transfer.failure()) {
        base::Error error = *transfer.failure();
        error.file = error.file.empty() ? request.url.authority() : error.file;
        return error;
    }
    if (!code) {
        return code.error();
    }
    if (*code == CURLE_OK || transfer.sinkHasEnough()) {
        return transfer.takeResponse();
    }
    attempt.worthRepeating = isBeforeAnswer(*code);
    return curlError(*code, request.url, withoutKey(transfer.reason(*code)));
}

} // namespace fe::endpoints
