// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/progress.h"
#include "endpoints/http_client.h"
#include "endpoints/reply_builder.h"
#include "endpoints/sse.h"

#include <chrono>
#include <optional>
#include <string>

// Inside the room.

namespace fe::endpoints {

/// Reads an answer while it arrives, whichever way it comes: as events, or as one JSON document
/// from a server that does not stream. What it begins with decides, for servers and proxies get
/// the Content-Type wrong.
class ReplyStream final : public BodySink
{
public:
    using Clock = std::chrono::steady_clock;

    /// All borrowed.
    ReplyStream(const HttpClient& client, ReplyBuilder& builder, base::Progress& progress)
        : m_client(client), m_builder(builder), m_progress(progress)
    {
    }

    [[nodiscard]] base::Result<Wish> onBytes(std::string_view bytes) override;
    /// At the end of the connection. Unreadable if the answer was not whole: neither a reason to
    /// end nor "[DONE]" came.
    [[nodiscard]] base::Result<void> finish();

    [[nodiscard]] const std::optional<Usage>& usage() const { return m_usage; }
    [[nodiscard]] bool hasReasoning() const { return m_hasReasoning; }
    [[nodiscard]] bool hasInvalidText() const { return m_hasInvalidText; }
    /// When the first text came, if any did.
    [[nodiscard]] const std::optional<Clock::time_point>& firstText() const { return m_firstText; }

private:
    enum class Form { Unknown, Events, Document };
    [[nodiscard]] base::Result<void> decideForm();
    [[nodiscard]] base::Result<Wish> takeEvents(const std::vector<ServerEvent>& events);
    void endWithoutReason();
    [[nodiscard]] base::Result<Wish> takeJson(const std::string& text, bool isError);
    [[nodiscard]] base::Result<Wish> takePiece(const base::Json& json);

    const HttpClient& m_client;
    ReplyBuilder& m_builder;
    base::Progress& m_progress;
    EventReader m_events { 16'000'000 };
    Form m_form = Form::Unknown;
    std::string m_document; ///< all of a document; of events, what came before the form was known
    std::optional<Usage> m_usage;
    std::optional<Clock::time_point> m_firstText;
    bool m_hasReasoning = false;
    bool m_hasInvalidText = false;
    bool m_isDone = false;
};

} // namespace fe::endpoints
