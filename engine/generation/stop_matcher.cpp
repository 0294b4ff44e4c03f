// SPDX-License-Identifier: Apache-2.0
#include "generation/stop_matcher.h"

#include <algorithm>

namespace fe::generation {

StopMatcher::StopMatcher(std::vector<std::string> stops) : m_stops(std::move(stops))
{
    for (const std::string& stop : m_stops) {
        m_longest = std::max(m_longest, stop.size());
    }
}

void StopMatcher::push(std::string_view piece)
{
    if (m_stopped) {
        return;
    }
    // A stop string that ends in the new piece begins at most m_longest - 1 bytes before it.
    const std::size_t from
        = m_text.size() - std::min(m_text.size(), m_longest == 0 ? 0 : m_longest - 1);
    m_text += piece;
    std::size_t first = std::string::npos;
    for (const std::string& stop : m_stops) {
        first = std::min(first, m_text.find(stop, from));
    }
    if (first != std::string::npos) {
        m_text.resize(first);
        m_stopped = true;
    }
}

std::string_view StopMatcher::takeCertain()
{
    return takeUpTo(m_stopped ? m_text.size() : m_text.size() - uncertainTail());
}

std::string_view StopMatcher::takeRest()
{
    return takeUpTo(m_text.size());
}

std::size_t StopMatcher::uncertainTail() const
{
    const std::string_view text = m_text;
    std::size_t longest = 0;
    for (const std::string& stop : m_stops) {
        for (std::size_t length = std::min(stop.size() - 1, text.size()); length > longest;
             --length) {
            if (text.ends_with(std::string_view(stop).substr(0, length))) {
                longest = length;
            }
        }
    }
    return longest;
}

std::string_view StopMatcher::takeUpTo(std::size_t end)
{
    const std::size_t begin = std::min(m_taken, end);
    m_taken = end;
    return std::string_view(m_text).substr(begin, end - begin);
}

} // namespace fe::generation
