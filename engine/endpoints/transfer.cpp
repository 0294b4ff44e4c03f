// SPDX-License-Identifier: Apache-2.0
#include "endpoints/transfer.h"

#include "base/guarded.h"
#include "endpoints/retry.h"

#include <algorithm>
#include <charconv>
#include <ctime>

namespace fe::endpoints {
namespace {

constexpr std::size_t kMostHeaderBytes = 256 * 1024;
constexpr std::size_t kMostDocumentBytes = 64'000'000;
constexpr std::size_t kMostStreamBytes = 1'000'000'000;
/// Of an answer that is no success only the beginning is shown to anyone.
constexpr std::size_t kMostErrorBytes = 64 * 1024;

base::Error tooLong(const char* what, std::size_t limit)
{
    return { base::ErrorCode::LimitExceeded,
             "cannot read the answer",
             {},
             {},
             std::string(what) + " longer than " + base::bytesText(limit),
             "check that the address is that of an OpenAI-compatible server" };
}

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view kSpaces = " \t\r\n";
    const std::size_t begin = text.find_first_not_of(kSpaces);
    if (begin == std::string_view::npos) {
        return {};
    }
    return text.substr(begin, text.find_last_not_of(kSpaces) - begin + 1);
}

bool isHeader(std::string_view name, std::string_view wanted)
{
    return std::equal(name.begin(), name.end(), wanted.begin(), wanted.end(), [](char a, char b) {
        return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
    });
}

/// "HTTP/1.1 200 OK" or "HTTP/2 200" -> 200.
int statusIn(std::string_view line)
{
    const std::size_t space = std::min(line.find(' '), line.size());
    const std::string_view number = line.substr(std::min(space + 1, line.size()), 3);
    int status = 0;
    std::from_chars(number.data(), number.data() + number.size(), status);
    return status;
}

} // namespace

void Transfer::attachTo(CURL* easy)
{
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &Transfer::onHeader);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Transfer::onBody);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, this);
    curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, &Transfer::onProgress);
    curl_easy_setopt(easy, CURLOPT_XFERINFODATA, this);
    curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, m_reason.data());
}

std::string Transfer::reason(CURLcode code) const
{
    return m_reason[0] != '\0' ? m_reason.data() : curl_easy_strerror(code);
}

// Nothing may be thrown through libcurl's C code: guarded() turns it into the Error that is kept.
// A result other than `count` makes libcurl give up.

std::size_t Transfer::onHeader(char* bytes, std::size_t one, std::size_t count, void* self)
{
    auto& transfer = *static_cast<Transfer*>(self);
    const auto taken = base::guarded("reading a header", [&] {
        return transfer.takeHeader(std::string_view(bytes, one * count));
    });
    if (!taken) {
        transfer.m_failure = taken.error();
    }
    return taken ? one * count : 0;
}

std::size_t Transfer::onBody(char* bytes, std::size_t one, std::size_t count, void* self)
{
    auto& transfer = *static_cast<Transfer*>(self);
    const auto taken = base::guarded("reading an answer", [&] {
        return transfer.takeBody(std::string_view(bytes, one * count));
    });
    if (!taken) {
        transfer.m_failure = taken.error();
    }
    return taken && !transfer.m_sinkHasEnough ? one * count : 0;
}

int Transfer::onProgress(void* self, curl_off_t /*total*/, curl_off_t /*now*/,
                         curl_off_t /*upTotal*/, curl_off_t upNow)
{
    // What is received is seen above; a long prompt that is still being sent is activity too.
    auto& transfer = *static_cast<Transfer*>(self);
    if (upNow != transfer.m_sent) {
        transfer.m_sent = upNow;
        transfer.m_lastActivity = Clock::now();
    }
    return 0;
}

base::Result<void> Transfer::takeHeader(std::string_view line)
{
    m_lastActivity = Clock::now();
    m_headerBytes += line.size();
    if (m_headerBytes > kMostHeaderBytes) {
        return tooLong("its headers are", kMostHeaderBytes);
    }
    if (line.starts_with("HTTP/")) {
        // "100 Continue" and the like come before the answer proper.
        m_response = {};
        m_response.status = statusIn(line);
        return {};
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) {
        return {};
    }
    const std::string_view name = line.substr(0, colon);
    const std::string value(trimmed(line.substr(colon + 1)));
    if (isHeader(name, "retry-after")) {
        m_response.retryAfterMs = retryAfterMs(value, std::time(nullptr));
    } else if (isHeader(name, "location")) {
        m_response.location = value;
    } else if (isHeader(name, "server")) {
        m_response.server = value;
    } else if (isHeader(name, "content-encoding") && value != "identity" && !value.empty()) {
        return base::unsupported({}, "Content-Encoding",
                                 "the answer is compressed, though none was asked to be");
    }
    return {};
}

base::Result<void> Transfer::takeBody(std::string_view bytes)
{
    m_lastActivity = Clock::now();
    m_bodyBytes += bytes.size();
    if (!succeeded()) {
        const std::size_t room
            = kMostErrorBytes - std::min(m_response.body.size(), kMostErrorBytes);
        m_response.body += bytes.substr(0, room);
        // An endless error page ends here.
        return m_bodyBytes > kMostDocumentBytes
            ? base::Result<void>(tooLong("it is", kMostDocumentBytes))
            : base::Result<void>();
    }
    if (m_sink == nullptr) {
        if (m_bodyBytes > kMostDocumentBytes) {
            return tooLong("it is", kMostDocumentBytes);
        }
        m_response.body += bytes;
        return {};
    }
    if (m_bodyBytes > kMostStreamBytes) {
        return tooLong("it is", kMostStreamBytes);
    }
    m_sinkWasFed = true;
    FE_TRY(const BodySink::Wish wish, m_sink->onBytes(bytes));
    m_sinkHasEnough = wish == BodySink::Wish::Enough;
    return {};
}

} // namespace fe::endpoints
