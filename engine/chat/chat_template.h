// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"
#include "base/result.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace fe::chat {

struct Message {
    std::string role; ///< "system", "user", "assistant" or what the template knows
    std::string content;
};

/// What the template may read besides the messages.
struct RenderOptions {
    bool addGenerationPrompt = true;
    std::string bosToken; ///< spelling, "<s>"
    std::string eosToken;
    /// More variables by name (tools, date_string, enable_thinking ...): an object. As in
    /// transformers, `tools` and `documents` are none unless given here.
    base::Json variables = base::Json::object();
};

/// A compiled chat template: the part of Jinja2 that published templates use, with the settings of
/// transformers (trim_blocks, lstrip_blocks, loop controls, raise_exception, strftime_now, tojson).
/// Immutable, thread-safe. A template is hostile input: it can only read what it is given, and
/// time, output size and recursion are bounded.
class ChatTemplate
{
public:
    /// @param file names the source in errors, which give the line.
    [[nodiscard]] static base::Result<ChatTemplate> compile(std::string_view source,
                                                            const std::string& file);

    /// Byte for byte what Python's jinja2 would give, or the template's own refusal
    /// (raise_exception) as an Error.
    [[nodiscard]] base::Result<std::string> render(const std::vector<Message>& messages,
                                                   const RenderOptions& options) const;
    /// The same with messages as JSON (array of objects), for content lists and tool calls.
    [[nodiscard]] base::Result<std::string> render(const base::Json& messages,
                                                   const RenderOptions& options) const;

    struct Program; // private to chat/
private:
    std::shared_ptr<const Program> m_program;
};

} // namespace fe::chat
