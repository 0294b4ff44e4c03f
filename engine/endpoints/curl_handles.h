// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "endpoints/http_client.h"

#include <curl/curl.h>

#include <new>

// Inside the room.

namespace fe::endpoints {

/// libcurl's handles. The multi handle keeps the connections, the easy one is a request.
struct HttpClient::Handles {
    Handles()
    {
        // Thread-safe, and counted; never undone, since the program may use libcurl elsewhere.
        static const CURLcode kReady = curl_global_init(CURL_GLOBAL_DEFAULT);
        multi = curl_multi_init();
        easy = curl_easy_init();
        if (kReady != CURLE_OK || multi == nullptr || easy == nullptr) {
            curl_easy_cleanup(easy);
            curl_multi_cleanup(multi);
            throw std::bad_alloc();
        }
    }
    Handles(const Handles&) = delete;
    Handles& operator=(const Handles&) = delete;
    ~Handles()
    {
        curl_easy_cleanup(easy);
        curl_multi_cleanup(multi);
    }

    CURLM* multi = nullptr;
    CURL* easy = nullptr;
};

/// How one attempt went, for the decision about another one.
struct HttpClient::Attempt {
    bool worthRepeating = false; ///< it failed before the server answered
    bool sinkWasFed = false;
};

} // namespace fe::endpoints
