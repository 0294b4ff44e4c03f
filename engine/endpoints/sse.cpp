// SPDX-License-Identifier: Apache-2.0
#include "endpoints/sse.h"

#include <algorithm>

namespace fe::endpoints {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

} // namespace

base::Result<std::vector<ServerEvent>> EventReader::push(std::string_view piece)
{
    std::vector<ServerEvent> events;
    while (!piece.empty()) {
        if (m_afterReturn && piece.front() == '\n') {
            piece.remove_prefix(1);
            m_afterReturn = false;
            continue;
        }
        m_afterReturn = false;
        const std::size_t end = std::min(piece.find_first_of("\r\n"), piece.size());
        if (m_line.size() + m_event.data.size() + end > m_mostBytes) {
            return base::Error { base::ErrorCode::LimitExceeded,
                                 "cannot read the answer",
                                 {},
                                 {},
                                 "one piece of its stream is longer than "
                                     + base::bytesText(m_mostBytes),
                                 "the server does not seem to be an OpenAI-compatible one" };
        }
        m_line += piece.substr(0, end);
        if (end < piece.size()) {
            m_afterReturn = piece[end] == '\r';
            endLine(events);
            piece.remove_prefix(end + 1);
        } else {
            piece = {};
        }
    }
    return events;
}

std::vector<ServerEvent> EventReader::finish()
{
    std::vector<ServerEvent> events;
    if (!m_line.empty()) {
        endLine(events);
    }
    endLine(events);
    return events;
}

void EventReader::endLine(std::vector<ServerEvent>& events)
{
    std::string_view line = m_line;
    if (m_atBegin && line.starts_with(kByteOrderMark)) {
        line.remove_prefix(kByteOrderMark.size());
    }
    m_atBegin = false;
    if (line.empty()) {
        if (m_hasData) {
            events.push_back(std::move(m_event));
        }
        m_event = {};
        m_hasData = false;
    } else if (line.front() != ':') {
        const std::size_t colon = std::min(line.find(':'), line.size());
        std::string_view value = line.substr(std::min(colon + 1, line.size()));
        if (value.starts_with(' ')) {
            value.remove_prefix(1);
        }
        addField(line.substr(0, colon), value);
    }
    m_line.clear();
}

void EventReader::addField(std::string_view name, std::string_view value)
{
    if (name == "event") {
        m_event.name = value;
    } else if (name == "data" || name == "error") {
        if (name == "error") {
            m_event.name = name;
        }
        if (m_hasData) {
            m_event.data += '\n';
        }
        m_event.data += value;
        m_hasData = true;
    }
}

} // namespace fe::endpoints
