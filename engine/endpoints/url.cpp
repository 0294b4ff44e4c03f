// SPDX-License-Identifier: Apache-2.0
#include "endpoints/url.h"

#include <curl/curl.h>

#include <algorithm>
#include <charconv>
#include <memory>

namespace fe::endpoints {
namespace {

struct CleanUp {
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using UrlHandle = std::unique_ptr<CURLU, CleanUp>;

std::string part(const UrlHandle& url, CURLUPart what, unsigned int flags = 0)
{
    char* text = nullptr;
    if (curl_url_get(url.get(), what, &text, flags) != CURLUE_OK) {
        return {};
    }
    const std::unique_ptr<char, decltype(&curl_free)> owned(text, &curl_free);
    return text;
}

std::string lowered(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
        return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    });
    return text;
}

base::Error noAddress(const std::string& text, std::string why)
{
    // An address with a password in it is shown without.
    const std::size_t at = text.rfind('@');
    const std::string shown = at == std::string::npos ? text : "..." + text.substr(at);
    return { base::ErrorCode::InvalidArgument,
             "cannot use the address \"" + shown + '"',
             {},
             {},
             std::move(why),
             "write it like http://localhost:8080/v1 or https://api.openai.com/v1" };
}

base::Result<Url> partsOf(const UrlHandle& handle, const std::string& text)
{
    Url url;
    url.scheme = lowered(part(handle, CURLUPART_SCHEME));
    if (url.scheme != "http" && url.scheme != "https") {
        return noAddress(text, "only http and https are spoken");
    }
    url.host = lowered(part(handle, CURLUPART_HOST));
    if (url.host.empty()) {
        return noAddress(text, "it names no host");
    }
    const std::string port = part(handle, CURLUPART_PORT, CURLU_DEFAULT_PORT);
    std::from_chars(port.data(), port.data() + port.size(), url.port);
    if (url.port == 0) {
        return noAddress(text, "port 0 cannot be connected to");
    }
    url.path = part(handle, CURLUPART_PATH);
    url.hasUser
        = !part(handle, CURLUPART_USER).empty() || !part(handle, CURLUPART_PASSWORD).empty();
    url.hasQuery
        = !part(handle, CURLUPART_QUERY).empty() || !part(handle, CURLUPART_FRAGMENT).empty();
    return url;
}

bool isDefaultPort(const Url& url)
{
    return url.port == (url.scheme == "https" ? 443 : 80);
}

/// 127.0.0.0/8, as digits and dots alone: "127.evil.example" is a name.
bool isLoopbackNumber(std::string_view host)
{
    return host.starts_with("127.") && std::count(host.begin(), host.end(), '.') == 3
        && host.find_first_not_of("0123456789.") == std::string_view::npos;
}

} // namespace

std::string Url::text() const
{
    return scheme + "://" + authority() + path;
}

std::string Url::authority() const
{
    return isDefaultPort(*this) ? host : host + ':' + std::to_string(port);
}

bool Url::sameOrigin(const Url& other) const
{
    return scheme == other.scheme && host == other.host && port == other.port;
}

bool Url::isLoopback() const
{
    // libcurl resolves these names itself, without asking anyone.
    return host == "localhost" || host.ends_with(".localhost") || host == "[::1]"
        || isLoopbackNumber(host);
}

base::Result<Url> parseUrl(const std::string& text)
{
    const UrlHandle handle(curl_url());
    const CURLUcode code = curl_url_set(handle.get(), CURLUPART_URL, text.c_str(), 0);
    if (code != CURLUE_OK) {
        return noAddress(text, curl_url_strerror(code));
    }
    return partsOf(handle, text);
}

base::Result<Url> resolveUrl(const Url& from, const std::string& location)
{
    const UrlHandle handle(curl_url());
    CURLUcode code = curl_url_set(handle.get(), CURLUPART_URL, from.text().c_str(), 0);
    if (code == CURLUE_OK) {
        code = curl_url_set(handle.get(), CURLUPART_URL, location.c_str(), 0);
    }
    if (code != CURLUE_OK) {
        return noAddress(location, curl_url_strerror(code));
    }
    return partsOf(handle, location);
}

Url joined(const Url& base, std::string_view path)
{
    Url url = base;
    while (url.path.ends_with('/')) {
        url.path.pop_back();
    }
    url.path += path;
    return url;
}

} // namespace fe::endpoints
