// SPDX-License-Identifier: Apache-2.0
#include "endpoints/reply_stream.h"

#include "base/utf8.h"
#include "endpoints/server_error.h"

#include <algorithm>

namespace fe::endpoints {
namespace {

using base::Json;

constexpr std::size_t kMostDocumentBytes = 64'000'000;
constexpr base::JsonLimits kJsonLimits { .depth = 64 };
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kDone = "[DONE]";

/// "unfinished": what a server that dies in mid-sentence leaves behind.
base::Error brokenOff(const std::string& server)
{
    return { base::ErrorCode::Unreadable,
             "the answer is not whole",
             server,
             {},
             "the connection ended before the text did",
             "check that the server still runs, then try again" };
}

/// Skips what may stand before the first character that means something; `npos` if nothing else
/// came yet.
std::size_t significant(const std::string& text)
{
    if (kByteOrderMark.starts_with(text)) {
        return std::string::npos;
    }
    const std::size_t begin = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
    return text.find_first_not_of(" \t\r\n", begin);
}

std::string_view trimmed(std::string_view text)
{
    const std::size_t begin = std::min(text.find_first_not_of(" \t\r\n"), text.size());
    text.remove_prefix(begin);
    return text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
}

} // namespace

base::Result<BodySink::Wish> ReplyStream::onBytes(std::string_view bytes)
{
    if (m_form == Form::Events) {
        FE_TRY(const auto events, m_events.push(bytes));
        return takeEvents(events);
    }
    m_document += bytes;
    if (m_document.size() > kMostDocumentBytes) {
        return base::Error { base::ErrorCode::LimitExceeded,
                             "cannot read the answer",
                             m_client.base().authority(),
                             {},
                             "it is longer than " + base::bytesText(kMostDocumentBytes),
                             {} };
    }
    if (m_form == Form::Unknown) {
        FE_CHECK(decideForm());
    }
    if (m_form != Form::Events) {
        return Wish::More;
    }
    const std::string begun = std::move(m_document);
    m_document.clear();
    FE_TRY(const auto events, m_events.push(begun));
    return takeEvents(events);
}

base::Result<void> ReplyStream::decideForm()
{
    const std::size_t first = significant(m_document);
    if (first == std::string::npos) {
        return {};
    }
    if (m_document[first] == '<') {
        return base::Error { base::ErrorCode::Malformed,
                             "cannot read the answer",
                             m_client.base().authority(),
                             {},
                             "it is a web page",
                             "check that the address is that of an OpenAI-compatible server" };
    }
    m_form = m_document[first] == '{' ? Form::Document : Form::Events;
    return {};
}

base::Result<BodySink::Wish> ReplyStream::takeEvents(const std::vector<ServerEvent>& events)
{
    for (const ServerEvent& event : events) {
        if (m_isDone) {
            break;
        }
        if (trimmed(event.data) == kDone) {
            endWithoutReason();
            break;
        }
        FE_TRY(const Wish wish, takeJson(event.data, event.name == "error"));
        if (wish == Wish::Enough) {
            return wish;
        }
    }
    // Nothing counts after [DONE]; a server that keeps the connection open must not hold us up.
    return m_isDone ? Wish::Enough : Wish::More;
}

/// [DONE] is the server's word that the text is whole, with or without a reason before it.
void ReplyStream::endWithoutReason()
{
    m_isDone = true;
    if (!m_builder.isFinished()) {
        ReplyPiece piece;
        piece.finish = "stop";
        static_cast<void>(m_builder.add(piece));
    }
}

base::Result<BodySink::Wish> ReplyStream::takeJson(const std::string& text, bool isError)
{
    const std::string& server = m_client.base().authority();
    const bool valid = base::isValidUtf8(text);
    m_hasInvalidText = m_hasInvalidText || !valid;
    const auto json = base::parseJson(valid ? text : base::toValidUtf8(text), server, kJsonLimits);
    if (!json) {
        if (isError) {
            return streamError(complaintOf(text), m_client);
        }
        base::Error error = json.error();
        error.what = "cannot read the answer";
        return error;
    }
    const Json* error = json->findNonNull("error");
    if (error != nullptr || isError) {
        return streamError(complaintIn(error != nullptr ? *error : *json), m_client);
    }
    return takePiece(*json);
}

base::Result<BodySink::Wish> ReplyStream::takePiece(const Json& json)
{
    FE_TRY(const ReplyPiece piece, readPiece(json, m_client.base().authority()));
    if (piece.usage) {
        m_usage = piece.usage;
    }
    m_hasReasoning = m_hasReasoning || piece.hasReasoning;
    if (!m_firstText && (!piece.text.empty() || !piece.tokens.empty())) {
        m_firstText = Clock::now();
    }
    const std::size_t before = m_builder.size();
    const bool enough = m_builder.add(piece);
    m_progress.advance(m_builder.size() - std::min(before, m_builder.size()));
    return enough ? Wish::Enough : Wish::More;
}

base::Result<void> ReplyStream::finish()
{
    const std::string& server = m_client.base().authority();
    if (m_form == Form::Document) {
        FE_TRY([[maybe_unused]] const Wish wish, takeJson(m_document, false));
        return m_builder.isFinished() ? base::Result<void>() : brokenOff(server);
    }
    if (m_form == Form::Events && !m_isDone && !m_builder.isFinished()) {
        const auto last = takeEvents(m_events.finish());
        if (!last) {
            // Half a JSON text is what a cut leaves; an error that the server told is told.
            return last.error().code == base::ErrorCode::Malformed ? brokenOff(server)
                                                                   : last.error();
        }
    }
    if (m_form == Form::Unknown || (!m_isDone && !m_builder.isFinished())) {
        return brokenOff(server);
    }
    return {};
}

} // namespace fe::endpoints
