// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

// Inside the room.

namespace fe::endpoints {

/// A web address in parts, host and scheme in small letters.
struct Url {
    std::string scheme; ///< "http" or "https"
    std::string host; ///< IPv6 addresses in brackets
    std::uint16_t port = 0;
    std::string path; ///< begins with "/"
    bool hasUser = false; ///< "user:password@"
    bool hasQuery = false; ///< "?..." or "#..."

    /// "https://host:port/path"; the port is left out where it is the scheme's own.
    [[nodiscard]] std::string text() const;
    /// "host" or "host:port": how errors name the server.
    [[nodiscard]] std::string authority() const;
    /// The same host and scheme and port.
    [[nodiscard]] bool sameOrigin(const Url& other) const;
    /// A name or number of this very machine: traffic to it crosses no wire.
    [[nodiscard]] bool isLoopback() const;
};

/// InvalidArgument for what is no absolute http or https address.
[[nodiscard]] base::Result<Url> parseUrl(const std::string& text);
/// Where a redirect leads: `location` may be relative.
[[nodiscard]] base::Result<Url> resolveUrl(const Url& from, const std::string& location);
/// `path` appended to the base's, one slash between them.
[[nodiscard]] Url joined(const Url& base, std::string_view path);

} // namespace fe::endpoints
