// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"
#include "base/result.h"
#include "endpoints/server_error.h"
#include "endpoints/server_info.h"
#include "generation/text_model.h"

#include <string>
#include <vector>

// Inside the room.

namespace fe::endpoints {

/// A request for text in the words of one server.
struct TextQuestion {
    std::string path; ///< "/chat/completions" or "/completions"
    base::Json body;
    std::vector<std::string> warnings; ///< what was asked for and cannot be sent
};

/// Unsupported if the server does not offer what the request needs (messages, plain prompts).
/// Options at their neutral value are sent where the server would otherwise use others of its own
/// (llama-server: top-k 40, temperature 0.8), so that the model's own distribution is what is
/// drawn from everywhere.
/// @param beginning of the answer, which is to be gone on with; Unsupported in a chat unless the
/// server is known to go on with a message.
[[nodiscard]] base::Result<TextQuestion> questionFor(const generation::TextRequest& request,
                                                     const ServerInfo& info, Style style,
                                                     const std::string& beginning = {});

/// Takes out of the body what the server says it does not know (or replaces it by what it asks
/// for) and warns of it; false if the complaint is about nothing that may be left out.
[[nodiscard]] bool withdraw(TextQuestion& question, const ServerComplaint& complaint);

} // namespace fe::endpoints
