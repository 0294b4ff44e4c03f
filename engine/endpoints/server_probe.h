// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"
#include "base/result.h"
#include "endpoints/http_client.h"
#include "endpoints/server_info.h"

#include <optional>
#include <string>
#include <string_view>

// Inside the room: the questions behind inspectServer().

namespace fe::endpoints {

/// Asks one server for JSON.
class ServerProbe
{
public:
    /// All borrowed.
    ServerProbe(HttpClient& client, const base::CancelToken& cancel)
        : m_client(client), m_cancel(cancel)
    {
    }

    /// The whole answer to a GET or POST below the base URL ("/models").
    [[nodiscard]] base::Result<HttpResponse> ask(std::string_view path,
                                                 const base::Json* body = nullptr) const;
    /// The same beside the base URL, where servers keep what is not of the OpenAI API: the base
    /// without its last "/v1".
    [[nodiscard]] base::Result<HttpResponse> askBeside(std::string_view path,
                                                       const base::Json* body = nullptr) const;
    /// JSON of a success; null for any other status, or for what is no JSON.
    [[nodiscard]] base::Result<base::Json> optionalJson(std::string_view pathBeside,
                                                        const base::Json* body = nullptr) const;
    [[nodiscard]] HttpClient& client() const { return m_client; }

private:
    [[nodiscard]] base::Result<HttpResponse> send(const Url& url, const base::Json* body) const;

    HttpClient& m_client;
    const base::CancelToken& m_cancel;
};

/// JSON of a success, limits applied; other statuses as errorOf() says, a web page is Malformed.
[[nodiscard]] base::Result<base::Json> jsonOf(const HttpResponse& response,
                                              const HttpClient& client);

/// Fills in kind, version and models.
[[nodiscard]] base::Result<void> identify(const ServerProbe& probe, ServerInfo& info);
/// Fills in what `info.model` can do as completions.
[[nodiscard]] base::Result<void> tryCompletions(const ServerProbe& probe, ServerInfo& info);
/// The same as chats.
[[nodiscard]] base::Result<void> tryChats(const ServerProbe& probe, ServerInfo& info);

} // namespace fe::endpoints
