// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>

namespace fe::tensor {

class TeamState;

/// One thread's view of a piece of work that a team does together. The work is a sequence of
/// phases; every member runs the same code and meets the same phases in the same order.
class TeamMember
{
public:
    explicit TeamMember(TeamState& state) : m_state(state) { }

    /// One phase: ranges of [0, items), handed out to whoever asks next: long ones first, at last
    /// some `grain` long, so that all end together (Polychronopoulos & Kuck 1987). `prepare()` runs
    /// once in every member that gets a range, before its first: it may read what earlier
    /// phases wrote. Returns when all ranges are done, by whomever they were: a member that was
    /// away finds the phase over and goes on. Neither function may throw.
    template<typename Prepare, typename Body>
    void share(std::int64_t items, std::int64_t grain, Prepare&& prepare, Body&& body)
    {
        if (items <= 0) {
            return;
        }
        bool prepared = false;
        std::int64_t begin = 0;
        std::int64_t end = 0;
        while (claim(items, grain, begin, end)) {
            if (!prepared) {
                prepare();
                prepared = true;
            }
            body(begin, end);
            finish(items, end - begin);
        }
        ++m_phase;
    }

    /// The same without preparation.
    template<typename Body>
    void share(std::int64_t items, std::int64_t grain, Body&& body)
    {
        share(
            items, grain, [] {}, body);
    }

private:
    /// The next range of this member's phase; false when the phase is over, after waiting for it.
    bool claim(std::int64_t items, std::int64_t grain, std::int64_t& begin, std::int64_t& end);
    void finish(std::int64_t items, std::int64_t count);

    TeamState& m_state;
    std::uint32_t m_phase = 0;
};

/// Work of a whole team; runs in every member at once.
using TeamWork = std::function<void(TeamMember&)>;

/// Runs `work` in the calling thread and in the team's others, and returns when all are through.
/// If another thread has the team at the moment, the caller does all by itself: the result is the
/// same. Threads wait awake for some microseconds and then asleep, so that a busy neighbour costs
/// its share of the processor and no more. `work` starts no other team.
void runAsTeam(const TeamWork& work);

/// Members of the team, the calling thread included, process-wide; at least 1. Not while it works.
void setTeamSize(int members);
[[nodiscard]] int teamSize();

/// runAsTeam with the one phase `body` over [0, items).
void shareWithTeam(std::int64_t items, std::int64_t grain,
                   const std::function<void(std::int64_t begin, std::int64_t end)>& body);

} // namespace fe::tensor
