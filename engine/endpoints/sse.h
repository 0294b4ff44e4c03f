// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>
#include <vector>

// Inside the room.

namespace fe::endpoints {

/// One event of a stream. `name` is empty unless the server gave one ("error").
struct ServerEvent {
    std::string name;
    std::string data;
};

/// Reads a stream of server-sent events (WHATWG HTML, 9.2.6), in pieces of any size: lines end in
/// LF, CR or CRLF, a BOM is skipped, data lines are joined by LF, comments and fields of no use
/// (id, retry) are dropped. One leniency: a field "error" stands for an event of that name, as
/// llama-server once wrote it.
///
///   data: {"choices": ...}\n      a line of data
///   : ping\n                      a comment that keeps the connection alive
///   \n                            ends the event
class EventReader
{
public:
    /// @param mostBytes of one event and of one line: what is longer is LimitExceeded.
    explicit EventReader(std::size_t mostBytes) : m_mostBytes(mostBytes) { }

    /// The events that became whole with this piece, in order.
    [[nodiscard]] base::Result<std::vector<ServerEvent>> push(std::string_view piece);
    /// At the end of the stream: the event without its last empty line, if there is one. The
    /// standard drops it, but servers forget that line.
    [[nodiscard]] std::vector<ServerEvent> finish();

private:
    void endLine(std::vector<ServerEvent>& events);
    void addField(std::string_view name, std::string_view value);

    std::size_t m_mostBytes;
    std::string m_line;
    ServerEvent m_event;
    bool m_hasData = false;
    bool m_afterReturn = false; ///< the last byte was CR: an LF now belongs to it
    bool m_atBegin = true; ///< no line has ended yet: a BOM may come
};

} // namespace fe::endpoints
