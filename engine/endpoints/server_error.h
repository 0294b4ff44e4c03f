// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"
#include "base/result.h"
#include "endpoints/http_client.h"

#include <string>

// Inside the room.

namespace fe::endpoints {

/// What a server says went wrong.
struct ServerComplaint {
    std::string message; ///< one line for people; empty: it gave no reason
    std::string parameter; ///< field of the request that it names; empty: none
    std::string code; ///< "unsupported_parameter", "context_length_exceeded"; empty: none
};

/// From the value of "error": an object of the OpenAI API or of FastAPI, or just a text.
[[nodiscard]] ServerComplaint complaintIn(const base::Json& error);
/// From the body of an answer that is no success: JSON, a proxy's HTML page, or plain text.
[[nodiscard]] ServerComplaint complaintOf(const std::string& body);

/// A status that is no success, as an Error that names the server. The key is taken out.
[[nodiscard]] base::Error errorOf(const HttpResponse& response, const HttpClient& client);
/// An error that came inside a stream that had begun well.
[[nodiscard]] base::Error streamError(const ServerComplaint& complaint, const HttpClient& client);

} // namespace fe::endpoints
