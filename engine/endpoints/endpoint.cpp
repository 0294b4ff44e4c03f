// SPDX-License-Identifier: Apache-2.0
#include "endpoints/endpoint.h"

#include "base/guarded.h"
#include "endpoints/url.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>

namespace fe::endpoints {
namespace {

using base::Json;

constexpr std::array kStyles { Style::Auto, Style::Chat, Style::Completions };

base::Error refusedEndpoint(const Url& url, std::string why, std::string fix)
{
    return { base::ErrorCode::InvalidArgument,
             "cannot use the endpoint",
             url.authority(),
             {},
             std::move(why),
             std::move(fix) };
}

/// "localhost:8080" is what people type; without "//" it would be read as a scheme.
std::string withScheme(const std::string& text)
{
    if (text.find("://") != std::string::npos) {
        return text;
    }
    const auto here = parseUrl("http://" + text);
    return (here && here->isLoopback() ? "http://" : "https://") + text;
}

std::string trimmed(const std::string& text)
{
    constexpr const char* kSpaces = " \t\r\n";
    const std::size_t begin = text.find_first_not_of(kSpaces);
    if (begin == std::string::npos) {
        return {};
    }
    return text.substr(begin, text.find_last_not_of(kSpaces) - begin + 1);
}

/// The path that "/models" and the others follow.
std::string basePath(std::string path)
{
    while (path.ends_with('/')) {
        path.pop_back();
    }
    for (const std::string_view end : { "/chat/completions", "/completions", "/models" }) {
        if (path.ends_with(end)) {
            path.resize(path.size() - end.size());
            break;
        }
    }
    return path.empty() ? "/v1" : path;
}

base::Result<Url> resolvedUrl(const std::string& text)
{
    FE_TRY(Url url, parseUrl(withScheme(trimmed(text))));
    if (url.hasUser) {
        return refusedEndpoint(url, "a user name or password in the address ends up in files",
                               "give the key by its own field or by an environment variable");
    }
    if (url.hasQuery) {
        return refusedEndpoint(url, "an address with \"?\" or \"#\" cannot be completed",
                               "end it before them");
    }
    url.path = basePath(url.path);
    return url;
}

base::Result<std::string> keyOf(const Endpoint& endpoint, const Url& url)
{
    std::string key = endpoint.key;
    if (key.empty() && !endpoint.keyVariable.empty()) {
        const char* value = std::getenv(endpoint.keyVariable.c_str());
        key = trimmed(value == nullptr ? "" : value);
        if (key.empty()) {
            return refusedEndpoint(url,
                                   "the environment variable " + endpoint.keyVariable
                                       + " that should hold its key is not set",
                                   "set it before the program starts");
        }
    }
    // Anything else could end the header line and begin another one.
    const bool visible
        = std::all_of(key.begin(), key.end(), [](char c) { return c > 0x20 && c < 0x7F; });
    if (!visible) {
        return refusedEndpoint(url, "the key holds characters that no key has",
                               "copy it again, without spaces or line ends");
    }
    return key;
}

/// A member of type int64 that is not negative; `value` stays what it is where there is none.
base::Result<void> readCount(const Json& json, const char* name, std::int64_t& value,
                             const std::string& file)
{
    const Json* member = json.findNonNull(name);
    if (member == nullptr) {
        return {};
    }
    const auto number = member->asInt();
    if (!number || *number < 0) {
        return base::malformed(file, name, "it must be a whole number, 0 or more");
    }
    value = *number;
    return {};
}

base::Result<void> readText(const Json& json, const char* name, std::string& value,
                            const std::string& file)
{
    const Json* member = json.findNonNull(name);
    if (member == nullptr) {
        return {};
    }
    if (member->asString() == nullptr) {
        return base::malformed(file, name,
                               std::string("it must be a text, not ") + member->typeName());
    }
    value = *member->asString();
    return {};
}

} // namespace

const char* styleName(Style style)
{
    switch (style) {
    case Style::Auto:
        return "auto";
    case Style::Chat:
        return "chat";
    case Style::Completions:
        return "completions";
    }
    return "";
}

base::Result<Style> styleOf(const std::string& name)
{
    for (const Style style : kStyles) {
        if (name == styleName(style)) {
            return style;
        }
    }
    return base::invalidArgument("unknown style \"" + name + '"',
                                 "there are auto, chat and completions");
}

Json toJson(const Endpoint& endpoint)
{
    Json json = Json::object();
    json.set("base_url", endpoint.baseUrl);
    json.set("model", endpoint.model);
    json.set("key_variable", endpoint.keyVariable);
    json.set("authority_file", endpoint.authorityFile);
    json.set("style", styleName(endpoint.style));
    json.set("connect_ms", endpoint.timeouts.connectMs);
    json.set("idle_ms", endpoint.timeouts.idleMs);
    json.set("total_ms", endpoint.timeouts.totalMs);
    json.set("retries", std::int64_t { endpoint.retry.retries });
    return json;
}

base::Result<Endpoint> endpointFromJson(const Json& json, const std::string& file)
{
    if (!json.isObject()) {
        return base::malformed(file, "endpoint", std::string("it is ") + json.typeName());
    }
    Endpoint endpoint;
    std::string style = styleName(endpoint.style);
    std::int64_t retries = endpoint.retry.retries;
    FE_CHECK(readText(json, "base_url", endpoint.baseUrl, file));
    FE_CHECK(readText(json, "model", endpoint.model, file));
    FE_CHECK(readText(json, "key_variable", endpoint.keyVariable, file));
    FE_CHECK(readText(json, "authority_file", endpoint.authorityFile, file));
    FE_CHECK(readText(json, "style", style, file));
    FE_CHECK(readCount(json, "connect_ms", endpoint.timeouts.connectMs, file));
    FE_CHECK(readCount(json, "idle_ms", endpoint.timeouts.idleMs, file));
    FE_CHECK(readCount(json, "total_ms", endpoint.timeouts.totalMs, file));
    FE_CHECK(readCount(json, "retries", retries, file));
    constexpr std::int64_t kMostRetries = 100;
    endpoint.retry.retries = static_cast<std::int32_t>(std::min(retries, kMostRetries));
    const auto known = styleOf(style);
    if (!known) {
        return base::malformed(file, "style", known.error().why);
    }
    endpoint.style = *known;
    return endpoint;
}

base::Result<Endpoint> resolved(Endpoint endpoint)
{
    return base::guarded("endpoints::resolved", [&]() -> base::Result<Endpoint> {
        FE_TRY(const Url url, resolvedUrl(endpoint.baseUrl));
        FE_TRY(endpoint.key, keyOf(endpoint, url));
        if (!endpoint.key.empty() && url.scheme == "http" && !url.isLoopback()) {
            return refusedEndpoint(url, "its key would cross the network unencrypted",
                                   "use https, or a tunnel that ends on this machine");
        }
        endpoint.baseUrl = url.text();
        return endpoint;
    });
}

} // namespace fe::endpoints
