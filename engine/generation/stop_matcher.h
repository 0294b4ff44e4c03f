// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace fe::generation {

/// Collects the text of a run and ends it before the first stop string, wherever the borders of
/// the pieces fall.
class StopMatcher
{
public:
    /// @param stops none of them empty.
    explicit StopMatcher(std::vector<std::string> stops);

    /// Adds a piece. Once stopped, further text is dropped.
    void push(std::string_view piece);

    [[nodiscard]] bool stopped() const { return m_stopped; }
    /// What was pushed, cut before the stop string.
    [[nodiscard]] const std::string& text() const { return m_text; }
    /// The text that became certain since the last call: all but the longest tail that may yet
    /// grow into a stop string. Valid until the next push.
    [[nodiscard]] std::string_view takeCertain();
    /// The same at the end of the text, when nothing more can come.
    [[nodiscard]] std::string_view takeRest();

private:
    [[nodiscard]] std::size_t uncertainTail() const;
    [[nodiscard]] std::string_view takeUpTo(std::size_t end);

    std::vector<std::string> m_stops;
    std::size_t m_longest = 0;
    std::string m_text;
    std::size_t m_taken = 0;
    bool m_stopped = false;
};

} // namespace fe::generation
